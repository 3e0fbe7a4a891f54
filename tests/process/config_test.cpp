// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::kWrongUse;
using kith::test::runKith;

TEST_CASE("wrong use ends with 2 and says what is wrong", "[process]") {
    for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                   {"config"},
                                                                   {"config", "chek"},
                                                                   {"--nonsense"},
                                                                   {"version", "now"},
                                                                   {"config", "check", "--set", "x"},
                                                                   {"config", "check", "--config"}}) {
        const auto ended = runKith(words);
        CHECK(ended.code == kWrongUse);
        CHECK_FALSE(ended.err.empty());
        CHECK(ended.out.empty());
    }
}

TEST_CASE("a bad configuration ends with 1 and every problem with its place", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file =
        folder
            .write("bad.yaml",
                   "http:\n  lisen: 127.0.0.1:0\n  workers: 010\nlog: {level: info, level: debug}\n")
            .string();
    const auto ended = runKith({"config", "check", "--config", file, "--set", "http.max_body=8"},
                               {{"KITH_SHUTDOWN_DEADLINE", "soon"}});
    CHECK(ended.code == kFailed);
    CHECK(ended.out.empty());
    for (const auto& part : {file + ":2:3: there is no setting 'lisen' in http; did you mean 'listen'?",
                             file + ":3:12: http.workers expects a whole number, not '010'",
                             file + ":4:20: 'level' stands here a second time",
                             std::string("KITH_SHUTDOWN_DEADLINE: shutdown.deadline expects a duration"),
                             std::string("--set http.max_body: http.max_body expects a size")}) {
        INFO(ended.err);
        CHECK(ended.err.find(part) != std::string::npos);
    }
}

TEST_CASE("the configuration comes from the option, else the variable, else beside the sources",
          "[process]") {
    CHECK(runKith({"config", "check", "--set", "plugins.load=[]", "--set", "fields=[]"}).code == 0);
    const auto missing = runKith({"config", "check"}, {{"KITH_CONFIG", "/nonexistent/a.yaml"}});
    CHECK(missing.code == kFailed);
    CHECK(missing.err.find("/nonexistent/a.yaml") != std::string::npos);
    const auto other = runKith({"config", "check", "--config", "/nonexistent/b.yaml"},
                               {{"KITH_CONFIG", "/nonexistent/a.yaml"}});
    CHECK(other.err.find("/nonexistent/b.yaml") != std::string::npos);
}

TEST_CASE("help and version go to standard output", "[process]") {
    CHECK(runKith({"version"}).out.starts_with("kith "));
    const auto help = runKith({"config", "check", "--help"});
    CHECK(help.code == 0);
    CHECK(help.out.find("Example:") != std::string::npos);
}

TEST_CASE("an answer that can't be written is a failure", "[process]") {
    CHECK(kith::test::run({"/bin/sh", "-c", "exec \"" KITH_PROGRAM "\" version > /dev/full"}).code ==
          kFailed);
}
