// SPDX-License-Identifier: Apache-2.0
// What a configuration holds that can't be, told with its place.
#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::runKith;

namespace {

using Words = std::vector<std::string>;

}  // namespace

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
                                 "    uk: {save: [x]}\n"
                                 "    english: {save: Keep}\n")
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
              file + ":9:16: pages.languages.uk.save expects",
              file + ":10:14: /pages/languages/english: is not the tag of a known language (BCP 47)"})
            CHECK(ended.err.find(part) != std::string::npos);
    }
    const auto bare = folder.write("bare.yaml", "plugins: {load: []}\n").string();
    const auto good =
        runKith({"config", "check", "--config", bare, "--set", "pages.languages.fr={save: Enregistrer}"});
    INFO(good.err);
    CHECK(good.code == 0);
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
