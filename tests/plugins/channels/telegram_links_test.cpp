// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/storage/database.hpp"
#include "tests/api/signed_in.hpp"
#include "tests/plugins/channels/telegram_chat.hpp"

using namespace kith;
using namespace kith::test;
using namespace kith::test::telegram;

namespace {

/// The token of a new link to that identifier.
std::string link(ApiServer& api, const std::string& type, const std::string& value) {
    const auto answer =
        api.call({.method = "POST",
                  .path = "/channels/telegram/links",
                  .key = api.write,
                  .body = Json{{"bot", "shop"}, {"identifier", {{"type", type}, {"value", value}}}}.dump()});
    INFO(answer.text);
    REQUIRE(answer.status == 201);
    CHECK(answer.body["url"] == "https://t.me/shop_bot?start=" + answer.body["start"].get<std::string>());
    // Telegram takes 64 characters of A-Z, a-z, 0-9, _ and -.
    CHECK(answer.body["start"].get<std::string>().size() <= 64);
    return answer.body["start"];
}

}  // namespace

TEST_CASE("a signed link joins the chat that opens it with the profile that it names", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"];
    const auto external = someone["identifiers"][0]["value"].get<std::string>();
    const auto start = link(api, "external_id", external);
    const auto chat = next();
    const auto opened = message(chat, "/start " + start);

    SECTION("at once") {
        CHECK(deliver(api, opened).body["result"] == "updated");
    }
    SECTION("after the chat was somebody of its own") {
        CHECK(deliver(api, message(chat, "hello")).body["result"] == "created");
        CHECK(deliver(api, opened).body["result"] == "merged");
    }
    SECTION("and again when it is delivered again") {
        CHECK(deliver(api, opened).body["result"] == "updated");
        CHECK(deliver(api, opened).body["result"] == "duplicate");
    }
    const auto profile = api.profile("external_id:" + external);
    CHECK(profile["id"] == id);
    CHECK(api.profile(refTo(chat))["id"] == id);
    CHECK(profile["channels"]["telegram"]["chats"].size() == 1);
    const auto activities = timeline(api, "external_id:" + external);
    CHECK(activities.dump().find(start) == std::string::npos);

    // Whoever else gets hold of it joins nobody, and their message counts for them.
    const auto other = next();
    const auto answer = deliver(api, message(other, "/start " + start));
    CHECK(answer.status == 200);
    CHECK(answer.body["result"] == "created");
    CHECK(api.profile(refTo(other))["id"] != profile["id"]);
    CHECK(happenings(timeline(api, refTo(other))) == std::vector<std::string>{"bot_started"});
}

TEST_CASE("a link that is not genuine, or is another bot's, joins nobody", "[telegram]") {
    const std::string bots =
        "plugins.load.telegram.options={bots: [{name: shop, username: shop_bot, secret_token: "
        "0123456789abcdef},"
        " {name: news, secret_token: fedcba9876543210}]}";
    ApiServer api(eachEngine(), {bots});
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"];
    const auto start = link(api, "external_id", someone["identifiers"][0]["value"]);
    auto forged = start;
    forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';
    for (const auto& parameter : {forged, start.substr(1), std::string("x"), std::string(200, 'A')}) {
        const auto chat = next();
        CHECK(deliver(api, message(chat, "/start " + parameter)).body["result"] == "created");
        CHECK(api.profile(refTo(chat))["id"] != id);
    }
    const auto chat = next();
    CHECK(
        deliver(api, message(chat, "/start " + start), "fedcba9876543210", "/channels/telegram/updates/news")
            .body["result"] == "created");
    CHECK(api.profile(refTo(chat))["id"] != id);
    // None of them used it up.
    const auto right = next();
    CHECK(deliver(api, message(right, "/start " + start)).status == 200);
    CHECK(api.profile(refTo(right))["id"] == id);
}

TEST_CASE("a link whose time is over joins nobody", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"];
    const auto external = someone["identifiers"][0]["value"].get<std::string>();
    const auto start = link(api, "external_id", external);
    // No link lives for less than a day, so its end is dated back.
    const storage::Database database(api.database());
    REQUIRE(database.openWriter()->execute(
                "UPDATE telegram_link SET expires_at = 1 WHERE identifier_value = :value", external) == 1);
    const auto chat = next();
    CHECK(deliver(api, message(chat, "/start " + start)).body["result"] == "created");
    CHECK(api.profile(refTo(chat))["id"] != id);
    CHECK(happenings(timeline(api, refTo(chat))) == std::vector<std::string>{"bot_started"});
}

TEST_CASE("of many chats that open one link at once, one is joined, and every message counts", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"].get<std::string>();
    const auto start = link(api, "external_id", someone["identifiers"][0]["value"]);
    std::vector<std::int64_t> chats;
    for (int i = 0; i < 6; ++i) chats.push_back(next());
    std::vector<Call> calls;
    for (const auto chat : chats) calls.push_back(callWith(message(chat, "/start " + start)));
    CHECK(sendAtOnce(api, calls) == std::vector<int>(chats.size(), 200));
    int joined = 0;
    for (const auto chat : chats) {
        if (api.profile(refTo(chat))["id"] == id) ++joined;
        CHECK(happenings(timeline(api, refTo(chat))) == std::vector<std::string>{"bot_started"});
    }
    CHECK(joined == 1);
}

TEST_CASE("only who may write makes links", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json good{{"bot", "shop"}, {"identifier", {{"type", "email"}, {"value", "ann@example.com"}}}};
    const auto post = [&](const Json& body, const std::string& key) {
        return api.call(
            {.method = "POST", .path = "/channels/telegram/links", .key = key, .body = body.dump()});
    };
    CHECK(post(good, "").status == 401);
    CHECK(post(good, api.read).status == 403);
    CHECK(post(good, api.open).status == 403);
    // Whoever opens a link speaks as the person, which nobody of the staff does.
    const auto ada = signedIn(api, "administrator");
    CHECK(postAs(api, ada, "/channels/telegram/links", good).status == 403);
    for (const auto& [member, value] :
         {std::pair<std::string, Json>{"bot", "nobody"},
          {"bot", 5},
          {"identifier", "ann@example.com"},
          {"identifier", {{"type", "email"}}},
          {"identifier", {{"type", "email"}, {"value", std::string("a\0b", 3)}}},
          {"expires_in_days", 0},
          {"expires_in_days", 31},
          {"expires_in_days", "7"},
          {"colour", "red"}}) {
        auto body = good;
        body[member] = value;
        const auto answer = post(body, api.write);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == std::vector<std::string>{"/" + member + " invalid"});
    }
    CHECK(post(Json::array(), api.write).status == 400);
}

TEST_CASE("a link asked for again under one Idempotency-Key is the same link", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ask = [&](const std::string& body, const std::string& once, const std::string& key) {
        Call call{.method = "POST", .path = "/channels/telegram/links", .key = key, .body = body};
        if (!once.empty()) call.headers = {{"Idempotency-Key", once}};
        return call;
    };
    const auto someone = somebody();
    const auto id = api.observe(someone)["profile_id"];
    const auto value = someone["identifiers"][0]["value"].get<std::string>();
    const auto body =
        R"({"bot": "shop", "identifier": {"type": "external_id", "value": ")" + value + R"("}})";
    const auto once = fresh("retry");
    CHECK(sendAtOnce(api, std::vector<Call>(4, ask(body, once, api.write))) == std::vector<int>(4, 201));
    const auto made = api.call(ask(body, once, api.write));
    CHECK(made.status == 201);

    SECTION("whatever the order of its members, and after it was opened") {
        const auto chat = next();
        deliver(api, message(chat, "/start " + made.body["start"].get<std::string>()));
        CHECK(api.profile(refTo(chat))["id"] == id);
        const auto turned =
            R"({"identifier": {"value": ")" + value + R"(", "type": "external_id"}, "bot": "shop"})";
        const auto again = api.call(ask(turned, once, api.write));
        CHECK(again.status == 201);
        CHECK(again.body == made.body);
    }
    SECTION("and another one is refused under it") {
        for (const auto& [member, other] :
             {std::pair<std::string, Json>{"identifier", {{"type", "external_id"}, {"value", "another"}}},
              {"expires_in_days", 8}}) {
            auto changed = Json::parse(body);
            changed[member] = other;
            const auto refused = api.call(ask(changed.dump(), once, api.write));
            CHECK(refused.status == 409);
            CHECK(refused.code() == "id_reused");
        }
    }
    SECTION("for that caller alone") {
        CHECK(api.call(ask(body, once, api.admin)).body["start"] != made.body["start"]);
    }
    SECTION("and without one it is a new link each time") {
        CHECK(api.call(ask(body, "", api.write)).body["start"] !=
              api.call(ask(body, "", api.write)).body["start"]);
    }
    SECTION("and what is no Idempotency-Key is refused") {
        CHECK(api.call(ask(body, std::string(201, 'x'), api.write)).status == 400);
        CHECK(api.call(ask(body, "\u00e9", api.write)).status == 400);
    }
}

TEST_CASE("a link is kept under the value that people have, and opened with the one that was given",
          "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto name = fresh("link-");
    const auto start = link(api, "email", "Upper-" + name + "@Example.COM");
    const storage::Database database(api.database());
    const auto kept = database.openWriter()->first<std::string>(
        "SELECT identifier_value FROM telegram_link WHERE identifier_type = 'email' AND normalized = :value",
        "upper-" + name + "@example.com");
    REQUIRE(kept);
    CHECK(std::get<0>(*kept) == "Upper-" + name + "@Example.COM");
    const auto chat = next();
    CHECK(deliver(api, message(chat, "/start " + start)).body["result"] == "created");
    CHECK(identifierOf(api.profile(refTo(chat)), "email", "upper-" + name + "@example.com")["given"] ==
          "Upper-" + name + "@Example.COM");
}

TEST_CASE("a link to what nobody can have joins nobody", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& [type, value] : {std::pair{"shoe_size", "42"}, {"email", "no address"}}) {
        const auto chat = next();
        const auto start = link(api, type, value);
        CHECK(deliver(api, message(chat, "/start " + start)).body == Json{{"result", "created"}});
        CHECK(api.profile(refTo(chat))["identifiers"].size() == 1);
        CHECK(happenings(timeline(api, refTo(chat))) == std::vector<std::string>{"bot_started"});
    }
}

TEST_CASE("Telegram is told nothing of the person but what became of the update", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    CHECK(deliver(api, message(chat, "hello")).body == Json{{"result", "created"}});
    // The chat is somebody's already, with another value of a unique type: the link joins nobody.
    auto known = person("telegram", std::to_string(chat));
    known["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("owner-")}});
    api.observe(known);
    const auto other = somebody();
    api.observe(other);
    const auto start = link(api, "external_id", other["identifiers"][0]["value"]);
    CHECK(deliver(api, message(chat, "/start " + start)).body == Json{{"result", "updated"}});
}
