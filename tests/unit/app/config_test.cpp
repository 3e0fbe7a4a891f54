// SPDX-License-Identifier: Apache-2.0
#include "core/app/config.hpp"

#include <set>

#include "core/app/config_layers.hpp"
#include "tests/unit/app/config_loading.hpp"

using kith::app::variableFor;
using kith::app::variablePaths;
using kith::test::Loading;
using Found = std::vector<std::string>;

TEST_CASE("everything that is wrong is reported together, in order, with line and column", "[config]") {
    const Loading loading{R"(http:
  lisen: 127.0.0.1:80
  workers: 010
  workers: 4
  max_body: 8MB
  idle_timeout: 2d
  max_connections: many
  tls: yes
log:
  level: inf
fields:
  - type: text
colour: red
listen: 127.0.0.1:80
)"};
    CHECK(
        loading.problems() ==
        Found{"kith.yaml:2:3 unknown_key there is no setting 'lisen' in http; did you mean 'listen'?",
              "kith.yaml:3:12 wrong_type http.workers expects a whole number, not '010'; numbers are decimal "
              "and "
              "have no leading zero",
              "kith.yaml:4:3 duplicate_key 'workers' stands here a second time; the first is at " +
                  (loading.folder.path() / "kith.yaml").string() + ":3:3",
              "kith.yaml:5:13 wrong_type http.max_body expects a size such as 512B, 64KiB or 8MiB, not '8MB'",
              "kith.yaml:6:17 out_of_range http.idle_timeout must be from 1s to 1h, not '2d'",
              "kith.yaml:7:20 wrong_type http.max_connections expects a whole number, not 'many'",
              "kith.yaml:8:8 wrong_type http.tls expects keys below it, not 'yes'",
              "kith.yaml:10:10 unknown_value log.level expects one of debug, info, warning, error, not "
              "'inf'; did "
              "you mean 'info'?",
              "kith.yaml:12:5 missing_key 'key' is missing in fields.0",
              "kith.yaml:13:1 unknown_key there is no setting 'colour'",
              "kith.yaml:14:1 unknown_key there is no setting 'listen'; did you mean 'http.listen'?"});
}

TEST_CASE("a configuration that is no map is told so", "[config]") {
    CHECK(Loading{"- a\n"}.problems() ==
          Found{"kith.yaml:1:1 wrong_type the configuration expects keys below it, not a list"});
}

TEST_CASE("a file that is missing or a folder is an error with a sentence", "[config]") {
    const kith::test::TemporaryFolder folder;
    for (const auto& path : {folder.path() / "none.yaml", folder.path()}) {
        try {
            static_cast<void>(kith::app::loadConfiguration(path, {}, {}));
            FAIL("it was loaded");
        } catch (const kith::base::Error& error) {
            CHECK(error.detail().find(path.string()) != std::string::npos);
        }
    }
}

TEST_CASE("a value of another type is refused and not converted", "[config]") {
    CHECK(Loading{"http: {workers: '4'}\n"}.problems().at(0).find("without quotes") != std::string::npos);
    CHECK(Loading{"http: {workers: 4.0}\n"}.problems().size() == 1);
    CHECK(Loading{"http: {workers: }\n"}.problems().at(0).find("not nothing") != std::string::npos);
    CHECK(Loading{"http: {workers: [4]}\n"}.problems().at(0).find("not a list") != std::string::npos);
    CHECK(Loading{"http: {base_url: 5}\n"}.problems().at(0).find("put it in quotes") != std::string::npos);
    CHECK(Loading{"http: {trusted_proxies: 10.0.0.0/8}\n"}.problems().size() == 1);
    CHECK(Loading{"plugins: {load: [{name: email, required: yes}]}\n"}.problems().size() == 1);
    CHECK(Loading{"http: [1]\n"}.problems().size() == 1);
    CHECK(Loading{"- http\n"}.problems().size() == 1);
    CHECK(Loading{"secrets: {token_key: \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\\0\"}\n"}.problems().size() ==
          1);
}

TEST_CASE("what is no UTF-8 is refused at its place, wherever it comes from", "[config]") {
    CHECK(Loading{"http: {base_url: \"https://\xFF\"}\n"}.problems() ==
          Found{"kith.yaml:1:18 bad_format http.base_url must be UTF-8 without zero characters"});
    CHECK(Loading{"http: {\xFF: 1}\n"}.problems() == Found{"kith.yaml:1:8 syntax a key must be plain text"});
    const std::string options = "plugins:\n  load:\n    - name: email\n      options:\n";
    CHECK(Loading{options + "        a: \"\xC3\"\n"}.problems() ==
          Found{"kith.yaml:5:12 bad_format this must be UTF-8 without zero characters"});
    CHECK(Loading{options + "        a: ${env:A}\n", {{"A", "\xFF"}}}.problems() ==
          Found{"kith.yaml:5:12 bad_format this must be UTF-8 without zero characters"});
    CHECK(Loading{options + "        a: 1\n", {}, {"plugins.load.email.options.a=\xFF"}}.problems() ==
          Found{"--set plugins.load.email.options.a bad_format this must be UTF-8 without zero characters"});
}

TEST_CASE("text that has a format is held to it", "[config]") {
    for (const auto* wrong :
         {"8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:08", "::1:80", "[x]:1", ":80"})
        CHECK(Loading{"", {}, {std::string("http.listen=") + wrong}}.problems().size() == 1);
    for (const auto* right : {"127.0.0.1:0", "[::1]:8080", "localhost:80", "kith.example.org:65535"})
        CHECK(Loading{"", {}, {std::string("http.listen=") + right}}.problems().empty());
    for (const auto* wrong : {"10.0.0.0/33", "10.0.0/8", "::1/129", "host", "10.0.0.0/"})
        CHECK(Loading{"", {}, {"http.trusted_proxies=['" + std::string(wrong) + "']"}}.problems().size() ==
              1);
    for (const auto* wrong : {"mysql://x", "sqlite:", "postgresql://", "kith.db"})
        CHECK(Loading{"", {}, {std::string("database.url=") + wrong}}.problems().size() == 1);
    for (const auto* wrong : {"example.org", "ftp://example.org", "https://example.org/?a"})
        CHECK(Loading{"", {}, {std::string("http.base_url=") + wrong}}.problems().size() == 1);
}

TEST_CASE("what belongs together and what repeats is found across settings", "[config]") {
    const Loading loading{R"(http: {tls: {certificate: a.pem}}
plugins:
  load:
    - {name: email}
    - {required: true}
    - {name: a, path: b}
    - {name: email}
fields: [{key: a, type: text}, {key: a, type: text}]
categories: [{key: news}, {key: news}]
)"};
    CHECK(loading.problems() ==
          Found{"kith.yaml:1:13 missing_key http.tls.certificate and http.tls.key are given together or not "
                "at all",
                "kith.yaml:1:27 no_file the file a.pem can't be read",
                "kith.yaml:5:7 missing_key a plugin has either a name or a path",
                "kith.yaml:6:7 missing_key a plugin has either a name or a path",
                "kith.yaml:7:7 duplicate_key 'email' is listed a second time",
                "kith.yaml:8:38 duplicate_key 'a' stands in fields a second time",
                "kith.yaml:9:33 duplicate_key 'news' stands in categories a second time"});
}

TEST_CASE("a webhook's first wait is not longer than its longest, whichever of them is set", "[config]") {
    const std::string why =
        " out_of_range webhooks.first_retry must not be longer than webhooks.longest_retry";
    CHECK(Loading{"webhooks: {first_retry: 10m}\n"}.problems() == Found{"kith.yaml:1:25" + why});
    CHECK(Loading{"webhooks:\n  longest_retry: 1s\n"}.problems() == Found{"kith.yaml:2:18" + why});
    CHECK(Loading{"webhooks:\n  longest_retry: 1s\n  first_retry: 2s\n"}.problems() ==
          Found{"kith.yaml:3:16" + why});
    CHECK(Loading{"webhooks: {first_retry: 5m, longest_retry: 5m}\n"}.problems().empty());
    // What is no duration is told as that alone.
    CHECK(Loading{"webhooks: {first_retry: soon, longest_retry: 1s}\n"}.problems().size() == 1);
}

TEST_CASE("a category may be called what the catalogue allows, a field too", "[config]") {
    const Loading loading{R"(fields: [{key: price-alert, type: text}]
categories: [{key: price-alerts.by_mail}, {key: Price}, {key: -a}]
)"};
    CHECK(loading.problems() == Found{"kith.yaml:1:16 bad_format fields.0.key expects a key in lower case "
                                      "such as loyalty.tier, not 'price-alert'",
                                      "kith.yaml:2:49 bad_format categories.1.key expects a key in lower "
                                      "case such as news or price-alerts, not 'Price'",
                                      "kith.yaml:2:63 bad_format categories.2.key expects a key in lower "
                                      "case such as news or price-alerts, not '-a'"});
}

TEST_CASE("a segment has an id, a name and a condition, every place of which is known", "[config]") {
    const Loading good{R"(segments:
  - {id: vip-customers, name: VIP, condition: {all: [{tag: vip}, {segment: staff}]}}
)"};
    const auto checked = good.load().checked;
    CHECK(checked.values["segments"] == nlohmann::json::parse(R"([{"id": "vip-customers", "name": "VIP",
        "description": "", "condition": {"all": [{"tag": "vip"}, {"segment": "staff"}]}}])"));
    CHECK(checked.positionOf("/segments/0/condition/all/1/segment").column == 76);

    const Loading loading{R"(segments:
  - {id: Vips, name: a, condition: {tag: vip}}
  - {id: preview, name: a, condition: {tag: vip}}
  - {name: b, condition: {tag: vip}}
)"};
    CHECK(
        loading.problems() ==
        Found{
            "kith.yaml:2:10 bad_format segments.0.id expects an id in lower case other than preview, such as "
            "vip-customers, not 'Vips'",
            "kith.yaml:3:10 bad_format segments.1.id expects an id in lower case other than preview, such as "
            "vip-customers, not 'preview'",
            "kith.yaml:4:5 missing_key 'id' is missing in segments.2"});
    CHECK(Loading{"segments: [{id: a, name: a, condition: {}}, {id: a, name: b, condition: {}}]\n"}
              .problems() == Found{"kith.yaml:1:50 duplicate_key 'a' stands in segments a second time"});
}

TEST_CASE("a value that would block everybody or nobody is refused at its place", "[config]") {
    const Loading loading{R"(identity:
  blocked_values: ['walk-in*', '']
  types: {email: {blocked_values: ['info@*', '*info']}}
)"};
    const std::string wanted =
        " expects a value such as info@example.com, or how values begin with one * at the end such as "
        "info@*, not ";
    CHECK(loading.problems() ==
          Found{"kith.yaml:2:32 bad_format identity.blocked_values.1" + wanted + "''",
                "kith.yaml:3:46 bad_format identity.types.email.blocked_values.1" + wanted + "'*info'"});
    const auto problemsOf = [](const std::string& value) {
        return Loading{"", {}, {"identity.blocked_values=['" + value + "']"}}.problems().size();
    };
    for (const auto* wrong : {"", " ", "*", " * ", "\u00a0*", "**", "a**", "*info", "a*b", "a*b*"}) {
        CAPTURE(wrong);
        CHECK(problemsOf(wrong) == 1);
    }
    for (const auto* right : {"a*", " Info@* ", "Невідомо*", "nobody", "0"}) {
        CAPTURE(right);
        CHECK(problemsOf(right) == 0);
    }
}

TEST_CASE("errors in variables and arguments name them, and never a value that is secret", "[config]") {
    const Loading loading{
        "",
        {{"KITH_HTTP_WORKERS", "many"}, {"KITH_DATABASE_URL", "mysql://kith:hunter2@db"}},
        {"http.lisen=1", "log.level.deep=1", "plugins.load.email.required=true", "secrets.token_key=hunter2",
         "pipeline", "=x", "http.trusted_proxies=[", "http.max_body=1B"}};
    const auto problems = loading.problems();
    for (const auto& problem : problems) CHECK(problem.find("hunter2") == std::string::npos);
    const auto begins = [&](const std::string& start) {
        return std::count_if(problems.begin(), problems.end(),
                             [&](auto& text) { return text.starts_with(start); });
    };
    CAPTURE(problems);
    CHECK(problems.size() == 10);
    CHECK(begins("KITH_HTTP_WORKERS wrong_type") == 1);
    CHECK(begins("KITH_DATABASE_URL bad_format") == 1);
    CHECK(begins("--set http.lisen unknown_key there is no setting 'lisen'; did you mean 'listen'?") == 1);
    CHECK(begins("--set log.level.deep unknown_key") == 1);
    CHECK(begins("--set plugins.load.email.required unknown_key plugins.load has no entry 'email', and none "
                 "is added here") == 1);
    CHECK(begins("--set secrets.token_key bad_format") == 1);
    CHECK(begins("--set syntax expects path=value") == 2);
    CHECK(begins("--set http.trusted_proxies syntax") == 1);
    CHECK(begins("--set http.max_body out_of_range") == 1);
}

TEST_CASE("a person may not grow larger than reading can show", "[config]") {
    CHECK(Loading{"", {}, {"identity.max_merges=999"}}.problems().empty());
    CHECK(
        Loading{"", {}, {"identity.max_merges=1000"}}.problems() ==
        Found{
            "--set identity.max_merges out_of_range identity.max_merges must be from 1 to 999, not '1000'"});
}

TEST_CASE("nothing is kept for less than a day, unless for ever", "[config]") {
    const Loading loading{R"(identity:
  anonymous_ttl: 1ms
retention:
  activities: 30
  changes: 23h
  feed: 1s
  remembered_ids: 0s
)"};
    const std::string bounds = " must be 0s (for ever) or from 1d to ";
    CHECK(loading.problems() ==
          Found{"kith.yaml:2:18 out_of_range identity.anonymous_ttl" + bounds + "3650d, not '1ms'",
                "kith.yaml:4:15 wrong_type retention.activities expects a duration such as 500ms, 30s, 5m, "
                "12h or "
                "90d, not '30'",
                "kith.yaml:5:12 out_of_range retention.changes" + bounds + "36500d, not '23h'",
                "kith.yaml:6:9 out_of_range retention.feed" + bounds + "3650d, not '1s'"});
    for (const char* kept : {"0s", "0ms", "1d", "24h", "3650d"}) {
        CAPTURE(kept);
        for (const char* setting : {"identity.anonymous_ttl", "retention.activities", "retention.changes",
                                    "retention.feed", "retention.remembered_ids"})
            CHECK(Loading{"", {}, {std::string(setting) + '=' + kept}}.problems().empty());
    }
}

TEST_CASE("a syntax error of the file does not hide those of the arguments", "[config]") {
    const auto problems = Loading{"http: [\n", {}, {"http.lisen=1"}}.problems();
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].starts_with("kith.yaml:2:1 syntax"));
}

TEST_CASE("a variable that sets nothing is a warning if it looks like one that does", "[config]") {
    const Loading loading{"", {{"KITH_HTTP_LISEN", "x"}, {"KITH_PORT_8080_TCP_ADDR", "10.0.0.1"}}};
    const auto warnings = loading.load().warnings;
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0] ==
          "the environment variable KITH_HTTP_LISEN sets nothing; did you mean 'KITH_HTTP_LISTEN'?");
}

TEST_CASE("a variable for a part of a list or map is a warning that says what sets one", "[config]") {
    const auto warningOf = [](const std::string& name) {
        const auto warnings = Loading{"", {{name, "maybe"}}}.load().warnings;
        REQUIRE(warnings.size() == 1);
        return warnings[0];
    };
    CHECK(warningOf("KITH_IDENTITY_TYPES_EMAIL_LIMIT") ==
          "the environment variable KITH_IDENTITY_TYPES_EMAIL_LIMIT sets nothing; give all of identity.types "
          "as YAML in KITH_IDENTITY_TYPES, or a part of it by --set identity.types.…=VALUE");
    CHECK(warningOf("KITH_PLUGINS_LOAD_EMAIL_REQUIRED").find("YAML in KITH_PLUGINS_LOAD,") !=
          std::string::npos);
    CHECK(warningOf("KITH_FIELDS_NICKNAME_TYPE").find("by --set fields.…=") != std::string::npos);
    CHECK(warningOf("KITH_FIELDS_A").find("YAML in KITH_FIELDS,") != std::string::npos);
    // What only begins alike is none.
    CHECK(Loading{"", {{"KITH_FIELDSTONE_SERVICE_HOST", "10.0.0.1"}}}.load().warnings.empty());
}

TEST_CASE("arguments win over variables, those over the file, that over the defaults", "[config]") {
    const Loading loading{"http: {workers: 2, max_connections: 20, idle_timeout: 2s}\n",
                          {{"KITH_HTTP_WORKERS", "3"}, {"KITH_HTTP_MAX_CONNECTIONS", "30"}},
                          {"http.workers=4", "http.workers=5"}};
    const auto http = loading.load().checked.values["http"];
    CHECK(http["workers"] == 5);
    CHECK(http["max_connections"] == 30);
    CHECK(http["idle_timeout"] == 2'000);
    CHECK(http["max_body"] == 8'388'608);
}

TEST_CASE("arguments reach lists, maps and plugins' options", "[config]") {
    const Loading loading{
        "plugins:\n  load:\n    - name: email\n      options: {a: {b: 1}, list: [{name: x}]}\n",
        {{"KITH_CATEGORIES", "[{key: news, names: {en: News}}]"}},
        {"plugins.load.email.options.a.b=2", "plugins.load.0.options.a.c=[1, '2']",
         "plugins.load.email.options.list.x.y=true", "plugins.load.email.required=true",
         "identity.types.email.limit=7", "http.trusted_proxies=[10.0.0.0/8, '::1']",
         "fields=[{key: shoe, type: integer}]", "fields.shoe.personal=true"}};
    const auto values = loading.load().checked.values;
    const auto email = values["plugins"]["load"][0];
    CHECK(email["options"] ==
          nlohmann::json::parse(R"({"a": {"b": 2, "c": [1, "2"]}, "list": [{"name": "x", "y": true}]})"));
    CHECK(email["required"] == true);
    CHECK(values["identity"]["types"] ==
          nlohmann::json::parse(R"({"email": {"blocked_values": [], "limit": 7}})"));
    CHECK(values["http"]["trusted_proxies"] == nlohmann::json({"10.0.0.0/8", "::1"}));
    CHECK(values["fields"][0]["personal"] == true);
    CHECK(values["categories"][0]["names"]["en"] == "News");
}

TEST_CASE("a number in a field's options keeps its digits", "[config]") {
    const auto values =
        Loading{
            "fields:\n  - {key: a, type: decimal, options: {max: 999999999999.999998, min: "
            "0.30, list: [1.50, 7, '8']}}\n"
            "plugins: {load: [{name: x, options: {rate: 0.30000000000000001}}]}\n"}
            .load()
            .checked.values;
    CHECK(values["fields"][0]["options"] ==
          nlohmann::json::parse(R"({"max": "999999999999.999998", "min": 0.3, "list": [1.5, 7, "8"]})"));
    CHECK(values["plugins"]["load"][0]["options"] == nlohmann::json({{"rate", 0.3}}));
}

TEST_CASE("each setting has a variable of its own", "[config]") {
    std::set<std::string> names;
    for (const auto& path : variablePaths()) CHECK(names.insert(variableFor(path)).second);
    CHECK(names.count("KITH_HTTP_LISTEN") == 1);
    CHECK(names.count("KITH_HTTP_TLS_CERTIFICATE") == 1);
    CHECK(names.count("KITH_CONFIG") == 0);
}

TEST_CASE("plugins' options keep their types and every place in them its position", "[config]") {
    const Loading loading{R"(plugins:
  load:
    - name: email
      options:
        region: 'eu-1'
        limit: 10
        share: 0.5
        on: true
        word: yes
        none:
        topics:
          - arn:a/b
        "a/b~c": 1
)"};
    const auto checked = loading.load().checked;
    CHECK(checked.values["plugins"]["load"][0]["options"] ==
          nlohmann::json::parse(R"({"region": "eu-1", "limit": 10, "share": 0.5, "on": true, "word": "yes",
                                    "none": null, "topics": ["arn:a/b"], "a/b~c": 1})"));
    const std::string options = "/plugins/load/0/options";
    const auto lineOf = [&](const std::string& pointer) { return checked.positionOf(pointer).line; };
    CHECK(lineOf(options + "/region") == 5);
    CHECK(lineOf(options + "/topics/0") == 12);
    CHECK(lineOf(options + "/a~1b~0c") == 13);
    CHECK(lineOf(options + "/not/there") == 5);
    CHECK(lineOf("/plugins/load/0/required") == 3);
    CHECK(Loading{
              "plugins: {load: [{name: email, options: {zip: 010, big: 99999999999999999999, x: 1e999}}]}\n"}
              .problems()
              .size() == 2);
}
