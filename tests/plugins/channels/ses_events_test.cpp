// SPDX-License-Identifier: Apache-2.0
// What Amazon SES publishes of a message, as the profile and the timeline of its recipient show it.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/channel_server.hpp"
#include "tests/plugins/email/support/ses_events.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kAt = "2017-08-05T00:40:02.012Z";

void post(ApiServer& api, const Json& notification) {
    const auto answer = api.call({.method = "POST",
                                  .path = "/channels/email/ses",
                                  .key = api.write,
                                  .body = notification.dump(),
                                  .type = "text/plain"});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    CHECK(answer.body["accepted"] == 1);
}

std::string newAddress() {
    return fresh("ses") + "@example.com";
}

Json endpointOf(ApiServer& api, const std::string& address) {
    return identifierOf(api.profile("email:" + address), "email", address);
}

/// The change of the address's state says why and when, and names SES's event as its evidence.
void checkEvidence(ApiServer& api, const std::string& address, const SesKind& kind) {
    const auto change = stateChangeOf(api, "email:" + address);
    CHECK(change["identifier"] == Json{{"type", "email"}, {"value", address}});
    CHECK(change["after"] == kind.state);
    // A complaint names the address's state by where it came from, whatever kind it is.
    CHECK(change["reason"] == (kind.reason == "opt-out" ? "feedback_report" : kind.reason));
    CHECK(change["at"] == kAt);
    const auto& evidence = change["observation"];
    CHECK(evidence["source"] == Json{{"type", "plugin"}, {"name", "ses"}});
    CHECK(evidence["evidence"] == "attested");
    CHECK(evidence["given_id"].get<std::string>().starts_with("ses:"));
}

}  // namespace

TEST_CASE("every kind of event is a status in the timeline, and a state where it speaks of the address",
          "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto count = sesKinds().size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto address = newAddress();
        const auto kind = sesKinds(address)[i];
        const auto message = fresh("ses-message-");
        INFO(kind.type << " " << kind.reason);
        post(api, sesNotification(kind.type, kind.part, kind.content, address, message));
        const auto activities = timeline(api, "email:" + address);
        REQUIRE(activities.size() == 1);
        const auto& activity = activities[0];
        CHECK(activity["status"] == kind.status);
        CHECK(activity["at"] == kAt);
        CHECK(activity["message"] == Json{{"id", "spring-sale"}, {"name", "Hello"}});
        CHECK(activity["endpoint"] == Json{{"type", "email"}, {"value", address}});
        CHECK(activity["status_history"][0]["reason"] == (kind.reason.empty() ? Json() : Json(kind.reason)));
        const auto endpoint = endpointOf(api, address);
        CHECK(endpoint["endpoint"]["state"] == kind.state);
        CHECK(endpoint["endpoint"]["states"].size() == (kind.state == "active" ? 0 : 1));
        if (kind.state != "active") checkEvidence(api, address, kind);
    }
}

TEST_CASE("a message from its sending to its click is one activity", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = newAddress();
    const auto message = fresh("ses-message-");
    // In the order of the table, which is not that in which they happen.
    for (const auto& kind : sesKinds(address)) {
        if (kind.state == "active" && kind.status != "skipped")
            post(api, sesNotification(kind.type, kind.part, kind.content, address, message));
    }
    const auto activities = timeline(api, "email:" + address);
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["status"] == "clicked");
    std::vector<std::string> statuses;
    for (const auto& each : activities[0]["status_history"]) statuses.push_back(each["status"]);
    CHECK_THAT(statuses, Catch::Matchers::UnorderedEquals(
                             std::vector<std::string>{"sent", "delayed", "delivered", "read", "clicked"}));
    CHECK(api.profile("email:" + address)["channels"]["email"]["addresses"] ==
          Json::array({{{"value", address},
                        {"last_delivered_at", kAt},
                        {"last_read_at", kAt},
                        {"last_clicked_at", kAt}}}));
}

TEST_CASE("who leaves on the subscription page is unsubscribed until they return there", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = newAddress();
    const auto message = fresh("ses-message-");
    const auto chooses = [&](bool all, bool before, const std::string& at) {
        post(api, sesNotification("Subscription", "subscription",
                                  {{"timestamp", at},
                                   {"newTopicPreferences", {{"unsubscribeAll", all}}},
                                   {"oldTopicPreferences", {{"unsubscribeAll", before}}}},
                                  address, message));
        return endpointOf(api, address);
    };
    const auto left = chooses(true, false, "2017-09-01T00:00:00Z");
    CHECK(left["endpoint"]["state"] == "unsubscribed");
    const auto state = stateOf(left, "unsubscribed");
    CHECK(state["reason"] == "subscription_page");
    CHECK(state["since"] == "2017-09-01T00:00:00.000Z");
    CHECK(state["lifted"].is_null());

    const auto back = chooses(false, true, "2017-10-01T00:00:00Z");
    CHECK(back["endpoint"]["state"] == "active");
    CHECK(stateOf(back, "unsubscribed")["lifted"].is_object());
    CHECK(happenings(timeline(api, "email:" + address)) ==
          std::vector<std::string>{"resubscribed", "unsubscribed"});
}

TEST_CASE("leaving one topic neither lifts a complaint nor joins the other topics", "[email]") {
    ApiServer api(eachEngine(),
                  {"plugins.load.email.options={ses: {categories: {weekly: news, daily: special}}}",
                   "categories=[{key: news}, {key: special}]"});
    const auto address = newAddress();
    const auto message = fresh("ses-message-");
    post(api, sesNotification("Complaint", "complaint",
                              {{"timestamp", "2017-09-01T00:00:00Z"},
                               {"feedbackId", fresh("feedback-")},
                               {"complainedRecipients", {{{"emailAddress", address}}}}},
                              address, message));
    post(api, sesNotification(
                  "Subscription", "subscription",
                  {{"timestamp", "2017-10-01T00:00:00Z"},
                   {"oldTopicPreferences", sesPreferences({{"weekly", "OptIn"}, {"daily", "OptIn"}})},
                   {"newTopicPreferences", sesPreferences({{"weekly", "OptOut"}, {"daily", "OptIn"}})}},
                  address, message));
    const auto endpoint = endpointOf(api, address);
    CHECK(endpoint["endpoint"]["state"] == "complained");
    CHECK(stateOf(endpoint, "complained")["lifted"].is_null());
    std::vector<std::string> chosen;
    const auto profile = api.profile("email:" + address);
    for (const auto& each : profile["subscriptions"]) {
        if (each["by"] == "person")
            chosen.push_back(each["category"].get<std::string>() + " " + each["state"].get<std::string>());
    }
    CHECK(chosen == std::vector<std::string>{"news unsubscribed"});

    // Who joins a topic there wants mail again.
    post(api,
         sesNotification("Subscription", "subscription",
                         {{"timestamp", "2017-11-01T00:00:00Z"},
                          {"oldTopicPreferences", sesPreferences({{"weekly", "OptOut"}, {"daily", "OptIn"}})},
                          {"newTopicPreferences", sesPreferences({{"weekly", "OptIn"}, {"daily", "OptIn"}})}},
                         address, message));
    CHECK(endpointOf(api, address)["endpoint"]["state"] == "active");
}
