// SPDX-License-Identifier: Apache-2.0
// packaging/run up to what it builds with, and packaging/start, which it hands over to, with the program of
// this build.
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/process/program.hpp"

using kith::test::Process;
using kith::test::TemporaryFolder;

namespace {

const std::string kPackaging = KITH_SOURCE_DIR "/packaging/";

/// packaging/start in a folder of its own.
std::vector<std::string> start(const TemporaryFolder& folder, const std::vector<std::string>& options) {
    std::vector<std::string> words{
        "/bin/sh",   "-c", R"(cd "$0" && exec "$@")", folder.path().string(), kPackaging + "start",
        KITH_PROGRAM};
    words.insert(words.end(), {"--set", "http.listen=127.0.0.1:0"});
    words.insert(words.end(), options.begin(), options.end());
    return words;
}

std::string firstLine(const std::filesystem::path& file) {
    std::string line;
    std::ifstream stream(file);
    std::getline(stream, line);
    return line;
}

/// packaging/start as a terminal runs it: with a process group of its own, whose number is that of its
/// process.
std::vector<std::string> startInTerminal(const TemporaryFolder& folder,
                                         const std::vector<std::string>& options) {
    auto words = start(folder, options);
    words.insert(words.begin(), "setsid");
    return words;
}

/// What a terminal does at Ctrl-C: it tells the whole group, not the script alone.
kith::test::Ended typeCtrlC(Process& process) {
    ::kill(-process.id(), SIGINT);
    return process.wait();
}

/// Whether the server of that folder answers there, which alone knows its key.
bool isServing(const TemporaryFolder& folder, const std::string& url) {
    const auto key = "Authorization: Bearer " + firstLine(folder.path() / "var/key");
    return kith::test::run({"curl", "-fsS", "-m", "30", "-o", "/dev/null", "-H", key, url + "/v1/plugins"})
               .code == 0;
}

/// Waits until it serves, ends it, and gives what it said. It is ended in every case: the server has a
/// session of its own and would outlive a script that is killed.
kith::test::Ended startAndStop(const TemporaryFolder& folder, const std::vector<std::string>& options,
                               int signal) {
    Process process(start(folder, options));
    const auto serves = process.line("The README's tour");
    process.send(signal);
    auto ended = process.wait();
    INFO(ended.err);
    REQUIRE(serves);
    return ended;
}

}  // namespace

TEST_CASE("packaging/run takes what it knows and nothing else", "[process][demo]") {
    CHECK(kith::test::run({kPackaging + "run", "--help"}).out.starts_with("Usage: packaging/run"));
    for (const auto& words : std::vector<std::vector<std::string>>{{"--nonsense"},
                                                                   {"--set"},
                                                                   {"--set", "nonsense"},
                                                                   {"--set=http.listen"},
                                                                   {"--config"},
                                                                   {"--demo=many"},
                                                                   {"serve"}}) {
        auto all = words;
        all.insert(all.begin(), kPackaging + "run");
        const auto ended = kith::test::run(all);
        CHECK(ended.code == 2);
        CHECK(ended.err.find(words[0].substr(0, words[0].find('='))) != std::string::npos);
    }
    const auto unreadable = kith::test::run({kPackaging + "run", "--config", "/nonexistent/kith.yaml"});
    CHECK(unreadable.code == 2);
    CHECK(unreadable.err.find("/nonexistent/kith.yaml") != std::string::npos);
}

TEST_CASE("packaging/test takes what it knows and nothing else, before it installs or builds",
          "[process][demo]") {
    const auto test = [](std::vector<std::string> words) {
        words.insert(words.begin(), kPackaging + "test");
        return kith::test::run(words);
    };
    for (const auto* help : {"--help", "-h"}) {
        const auto ended = test({help});
        CHECK(ended.code == 0);
        CHECK(ended.out.starts_with("Usage: packaging/test"));
    }
    using Words = std::vector<std::string>;
    for (const auto& [words, sentence] : std::vector<std::pair<Words, std::string>>{
             {{"--sanitize", "x"}, "--sanitize takes address or thread"},
             {{"--sanitize"}, "--sanitize takes address or thread"},
             {{"-R"}, "-R takes a regular expression"},
             {{"--nonsense"}, "unknown option --nonsense; see --help"},
             {{"--soak", "storage"}, "unknown option storage; see --help"}}) {
        const auto ended = test(words);
        CHECK(ended.code == 2);
        CHECK(ended.out.empty());
        CHECK(ended.err == kPackaging + "test: " + sentence + "\n");
    }
}

TEST_CASE("a server that can't start is a failure with its reason", "[process][demo]") {
    const TemporaryFolder folder;
    const auto ended = kith::test::run(start(folder, {"--set", "http.lissten=1"}));
    CHECK(ended.code == 1);
    CHECK(ended.err.find("did you mean 'listen'?") != std::string::npos);
    CHECK(ended.err.find("kith did not start") != std::string::npos);
}

TEST_CASE("it says where it listens, keeps its key, and stops cleanly on either signal", "[process][demo]") {
    const TemporaryFolder folder;
    const auto first = startAndStop(folder, {}, SIGINT);
    CHECK(first.code == 0);
    CHECK(first.out.find("kith listens on http://127.0.0.1:") != std::string::npos);
    CHECK(first.out.find("Making a key") != std::string::npos);
    const auto again = startAndStop(folder, {}, SIGTERM);
    CHECK(again.code == 0);
    CHECK(again.out.find("Making a key") == std::string::npos);
    // The key of one database is of no use in another.
    const auto other = startAndStop(folder, {"--set", "database.url=sqlite:var/other.db"}, SIGTERM);
    CHECK(other.code == 0);
    CHECK(other.out.find("Making a key") != std::string::npos);
    // And none of them is lost.
    CHECK(startAndStop(folder, {"--set", "database.url=sqlite:var/third.db"}, SIGTERM).code == 0);
    std::set<std::string> keys;
    for (const auto& file : std::filesystem::directory_iterator(folder.path() / "var")) {
        if (file.path().filename().string().starts_with("key")) keys.insert(firstLine(file.path()));
    }
    CHECK(keys.size() == 3);
}

TEST_CASE("Ctrl-C in its terminal ends it and its server cleanly", "[process][demo]") {
    const TemporaryFolder folder;
    Process process(startInTerminal(folder, {}));
    const std::string listens = "== kith listens on ";
    const auto line = process.line(listens);
    const auto url = line.value_or(listens).substr(listens.size());
    const bool served = line && isServing(folder, url);
    const auto ended = typeCtrlC(process);
    INFO(ended.out << ended.err);
    CHECK(served);
    CHECK(ended.code == 0);
    CHECK(ended.err.empty());
    CHECK_FALSE(isServing(folder, url));
}

TEST_CASE("Ctrl-C in its terminal ends it while it loads the demonstration", "[process][demo]") {
    const TemporaryFolder folder;
    Process process(startInTerminal(folder, {"--demo"}));
    const bool told = process.says("of 1000 people over 90 days");
    const auto ended = typeCtrlC(process);
    INFO(ended.out << ended.err);
    CHECK(told);
    CHECK(ended.code == 0);
    CHECK(ended.err.find("could not be loaded") == std::string::npos);
    CHECK(ended.out.find("kith listens on") == std::string::npos);
    std::smatch url;
    REQUIRE(std::regex_search(ended.err, url, std::regex("telling (http://[0-9.:]+) of")));
    CHECK_FALSE(isServing(folder, url[1]));
}

TEST_CASE("what it says to try in another terminal can be pasted there", "[process][demo]") {
    const TemporaryFolder folder;
    Process process(start(folder, {}));
    const auto line = process.line("  curl ");
    kith::test::Ended pasted;
    if (line) {
        pasted = kith::test::run(
            {"/bin/sh", "-c", R"(cd "$0" && echo "$1" | timeout 30 sh)", folder.path().string(), *line});
    }
    process.send(SIGTERM);
    const auto ended = process.wait();
    INFO(ended.out << ended.err << pasted.err);
    REQUIRE(line);
    CHECK(pasted.code == 0);
    CHECK(nlohmann::json::parse(pasted.out)["items"] == nlohmann::json::array());
}

TEST_CASE("the demonstration is 1,000 people over 90 days, and can be stopped while they are loaded",
          "[process][demo]") {
    const TemporaryFolder folder;
    Process process(start(folder, {"--demo"}));
    const bool told = process.says("of 1000 people over 90 days");
    process.send(SIGTERM);
    const auto ended = process.wait();
    INFO(ended.err);
    CHECK(told);
    CHECK(ended.code == 0);
}

TEST_CASE("with --demo it loads the people once and serves on", "[process][demo]") {
    const TemporaryFolder folder;
    const auto first = startAndStop(folder, {"--demo=30"}, SIGTERM);
    CHECK(first.code == 0);
    CHECK(first.out.find("30 people") != std::string::npos);
    const auto again = startAndStop(folder, {"--demo=30"}, SIGTERM);
    CHECK(again.code == 0);
    CHECK(again.out.find("nothing was loaded twice") != std::string::npos);
}
