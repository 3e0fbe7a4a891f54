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

TEST_CASE("each bad binary is refused with the sentence that says why", "[process]") {
    struct Bad {
        const char* name;
        const char* sentence;
    };
    for (const auto& bad :
         {Bad{"wrong_major", "another major is not understood"},
          Bad{"newer_minor", "It needs a newer server"}, Bad{"truncated", "cut short: it has 24 bytes"},
          Bad{"no_table", "Its function table is missing or cut short."},
          Bad{"no_normalize", "It declares identifier types, but has no function normalize."},
          Bad{"other_soci", "It needs the extension kith.soci.session/3.2.1/gnu-cxx98-1002"},
          Bad{"missing_symbol", "undefined symbol: kith_nobody_has_this"},
          Bad{"no_entry", "It exports no kith_plugin, so it is no plugin of kith."},
          Bad{"sloppy", "Its id is no name"},
          Bad{"takes_route", "The route GET /v1/profiles/{anything} is there already."}}) {
        const auto file = KITH_PLUGIN_FIXTURES "/" + std::string(bad.name) + ".so";
        const auto ended = runKith({"plugin", "check", file});
        CAPTURE(bad.name, ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.starts_with("kith: this plugin is refused\n"));
        CHECK(ended.err.find(file + ": ") != std::string::npos);
        CHECK(ended.err.find(bad.sentence) != std::string::npos);
    }
}

TEST_CASE("a plugin that can't forget a person is accepted with a warning", "[process]") {
    const auto ended = runKith({"plugin", "check", KITH_PLUGIN_FIXTURES "/no_erase.so"});
    CHECK(ended.code == 0);
    CHECK(ended.out.find("warning: It has tables, but lacks the functions erase and exported") !=
          std::string::npos);
}

TEST_CASE("a plugin of an older minor version, and every shipped one, is accepted", "[process]") {
    std::vector<std::string> good{KITH_PLUGIN_FIXTURES "/good.so", KITH_PLUGIN_FIXTURES "/older_minor.so"};
    for (const auto* name : {"email", "fields", "phone", "push", "telegram", "widget"})
        good.push_back(KITH_SHIPPED_PLUGINS "/" + std::string(name) + ".so");
    for (const auto& file : good) {
        const auto ended = runKith({"plugin", "check", file});
        CAPTURE(file, ended.err);
        CHECK(ended.code == 0);
        CHECK(ended.err.empty());
        CHECK(ended.out.find(", boundary 1.") != std::string::npos);
    }
}

TEST_CASE("a plugin whose constructor throws is refused, without the exception's text", "[process]") {
    const auto ended = runKith({"plugin", "check", KITH_BROKEN_PLUGIN});
    CAPTURE(ended.err);
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("create: it threw std::runtime_error") != std::string::npos);
    CHECK(ended.err.find("nobody may see") == std::string::npos);
}

TEST_CASE("a plugin that throws only when it is called is contained then, and so accepted", "[process]") {
    for (const auto* name : {"throws", "throws_raw"})
        CHECK(runKith({"plugin", "check", KITH_PLUGIN_FIXTURES "/" + std::string(name) + ".so"}).code == 0);
}

TEST_CASE("the list shows the shipped plugins of the default configuration as loaded", "[process]") {
    const auto ended = runKith({"plugin", "list"});
    CAPTURE(ended.err);
    CHECK(ended.code == 0);
    for (const auto* name : {"email", "fields", "phone", "push", "telegram", "widget"})
        CHECK(ended.out.find(std::string(name) + "\tloaded\t") != std::string::npos);
    CHECK(ended.out.find("failed") == std::string::npos);
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

TEST_CASE("an option that names a category that isn't there stops the start, and the check finds it",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto fileFor = [&](const std::string& news) {
        return folder
            .write("kith.yaml",
                   "http: {listen: 127.0.0.1:0}\n"
                   "database: {url: 'sqlite:" +
                       (folder.path() / "kith.db").string() +
                       "'}\n"
                       "plugins:\n"
                       "  load:\n"
                       "    - name: fields\n"
                       "    - name: email\n"
                       "      required: true\n"
                       "      options:\n"
                       "        ses:\n"
                       "          categories: {weekly: " +
                       news +
                       "}\n"
                       "        sendgrid: {groups: {'7': news}}\n"
                       "identity: {types: {}}\n"
                       "fields: []\n"
                       "categories: [{key: news}]\n")
            .string();
    };
    const auto file = fileFor("nwes");
    for (const auto& command :
         std::vector<std::vector<std::string>>{{"config", "check"}, {"serve"}, {"migrate"}}) {
        auto words = command;
        words.insert(words.end(), {"--config", file});
        const auto ended = runKith(words);
        INFO(ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.err.find(file + ":10:32: /plugins/load/1/options/ses/categories/weekly: There is no "
                                    "subscription category 'nwes'.") != std::string::npos);
        CHECK(ended.err.find("groups") == std::string::npos);
    }
    CHECK(runKith({"config", "check", "--config", fileFor("news")}).code == 0);
}

TEST_CASE("the check tells of plugins that can't be loaded and of types that nobody brings, in sentences",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins:\n"
                                 "  load:\n"
                                 "    - path: " KITH_PLUGIN_FIXTURES
                                 "/no_entry.so\n"
                                 "      required: true\n"
                                 "    - name: pigeon\n"
                                 "    - name: email\n"
                                 "http: {lisen: 127.0.0.1:0}\n")
                          .string();
    const auto ended = runKith({"config", "check", "--config", file});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    CHECK(ended.out.empty());
    for (const auto& part :
         {file + ":3:7: the plugin no_entry can't be loaded, and is required: It exports no kith_plugin",
          file + ":5:7: the plugin pigeon can't be loaded, and kith runs without it: ",
          file + ":7:8: there is no setting 'lisen' in http"})
        CHECK(ended.err.find(part) != std::string::npos);
    CHECK(ended.err.starts_with(
        "kith: the configuration has 3 problems; more may be found once that is mended\n"));
    CHECK(ended.err.find("level=") == std::string::npos);
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 4);
}

TEST_CASE("the check tells of a plugin that fails when it is made", "[process]") {
    const auto ended = runKith({"config", "check", "--set", "fields=[]", "--set", "identity.types={}",
                                "--set", "plugins.load=[{path: '" KITH_BROKEN_PLUGIN "'}]"});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    CHECK(
        ended.err.find("--set plugins.load: the plugin broken can't be loaded, and kith runs without it: ") !=
        std::string::npos);
    CHECK(ended.err.find("level=") == std::string::npos);
}

TEST_CASE("an identifier type that no plugin brings is found where it stands", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "plugins: {load: [{name: fields}, {name: email}]}\n"
                                 "identity:\n"
                                 "  types:\n"
                                 "    external_id: {order: 1}\n"
                                 "    emial: {limit: 3}\n")
                          .string();
    const auto ended = runKith({"config", "check", "--config", file});
    INFO(ended.err);
    CHECK(ended.code == kFailed);
    CHECK(ended.err ==
          "kith: the configuration has a problem; more may be found once that is mended\n" + file +
              ":5:12: /identity/types/emial: no plugin brings an identifier type 'emial'; did you "
              "mean 'email'?\n");
}

TEST_CASE("a field whose type nobody brings is found where it stands", "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder.write("kith.yaml", "fields:\n  - key: shoe\n    type: integr\n").string();
    const auto ended = runKith({"config", "check", "--config", file});
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find(file + ":3:11: ") != std::string::npos);
}

TEST_CASE("all that is wrong is told at once: settings, plugins' options, fields and what overrides them",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = folder
                          .write("kith.yaml",
                                 "http:\n"
                                 "  lisen: 127.0.0.1:0\n"
                                 "plugins:\n"
                                 "  load:\n"
                                 "    - name: fields\n"
                                 "    - name: telegram\n"
                                 "      options: {botz: [], bots: 010}\n"
                                 "fields:\n"
                                 "  - key: shoe\n"
                                 "    type: integr\n"
                                 "  - key: tier\n"
                                 "    type: single_choice\n"
                                 "    options:\n"
                                 "      choises: [a]\n")
                          .string();
    for (const auto& command : std::vector<std::vector<std::string>>{
             {"config", "check"}, {"serve"}, {"migrate"}, {"plugin", "list"}}) {
        auto words = command;
        words.insert(words.end(), {"--config", file, "--set", "log.level=loud"});
        const auto ended = runKith(words);
        CAPTURE(ended.err);
        CHECK(ended.code == kFailed);
        CHECK(ended.out.empty());
        for (const auto& part :
             {file + ":2:3: there is no setting 'lisen' in http; did you mean 'listen'?", file + ":7:",
              std::string("/plugins/load/1/options/botz: There is no such option. Did you mean bots?"),
              file +
                  ":10:11: /fields/0/type: no plugin brings a field type 'integr'; did you mean 'integer'?",
              file + ":14:", std::string("Did you mean choices?"),
              std::string("--set log.level: log.level expects one of debug, info, warning, error")})
            CHECK(ended.err.find(part) != std::string::npos);
    }
}
