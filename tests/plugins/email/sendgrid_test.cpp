// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/sendgrid.hpp"

#include <catch2/catch.hpp>

#include "support/events.hpp"

using kith::email::Batch;
using kith::email::readSendGrid;
using kith::email::SendGridSettings;
using kith::test::observationOf;
using nlohmann::json;

namespace {

Batch read(const json& event, const SendGridSettings& settings = {}) {
    Batch batch;
    readSendGrid(event, settings, batch);
    return batch;
}

json event(const std::string& name, const json& more = json::object()) {
    json out{{"event", name},
             {"email", "ann@example.com"},
             {"timestamp", 1513299569},
             {"sg_event_id", "ev-1"},
             {"sg_message_id", "msg.filter1.0"},
             {"smtp-id", "<14c5d75ce93.dfd.64b469@x>"},
             {"category", {"cat facts", "second"}}};
    out.update(more);
    return out;
}

json only(const Batch& batch) {
    REQUIRE(batch.malformed.empty());
    REQUIRE(batch.ignored == 0);
    REQUIRE(batch.events.size() == 1);
    return observationOf(batch.events.front());
}

}  // namespace

TEST_CASE("an object that breaks SendGrid's format is malformed", "[email]") {
    const auto given = GENERATE(
        json(), json(5), json::array(), json::object(), json{{"event", 5}}, json{{"event", "bounce"}},
        event("bounce", {{"email", nullptr}}), event("bounce", {{"email", ""}}),
        event("bounce", {{"timestamp", nullptr}}), event("bounce", {{"timestamp", "soon"}}),
        event("bounce", {{"timestamp", -1}}), event("bounce", {{"timestamp", 1513299569.5}}),
        event("bounce", {{"timestamp", 253402300800}}), event("bounce", {{"timestamp", "1e9"}}));
    const auto batch = read(given);
    CHECK(batch.events.empty());
    CHECK(batch.ignored == 0);
    CHECK(batch.malformed.size() == 1);
}

TEST_CASE("events that kith does not know are ignored", "[email]") {
    CHECK(read({{"event", "account_status_change"}, {"type", "compliance_suspend"}}).ignored == 1);
    CHECK(read(event("something_new")).ignored == 1);
}

TEST_CASE("every event of SendGrid has its status", "[email]") {
    const auto [name, more, status, reason,
                state] = GENERATE(table<std::string, json, std::string, std::string, std::string>({
        {"processed", json::object(), "sent", "", ""},
        {"deferred", {{"response", "421 4.4.1 try later"}, {"attempt", "5"}}, "delayed", "unreachable", ""},
        {"delivered", {{"response", "250 OK"}}, "delivered", "", ""},
        {"open", json::object(), "read", "", ""},
        {"click", {{"url", "https://example.com/"}}, "clicked", "", ""},
        {"spamreport", json::object(), "complained", "abuse", "complained"},
        {"unsubscribe", json::object(), "unsubscribed", "unsubscribe_link", "unsubscribed"},
        {"group_unsubscribe", {{"asm_group_id", 10}}, "unsubscribed", "group_unsubscribe", "unsubscribed"},
        {"bounce",
         {{"reason", "500 unknown recipient"}, {"status", "5.0.0"}},
         "undelivered",
         "inactive_address",
         "blacklisted"},
        {"bounce",
         {{"type", "bounce"}, {"status", "5.1.1"}},
         "undelivered",
         "inactive_address",
         "blacklisted"},
        {"bounce", {{"type", "bounce"}, {"status", "5.0.0"}}, "undelivered", "bounced", "blacklisted"},
        {"bounce", {{"type", "bounce"}, {"status", "5.7.1"}}, "undelivered", "policy_rejected", "blocked"},
        {"bounce",
         {{"bounce_classification", "Invalid Address"}, {"reason", "550 5.7.1 no"}},
         "undelivered",
         "inactive_address",
         "blacklisted"},
        {"bounce", {{"type", "blocked"}, {"status", "5.1.1"}}, "undelivered", "inactive_address", "blocked"},
        {"blocked",
         {{"type", "blocked"}, {"reason", "552 5.2.2 over quota"}},
         "undelivered",
         "mailbox_full",
         "blocked"},
        {"dropped", {{"reason", "Bounced Address"}}, "skipped", "suppressed", "blacklisted"},
        {"dropped", {{"reason", "Invalid"}}, "skipped", "inactive_address", "blacklisted"},
        {"dropped", {{"reason", "Unsubscribed Address"}}, "skipped", "unsubscribed", ""},
        {"dropped", {{"reason", "Spam Reporting Address"}}, "skipped", "complained", ""},
        {"dropped", {{"reason", "Spam Content"}}, "skipped", "content_rejected", ""},
        {"dropped", {{"reason", "Something else"}}, "skipped", "dropped", ""},
    }));
    CAPTURE(name, more);
    const auto observation = only(read(event(name, more)));
    const auto& activity = observation["activities"][0];
    CHECK(activity["status"] == status);
    CHECK(activity.value("reason", "") == reason);
    CHECK(activity["id"] == "msg.filter1.0:h(ann@example.com)");
    CHECK(activity["at"] == "2017-12-15T00:59:29.000Z");
    CHECK(observation["id"] == "sendgrid:ev-1");
    CHECK((observation.contains("endpoints") ? observation["endpoints"][0].value("state", "") : "") == state);
}

TEST_CASE("a bounce carries the server's words", "[email]") {
    const auto observation =
        only(read(event("bounce", {{"reason", "550 5.1.1 no such user"}, {"status", "5.1.1"}})));
    CHECK(observation["endpoints"][0]["detail"] == "550 5.1.1 no such user");
    CHECK(observation["source"] == json{{"type", "plugin"}, {"name", "sendgrid"}});
}

TEST_CASE("an open that SendGrid calls a machine's never counts as read", "[email]") {
    CHECK(only(read(event("open", {{"sg_machine_open", true}})))["activities"][0]["machine"] == "prefetch");
    CHECK_FALSE(only(read(event("open", {{"sg_machine_open", false}})))["activities"][0].contains("machine"));
    CHECK(only(read(event("open", {{"useragent", "Mozilla/5.0"}})))["activities"][0]["machine"] ==
          "prefetch");
}

TEST_CASE("a group that is a category leaves the address alone", "[email]") {
    const SendGridSettings settings{.messageArgument = "message", .groups = {{"10", "news"}}};
    const auto leave = only(read(event("group_unsubscribe", {{"asm_group_id", 10}}), settings));
    CHECK(leave["subscriptions"]["news"]["state"] == "unsubscribed");
    CHECK(leave["subscriptions"]["news"]["by"] == "person");
    CHECK_FALSE(leave.contains("endpoints"));

    const auto back = only(read(event("group_resubscribe", {{"asm_group_id", "10"}}), settings));
    CHECK(back["subscriptions"]["news"]["state"] == "subscribed");
    CHECK_FALSE(back.contains("endpoints"));
    CHECK(back["activities"][0]["event"] == "resubscribed");
    CHECK(back["activities"][0]["properties"]["reason"] == "group_resubscribe");
    CHECK_FALSE(back["activities"][0].contains("reason"));

    const auto other = only(read(event("group_resubscribe", {{"asm_group_id", 11}}), settings));
    CHECK(other["endpoints"][0]["state"] == "active");
    CHECK_FALSE(other.contains("subscriptions"));
}

TEST_CASE("a mailing is named by what SendGrid tells of it", "[email]") {
    const auto message = [](const json& more, const SendGridSettings& settings = {}) {
        return only(read(event("delivered", more), settings))["activities"][0]["message"];
    };
    CHECK(message(json::object()) == json{{"name", "cat facts"}});
    CHECK(message({{"category", "one"}}) == json{{"name", "one"}});
    CHECK(message({{"subject", "Hello"}, {"message", 77}}) == json{{"id", "77"}, {"name", "Hello"}});
    CHECK(message({{"campaign", "c-1"}}, {.messageArgument = "campaign", .groups = {}})["id"] == "c-1");
    CHECK(message({{"marketing_campaign_id", 12}, {"marketing_campaign_name", "Spring"}}) ==
          json{{"id", "12"}, {"name", "Spring"}});
}

TEST_CASE("an event without an id is known by its content", "[email]") {
    const auto first = only(read(event("delivered", {{"sg_event_id", nullptr}})));
    const auto second = only(read(event("delivered", {{"sg_event_id", nullptr}, {"response", "250"}})));
    CHECK(first["id"] != second["id"]);
    CHECK(first["id"].get<std::string>().starts_with("sendgrid:h("));
}

TEST_CASE("an event without a message id is an activity of its own", "[email]") {
    auto given = event("unsubscribe");
    given.erase("sg_message_id");
    CHECK(only(read(given))["activities"][0]["id"] == "<14c5d75ce93.dfd.64b469@x>:h(ann@example.com)");
    given.erase("smtp-id");
    CHECK_FALSE(only(read(given))["activities"][0].contains("id"));
}
