// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/ses.hpp"

#include <catch2/catch.hpp>

#include "plugins/email/json.hpp"
#include "support/events.hpp"
#include "support/ses_events.hpp"

using kith::email::Batch;
using kith::email::readSes;
using kith::email::SesSettings;
using kith::test::observationOf;
using kith::test::sesFixture;
using nlohmann::json;

namespace {

Batch read(const json& notification, const SesSettings& settings = {}) {
    Batch batch;
    readSes(notification, settings, batch);
    return batch;
}

json notification(const std::string& type, const std::string& part, json content) {
    return kith::test::sesNotification(type, part, std::move(content));
}

json bounce(const std::string& type, const std::string& subType, json recipient) {
    recipient["emailAddress"] = "recipient@example.com";
    return notification("Bounce", "bounce",
                        {{"bounceType", type},
                         {"bounceSubType", subType},
                         {"bouncedRecipients", {std::move(recipient)}},
                         {"timestamp", "2017-08-05T00:41:02.669Z"},
                         {"feedbackId", "f-1"}});
}

const SesSettings kTopics{.messageTag = "message", .categories = {{"weekly", "news"}, {"daily", "offers"}}};

json preferences(const std::vector<std::pair<std::string, std::string>>& topics,
                 bool unsubscribeAll = false) {
    return kith::test::sesPreferences(topics, unsubscribeAll);
}

json topicsChange(const json& before, const json& now) {
    return notification("Subscription", "subscription",
                        {{"oldTopicPreferences", before}, {"newTopicPreferences", now}});
}

json only(const Batch& batch) {
    REQUIRE(batch.malformed.empty());
    REQUIRE(batch.ignored == 0);
    REQUIRE(batch.events.size() == 1);
    return observationOf(batch.events.front());
}

}  // namespace

TEST_CASE("a document that breaks the format is malformed", "[email]") {
    const auto text = GENERATE(
        as<std::string>{}, "null", "1", "[]", "{}", "\"Bounce\"", R"({"eventType": 7})",
        R"({"eventType": "Bounce"})", R"({"eventType": "Bounce", "mail": []})",
        R"({"eventType": "Bounce", "mail": {"messageId": "m"}})",
        R"({"eventType": "Bounce", "mail": {"timestamp": "2017-08-05T00:40:02.012Z"}})",
        R"({"eventType": "Bounce", "mail": {"messageId": "m", "timestamp": "yesterday"}})",
        R"({"eventType": "Bounce", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"}})",
        R"({"eventType": "Bounce", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"}, "bounce": 5})",
        R"({"eventType": "Bounce", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"},
            "bounce": {"bouncedRecipients": [1, null, {"emailAddress": 5}, "a@example.com"]}})",
        R"({"eventType": "Delivery", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"},
            "delivery": {"recipients": {"a": 1}}})",
        R"({"eventType": "Send", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z", "destination": "a@b"}})");
    const auto batch = read(json::parse(text));
    CHECK(batch.events.empty());
    CHECK(batch.ignored == 0);
    CHECK(batch.malformed.size() == 1);
}

TEST_CASE("what says nothing about a recipient is ignored", "[email]") {
    const auto given = GENERATE(
        json{{"notificationType", "AmazonSnsSubscriptionSucceeded"},
             {"message", "You have successfully subscribed"}},
        json{{"notificationType", "Received"}, {"mail", json::object()}}, json{{"eventType", "SomethingNew"}},
        notification("Complaint", "complaint",
                     {{"complaintFeedbackType", "not-spam"},
                      {"complainedRecipients", {{{"emailAddress", "a@example.com"}}}}}),
        notification("Complaint", "complaint",
                     {{"complaintFeedbackType", "auth-failure"},
                      {"complainedRecipients", {{{"emailAddress", "a@example.com"}}}}}),
        notification(
            "Subscription", "subscription",
            {{"newTopicPreferences",
              {{"unsubscribeAll", false},
               {"topicSubscriptionStatus", {{{"topicName", "x"}, {"subscriptionStatus", "OptOut"}}}}}}}));
    const auto batch = read(given);
    CHECK(batch.events.empty());
    CHECK(batch.malformed.empty());
    CHECK(batch.ignored == 1);
}

TEST_CASE("a genuine permanent bounce blacklists the address with the server's words", "[email]") {
    const auto observation = only(read(json::parse(sesFixture("json-amazonses-01.json"))));
    CHECK(observation == json::parse(R"json({
      "id": "ses:01010157e48fa03f-c7e948fe-3c34-403e-b681-02a497797067-000000:h(bounce@simulator.amazonses.com)",
      "observed_at": "2016-10-21T00:06:40.502Z",
      "source": {"type": "plugin", "name": "ses"},
      "identifiers": [{"type": "email", "value": "bounce@simulator.amazonses.com"}],
      "endpoints": [{"type": "email", "value": "bounce@simulator.amazonses.com", "state": "blacklisted",
                     "reason": "inactive_address", "detail": "550 5.1.1 user unknown", "at": "2016-10-21T00:06:40.502Z"}],
      "activities": [{"id": "01010157e48f9b9b-891e9a0e-9c9d-4773-9bfe-608f2ef4756d-000000", "channel": "email",
                      "message": {"name": "nyaan"}, "status": "undelivered", "reason": "inactive_address",
                      "endpoint": {"type": "email", "value": "bounce@simulator.amazonses.com"},
                      "at": "2016-10-21T00:06:40.502Z", "properties": {"detail": "550 5.1.1 user unknown"}}]
    })json"));
}

TEST_CASE("a genuine complaint is the complaint of its recipient", "[email]") {
    const auto observation = only(read(json::parse(sesFixture("json-amazonses-03.json"))));
    CHECK(observation["activities"][0]["status"] == "complained");
    CHECK(observation["activities"][0]["reason"] == "abuse");
    CHECK(observation["endpoints"][0]["state"] == "complained");
    CHECK(observation["endpoints"][0]["reason"] == "abuse");
    CHECK(observation["endpoints"][0]["detail"] == "Amazon SES Mailbox Simulator");
    CHECK(observation["observed_at"] == "2016-11-25T01:49:01.000Z");
}

TEST_CASE("a genuine delivery is a delivery, and says nothing else of the address", "[email]") {
    const auto observation = only(read(json::parse(sesFixture("json-amazonses-05.json"))));
    CHECK(observation["activities"][0]["status"] == "delivered");
    CHECK(observation["activities"][0]["properties"]["detail"] == "250 2.6.0 Message received");
    CHECK(observation["activities"][0]["id"] ==
          "01010158992bd11e-d46429af-0ec9-4aaf-8503-6f7ca5832ca2-000000");
    CHECK(observation["id"] ==
          "ses:delivery:01010158992bd11e-d46429af-0ec9-4aaf-8503-6f7ca5832ca2-000000:1480038541207:"
          "h(complaint@simulator.amazonses.com)");
    CHECK_FALSE(observation.contains("endpoints"));
}

TEST_CASE("whether a bounce is for good is what Amazon says, and why is what the server says", "[email]") {
    const auto [type, subType, recipient, state, reason] =
        GENERATE(table<std::string, std::string, json, std::string, std::string>({
            {"Permanent", "General", json::object(), "blacklisted", "bounced"},
            {"Permanent", "General", {{"status", "5.1.1"}}, "blacklisted", "inactive_address"},
            {"Permanent", "NoEmail", json::object(), "blacklisted", "inactive_address"},
            {"Permanent", "Suppressed", {{"status", "5.1.1"}}, "blacklisted", "suppressed"},
            {"Permanent", "OnAccountSuppressionList", json::object(), "blacklisted", "suppressed"},
            {"Permanent", "General", {{"status", "5.2.2"}}, "blacklisted", "mailbox_full"},
            {"Permanent",
             "General",
             {{"diagnosticCode", "smtp; 550 5.7.1 spam"}},
             "blacklisted",
             "policy_rejected"},
            {"Permanent", "General", {{"status", "4.4.7"}}, "blacklisted", "expired"},
            {"Transient", "MailboxFull", json::object(), "blocked", "mailbox_full"},
            {"Transient", "MessageTooLarge", json::object(), "blocked", "message_too_large"},
            {"Transient", "ContentRejected", json::object(), "blocked", "content_rejected"},
            {"Transient", "AttachmentRejected", json::object(), "blocked", "content_rejected"},
            {"Transient", "General", {{"status", "5.1.1"}}, "blocked", "inactive_address"},
            {"Undetermined", "Undetermined", json::object(), "blocked", "bounced"},
            {"", "", json::object(), "blocked", "bounced"},
        }));
    CAPTURE(type, subType, recipient);
    const auto observation = only(read(bounce(type, subType, recipient)));
    CHECK(observation["activities"][0]["status"] == "undelivered");
    CHECK(observation["activities"][0]["reason"] == reason);
    CHECK(observation["endpoints"][0]["state"] == state);
    CHECK(observation["endpoints"][0]["reason"] == reason);
    CHECK_FALSE(observation["endpoints"][0].contains("until"));
}

TEST_CASE("an automatic answer is no failure of the address", "[email]") {
    const auto observation = only(read(bounce("Transient", "General", json::object())));
    CHECK(observation["activities"][0]["status"] == "uncertain");
    CHECK(observation["activities"][0]["reason"] == "automatic_answer");
    CHECK_FALSE(observation.contains("endpoints"));
}

TEST_CASE("each recipient of a bounce is read by its own report", "[email]") {
    auto given = bounce("Permanent", "General", {{"status", "5.1.1"}, {"action", "failed"}});
    auto& recipients = given["bounce"]["bouncedRecipients"];
    recipients.push_back(
        {{"emailAddress", "Two <Two@Example.com>"}, {"status", "4.0.0"}, {"action", "delayed"}});
    recipients.push_back({{"emailAddress", "three@example.com"}, {"action", "relayed"}});
    given["mail"]["destination"] = {"recipient@example.com", "two@example.com", "three@example.com"};
    const auto batch = read(given);
    REQUIRE(batch.events.size() == 2);
    const auto first = observationOf(batch.events[0]);
    const auto second = observationOf(batch.events[1]);
    CHECK(first["activities"][0]["id"] == "m-1:h(recipient@example.com)");
    CHECK(first["id"] == "ses:f-1:h(recipient@example.com)");
    CHECK(first["endpoints"][0]["state"] == "blacklisted");
    CHECK(second["activities"][0]["id"] == "m-1:h(two@example.com)");
    CHECK(second["id"] == "ses:f-1:h(two@example.com)");
    CHECK(second["identifiers"][0]["value"] == "Two@Example.com");
    CHECK(second["activities"][0]["status"] == "delayed");
    CHECK_FALSE(second.contains("endpoints"));
}

TEST_CASE("a mailing is named by its tag and its subject", "[email]") {
    auto given = bounce("Permanent", "General", json::object());
    CHECK(only(read(given))["activities"][0]["message"] == json{{"id", "spring-sale"}, {"name", "Hello"}});

    given["mail"].erase("commonHeaders");
    given["mail"]["headers"] = {{{"name", "To"}, {"value", "x"}},
                                {{"name", "Subject"}, {"value", "=?UTF-8?Q?a=C3=BC?="}}};
    CHECK(only(read(given))["activities"][0]["message"]["name"] == "a\xC3\xBC");

    given["mail"].erase("headers");
    given["mail"]["tags"] = {{"campaign", {"autumn"}}};
    CHECK_FALSE(only(read(given))["activities"][0].contains("message"));
    CHECK(only(read(given, {.messageTag = "campaign", .categories = {}}))["activities"][0]["message"] ==
          json{{"id", "autumn"}});
}

TEST_CASE("every kind of event publishing has its status", "[email]") {
    const auto kind = GENERATE(from_range(kith::test::sesKinds()));
    CAPTURE(kind.type);
    const auto observation = only(read(notification(kind.type, kind.part, kind.content)));
    CHECK(observation["activities"][0]["status"] == kind.status);
    CHECK(observation["activities"][0].value("reason", "") == kind.reason);
    CHECK(observation.contains("endpoints") == (kind.state != "active"));
    if (observation.contains("endpoints")) CHECK(observation["endpoints"][0]["state"] == kind.state);
    CHECK(observation["observed_at"] == "2017-08-05T00:40:02.012Z");
}

TEST_CASE("an open by a mail program is kept as a prefetch", "[email]") {
    const auto observation = only(read(notification("Open", "open", {{"userAgent", "Mozilla/5.0"}})));
    CHECK(observation["activities"][0]["status"] == "read");
    CHECK(observation["activities"][0]["machine"] == "prefetch");
}

TEST_CASE("clicks on two links at the same time are two events", "[email]") {
    auto click = notification("Click", "click",
                              {{"link", "https://example.com/a"}, {"timestamp", "2017-08-09T23:51:25.570Z"}});
    const auto first = only(read(click));
    click["click"]["link"] = "https://example.com/b";
    const auto second = only(read(click));
    CHECK(first["id"] != second["id"]);
    CHECK(first["activities"][0]["id"] == second["activities"][0]["id"]);
    CHECK(first["activities"][0]["properties"]["url"] == "https://example.com/a");
}

TEST_CASE("a link with U+0000 makes no event that can't be written", "[email]") {
    const auto seen = only(read(notification(
        "Click", "click",
        {{"link", std::string("https://example.com/\0", 21)}, {"timestamp", "2017-08-09T23:51:25.570Z"}})));
    CHECK(seen.dump().find("\\u0000") == std::string::npos);
}

TEST_CASE("nobody knows who of several opened a message", "[email]") {
    auto given = notification("Open", "open", {{"userAgent", "x"}});
    given["mail"]["destination"] = {"a@example.com", "b@example.com"};
    const auto batch = read(given);
    CHECK(batch.events.empty());
    CHECK(batch.ignored == 1);
}

TEST_CASE("leaving and returning on the subscription page change the address", "[email]") {
    const auto leave = only(read(
        notification("Subscription", "subscription", {{"newTopicPreferences", {{"unsubscribeAll", true}}}})));
    CHECK(leave["endpoints"][0]["state"] == "unsubscribed");

    const auto back = only(read(notification("Subscription", "subscription",
                                             {{"newTopicPreferences", {{"unsubscribeAll", false}}},
                                              {"oldTopicPreferences", {{"unsubscribeAll", true}}}})));
    CHECK(back["endpoints"][0]["state"] == "active");
    CHECK(back["endpoints"][0]["reason"] == "double_opt_in");
    CHECK(back["activities"][0]["event"] == "resubscribed");
    CHECK_FALSE(back["activities"][0].contains("status"));
    CHECK_FALSE(back["activities"][0].contains("id"));
}

TEST_CASE("topics of a contact list are the categories that they are mapped to", "[email]") {
    const auto observation = only(
        read(topicsChange(
                 preferences({{"weekly", "OptIn"}, {"daily", "OptOut"}, {"unknown", "OptOut"}}),
                 preferences(
                     {{"weekly", "OptOut"}, {"daily", "OptIn"}, {"unknown", "OptIn"}, {"weekly", "Maybe"}})),
             kTopics));
    CHECK(observation["subscriptions"]["news"]["state"] == "unsubscribed");
    CHECK(observation["subscriptions"]["offers"]["state"] == "subscribed");
    CHECK(observation["subscriptions"]["offers"]["by"] == "person");
    CHECK(observation["subscriptions"].size() == 2);
    CHECK_FALSE(observation.contains("endpoints"));
    CHECK_FALSE(observation.contains("activities"));
}

TEST_CASE("a topic whose status is what it was says nothing", "[email]") {
    const auto [before, now] =
        GENERATE(table<std::string, std::string>({{"OptIn", "OptOut"}, {"OptOut", "OptIn"}}));
    const std::string other = GENERATE("OptIn", "OptOut");
    const auto observation = only(read(topicsChange(preferences({{"weekly", before}, {"daily", other}}),
                                                    preferences({{"daily", other}, {"weekly", now}})),
                                       kTopics));
    CHECK(observation["subscriptions"].size() == 1);
    CHECK(observation["subscriptions"]["news"]["state"] == (now == "OptIn" ? "subscribed" : "unsubscribed"));

    const auto same = preferences({{"weekly", now}, {"daily", other}});
    const auto batch = read(topicsChange(same, same), kTopics);
    CHECK(batch.events.empty());
    CHECK(batch.ignored == 1);
}

TEST_CASE("of a topic without a status before, only leaving counts", "[email]") {
    const auto before = GENERATE(json(), json(5), json::object(), json{{"topicSubscriptionStatus", "OptOut"}},
                                 json{{"topicSubscriptionStatus", {1, nullptr, {{"topicName", "daily"}}}}},
                                 preferences({{"unknown", "OptOut"}}), preferences({{"daily", "Maybe"}}));
    CAPTURE(before);
    auto change = topicsChange(before, preferences({{"weekly", "OptOut"}, {"daily", "OptIn"}}));
    const bool absent = GENERATE(false, true);
    if (absent) change["subscription"].erase("oldTopicPreferences");
    const auto observation = only(read(change, kTopics));
    CHECK(observation["subscriptions"].size() == 1);
    CHECK(observation["subscriptions"]["news"]["state"] == "unsubscribed");
}

TEST_CASE("nobody joins a topic while leaving everything", "[email]") {
    const auto observation =
        only(read(topicsChange(preferences({{"weekly", "OptIn"}, {"daily", "OptOut"}}),
                               preferences({{"weekly", "OptOut"}, {"daily", "OptIn"}}, true)),
                  kTopics));
    CHECK(observation["endpoints"][0]["state"] == "unsubscribed");
    CHECK(observation["subscriptions"].size() == 1);
    CHECK(observation["subscriptions"]["news"]["state"] == "unsubscribed");
}

TEST_CASE("ids that are too long are hashed, and text is cut", "[email]") {
    auto given = bounce("Permanent", "General", {{"diagnosticCode", "smtp; 550 " + std::string(5000, 'x')}});
    given["bounce"]["feedbackId"] = std::string(300, 'f');
    const auto observation = only(read(given));
    CHECK(observation["id"].get<std::string>().starts_with("ses:h("));
    CHECK(observation["endpoints"][0]["detail"].get<std::string>().size() == 2000);
}

TEST_CASE("control characters of a hostile server never reach the profile", "[email]") {
    auto given =
        bounce("Permanent", "General", {{"diagnosticCode", std::string("smtp; 550 a\0b\x1B[31m", 18)}});
    given["mail"]["commonHeaders"]["subject"] = "a\nb";
    const auto observation = only(read(given));
    CHECK(observation["endpoints"][0]["detail"] == "550 a b [31m");
    CHECK(observation["activities"][0]["message"]["name"] == "a b");
}
