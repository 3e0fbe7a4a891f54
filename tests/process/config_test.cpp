// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>

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

TEST_CASE("what the configuration refers to is found, or named", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto secret = folder.write("secret", "a secret of more than thirty-two characters\n").string();
    const auto file = folder
                          .write("kith.yaml", "secrets: {token_key: '${file:" + secret +
                                                  "}'}\nlog: {level: '${env:LEVEL}'}\n")
                          .string();
    const Words check{"config", "check", "--config", file};
    CHECK(runKith(check, {{"LEVEL", "debug"}}).code == 0);
    const auto wrong = runKith(check, {{"LEVEL", "hunter2"}});
    CHECK(wrong.code == kFailed);
    CHECK(wrong.err.find(file + ":2:14: log.level expects one of") != std::string::npos);
    CHECK(wrong.err.find("hunter2") == std::string::npos);
    std::filesystem::remove(secret);
    const auto missing = runKith(check);
    CHECK(missing.code == kFailed);
    CHECK(missing.err.find(file + ":1:22: the file " + secret + " can't be read") != std::string::npos);
    CHECK(missing.err.find(file + ":2:14: the environment variable LEVEL is not set") != std::string::npos);
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

TEST_CASE("fields, groups and categories that can't be are told with their places", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins: {load: [{name: fields}]}\n"
                                 "field_groups: [{key: address}]\n"
                                 "fields:\n"
                                 "  - {key: first_name, type: text}\n"
                                 "  - {key: tier, type: integer, display_default: much}\n"
                                 "  - {key: hats, type: tags, merge_rule: first}\n"
                                 "  - {key: shoe, type: integer, group: Size}\n"
                                 "categories: [{key: news, names: {en_US: News}}]\n")
                          .string();
    const auto ended = runKith({"config", "check", "--config", file});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    for (const auto& part :
         {file + ":2:22: /field_groups/0/key: 'address' is a group that every deployment has",
          file + ":4:11: /fields/0/key: 'first_name' is a field that every deployment has",
          file + ":5:", file + ":6:", file + ":7:", file + ":8:"})
        CHECK(ended.err.find(part) != std::string::npos);
}

TEST_CASE("words of the pages that can't be are told with their places", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins: {load: []}\n"
                                 "pages:\n"
                                 "  languages:\n"
                                 "    fr:\n"
                                 "      name: Français\n"
                                 "      sav: Enregistrer\n"
                                 "      confirm_intro: Pour vous\n"
                                 "    fr_CA: {save: Enregistrer}\n"
                                 "    uk: {save: [x]}\n")
                          .string();
    for (const auto& command : {Words{"config", "check"}, Words{"serve"}}) {
        auto words = command;
        words.insert(words.end(), {"--config", file});
        const auto ended = runKith(words);
        CAPTURE(command, ended.err);
        CHECK(ended.code == kFailed);
        for (const auto& part :
             {file + ":6:12: /pages/languages/fr/sav: the pages have no text 'sav'; did you mean 'save'?",
              file + ":7:22: /pages/languages/fr/confirm_intro: must hold once {address}",
              file + ":8:12: /pages/languages/fr_CA: must be a language tag",
              file + ":9:16: pages.languages.uk.save expects"})
            CHECK(ended.err.find(part) != std::string::npos);
    }
    const auto bare = folder.write("bare.yaml", "plugins: {load: []}\n").string();
    const auto good =
        runKith({"config", "check", "--config", bare, "--set", "pages.languages.fr={save: Enregistrer}"});
    INFO(good.err);
    CHECK(good.code == 0);
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

TEST_CASE("segments that can't be are told with their places", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins: {load: [{name: fields}]}\n"
                                 "segments:\n"
                                 "  - {id: Vips, name: a, condition: {tag: vip}}\n"
                                 "  - {id: preview, name: a, condition: {tag: vip}}\n"
                                 "  - {id: vips, name: a}\n"
                                 "  - {id: vips, condition: {tag: vip}}\n"
                                 "  - {id: stars, name: a, condition: [{tag: vip}]}\n"
                                 "  - {id: moons, name: a, kind: static, condition: {tag: vip}}\n")
                          .string();
    const auto ended = runKith({"config", "check", "--config", file});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    for (const auto& part :
         {file + ":3:10: segments.0.id expects an id in lower case", file + ":4:10: segments.1.id expects",
          file + ":5:5: 'condition' is missing in segments.2", file + ":6:5: 'name' is missing in segments.3",
          file + ":6:10: 'vips' stands in segments a second time",
          file + ":7:", file + ":8:26: there is no setting 'kind' in segments.5"})
        CHECK(ended.err.find(part) != std::string::npos);

    const auto wrong = folder
                           .write("wrong.yaml",
                                  "plugins: {load: [{name: fields}]}\n"
                                  "segments:\n"
                                  "  - {id: a, name: a, condition: {any: [{tag: 5}]}}\n"
                                  "  - {id: b, name: '', condition: {tag: vip}}\n")
                           .string();
    const auto both = runKith({"config", "check", "--config", wrong});
    INFO(both.err);
    CHECK(both.code == kFailed);
    CHECK(both.err.find(wrong + ":4:19: /segments/1/name: ") != std::string::npos);
    CHECK(both.err.find(wrong + ":3:46: /segments/0/condition/any/0/tag: ") != std::string::npos);
    CHECK(both.err.find("more may be found") == std::string::npos);
}

TEST_CASE("what a configuration that can be read holds and names is told at once", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file =
        folder
            .write("kith.yaml",
                   "plugins: {load: [{name: fields}]}\n"
                   "fields:\n"
                   "  - {key: age, type: integer}\n"
                   "  - {key: first_name, type: text}\n"
                   "  - {key: tier, type: single_choice, options: {choices: [gold, gold]}}\n"
                   "  - {key: metal, type: single_choice, options: {choices: [gold]}}\n"
                   "categories: [{key: news, names: {english: News}}]\n"
                   "segments:\n"
                   "  - {id: a, name: A, condition: {field: metal, is: equals, value: iron}}\n"
                   // The field may be the API's; that a segment names itself is wrong whatever it is.
                   "  - {id: b, name: B, condition: {any: [{field: shoe, is: known}, {segment: b}]}}\n"
                   "  - {id: c, name: C, condition: {segment: d}}\n"
                   "  - {id: d, name: D, condition: {segment: c}}\n"
                   "  - {id: e, name: E, condition: {segment: of_the_api}}\n")
            .string();
    const auto ended = runKith({"config", "check", "--config", file});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    for (const auto& part :
         {file + ":3:11: /fields/0/key: 'age' is worked out from birth_date",
          file + ":4:11: /fields/1/key: 'first_name' is a field that every deployment has", file + ":5:",
          std::string("/categories/0/names/english: "), std::string("/segments/0/condition/value: "),
          std::string("/segments/1/condition: comes back to the segment itself"),
          std::string("/segments/2/condition: comes back"), std::string("/segments/3/condition: comes back")})
        CHECK(ended.err.find(part) != std::string::npos);
    CHECK(ended.err.find("/segments/4") == std::string::npos);
}

TEST_CASE("a channel of a category that no plugin brings is found where it stands", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins: {load: [{name: fields}, {name: email}]}\n"
                                 "categories:\n"
                                 "  - {key: news, channels: [email]}\n"
                                 "  - {key: offers, channels: [emial, email]}\n")
                          .string();
    const auto ofDatabase = "database.url=sqlite:" + (folder.path() / "kith.db").string();
    for (const auto& command : {Words{"config", "check"}, Words{"config", "diff"}, Words{"serve"}}) {
        auto words = command;
        words.insert(words.end(), {"--config", file, "--set", ofDatabase});
        const auto ended = runKith(words);
        CAPTURE(command, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find(file +
                             ":4:30: /categories/1/channels/0: no plugin brings a channel 'emial'; did "
                             "you mean 'email'?") != std::string::npos);
    }
    // It may be that of one which can't be read.
    const auto absent =
        runKith({"config", "diff", "--config", file, "--set", ofDatabase, "--set",
                 "plugins.load=[{name: fields}, {name: email}, {path: /nonexistent/pigeon.so}]"});
    INFO(absent.err);
    CHECK(absent.code == 0);
    CHECK(absent.err.find("event=category_channel_unknown category=offers channel=emial") !=
          std::string::npos);
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
