// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "core/storage/catalogue_store.hpp"
#include "core/storage/database.hpp"
#include "tests/api/catalogue_calls.hpp"
#include "tests/api/exported.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

const Json kMetals{{"choices", {"bronze", "silver"}}};

Json choiceField(const std::string& key) {
    return {{"key", key}, {"type", "single_choice"}, {"options", kMetals}};
}

/// `code` of each warning about the observation, which has to be taken.
std::vector<std::string> warnings(ApiServer& api, const Json& observation) {
    const auto outcome = api.observe(observation);
    std::vector<std::string> codes;
    for (const auto& each : outcome["warnings"]) codes.push_back(each["code"]);
    return codes;
}

}  // namespace

TEST_CASE("a field that is made takes values at once", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("made.");
    CHECK(warnings(api, withField(key, "silver")) == std::vector<std::string>{"unknown_field"});
    auto wanted = choiceField(key);
    wanted["names"] = {{"en", "Metal"}, {"uk", "Метал"}};
    wanted["display_default"] = "bronze";
    wanted["personal"] = true;
    const auto made = makeEntry(api, "fields", wanted);
    CHECK(made["managed_by"] == "api");
    CHECK(made["built_in"] == false);
    CHECK(made["in_use"] == false);
    CHECK(made["merge_rule"] == "latest");
    CHECK(made["indexed"] == true);
    CHECK(made["version"] == 1);
    for (const auto& [name, value] : wanted.items()) CHECK(made[name] == value);

    const auto someone = withField(key, "silver");
    CHECK(warnings(api, someone).empty());
    CHECK(api.profile(refOf(someone))["fields"] == Json({{key, "silver"}}));
    const auto shown = api.get("/v1/fields/" + key);
    CHECK(shown.body["in_use"] == true);
    CHECK(shown.header("ETag") == "\"1\"");
}

TEST_CASE("what can't be a field says all that is wrong, and makes none", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("wrong.");
    struct Row {
        Json body;
        std::vector<std::string> errors;
    };
    const std::vector<Row> rows{
        {Json::object(), {"/key required", "/type required"}},
        {{{"key", "Shoe"}, {"type", "text"}}, {"/key invalid_key"}},
        {{{"key", std::string(101, 'a')}, {"type", "text"}}, {"/key too_long"}},
        {{{"key", "age"}, {"type", "integer"}}, {"/key reserved_key"}},
        {{{"key", key}, {"type", "place"}}, {"/type unknown_type"}},
        {{{"key", key}, {"type", "single_choice"}}, {"/options missing"}},
        {{{"key", key}, {"type", "text"}, {"options", 7}}, {"/options wrong_type"}},
        {{{"key", key}, {"type", "text"}, {"shoe", 7}}, {"/shoe unknown_member"}},
        {{{"key", key}, {"type", "text"}, {"archived", true}}, {"/archived unknown_member"}},
        {{{"key", key}, {"type", "text"}, {"group", "nowhere"}}, {"/group unknown_group"}},
        {{{"key", key}, {"type", "integer"}, {"display_default", "much"}}, {"/display_default not_a_number"}},
        {{{"key", key}, {"type", "tags"}, {"display_default", "x"}}, {"/display_default not_allowed"}},
        {{{"key", key}, {"type", "tags"}, {"merge_rule", "first"}}, {"/merge_rule not_allowed"}},
        {{{"key", key}, {"type", "text"}, {"merge_rule", "last"}}, {"/merge_rule invalid_value"}},
        {{{"key", key}, {"type", "text"}, {"names", {{"en_US", "Shoe"}}}}, {"/names/en_US invalid_language"}},
        {{{"key", key},
          {"type", "text"},
          {"names", {{"english", "q"}, {"EN", "A"}, {"en", "B"}, {"iw", "C"}}}},
         {"/names/EN invalid_language", "/names/english invalid_language", "/names/iw invalid_language"}},
        {{{"key", key}, {"type", "text"}, {"names", {{"en", std::string(201, 'x')}}}},
         {"/names/en too_long"}},
        {{{"key", key}, {"type", "text"}, {"personal", "yes"}}, {"/personal wrong_type"}},
    };
    for (const auto& row : rows) {
        const auto answer = administer(api, "POST", "/v1/fields", row.body);
        CAPTURE(row.body, answer.text);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == row.errors);
    }
    CHECK(api.get("/v1/fields/" + key).status == 404);
    for (const auto* body : {"[]", "7", "{", R"({"key": "a", "type": "text", "options": {"max": 1e999}})"})
        CHECK(api.call({.method = "POST", .path = "/v1/fields", .key = api.admin, .body = body}).status ==
              400);
}

TEST_CASE("only administrators change fields, whoever reads sees them", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto body = choiceField(fresh("right.")).dump();
    for (const auto& key : {api.read, api.write, api.open}) {
        CHECK(api.call({.method = "POST", .path = "/v1/fields", .key = key, .body = body}).status == 403);
        CHECK(
            api.call({.method = "DELETE", .path = "/v1/fields/first_name", .key = key, .type = ""}).status ==
            403);
    }
    CHECK(api.get("/v1/fields").status == 200);
    CHECK(api.call({.path = "/v1/fields", .key = api.open}).status == 403);
}

TEST_CASE("a call that is repeated makes one field", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto wanted = choiceField(fresh("once."));
    const auto path = "/v1/fields/" + wanted["key"].get<std::string>();
    const auto post = [&](const Json& body, bool named) {
        return administer(api, "POST", "/v1/fields", body,
                          named ? std::vector<std::pair<std::string, std::string>>{{"Idempotency-Key", "k"}}
                                : std::vector<std::pair<std::string, std::string>>{});
    };
    const auto first = post(wanted, true);
    REQUIRE(first.status == 201);
    CHECK(post(wanted, true).body == first.body);
    CHECK(post(wanted, false).errors() == std::vector<std::string>{"/key already_exists"});
    auto other = wanted;
    other["personal"] = true;
    CHECK(post(other, true).status == 409);
    REQUIRE(administer(api, "PATCH", path, {{"names", {{"en", "Once"}}}}).status == 200);
    CHECK(post(wanted, true).status == 409);
}

TEST_CASE("a field is renamed by its names, and keeps its key", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("named.");
    auto wanted = choiceField(key);
    wanted["names"] = {{"en", "Metal"}, {"de", "Metall"}};
    static_cast<void>(makeEntry(api, "fields", wanted));
    const auto path = "/v1/fields/" + key;
    const auto renamed =
        administer(api, "PATCH", path, {{"names", {{"en", "Colour"}, {"de", nullptr}}}, {"personal", true}});
    CHECK(renamed.status == 200);
    CHECK(renamed.body["names"] == Json({{"en", "Colour"}}));
    CHECK(renamed.body["version"] == 2);
    CHECK(renamed.header("ETag") == "\"2\"");
    CHECK(administer(api, "PATCH", path, {{"key", fresh("other.")}}).errors() ==
          std::vector<std::string>{"/key not_allowed"});
    CHECK(administer(api, "PATCH", path, Json::object()).body["version"] == 2);
    CHECK(administer(api, "PATCH", "/v1/fields/" + fresh("none."), Json::object()).status == 404);
}

TEST_CASE("a change of another version is refused", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("matched.");
    static_cast<void>(makeEntry(api, "fields", choiceField(key)));
    const auto change = [&](const std::string& match, const std::string& name) {
        return administer(api, "PATCH", "/v1/fields/" + key, {{"names", {{"en", name}}}},
                          {{"If-Match", match}});
    };
    CHECK(change("\"2\"", "a").status == 412);
    CHECK(change("\"1\"", "b").status == 200);
    CHECK(change("\"1\"", "c").status == 412);
    CHECK(change("*", "d").status == 200);
    CHECK(administer(api, "DELETE", "/v1/fields/" + key, nullptr, {{"If-Match", "\"1\""}}).status == 412);
    CHECK(api.get("/v1/fields/" + key).body["names"] == Json({{"en", "d"}}));
}

TEST_CASE("a field with values keeps its type and rule, and takes no less than before", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("used.");
    static_cast<void>(makeEntry(api, "fields", choiceField(key)));
    const auto path = "/v1/fields/" + key;
    const auto change = [&](const Json& patch) { return administer(api, "PATCH", path, patch); };
    SECTION("until it has one, all may change") {
        CHECK(change({{"type", "integer"}, {"options", {{"choices", nullptr}}}}).status == 200);
        CHECK(warnings(api, withField(key, 7)).empty());
    }
    SECTION("then") {
        const auto someone = withField(key, "silver");
        CHECK(warnings(api, someone).empty());
        CHECK(change({{"type", "text"}, {"options", {{"choices", nullptr}}}}).errors() ==
              std::vector<std::string>{"/type field_in_use"});
        CHECK(change({{"merge_rule", "first"}}).errors() ==
              std::vector<std::string>{"/merge_rule field_in_use"});
        const auto narrower = change({{"options", {{"choices", {"bronze"}}}}});
        CHECK(narrower.status == 409);
        CHECK(narrower.errors() == std::vector<std::string>{"/options/choices narrowed"});
        CHECK(warnings(api, withField(key, "gold")) == std::vector<std::string>{"not_a_choice"});
        CHECK(change({{"options", {{"choices", {"gold", "silver", "bronze"}}}}}).status == 200);
        CHECK(warnings(api, withField(key, "gold")).empty());
        CHECK(api.profile(refOf(someone))["fields"] == Json({{key, "silver"}}));
    }
}

TEST_CASE("a field with values may lose its pattern, and gets no other", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("shaped.");
    static_cast<void>(
        makeEntry(api, "fields", {{"key", key}, {"type", "text"}, {"options", {{"pattern", "[a-z]+"}}}}));
    CHECK(warnings(api, withField(key, "low")).empty());
    CHECK(warnings(api, withField(key, "HIGH")).size() == 1);
    const auto shaped = [&](const Json& pattern) {
        return administer(api, "PATCH", "/v1/fields/" + key, {{"options", {{"pattern", pattern}}}});
    };
    CHECK(shaped("[a-zA-Z]+").errors() == std::vector<std::string>{"/options/pattern narrowed"});
    CHECK(shaped(nullptr).status == 200);
    CHECK(warnings(api, withField(key, "HIGH")).empty());
    CHECK(shaped("[a-zA-Z]+").errors() == std::vector<std::string>{"/options/pattern narrowed"});
}

TEST_CASE("an archived field takes no values, keeps those it has, and comes back with them",
          "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("gone.");
    static_cast<void>(makeEntry(api, "fields", choiceField(key)));
    auto someone = withField(key, "silver");
    CHECK(warnings(api, someone).empty());
    const auto ref = refOf(someone);
    const auto path = "/v1/fields/" + key;
    CHECK(administer(api, "DELETE", path).status == 204);
    CHECK(administer(api, "DELETE", path).status == 204);
    CHECK(api.get(path).body["archived"] == true);
    CHECK_FALSE(api.get(path).body["archived_at"].is_null());

    CHECK(api.profile(ref)["fields"] == Json::object());
    CHECK(all(exported(api, ref)["fields"], "/field") == std::vector<std::string>{key});
    someone["fields"][key] = "bronze";
    CHECK(warnings(api, someone) == std::vector<std::string>{"archived_field"});
    CHECK(api.patch("/v1/profiles/" + ref, {{"fields", {{key, "bronze"}}}}).errors() ==
          std::vector<std::string>{"/fields/" + key + " archived_field"});
    const auto again = administer(api, "POST", "/v1/fields", choiceField(key));
    CHECK(again.status == 409);

    CHECK(administer(api, "PATCH", path, {{"archived", false}}).body["archived_at"].is_null());
    CHECK(api.profile(ref)["fields"] == Json({{key, "silver"}}));
}

TEST_CASE("fields are listed by their keys, archived ones apart", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    std::set<std::string> made;
    for (int i = 0; i < 3; ++i) {
        const auto key = fresh("listed.");
        static_cast<void>(makeEntry(api, "fields", choiceField(key)));
        made.insert(key);
    }
    const auto gone = *made.begin();
    REQUIRE(administer(api, "DELETE", "/v1/fields/" + gone).status == 204);
    std::vector<std::string> keys;
    std::string path = "/v1/fields?limit=2";
    while (true) {
        const auto page = api.get(path);
        REQUIRE(page.status == 200);
        CHECK(page.body["items"].size() <= 2);
        for (const auto& item : page.body["items"]) keys.push_back(item["key"]);
        if (page.body["next_cursor"].is_null()) break;
        path = "/v1/fields?limit=2&cursor=" + page.body["next_cursor"].get<std::string>();
    }
    CHECK(std::is_sorted(keys.begin(), keys.end()));
    CHECK(std::set<std::string>(keys.begin(), keys.end()).size() == keys.size());
    const auto has = [&](const std::string& key) {
        return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    for (const auto& key : made) CHECK(has(key) == (key != gone));
    CHECK(has("first_name"));
    CHECK(has("nickname"));
    bool found = false;
    const auto archived = api.get("/v1/fields?archived=true&limit=500").body["items"];
    for (const auto& item : archived) {
        CHECK(item["archived"] == true);
        found = found || item["key"] == gone;
    }
    CHECK(found);
    CHECK(api.get("/v1/fields?archived=perhaps").status == 400);
    CHECK(api.get("/v1/fields?cursor=x").status == 400);
}

TEST_CASE("what the configuration lists is changed there", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto field = api.get("/v1/fields/nickname").body;
    CHECK(field["managed_by"] == "configuration");
    CHECK(field["options"] == Json({{"max_length", 20}}));
    const auto changed = administer(api, "PATCH", "/v1/fields/nickname", {{"personal", true}});
    CHECK(changed.status == 409);
    CHECK(changed.errors() == std::vector<std::string>{" managed_by_configuration"});
    CHECK(administer(api, "DELETE", "/v1/fields/nickname").status == 409);
    CHECK(api.get("/v1/fields/nickname").body == field);
}

TEST_CASE("of what every deployment has only the names change", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto path = "/v1/fields/last_name";
    CHECK(api.get(path).body["built_in"] == true);
    CHECK(administer(api, "PATCH", path, {{"group", "address"}, {"personal", false}}).errors() ==
          std::vector<std::string>{"/group built_in", "/personal built_in"});
    CHECK(administer(api, "DELETE", path).errors() == std::vector<std::string>{"/archived built_in"});
    const auto named = administer(api, "PATCH", path, {{"names", {{"uk", "Прізвище"}}}});
    CHECK(named.status == 200);
    CHECK(named.body["names"] == Json({{"uk", "Прізвище"}}));
}

TEST_CASE("a group keeps its fields, and goes when it has none", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto group = fresh("group.");
    const auto key = fresh("grouped.");
    const auto made = makeEntry(api, "field-groups", {{"key", group}, {"position", 7}});
    CHECK(made["position"] == 7);
    auto wanted = choiceField(key);
    wanted["group"] = group;
    CHECK(makeEntry(api, "fields", wanted)["group"] == group);
    const auto path = "/v1/field-groups/" + group;
    CHECK(administer(api, "DELETE", path).errors() == std::vector<std::string>{"/archived group_in_use"});
    CHECK(administer(api, "PATCH", "/v1/fields/" + key, {{"group", nullptr}}).body["group"].is_null());
    CHECK(administer(api, "DELETE", path).status == 204);
    CHECK(administer(api, "PATCH", "/v1/fields/" + key, {{"group", group}}).errors() ==
          std::vector<std::string>{"/group archived_group"});
    CHECK(administer(api, "PATCH", path, {{"archived", false}, {"position", 8}}).body["position"] == 8);
    CHECK(administer(api, "PATCH", path, {{"position", -1}}).errors() ==
          std::vector<std::string>{"/position out_of_range"});
    CHECK(administer(api, "DELETE", "/v1/field-groups/personal").status == 409);
}

TEST_CASE("the types that fields may have are told with their options", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto types = api.get("/v1/field-types?limit=500").body["items"];
    Json choices;
    for (const auto& type : types)
        if (type["name"] == "multi_choice") choices = type;
    REQUIRE(choices.is_object());
    CHECK(choices["plugin"] == "fields");
    CHECK(choices["kind"] == "text");
    CHECK(choices["set"] == true);
    CHECK(choices["options"]["properties"].contains("choices"));
    CHECK(std::find(choices["operators"].begin(), choices["operators"].end(), "all_of") !=
          choices["operators"].end());
}

TEST_CASE("what a segment of the configuration names is not archived", "[api][catalogue]") {
    ApiServer api(eachEngine());
    static_cast<void>(makeEntry(api, "fields", {{"key", "shoe"}, {"type", "integer"}}));
    static_cast<void>(makeEntry(api, "categories", {{"key", "jobs"}}));
    const Json condition{
        {"any", {{{"field", "shoe"}, {"is", "known"}}, {{"none", {{{"subscription", "jobs"}}}}}}}};
    REQUIRE(api.post("/v1/segments", {{"id", "shod"}, {"name", "Shod"}, {"condition", condition}}).status ==
            201);
    const auto managedBy = [&](storage::ManagedBy manager) {
        storage::Database(api.database())
            .openWriter()
            ->execute("UPDATE segment SET managed_by = :manager WHERE key = 'shod'", manager);
    };
    managedBy(storage::ManagedBy::Configuration);
    const Errors named{"/archived named_by_segment"};
    const auto refused = administer(api, "DELETE", "/v1/fields/shoe");
    CHECK(refused.status == 409);
    CHECK(refused.errors() == named);
    CHECK(refused.body["detail"].get<std::string>().find("'shod'") != std::string::npos);
    CHECK(administer(api, "PATCH", "/v1/fields/shoe", {{"archived", true}}).errors() == named);
    CHECK(administer(api, "PATCH", "/v1/fields/shoe", {{"indexed", false}}).errors() ==
          Errors{"/indexed named_by_segment"});
    CHECK(administer(api, "DELETE", "/v1/categories/jobs").errors() == named);
    CHECK(api.get("/v1/fields/shoe").body["archived"] == false);
    CHECK(administer(api, "PATCH", "/v1/fields/shoe", {{"names", {{"en", "Shoe"}}}}).status == 200);

    managedBy(storage::ManagedBy::Api);
    CHECK(administer(api, "DELETE", "/v1/fields/shoe").status == 204);
    CHECK(administer(api, "DELETE", "/v1/categories/jobs").status == 204);
}

TEST_CASE("a segment of the API that names what is archived says so", "[api][catalogue]") {
    ApiServer api(eachEngine());
    static_cast<void>(makeEntry(api, "fields", {{"key", "shoe"}, {"type", "integer"}}));
    const auto make = [&](const std::string& id, const Json& condition) {
        REQUIRE(api.post("/v1/segments", {{"id", id}, {"name", id}, {"condition", condition}}).status == 201);
    };
    make("shod", {{"all", {{{"field", "shoe"}, {"is", "known"}}}}});
    make("named", {{"segment", "shod"}});
    make("other", {{"tag", "vip"}});
    const auto problemOf = [&](const std::string& id) {
        auto one = api.get("/v1/segments/" + id).body["problem"];
        const auto listed = api.get("/v1/segments").body["items"];
        const auto same = std::count_if(listed.begin(), listed.end(), [&](const Json& each) {
            return each["id"] == id && each["problem"] == one;
        });
        CHECK(same == 1);
        return one;
    };
    for (const auto* id : {"shod", "named", "other"}) CHECK(problemOf(id).is_null());
    REQUIRE(administer(api, "DELETE", "/v1/fields/shoe").status == 204);
    const auto problem = problemOf("shod");
    REQUIRE(problem["errors"].size() == 1);
    CHECK(problem["errors"][0]["pointer"] == "/condition/all/0/field");
    CHECK(problem["errors"][0]["code"] == "archived_field");
    CHECK(problemOf("named") == Json({{"detail", problem["detail"]}, {"errors", Json::array()}}));
    CHECK(problem["detail"] == api.get("/v1/segments/named/members").body["detail"]);
    CHECK(problemOf("other").is_null());
    REQUIRE(administer(api, "PATCH", "/v1/fields/shoe", {{"archived", false}}).status == 200);
    CHECK(problemOf("shod").is_null());
}
