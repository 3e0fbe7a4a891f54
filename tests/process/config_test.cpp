// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::kWrongUse;
using kith::test::runKith;

namespace {

using Words = std::vector<std::string>;

/// Every command that reads the configuration, used rightly.
const std::vector<Words> kCommands{{"serve"},
                                   {"migrate"},
                                   {"config", "check"},
                                   {"config", "diff"},
                                   {"key", "create", "--name", "a", "--right", "read"},
                                   {"key", "list"},
                                   {"plugin", "list"},
                                   {"key", "revoke", "01"},
                                   {"backup", "/nonexistent/folder/copy.db"},
                                   {"demo"}};

}  // namespace

TEST_CASE("wrong use ends with 2 and says what is wrong", "[process]") {
    std::vector<Words> all{
        {},
        {"serv"},
        {"nonsense", "--help"},
        {"key", "nonsense", "--help"},
        {"--nonsense"},
        {"config"},
        {"config", "chek"},
        {"key"},
        {"key", "create", "--name", "a"},
        {"key", "create", "--name", "a", "--right", "root"},
        {"key", "create", "--name", "a", "--right", "public", "--rate-per-minute", "0"},
        {"key", "create", "--name", "", "--right", "read"},
        {"key", "create", "--name", "a", "--right", "read", "--origin", "https://a.example"},
        {"key", "revoke"},
        {"plugin"},
        {"plugin", "check"},
        {"plugin", "check", "a.so", "b.so"},
        {"backup"},
        {"backup", "a.db", "b.db"},
        {"version", "now"}};
    for (const auto& command : kCommands) {
        for (const auto& wrong :
             {Words{"--nonsense"}, Words{"--set", "x"}, Words{"--set", "=3"}, Words{"--config"}}) {
            all.push_back(command);
            all.back().insert(all.back().end(), wrong.begin(), wrong.end());
        }
    }
    for (const auto& words : all) {
        const auto ended = runKith(words);
        CAPTURE(words, ended.err);
        CHECK(ended.code == kWrongUse);
        CHECK_FALSE(ended.err.empty());
        CHECK(ended.out.empty());
    }
}

TEST_CASE("wrong use is told in sentences of our own, with what was perhaps meant", "[process]") {
    const std::vector<std::pair<Words, std::string>> all = {
        {{"srve"}, "kith: there is no command 'srve'; did you mean 'serve'?\n"},
        {{"key", "lst", "--help"}, "kith: there is no command 'key lst'; did you mean 'list'?\n"},
        {{"nonsense", "--help"}, "kith: there is no command 'nonsense'\n"},
        {{"serve", "now"}, "kith: 'now' is not expected here; --help says"},
        {{"serve", "--config"}, "kith: --config takes a value, and has none; --help"},
        {{"serve", "--set", "=3"}, "kith: --set: expects PATH=VALUE, not '=3'; --help"},
        {{"key", "create", "--name", "a"}, "kith: --right is missing; --help"},
        {{"key", "create", "--name", "a", "--name", "b"}, "kith: --name is given more than once; --help"},
        {{"key", "create", "--right", "root"},
         "kith: --right: expects one of read, write, admin, public, not 'root'; --help"},
        {{"demo", "--people", "3"},
         "kith: --people: expects a whole number from 30 to 100000, not '3'; --help"},
    };
    for (const auto& [words, start] : all) {
        const auto ended = runKith(words);
        CAPTURE(words, ended.err);
        CHECK(ended.code == kWrongUse);
        CHECK(ended.err.starts_with(start));
    }
}

TEST_CASE("every command takes a configuration, and fails with 1 when it is bad", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder.write("bad.yaml", "http: {listen: nowhere}\nhttp: {}\n").string();
    for (auto words : kCommands) {
        words.insert(words.end(), {"--config", file, "--set", "log.level=loud"});
        const auto ended = runKith(words, {{"KITH_PIPELINE_WRITERS", "0"}});
        CAPTURE(words, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.out.empty());
        for (const auto& part :
             {file + ":1:16: http.listen expects", file + ":2:1: 'http' stands here a second time",
              std::string("--set log.level: "), std::string("KITH_PIPELINE_WRITERS: ")})
            CHECK(ended.err.find(part) != std::string::npos);
    }
}

TEST_CASE("every command has a help with an example", "[process]") {
    auto all = kCommands;
    all.push_back({"plugin", "check", "a.so"});
    all.push_back({"version"});
    for (auto words : all) {
        words.push_back("--help");
        const auto ended = runKith(words);
        CAPTURE(words, ended.err);
        CHECK(ended.code == 0);
        CHECK(ended.err.empty());
        for (const auto* part : {"Example:\n  kith ", "--config FILE", "--set PATH=VALUE"})
            CHECK(ended.out.find(part) != std::string::npos);
    }
    for (const auto& words : {Words{"--help"}, Words{"key", "--help"}, Words{"plugin", "--help"}}) {
        const auto ended = runKith(words);
        CHECK(ended.code == 0);
        CHECK(ended.out.find("Subcommands:") != std::string::npos);
    }
}

TEST_CASE("the configuration comes from the option, else the variable, else beside the sources",
          "[process]") {
    const auto bare = runKith(
        {"config", "check", "--set", "plugins.load=[]", "--set", "fields=[]", "--set", "identity.types={}"});
    CHECK(bare.code == 0);
    CHECK(bare.err.find("there are none: first_name, ") != std::string::npos);
    const auto missing = runKith({"config", "check"}, {{"KITH_CONFIG", "/nonexistent/a.yaml"}});
    CHECK(missing.code == kFailed);
    CHECK(missing.err.find("/nonexistent/a.yaml") != std::string::npos);
    const auto other = runKith({"config", "check", "--config", "/nonexistent/b.yaml"},
                               {{"KITH_CONFIG", "/nonexistent/a.yaml"}});
    CHECK(other.err.find("/nonexistent/b.yaml") != std::string::npos);
}

TEST_CASE("an argument adds no entry to a list, and says what does", "[process]") {
    const auto ended = runKith({"config", "check", "--set", "plugins.load.sms.path=/nonexistent/sms.so"});
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find(
              "--set plugins.load.sms.path: plugins.load has no entry 'sms', and none is added here: "
              "add it in the file, or give the whole list as YAML") != std::string::npos);
    const auto whole = runKith({"plugin", "list", "--set", "plugins.load=[{path: /nonexistent/sms.so}]"});
    CHECK(whole.out.find("sms\tfailed\t") != std::string::npos);
}

TEST_CASE("version says the program's version and the boundary's", "[process]") {
    const auto ended = runKith({"version"});
    CHECK(ended.code == 0);
    CHECK(ended.out.starts_with("kith 0."));
    CHECK(ended.out.find(", plugin boundary 1.") != std::string::npos);
    const auto option = runKith({"--version"});
    CHECK(option.code == 0);
    CHECK(option.out == ended.out);
    CHECK(option.err.empty());
}

TEST_CASE("an answer that can't be written is a failure", "[process]") {
    CHECK(kith::test::run({"/bin/sh", "-c", "exec \"" KITH_PROGRAM "\" version > /dev/full"}).code ==
          kFailed);
}
