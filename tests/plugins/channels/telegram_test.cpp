// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/telegram_chat.hpp"

using namespace kith;
using namespace kith::test;
using namespace kith::test::telegram;

namespace {

const std::string kNews = "/channels/telegram/updates/news";

/// Makes a kith with the bots shop and news.
const std::vector<std::string> kTwoBots{
    "plugins.load=[{name: fields}, {name: phone}, {name: email}, {name: push}, {name: widget}, "
    "{name: telegram, options: {bots: [{name: shop, secret_token: 0123456789abcdef}, "
    "{name: news, secret_token: 0123456789abcdef}]}}]"};

}  // namespace

TEST_CASE("an update without its bot's secret is refused, and nothing is written", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    const auto update = message(chat, "hello");
    for (const auto& secret :
         {std::string(), std::string("wrong"), std::string(kSecret) + "0", std::string("0123456789abcdeF")})
        CHECK(deliver(api, update, secret).status == 401);
    CHECK(deliver(api, update, kSecret, "/channels/telegram/updates/another").status == 401);
    // A key of ours is no secret of the bot's.
    CHECK(api.call({.method = "POST", .path = kUpdates, .key = api.admin, .body = update.dump()}).status ==
          401);
    CHECK(api.get("/v1/profiles/" + refTo(chat)).status == 404);
    CHECK(deliver(api, update).status == 200);
    CHECK(api.get("/v1/profiles/" + refTo(chat)).status == 200);
}

TEST_CASE("an update that is none is refused, and one that concerns no person is ignored", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto post = [&](const std::string& body) {
        return api.call({.method = "POST",
                         .path = kUpdates,
                         .body = body,
                         .headers = {{"X-Telegram-Bot-Api-Secret-Token", kSecret}}});
    };
    for (const auto& body :
         {std::string("{"), std::string("[]"), std::string("{}"), std::string(R"({"update_id": "1"})"),
          R"({"update_id": 1, "message": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}"}) {
        CHECK(post(body).status == 400);
    }
    CHECK(post(std::string(256UL * 1024 + 1, ' ')).status == 413);
    auto group = message(next(), "hello");
    group["message"]["chat"] = {{"id", -100}, {"type", "supergroup"}};
    const auto poll = Json{{"update_id", next()}, {"poll", Json::object()}};
    for (const auto& update : {group, poll}) {
        const auto answer = deliver(api, update);
        CHECK(answer.status == 200);
        CHECK(answer.body == Json{{"result", "ignored"}});
    }
}

TEST_CASE("messages become activities of the chat's profile", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    CHECK(deliver(api, message(chat, "/start", 1'760'000'000)).body["result"] == "created");
    CHECK(deliver(api, message(chat, "two\nlines \xF0\x9F\x8E\xBF", 1'760'000'100)).body["result"] ==
          "updated");
    auto photo = message(chat, "", 1'760'000'200);
    photo["message"].erase("text");
    photo["message"]["photo"] = Json::array();
    photo["message"]["caption"] = "Look";
    CHECK(deliver(api, photo).status == 200);

    const auto profile = api.profile(refTo(chat));
    CHECK(profile["known"] == true);
    CHECK(profile["source"] == Json{{"type", "plugin"}, {"name", "telegram:shop"}});
    CHECK(profile["fields"]["first_name"] == "Ann");
    CHECK(chatOf(api, chat)["endpoint"]["channel"] == "telegram");
    CHECK(chatOf(api, chat)["endpoint"]["state"] == "active");
    CHECK(profile["channels"]["telegram"]["chats"] ==
          Json::array({{{"bot", "shop"},
                        {"chat", std::to_string(chat)},
                        {"username", "ann" + std::to_string(chat)},
                        {"first_seen", "2025-10-09T08:53:20.000Z"},
                        {"last_seen", "2025-10-09T08:56:40.000Z"},
                        {"blocked", nullptr}}}));

    const auto activities = timeline(api, refTo(chat), "?channel=telegram");
    CHECK(happenings(activities) ==
          std::vector<std::string>{"bot_started", "message_received", "message_received"});
    CHECK(activities[0]["properties"] == Json{{"bot", "shop"}, {"content", "photo"}, {"text", "Look"}});
    CHECK(activities[1]["properties"]["text"] == "two\nlines \xF0\x9F\x8E\xBF");
    CHECK(activities[1]["at"] == "2025-10-09T08:55:00.000Z");
}

TEST_CASE("an update that Telegram delivers again changes nothing", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    auto update = message(chat, "hello");
    if (GENERATE(true, false)) {
        // A pressed button, which Telegram doesn't date.
        update = {{"update_id", next()},
                  {"callback_query",
                   {{"id", "1"}, {"from", sender(chat)}, {"message", update["message"]}, {"data", "buy"}}}};
    }
    CHECK(deliver(api, update).body["result"] == "created");
    const auto profile = api.profile(refTo(chat));
    const auto again = deliver(api, update);
    CHECK(again.status == 200);
    CHECK(again.body["result"] == "duplicate");
    CHECK(api.profile(refTo(chat)) == profile);
    CHECK(timeline(api, refTo(chat)).size() == 1);
}

TEST_CASE("blocking the bot is the unsubscription, with its date, until the person returns", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    CHECK(deliver(api, message(chat, "/start", 1'760'000'000)).status == 200);
    // Delivered out of order: the later word counts.
    const auto blocked = membership(chat, "kicked", 1'760'000'100);
    CHECK(deliver(api, blocked).status == 200);
    CHECK(deliver(api, message(chat, "bye", 1'760'000'050)).status == 200);
    const auto endpoint = chatOf(api, chat);
    CHECK(endpoint["endpoint"]["state"] == "unsubscribed");
    CHECK(stateOf(endpoint, "unsubscribed")["reason"] == "bot_blocked");
    CHECK(stateOf(endpoint, "unsubscribed")["since"] == "2025-10-09T08:55:00.000Z");
    CHECK(api.profile(refTo(chat))["channels"]["telegram"]["chats"][0]["blocked"] ==
          "2025-10-09T08:55:00.000Z");

    CHECK(deliver(api, membership(chat, "member", 1'760'000'200)).status == 200);
    CHECK(chatOf(api, chat)["endpoint"]["state"] == "active");
    CHECK(api.profile(refTo(chat))["channels"]["telegram"]["chats"][0]["blocked"].is_null());
    CHECK(happenings(timeline(api, refTo(chat))) ==
          std::vector<std::string>{"bot_blocked", "bot_started", "bot_unblocked", "message_received"});
}

TEST_CASE("a chat is unsubscribed once each bot that it knows is blocked, in whatever order that is told",
          "[telegram]") {
    ApiServer api(eachEngine(), kTwoBots);
    const auto chat = next();
    const auto state = [&] { return chatOf(api, chat)["endpoint"]["state"]; };
    const auto blocked = [&] {
        std::vector<bool> each;
        const auto shown = api.profile(refTo(chat))["channels"]["telegram"]["chats"];
        for (const auto& bot : shown) each.push_back(!bot["blocked"].is_null());
        return each;  // of news, of shop
    };
    deliver(api, message(chat, "/start", 1'760'000'000));
    deliver(api, message(chat, "/start", 1'760'000'010), kSecret, kNews);
    CHECK(deliver(api, membership(chat, "kicked", 1'760'000'200)).status == 200);
    CHECK(state() == "active");
    CHECK(blocked() == std::vector<bool>{false, true});

    const auto last = membership(chat, "kicked", 1'760'000'100);
    CHECK(deliver(api, last, kSecret, kNews).status == 200);
    CHECK(state() == "unsubscribed");
    CHECK(stateOf(chatOf(api, chat), "unsubscribed")["since"] == "2025-10-09T08:56:40.000Z");
    const auto before = api.profile(refTo(chat));
    CHECK(deliver(api, last, kSecret, kNews).body["result"] == "duplicate");
    CHECK(api.profile(refTo(chat)) == before);

    CHECK(deliver(api, membership(chat, "member", 1'760'000'300), kSecret, kNews).status == 200);
    CHECK(state() == "active");
    CHECK(blocked() == std::vector<bool>{false, true});
}

TEST_CASE("a chat whose bots are blocked at the same moment is unsubscribed", "[telegram]") {
    ApiServer api(eachEngine(), kTwoBots);
    for (int i = 0; i < 10; ++i) {
        const auto chat = next();
        deliver(api, message(chat, "/start", 1'760'000'000));
        deliver(api, message(chat, "/start", 1'760'000'000), kSecret, kNews);
        CHECK(sendAtOnce(api, {callWith(membership(chat, "kicked", 1'760'000'100)),
                               callWith(membership(chat, "kicked", 1'760'000'101), kSecret, kNews)}) ==
              std::vector<int>{200, 200});
        CHECK(chatOf(api, chat)["endpoint"]["state"] == "unsubscribed");
    }
}

TEST_CASE("updates of one chat that arrive at once leave what its newest one says", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    std::vector<Call> calls{callWith(membership(chat, "kicked", 1'760'000'500))};
    for (int i = 0; i < 9; ++i)
        calls.push_back(callWith(message(chat, "hello", 1'760'000'000 + i * (i % 2 == 0 ? 10 : 20))));
    CHECK(sendAtOnce(api, calls) == std::vector<int>(calls.size(), 200));
    const auto profile = api.profile(refTo(chat));
    const auto& shown = profile["channels"]["telegram"]["chats"];
    REQUIRE(shown.size() == 1);
    CHECK(shown[0]["first_seen"] == "2025-10-09T08:53:20.000Z");
    CHECK(shown[0]["last_seen"] == "2025-10-09T09:01:40.000Z");
    CHECK(shown[0]["blocked"] == "2025-10-09T09:01:40.000Z");
    CHECK(timeline(api, refTo(chat)).size() == calls.size());
}

TEST_CASE("each bot is listed with the newest update that was taken, in whatever order they came",
          "[telegram]") {
    ApiServer api(eachEngine(),
                  {"plugins.load.telegram.options={bots: [{name: shop, secret_token: " +
                   std::string(kSecret) + "}, {name: quiet, secret_token: fedcba9876543210}]}"});
    const auto bots = [&] { return api.call({.path = "/channels/telegram/bots", .key = api.read}); };
    const Json quiet{
        {"name", "quiet"}, {"username", nullptr}, {"last_update_id", nullptr}, {"last_update_at", nullptr}};
    auto shop = quiet;
    shop["name"] = "shop";
    CHECK(bots().body == Json{{"items", {quiet, shop}}, {"next_cursor", nullptr}});

    for (const auto& [id, date] : {std::pair{5, 1'760'000'100}, {7, 1'760'000'200}, {6, 1'760'000'150}}) {
        auto update = message(next(), "hello", date);
        update["update_id"] = id;
        CHECK(deliver(api, update).status == 200);
    }
    shop["last_update_id"] = 7;
    shop["last_update_at"] = "2025-10-09T08:56:40.000Z";
    CHECK(bots().body == Json{{"items", {quiet, shop}}, {"next_cursor", nullptr}});
    CHECK(bots().text.find(kSecret) == std::string::npos);

    CHECK(api.call({.path = "/channels/telegram/bots"}).status == 401);
    CHECK(api.call({.path = "/channels/telegram/bots", .key = api.open}).status == 403);
}

TEST_CASE("bots are listed page by page, by their names", "[telegram]") {
    ApiServer api(
        eachEngine(),
        {"plugins.load.telegram.options={bots: [{name: shop, secret_token: " + std::string(kSecret) +
         "}, {name: alerts, secret_token: fedcba9876543210}, {name: news, secret_token: "
         "abcdef0123456789}]}"});
    const std::string path = "/channels/telegram/bots";
    const std::vector<std::string> names{"alerts", "news", "shop"};
    CHECK(namesOnPages(api, path, "name", 1) == names);
    CHECK(namesOnPages(api, path, "name", 2) == names);
    CHECK(namesOnPages(api, path, "name", 3) == names);
    refusesWrongPages(api, path);
    // What the plugin signed for something else is no cursor.
    const auto link =
        api.post("/channels/telegram/links",
                 {{"bot", "shop"}, {"identifier", {{"type", "email"}, {"value", "a@b.example"}}}});
    REQUIRE(link.status == 201);
    CHECK(api.get(path + "?cursor=" + link.body["start"].get<std::string>()).status == 400);
}

TEST_CASE("an update dated ahead of the server's clock counts from its receipt, once", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto chat = next();
    const auto update = message(chat, "hello", 4'000'000'000);
    CHECK(deliver(api, update).body["result"] == "created");
    const auto again = deliver(api, update);
    CHECK(again.status == 200);
    const auto activities = timeline(api, refTo(chat));
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["at"].get<std::string>() < "2090");

    CHECK(deliver(api, membership(chat, "kicked", 4'000'000'000)).status == 200);
    CHECK(chatOf(api, chat)["endpoint"]["state"] == "unsubscribed");
}

TEST_CASE("what can never be written is not asked for again", "[telegram]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto answer = deliver(api, message(next(), std::string(40'000, 'a')));
    CHECK(answer.status == 200);
    CHECK(answer.body["result"] == "rejected");
    CHECK(answer.body["problem"]["status"] == 400);
}
