// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::runKith;

namespace {

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("config diff says what a start would change of fields and categories, and changes nothing",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder.path() / "kith.db";
    std::string told;
    const auto with = [&](Words words, const std::string& fields) {
        for (const auto& setting : {"database.url=sqlite:" + file.string(), "fields=" + fields,
                                    std::string("field_groups=[]"), std::string("categories=[{key: news}]"),
                                    std::string("segments=[{id: vips, name: VIPs, condition: {tag: vip}}]")})
            words.insert(words.end(), {"--set", setting});
        const auto ended = runKith(words);
        INFO(ended.err);
        CHECK(ended.code == 0);
        told = ended.err;
        return ended.out;
    };
    const std::string plain = "[{key: shoe, type: integer}]";
    const Words diff{"config", "diff"};
    const auto before = with(diff, plain);
    for (const auto* part : {"added field shoe\n", "added fields that every deployment has: first_name, ",
                             "added category news\n",
                             "added field groups that every deployment has: ", "    type: \"integer\"\n",
                             "added segment vips\n    condition: {\"tag\":\"vip\"}\n"})
        CHECK(before.find(part) != std::string::npos);
    CHECK(before.find("added field first_name\n") == std::string::npos);
    CHECK(told.find("there is no database file " + file.string() + ": compared with an empty database") !=
          std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file));

    static_cast<void>(with({"migrate"}, plain));
    CHECK(with(diff, plain) == "nothing to change\n");
    CHECK(told.find("compared with") == std::string::npos);
    const std::string named = "[{key: shoe, names: {en: Shoe}, group: size, type: integer}]";
    CHECK(with(diff, named) ==
          "added field group size\n"
          "    archived: false\n    managed_by: \"configuration\"\n    names: {}\n    position: 3\n"
          "changed field shoe\n    group: null -> \"size\"\n    names: {} -> {\"en\":\"Shoe\"}\n");
    CHECK(with(diff, "[]") ==
          "archived field shoe\n    archived: false -> true\n"
          "    managed_by: \"configuration\" -> \"api\"\n");
    CHECK(with(diff, plain) == "nothing to change\n");
    static_cast<void>(with({"migrate"}, named));
    CHECK(with(diff, named) == "nothing to change\n");
}

TEST_CASE("config diff says what a start would change of segments, and where one can't be", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder.path() / "kith.db";
    const auto with = [&](Words words, const std::string& segments) {
        for (const auto& setting : {"database.url=sqlite:" + file.string(), std::string("fields=[]"),
                                    std::string("categories=[]"), "segments=" + segments})
            words.insert(words.end(), {"--set", setting});
        return runKith(words);
    };
    const Words diff{"config", "diff"};
    REQUIRE(with({"migrate"}, "[{id: vips, name: VIPs, condition: {tag: vip}}]").code == 0);
    CHECK(with(diff, "[{id: vips, name: VIPs, condition: {tag: vip}}]").out == "nothing to change\n");
    CHECK(with(diff, "[{id: vips, name: Stars, condition: {tag: star}}]").out ==
          "changed segment vips\n    condition: {\"tag\":\"vip\"} -> {\"tag\":\"star\"}\n"
          "    name: \"VIPs\" -> \"Stars\"\n");
    CHECK(with(diff, "[]").out == "changed segment vips\n    managed_by: \"configuration\" -> \"api\"\n");
    CHECK(with(diff, "[{id: vips, name: VIPs, condition: {tag: vip}}]").out == "nothing to change\n");

    const auto bad = folder
                         .write("bad.yaml",
                                "plugins: {load: [{name: fields}]}\n"
                                "segments:\n"
                                "  - id: vips\n"
                                "    name: VIPs\n"
                                "    condition:\n"
                                "      all:\n"
                                "        - { tag: vip }\n"
                                "        - { field: shoe, is: known }\n"
                                "        - { segment: nowhere }\n")
                         .string();
    // What the API may have made is seen with the database alone.
    CHECK(runKith({"config", "check", "--config", bad}).code == 0);
    for (const auto& command : {Words{"config", "diff"}, Words{"migrate"}, Words{"serve"}}) {
        auto words = command;
        for (const auto* word : {"--config", bad.c_str(), "--set"}) words.emplace_back(word);
        words.push_back("database.url=sqlite:" + file.string());
        words.insert(words.end(), {"--set", "http.listen=127.0.0.1:0"});
        const auto ended = runKith(words);
        CAPTURE(command, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find(bad + ":8:20: /segments/0/condition/all/1/field: there is no such field") !=
              std::string::npos);
    }
    CHECK(with(diff, "[{id: vips, name: VIPs, condition: {tag: vip}}]").out == "nothing to change\n");
}
