// SPDX-License-Identifier: Apache-2.0
// What is said of a field, by whatever way, reaches whoever writes a value or looks for people by it.
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/api/catalogue_calls.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// What somebody shows of whom two values were said, the earlier one first or last.
Json shownOfTwo(ApiServer& api, const std::string& key, bool isInOrder) {
    auto early = withField(key, "early");
    early["observed_at"] = "2026-01-01T09:00:00Z";
    auto late = early;
    late["fields"][key] = "late";
    late["observed_at"] = "2026-01-02T09:00:00Z";
    for (const auto& said : {isInOrder ? early : late, isInOrder ? late : early})
        CHECK(api.observe(said)["warnings"] == Json::array());
    return api.profile(refOf(early))["fields"];
}

ApiAnswer preview(ApiServer& api, const std::string& key) {
    return api.post("/v1/segments/preview", {{"condition", {{"field", key}, {"is", "known"}}}});
}

}  // namespace

TEST_CASE("of several values the one is shown that the field's rule names", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("ruled.");
    const bool isInOrder = GENERATE(true, false);
    const Json field{{"key", key}, {"type", "text"}};
    SECTION("the latest, if nothing is said") {
        CHECK(makeEntry(api, "fields", field)["merge_rule"] == "latest");
        CHECK(shownOfTwo(api, key, isInOrder) == Json({{key, "late"}}));
    }
    SECTION("the first") {
        auto wanted = field;
        wanted["merge_rule"] = "first";
        CHECK(makeEntry(api, "fields", wanted)["merge_rule"] == "first");
        CHECK(api.get("/v1/fields/" + key).body["merge_rule"] == "first");
        CHECK(shownOfTwo(api, key, isInOrder) == Json({{key, "early"}}));
    }
    SECTION("the first, since that was changed before there was a value") {
        static_cast<void>(makeEntry(api, "fields", field));
        const auto changed = administer(api, "PATCH", "/v1/fields/" + key, {{"merge_rule", "first"}});
        REQUIRE(changed.status == 200);
        CHECK(changed.body["merge_rule"] == "first");
        CHECK(shownOfTwo(api, key, isInOrder) == Json({{key, "early"}}));
    }
}

TEST_CASE("who corrects a field whose first value counts hears that it stays", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("ruled.");
    static_cast<void>(makeEntry(api, "fields", {{"key", key}, {"type", "text"}, {"merge_rule", "first"}}));
    auto said = withField(key, "early");
    api.observe(said);
    const auto edit = [&](const Json& value) {
        const auto answer = api.patch("/v1/profiles/" + refOf(said), {{"fields", {{key, value}}}});
        REQUIRE(answer.status == 200);
        return answer;
    };
    const auto corrected = edit("other");
    CHECK(corrected.body["fields"] == Json({{key, "early"}}));
    const auto warnings = corrected.body["warnings"];
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0]["pointer"] == "/fields/" + key);
    CHECK(warnings[0]["code"] == "first_value_stays");
    CHECK_FALSE(edit("early").body.contains("warnings"));
    // As the warning says.
    CHECK_FALSE(edit(nullptr).body.contains("warnings"));
    const auto anew = edit("other");
    CHECK(anew.body["fields"] == Json({{key, "other"}}));
    CHECK_FALSE(anew.body.contains("warnings"));
}

TEST_CASE("the bounds of a decimal field are exact, as texts and as numbers", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("exact.");
    const auto send = [&](const std::string& method, const std::string& path, const std::string& body) {
        return api.call({.method = method, .path = path, .key = api.admin, .body = body});
    };
    const auto change = [&](const std::string& options) {
        return send("PATCH", "/v1/fields/" + key, R"({"options": )" + options + "}");
    };
    const auto made =
        send("POST", "/v1/fields",
             R"({"key": ")" + key +
                 R"(", "type": "decimal", "options": {"min": "-1.5", "max": 999999999999.999997}})");
    INFO(made.text);
    REQUIRE(made.status == 201);
    CHECK(made.body["options"] == Json({{"min", "-1.5"}, {"max", "999999999999.999997"}}));
    const auto warnings = [&](const std::string& value) {
        return api.observe(withField(key, value))["warnings"];
    };
    const auto above = warnings("999999999999.999998");
    REQUIRE(above.size() == 1);
    CHECK(above[0]["code"] == "out_of_range");
    CHECK(warnings("999999999999.999997").empty());

    CHECK(send("POST", "/v1/fields",
               R"({"key": ")" + fresh("wrong.") + R"(", "type": "decimal", "options": {"max": "1,5"}})")
              .errors() == Errors{"/options/max invalid"});
    CHECK(change(R"({"max": "1,5"})").errors() == Errors{"/options/max narrowed"});
    CHECK(change(R"({"max": 999999999999.999996})").errors() == Errors{"/options/max narrowed"});
    CHECK(change(R"({"min": "-1.499999"})").errors() == Errors{"/options/min narrowed"});
    CHECK(change(R"({"min": -1.50, "max": "999999999999.999998"})").status == 200);
    CHECK(api.get("/v1/fields/" + key).body["options"] ==
          Json({{"min", -1.5}, {"max", "999999999999.999998"}}));
    CHECK(warnings("999999999999.999998").empty());
}

TEST_CASE("people are looked for by a field while it is indexed, and by no other", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("hidden.");
    const Errors hidden{"/condition/field not_indexed"};
    const auto made = makeEntry(api, "fields", {{"key", key}, {"type", "text"}, {"indexed", false}});
    CHECK(made["indexed"] == false);
    const auto someone = withField(key, "a");
    CHECK(api.observe(someone)["warnings"] == Json::array());
    CHECK(api.profile(refOf(someone))["fields"] == Json({{key, "a"}}));
    const auto refused = preview(api, key);
    CHECK(refused.status == 400);
    CHECK(refused.errors() == hidden);

    const auto index = [&](bool isIndexed) {
        const auto changed = administer(api, "PATCH", "/v1/fields/" + key, {{"indexed", isIndexed}});
        REQUIRE(changed.status == 200);
        CHECK(changed.body["indexed"] == isIndexed);
    };
    index(true);
    const auto found = preview(api, key);
    REQUIRE(found.status == 200);
    CHECK(found.body["count"] == 1);
    index(false);
    CHECK(preview(api, key).errors() == hidden);
}

TEST_CASE("what the configuration says of a field is shown, and holds", "[api][catalogue]") {
    ApiServer api(eachEngine(),
                  {"fields=[{key: code, type: text, personal: true, indexed: false, merge_rule: first},"
                   " {key: word, type: text, personal: false, indexed: true, merge_rule: latest}, {key: "
                   "plain, type: text}]"});
    const auto said = [&](const std::string& key) {
        const auto field = api.get("/v1/fields/" + key).body;
        CHECK(field["managed_by"] == "configuration");
        return Json::array({field["personal"], field["indexed"], field["merge_rule"]});
    };
    CHECK(said("code") == Json::array({true, false, "first"}));
    CHECK(said("word") == Json::array({false, true, "latest"}));
    CHECK(said("plain") == Json::array({false, true, "latest"}));
    const auto listed = api.get("/v1/fields?limit=500").body["items"];
    CHECK(std::count(listed.begin(), listed.end(), api.get("/v1/fields/code").body) == 1);

    CHECK(shownOfTwo(api, "code", true) == Json({{"code", "early"}}));
    CHECK(shownOfTwo(api, "word", true) == Json({{"word", "late"}}));
    CHECK(preview(api, "code").errors() == Errors{"/condition/field not_indexed"});
    CHECK(preview(api, "word").body["count"] == 1);
}

TEST_CASE("a field in use gets other names and another group, and keeps its values", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("moved.");
    const auto group = fresh("group.");
    const auto other = fresh("group.");
    for (const auto& each : {group, other})
        static_cast<void>(makeEntry(api, "field-groups", {{"key", each}}));
    static_cast<void>(makeEntry(
        api, "fields",
        {{"key", key}, {"type", "text"}, {"group", group}, {"names", {{"en", "Word"}, {"de", "Wort"}}}}));
    const auto someone = withField(key, "kept");
    CHECK(api.observe(someone)["warnings"] == Json::array());
    const auto path = "/v1/fields/" + key;
    CHECK(api.get(path).body["in_use"] == true);

    const auto changed =
        administer(api, "PATCH", path,
                   {{"names", {{"en", "Password"}, {"de", nullptr}, {"uk", "Слово"}}}, {"group", other}});
    REQUIRE(changed.status == 200);
    CHECK(changed.body["names"] == Json({{"en", "Password"}, {"uk", "Слово"}}));
    CHECK(changed.body["group"] == other);
    CHECK(changed.body["in_use"] == true);
    CHECK(api.get(path).body == changed.body);
    CHECK(api.profile(refOf(someone))["fields"] == Json({{key, "kept"}}));
    CHECK(preview(api, key).body["count"] == 1);
    CHECK(shownOfTwo(api, key, true) == Json({{key, "late"}}));
}
