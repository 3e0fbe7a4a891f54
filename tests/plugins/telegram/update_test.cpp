// SPDX-License-Identifier: Apache-2.0
#include "plugins/telegram/update.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <kith/sdk.hpp>

#include "plugins/telegram/channel.hpp"
#include "plugins/telegram/config.hpp"
#include "plugins/telegram/identifier.hpp"

using kith::telegram::Update;
using nlohmann::json;

namespace {

const kith::telegram::Bot kBot{"main", "shop_bot", "0123456789abcdef"};

/// A message as the Bot API's documentation shows it.
json message(const std::string& text) {
    auto update = json::parse(R"({"update_id": 10000, "message": {"date": 1441645532, "message_id": 1365,
        "chat": {"last_name": "Test", "id": 1111111, "type": "private", "first_name": "Ann", "username": "ann"},
        "from": {"last_name": "Test", "id": 1111111, "is_bot": false, "first_name": "Ann", "username": "ann"}}})");
    update["message"]["text"] = text;
    return update;
}

json membership(const std::string& status) {
    return json::parse(R"({"update_id": 10001, "my_chat_member": {"date": 1700000000,
        "chat": {"id": 1111111, "type": "private"}, "from": {"id": 1111111, "is_bot": false},
        "old_chat_member": {"status": "member"}, "new_chat_member": {"status": ")" +
                       status + R"("}}})");
}

json observed(const json& raw) {
    const auto update = kith::telegram::readUpdate(raw);
    REQUIRE(update);
    return kith::telegram::observationOf(*update, kBot, std::nullopt);
}

}  // namespace

TEST_CASE("a body that is no update is refused", "[telegram]") {
    const auto body = GENERATE(
        as<std::string>{}, "", "{", "[]", "null", "{}", R"({"update_id": "1"})", R"({"update_id": 1.5})",
        "\"update_id\"",
        R"({"update_id": 1, "message": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
    CHECK_THROWS_AS(kith::telegram::parseUpdate(body), kith::sdk::Failure);
}

TEST_CASE("an update about no person's private chat says nothing", "[telegram]") {
    auto update = message("hello");
    SECTION("a group") {
        update["message"]["chat"]["type"] = "group";
    }
    SECTION("a negative chat") {
        update["message"]["chat"]["id"] = -100;
    }
    SECTION("another bot") {
        update["message"]["from"]["is_bot"] = true;
    }
    SECTION("no sender") {
        update["message"].erase("from");
    }
    SECTION("members of the wrong type") {
        update["message"]["chat"] = "private";
    }
    SECTION("a kind that is not about people") {
        update = {{"update_id", 1}, {"poll", json::object()}};
    }
    CHECK_FALSE(kith::telegram::readUpdate(update));
}

TEST_CASE("a user name that can't be one is left out", "[telegram]") {
    auto update = message("hello");
    CHECK(kith::telegram::readUpdate(update)->username == "ann");
    for (const auto& name : {std::string("a\0b", 3), std::string("a b"), std::string(65, 'a')}) {
        update["message"]["from"]["username"] = name;
        CHECK(kith::telegram::readUpdate(update)->username.empty());
    }
}

TEST_CASE("/start carries its parameter and opts the chat in", "[telegram]") {
    const auto update = kith::telegram::readUpdate(message("/start abc-_1"));
    REQUIRE(update);
    CHECK(update->kind == Update::Kind::Started);
    CHECK(update->parameter == "abc-_1");
    CHECK(kith::telegram::readUpdate(message("/start"))->parameter.empty());
    CHECK(kith::telegram::readUpdate(message("/startle"))->kind == Update::Kind::Message);
    const auto observation = observed(message("/start"));
    CHECK(observation["endpoints"][0]["state"] == "active");
    CHECK(observation["observed_at"] == "2015-09-07T17:05:32.000Z");
    // The token of a link is not shown to whoever reads the timeline.
    CHECK(observed(message("/start abc-_1"))["activities"][0]["properties"]["text"] == "/start");
}

TEST_CASE("an update is one observation, named by bot and update", "[telegram]") {
    const auto observation = observed(message("hello"));
    CHECK(observation["id"] == "telegram:main:10000");
    CHECK(observation["observed_at"] == "2015-09-07T17:05:32.000Z");
    CHECK(observation["identifiers"] == json::parse(R"([{"type": "telegram", "value": "1111111"}])"));
    CHECK(observation["fields"] == json::parse(R"({"first_name": "Ann", "last_name": "Test"})"));
    CHECK(observation["activities"][0]["event"] == "message_received");
    CHECK(observation["activities"][0]["properties"]["text"] == "hello");
    CHECK_FALSE(observation.contains("endpoints"));
}

TEST_CASE("blocking the last bot is the unsubscription, with its date", "[telegram]") {
    const auto blocked = observed(membership("kicked"));
    CHECK(blocked["observed_at"] == "2023-11-14T22:13:20.000Z");
    CHECK_FALSE(blocked.contains("endpoints"));
    const auto update = kith::telegram::readUpdate(membership("kicked"));
    const auto observation = kith::telegram::unsubscriptionOf(*update, kBot, update->atMs);
    CHECK(observation["id"] != blocked["id"]);
    CHECK(observation["observed_at"] == "2023-11-14T22:13:20.000Z");
    CHECK(observation["endpoints"] ==
          json::parse(R"([{"type": "telegram", "value": "1111111", "state": "unsubscribed",
                           "reason": "bot_blocked"}])"));
    CHECK(observed(membership("member"))["endpoints"][0]["reason"] == "double_opt_in");
    CHECK_FALSE(kith::telegram::readUpdate(membership("restricted")));
}

TEST_CASE("what Telegram does not date, or dates impossibly, is dated by its receipt", "[telegram]") {
    auto update = message("x");
    update = {{"update_id", 5},
              {"callback_query",
               {{"id", "1"},
                {"from", update["message"]["from"]},
                {"message", update["message"]},
                {"data", "buy"}}}};
    const auto observation = observed(update);
    CHECK(observation["activities"][0]["event"] == "button_pressed");
    CHECK_FALSE(observation.contains("observed_at"));

    for (const auto& date :
         {json(0), json(-5), json(253'402'300'800), json(9'223'372'036'854'775'807), json("now")}) {
        auto dated = message("hello");
        dated["message"]["date"] = date;
        CHECK_FALSE(observed(dated).contains("observed_at"));
    }
}

TEST_CASE("only a positive 64-bit integer is a chat", "[telegram]") {
    const kith::telegram::ChatSource source;
    CHECK(std::get<std::string>(source.normalize(" 0042 ")) == "42");
    CHECK(std::get<std::string>(source.normalize("9223372036854775807")) == "9223372036854775807");
    const auto bad =
        GENERATE(as<std::string>{}, "", " ", "0", "-1", "1.0", "12a", "+5", "9223372036854775808");
    CHECK(std::holds_alternative<kith::sdk::Rejection>(source.normalize(bad)));
}
