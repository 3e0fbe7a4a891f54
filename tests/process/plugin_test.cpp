// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::runKith;

TEST_CASE("a file that is no plugin is refused with a reason", "[process]") {
    const kith::test::TemporaryFolder folder;
    for (const auto& file : {folder.write("text.so", "no library").string(), std::string("/nonexistent/p.so"),
                             std::string("/lib/x86_64-linux-gnu/libc.so.6")}) {
        const auto ended = runKith({"plugin", "check", file});
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find(file + ": ") != std::string::npos);
    }
}

TEST_CASE("a plugin is described by what it declares", "[process]") {
    const auto ended = runKith({"plugin", "check", KITH_TINY_PLUGIN});
    CHECK(ended.code == 0);
    CHECK(ended.out.starts_with("tiny "));
}

TEST_CASE("the list shows every plugin, those that fail with their reasons", "[process]") {
    const std::string load =
        "plugins.load=[{path: '" KITH_TINY_PLUGIN "'}, {path: /nonexistent/p.so, required: true}]";
    const auto ended = runKith({"plugin", "list", "--set", load});
    CHECK(ended.code == 0);
    CHECK(ended.out.find("tiny\tloaded\t") != std::string::npos);
    CHECK(ended.out.find("p\tfailed\t") != std::string::npos);
    CHECK(ended.out.find("no file /nonexistent/p.so") != std::string::npos);
}

TEST_CASE("a plugin's wrong options are found where they stand", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml", "plugins:\n  load:\n    - path: " KITH_TINY_PLUGIN
                                              "\n      options:\n        colour: red\n")
                          .string();
    const auto ended = runKith({"config", "check", "--config", file});
    CHECK(ended.code == kFailed);
    INFO(ended.err);
    CHECK(ended.err.find(file + ":5:") != std::string::npos);
    CHECK(ended.err.find("colour") != std::string::npos);
}

TEST_CASE("a field whose type nobody brings is found where it stands", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder.write("kith.yaml", "fields:\n  - key: shoe\n    type: integr\n").string();
    const auto ended = runKith({"config", "check", "--config", file});
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find(file + ":3:11: ") != std::string::npos);
}
