// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

ApiAnswer create(ApiServer& api, const Json& body, const std::string& once = "") {
    Call call{.method = "POST", .path = "/v1/keys", .key = api.admin, .body = body.dump()};
    if (!once.empty()) call.headers = {{"Idempotency-Key", once}};
    return api.call(call);
}

ApiAnswer revoke(ApiServer& api, const std::string& id) {
    return api.call({.method = "DELETE", .path = "/v1/keys/" + id, .key = api.admin});
}

}  // namespace

TEST_CASE("a call without a valid key answers 401 and asks for one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& header :
         {std::string("Bearer kith_wrong"), "Bearer " + api.read + "x", "Token " + api.read,
          std::string("Bearer"), std::string("Basic !!!"), api.read}) {
        const auto answer = api.call({.path = "/v1/profiles", .headers = {{"Authorization", header}}});
        INFO(header.substr(0, 10));
        CHECK(answer.status == 401);
        CHECK(answer.code() == "unauthorized");
        CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
    }
    CHECK(api.call({.path = "/v1/profiles"}).status == 401);
    CHECK(api.call({.method = "POST", .path = "/v1/observations", .body = somebody().dump()}).status == 401);
}

TEST_CASE("a key may be the user name of Basic", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    std::string encoded;
    const auto plain = api.read + ":any password";
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < plain.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t k = i; k < i + 3; ++k)
            bits = bits << 8U | (k < plain.size() ? static_cast<unsigned char>(plain[k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            encoded += i + k > plain.size() ? '=' : kAlphabet[bits >> (18 - 6 * k) & 63U];
    }
    CHECK(api.call({.path = "/v1/profiles", .headers = {{"Authorization", "Basic " + encoded}}}).status ==
          200);
}

TEST_CASE("each right does what it covers and no more", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto status = [&](const std::string& key, const std::string& method, const std::string& path) {
        const Json body = path == "/v1/observations" || path == "/v1/profiles" ? someone : Json::object();
        return api
            .call({.method = method, .path = path, .key = key, .body = method == "GET" ? "" : body.dump()})
            .status;
    };
    const auto profile = "/v1/profiles/" + refOf(someone);
    for (const auto& path : {std::string("/v1/profiles"), profile, std::string("/v1/plugins")}) {
        for (const auto& key : {api.read, api.write, api.admin}) CHECK(status(key, "GET", path) == 200);
    }
    CHECK(status(api.read, "POST", "/v1/observations") == 403);
    CHECK(status(api.read, "POST", "/v1/profiles") == 403);
    CHECK(status(api.read, "PATCH", profile) == 403);
    for (const auto& key : {api.write, api.admin}) {
        CHECK(status(key, "POST", "/v1/observations") == 200);
        CHECK(status(key, "POST", "/v1/profiles") == 200);
        CHECK(status(key, "PATCH", profile) == 200);
    }
    for (const auto& key : {api.read, api.write}) {
        CHECK(status(key, "GET", "/v1/keys") == 403);
        CHECK(status(key, "POST", "/v1/keys") == 403);
        CHECK(status(key, "DELETE", "/v1/keys/01JD3W5V9Z8Q1") == 403);
    }
    CHECK(status(api.admin, "GET", "/v1/keys") == 200);
}

TEST_CASE("a key that can't be made answers 400 with pointers, and none is made", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto count = api.call({.path = "/v1/keys?limit=500", .key = api.admin}).body["items"].size();
    const auto origins = [](const Json& list) {
        return Json{{"name", "site"}, {"right", "public"}, {"origins", list}};
    };
    const auto rate = [](const char* right, const Json& value) {
        return Json{{"name", "site"}, {"right", right}, {"rate_per_minute", value}};
    };
    const std::vector<std::pair<Json, std::string>> wrong = {
        {Json::object(), "/name required"},
        {{{"name", "shop"}}, "/right required"},
        {{{"name", ""}, {"right", "read"}}, "/name empty"},
        {{{"name", std::string(101, 'x')}, {"right", "read"}}, "/name too_long"},
        {{{"name", 1}, {"right", "read"}}, "/name wrong_type"},
        {{{"name", "a\tb"}, {"right", "read"}}, "/name control_character"},
        {{{"name", "shop"}, {"right", "root"}}, "/right invalid_value"},
        {{{"name", "shop"}, {"right", "read"}, {"secret", "x"}}, "/secret unknown_member"},
        {{{"name", "shop"}, {"right", "write"}, {"origins", {"*"}}}, "/origins not_allowed"},
        {rate("write", 5), "/rate_per_minute not_allowed"},
        {rate("public", "5"), "/rate_per_minute wrong_type"},
        {rate("public", 1.5), "/rate_per_minute wrong_type"},
        {rate("public", 0), "/rate_per_minute out_of_range"},
        {rate("public", -1), "/rate_per_minute out_of_range"},
        {rate("public", 1'000'001), "/rate_per_minute out_of_range"},
        {rate("public", 18'446'744'073'709'551'615U), "/rate_per_minute out_of_range"},
        {origins("*"), "/origins wrong_type"},
        {origins({7}), "/origins/0 invalid_value"},
        {origins({""}), "/origins/0 invalid_value"},
        {origins({"https://shop.example", "shop.example"}), "/origins/1 invalid_value"},
        {origins({"https://shop.example/"}), "/origins/0 invalid_value"},
        {origins({"https://shop.example/path"}), "/origins/0 invalid_value"},
        {origins({"https://*.example"}), "/origins/0 invalid_value"},
        {origins({"https://user@shop.example"}), "/origins/0 invalid_value"},
        {origins({"https://"}), "/origins/0 invalid_value"},
        {origins({"https://[::1"}), "/origins/0 invalid_value"},
        {origins({"null"}), "/origins/0 invalid_value"},
        {origins({"https://" + std::string(200, 'x')}), "/origins/0 invalid_value"},
        {origins({"https://shop.example:port"}), "/origins/0 invalid_value"},
        {origins(Json(std::vector<std::string>(51, "*"))), "/origins too_many"},
    };
    for (const auto& [body, error] : wrong) {
        const auto answer = create(api, body);
        INFO(body << "\n" << answer.text);
        CHECK(answer.status == 400);
        const auto errors = answer.errors();
        CHECK(std::find(errors.begin(), errors.end(), error) != errors.end());
    }
    CHECK(create(api, Json::array()).status == 400);
    CHECK(api.call({.path = "/v1/keys?limit=500", .key = api.admin}).body["items"].size() == count);
}

TEST_CASE("a new key works at once, is shown once, and is worthless once revoked", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto made =
        create(api, {{"name", fresh("shop")},
                     {"right", "public"},
                     {"origins", {"https://shop.example", "http://[::1]:3000", "app://kith.example"}}});
    REQUIRE(made.status == 201);
    const std::string id = made.body["id"];
    const std::string secret = made.body["key"];
    CHECK(made.header("Location") == "/v1/keys/" + id);
    CHECK(made.body["origins"].size() == 3);
    CHECK(made.body["revoked_at"].is_null());

    const Call observe{
        .method = "POST", .path = "/v1/observations", .key = secret, .body = somebody().dump()};
    CHECK(api.call(observe).status == 200);
    const auto list = api.call({.path = "/v1/keys?limit=500", .key = api.admin});
    CHECK(list.text.find(secret) == std::string::npos);
    REQUIRE(list.body["next_cursor"].is_null());
    auto shown = made.body;
    shown.erase("key");
    shown.erase("identity_secret");
    CHECK(std::count(list.body["items"].begin(), list.body["items"].end(), shown) == 1);

    CHECK(revoke(api, id).status == 204);
    CHECK(api.call(observe).status == 401);
    CHECK(revoke(api, id).status == 404);
    const auto after = api.call({.path = "/v1/keys?limit=500", .key = api.admin}).body;
    for (const auto& each : after["items"]) {
        if (each["id"] == id) CHECK(each["revoked_at"].is_string());
    }
}

TEST_CASE("a refused key is told which right the call needs and which it has", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto refusal = [](const ApiAnswer& answer) {
        CHECK(answer.status == 403);
        return answer.body["detail"].get<std::string>();
    };
    CHECK(refusal(api.call({.path = "/v1/keys", .key = api.write})) ==
          "This call needs a key with the right admin; this key has write.");
    CHECK(refusal(api.call({.path = "/v1/profiles", .key = api.open})) ==
          "This call needs a key with the right read, write or admin; this key has public.");
    CHECK(refusal(api.call({.method = "POST", .path = "/v1/suppressions", .key = api.read, .body = "[]"})) ==
          "This call needs a key with the right write or admin; this key has read.");
    CHECK(refusal(api.call({.method = "POST", .path = "/v1/observations", .key = api.read, .body = "[]"})) ==
          "This call needs a key with the right public, write or admin; this key has read.");
}

TEST_CASE("a public key's own rate holds, and is shown", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto made = create(api, {{"name", fresh("slow")}, {"right", "public"}, {"rate_per_minute", 1}});
    REQUIRE(made.status == 201);
    CHECK(made.body["rate_per_minute"] == 1);
    const Call observe{
        .method = "POST", .path = "/v1/observations", .key = made.body["key"], .body = somebody().dump()};
    CHECK(api.call(observe).status == 200);
    const auto refused = api.call(observe);
    CHECK(refused.status == 429);
    CHECK_FALSE(refused.header("Retry-After").empty());
}

TEST_CASE("pages of the keys hold each once, in the order of their making", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto list = [&api](const std::string& query) {
        return api.call({.path = "/v1/keys?" + query, .key = api.admin});
    };
    const auto whole = list("limit=500").body["items"];
    Json paged = Json::array();
    std::string cursor;
    for (std::size_t pages = 0; pages <= whole.size(); ++pages) {
        const auto page = list("limit=2" + cursor).body;
        CHECK(page["items"].size() <= 2);
        for (const auto& item : page["items"]) paged.push_back(item);
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == whole);
    CHECK(list("limit=0").errors() == Errors{"?limit invalid_value"});
    CHECK(list("cursor=x").errors() == Errors{"?cursor invalid_cursor"});
    const auto foreign = api.get("/v1/plugins?limit=1").body["next_cursor"].get<std::string>();
    CHECK(list("cursor=" + foreign).errors() == Errors{"?cursor invalid_cursor"});
}

TEST_CASE("what is no id of a key answers 404", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const char* id : {"01JD3W5V9Z8Q1", "x", "%F0%9F%92%A9", "0000000000000"})
        CHECK(revoke(api, id).status == 404);
}

TEST_CASE("a key asked for twice under one Idempotency-Key is made once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json body{{"name", fresh("once")}, {"right", "read"}};
    const auto once = fresh("retry");
    const auto first = create(api, body, once);
    CHECK(create(api, body, once).body == first.body);
    auto other = body;
    other["right"] = "write";
    const auto reused = create(api, other, once);
    CHECK(reused.status == 409);
    CHECK(reused.code() == "id_reused");
    CHECK(create(api, body).body["id"] != first.body["id"]);
    CHECK(revoke(api, first.body["id"]).status == 204);
    CHECK(create(api, body, once).status == 409);
    CHECK(create(api, body, std::string(201, 'x')).status == 400);
}
