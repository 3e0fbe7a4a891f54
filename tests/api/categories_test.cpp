// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/api/catalogue_calls.hpp"

using namespace kith;
using namespace kith::test;

namespace {

Json subscribing(const std::string& category) {
    auto someone = somebody();
    someone["subscriptions"] = {{category, {{"state", "subscribed"}, {"by", "person"}}}};
    return someone;
}

/// What the profile says of it; null if nothing.
Json subscriptionOf(ApiServer& api, const Json& someone, const std::string& category) {
    const auto profile = api.profile(refOf(someone));
    for (const auto& each : profile["subscriptions"])
        if (each["category"] == category) return each;
    return nullptr;
}

}  // namespace

TEST_CASE("a category that is made takes subscriptions at once", "[api][catalogue]") {
    ApiServer api(eachEngine());  // Of its own: everybody has the default of a category.
    const auto key = fresh("made-");
    CHECK(api.observe(subscribing(key))["warnings"][0]["code"] == "unknown_category");
    const Json wanted{{"key", key},
                      {"names", {{"en", "Jobs"}, {"uk", "Вакансії"}}},
                      {"descriptions", {{"en", "Now and then,\nnever much"}}},
                      {"default", "unsubscribed"},
                      {"public", false},
                      {"channels", {"email", "push"}}};
    const auto made = makeEntry(api, "categories", wanted);
    for (const auto& [name, value] : wanted.items()) CHECK(made[name] == value);
    CHECK(made["managed_by"] == "api");
    const auto someone = subscribing(key);
    CHECK(api.observe(someone)["warnings"].empty());
    CHECK(subscriptionOf(api, someone, key)["state"] == "subscribed");
    const auto other = somebody();
    static_cast<void>(api.observe(other));
    CHECK(subscriptionOf(api, other, key)["by"] == "default");
    for (const auto& each : {someone, other})
        CHECK(subscriptionOf(api, each, key)["channels"] == Json({"email", "push"}));
    CHECK(api.get("/v1/profiles?known=any&category=" + key).status == 200);
}

TEST_CASE("what can't be a category says what is wrong", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("wrong-");
    struct Row {
        Json body;
        std::vector<std::string> errors;
    };
    const std::vector<Row> rows{
        {{{"names", Json::object()}}, {"/key required"}},
        {{{"key", "-jobs"}}, {"/key invalid_key"}},
        {{{"key", key}, {"default", "pending"}}, {"/default invalid_value"}},
        {{{"key", key}, {"channels", {"email", "pigeon"}}}, {"/channels/1 unknown_channel"}},
        {{{"key", key}, {"channels", {"pigeon", "email", "owl", "pigeon"}}},
         {"/channels/0 unknown_channel", "/channels/2 unknown_channel", "/channels/3 unknown_channel"}},
        {{{"key", key}, {"channels", {7}}}, {"/channels/0 invalid_value"}},
        {{{"key", key}, {"descriptions", {{"en", std::string(2'001, 'x')}}}}, {"/descriptions/en too_long"}},
        {{{"key", key}, {"names", "Jobs"}}, {"/names wrong_type"}},
        {{{"key", key}, {"names", {{"english", "Jobs"}}}, {"descriptions", {{"pt-br", "Empregos"}}}},
         {"/names/english invalid_language", "/descriptions/pt-br invalid_language"}},
    };
    for (const auto& row : rows) {
        const auto answer = administer(api, "POST", "/v1/categories", row.body);
        CAPTURE(row.body, answer.text);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == row.errors);
    }
    CHECK(api.get("/v1/categories/" + key).status == 404);
}

TEST_CASE("an archived category takes no decisions and is nobody's default, and keeps what it has",
          "[api][catalogue]") {
    ApiServer api(eachEngine());  // Of its own: everybody has the default of a category.
    const auto key = fresh("gone-");
    static_cast<void>(makeEntry(api, "categories", {{"key", key}, {"default", "subscribed"}}));
    auto someone = subscribing(key);
    static_cast<void>(api.observe(someone));
    const auto other = somebody();
    static_cast<void>(api.observe(other));
    const auto path = "/v1/categories/" + key;
    CHECK(administer(api, "DELETE", path).status == 204);
    CHECK(subscriptionOf(api, other, key).is_null());
    CHECK(subscriptionOf(api, someone, key)["state"] == "subscribed");
    someone["subscriptions"][key]["state"] = "unsubscribed";
    CHECK(api.observe(someone)["warnings"][0]["code"] == "archived_category");
    CHECK(subscriptionOf(api, someone, key)["state"] == "subscribed");
    CHECK(administer(api, "PATCH", path, {{"archived", false}}).status == 200);
    CHECK(subscriptionOf(api, other, key)["by"] == "default");
}

TEST_CASE("what the configuration lists of categories is changed there", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto shown = api.get("/v1/categories/offers").body;
    CHECK(shown["names"] == Json({{"en", "Offers"}}));
    CHECK(shown["default"] == "subscribed");
    CHECK(shown["public"] == true);
    CHECK(shown["channels"] == Json::array());
    CHECK(administer(api, "PATCH", "/v1/categories/offers", {{"default", "none"}}).errors() ==
          std::vector<std::string>{" managed_by_configuration"});
    CHECK(administer(api, "DELETE", "/v1/categories/offers").status == 409);
}

TEST_CASE("plugins know a category that was made, until it is archived", "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("form-");
    const auto define = [&] {
        return api
            .call({.method = "PUT",
                   .path = "/channels/widget/definitions/" + key,
                   .key = api.write,
                   .body = Json{{"name", "Promo"}, {"category", key}}.dump()})
            .status;
    };
    CHECK(define() == 400);
    static_cast<void>(makeEntry(api, "categories", {{"key", key}}));
    CHECK(define() == 200);
    REQUIRE(administer(api, "DELETE", "/v1/categories/" + key).status == 204);
    CHECK(define() == 400);
}
