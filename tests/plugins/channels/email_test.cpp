// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/channel_server.hpp"
#include "tests/plugins/email/support/envelopes.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kSes = "/channels/email/ses";
constexpr const char* kBounced = "bounce@simulator.amazonses.com";
constexpr const char* kFeedback = "01010157e48fa03f-c7e948fe-3c34-403e-b681-02a497797067-000000";
constexpr const char* kComplaining = "complaint@simulator.amazonses.com";

Json counts(int accepted, int duplicate = 0, int ignored = 0) {
    return {{"accepted", accepted},
            {"duplicate", duplicate},
            {"ignored", ignored},
            {"malformed", 0},
            {"rejected", 0}};
}

ApiAnswer post(ApiServer& api, const std::string& body, const std::string& key) {
    return api.call({.method = "POST", .path = kSes, .key = key, .body = body, .type = "text/plain"});
}

/// A server that listens to one topic of Amazon SNS.
ApiServer withTopic(storage::Engine engine) {
    return ApiServer(engine, {"plugins.load.email.options={ses: {topics: ['" + kTopic + "']}}"});
}

}  // namespace

TEST_CASE("a genuine bounce makes the profile of its recipient, whose address is blacklisted", "[email]") {
    ApiServer api(eachEngine());
    const auto answer = post(api, sesFile("json-amazonses-01.json"), api.write);
    CHECK(answer.status == 200);
    CHECK(answer.body == counts(1));

    const auto ref = std::string("email:") + kBounced;
    const auto profile = api.profile(ref);
    CHECK(profile["known"] == true);
    CHECK(profile["source"] == Json{{"type", "plugin"}, {"name", "ses"}});
    const auto address = identifierOf(profile, "email", kBounced);
    CHECK(address["endpoint"]["channel"] == "email");
    CHECK(address["endpoint"]["state"] == "blacklisted");
    const auto state = stateOf(address, "blacklisted");
    CHECK(state["reason"] == "inactive_address");
    CHECK(state["detail"] == "550 5.1.1 user unknown");
    CHECK(state["since"] == "2016-10-21T00:06:40.502Z");
    CHECK(state["lifted"].is_null());

    const auto activities = timeline(api, ref);
    REQUIRE(activities.size() == 1);
    const auto& message = activities[0];
    CHECK(message["channel"] == "email");
    CHECK(message["kind"] == "message");
    CHECK(message["status"] == "undelivered");
    CHECK(message["at"] == "2016-10-21T00:06:40.502Z");
    CHECK(message["message"]["name"] == "nyaan");
    CHECK(message["endpoint"] == Json{{"type", "email"}, {"value", kBounced}});
    REQUIRE(message["status_history"].size() == 1);
    CHECK(message["status_history"][0]["reason"] == "inactive_address");
    CHECK(message["properties"]["detail"] == "550 5.1.1 user unknown");

    CHECK(profile["channels"]["email"]["addresses"] ==
          Json::parse(R"([{"value": "bounce@simulator.amazonses.com",
                           "last_bounce": {"at": "2016-10-21T00:06:40.502Z", "reason": "inactive_address",
                                           "detail": "550 5.1.1 user unknown", "provider": "ses"}}])"));

    const auto changes = api.get("/v1/profiles/" + ref + "/changes").body["items"];
    REQUIRE(changes.size() == 1);
    CHECK(changes[0]["kind"] == "endpoint");
    CHECK(changes[0]["identifier"] == Json{{"type", "email"}, {"value", kBounced}});
    CHECK(changes[0]["after"] == "blacklisted");
    CHECK(changes[0]["reason"] == "inactive_address");
    CHECK(changes[0]["detail"] == "550 5.1.1 user unknown");
    const auto& evidence = changes[0]["observation"];
    CHECK(evidence["given_id"].get<std::string>().starts_with(std::string("ses:") + kFeedback + ":"));
    CHECK(evidence["evidence"] == "attested");
    CHECK(evidence["source"] == Json{{"type", "plugin"}, {"name", "ses"}});

    SECTION("told again, it changes nothing") {
        CHECK(post(api, sesFile("json-amazonses-01.json"), api.write).body == counts(0, 1));
        CHECK(api.profile(ref) == profile);
        CHECK(timeline(api, ref) == activities);
    }
}

TEST_CASE("what is wrong with one of several notifications is told with its place", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto wrong = [&](const std::string& body) {
        const auto answer = post(api, body, api.write);
        CHECK(answer.status == 400);
        return answer.errors();
    };
    using Errors = std::vector<std::string>;
    const std::string nobodys =
        R"({"eventType": "Delivery", "mail": {"messageId": "m", "timestamp": "2017-08-05T00:40:02Z"},
            "delivery": {"recipients": ["no address"]}})";
    CHECK(wrong("5").empty());
    CHECK(post(api, "5", api.write).body["detail"] == "A notification is an object.");
    CHECK(wrong("{}").empty());
    CHECK(post(api, "{}", api.write).body["detail"] ==
          "A notification has an eventType or a notificationType.");
    CHECK(wrong("[5]") == Errors{"/0 malformed_event"});
    CHECK(wrong("[[], {\"eventType\": \"Bounce\"}, " + nobodys + "]") ==
          Errors{"/0 malformed_event", "/1 malformed_event", "/2 malformed_address"});
    CHECK(post(api, "[5]", api.write).body["errors"][0]["detail"] == "A notification is an object.");
}

TEST_CASE("a bounce dated ahead of the server's clock counts from its receipt", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto address = fresh("ahead-") + "@example.com";
    const Json bounce{{"notificationType", "Bounce"},
                      {"bounce",
                       {{"bounceType", "Permanent"},
                        {"timestamp", "2090-01-01T00:00:00Z"},
                        {"bouncedRecipients", {{{"emailAddress", address}}}}}},
                      {"mail", {{"timestamp", "2026-01-01T00:00:00Z"}, {"messageId", fresh("ahead-")}}}};
    const auto answer =
        api.call({.method = "POST", .path = "/channels/email/ses", .key = api.write, .body = bounce.dump()});
    CHECK(answer.body["accepted"] == 1);
    const auto listed = identifierOf(api.profile("email:" + address), "email", address);
    CHECK(listed["endpoint"]["state"] == "blacklisted");
    CHECK(listed["endpoint"]["states"][0]["since"].get<std::string>() < "2090");
}

TEST_CASE("a genuine bounce in Amazon's envelope finds the profile of its recipient", "[email]") {
    ApiServer api(eachEngine());
    auto known = person("external_id", "42");
    known["identifiers"].push_back({{"type", "email"}, {"value", "Bounce@Simulator.AmazonSES.com"}});
    known["fields"] = {{"first_name", "Ann"}};
    const auto id = api.observe(known)["profile_id"];

    CHECK(post(api, sesFile("json-amazonses-02.json"), api.write).body == counts(1));
    const auto profile = api.profile("external_id:42");
    CHECK(profile["id"] == id);
    CHECK(profile["fields"]["first_name"] == "Ann");
    const auto address = identifierOf(profile, "email", kBounced);
    CHECK(address["endpoint"]["state"] == "blacklisted");
    CHECK(stateOf(address, "blacklisted")["since"] == "2016-10-21T06:58:02.245Z");
    CHECK(happenings(timeline(api, "external_id:42")) == std::vector<std::string>{"undelivered"});
}

TEST_CASE("a genuine complaint and the delivery before it are one message", "[email]") {
    ApiServer api(eachEngine());
    const bool complaintFirst = GENERATE(true, false);
    const std::vector<std::string> files =
        complaintFirst ? std::vector<std::string>{"json-amazonses-03.json", "json-amazonses-05.json"}
                       : std::vector<std::string>{"json-amazonses-05.json", "json-amazonses-03.json"};
    for (const auto& file : files) CHECK(post(api, sesFile(file), api.write).body == counts(1));

    const auto ref = std::string("email:") + kComplaining;
    const auto activities = timeline(api, ref);
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["status"] == "complained");
    CHECK(activities[0]["status_history"].size() == 2);
    const auto profile = api.profile(ref);
    const auto address = identifierOf(profile, "email", kComplaining);
    CHECK(address["endpoint"]["state"] == "complained");
    const auto state = stateOf(address, "complained");
    CHECK(state["reason"] == "abuse");
    CHECK(state["since"] == "2016-11-25T01:49:01.000Z");
    CHECK(profile["channels"]["email"]["addresses"][0]["last_delivered_at"] == "2016-11-25T01:49:01.207Z");
    CHECK(profile["activity"]["by_channel"]["email"] == Json{{"complained", 1}});
}

TEST_CASE("what Amazon sends without its signature needs a key that may write", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto* file : {"json-amazonses-01.json", "json-amazonses-03.json", "json-amazonses-05.json"}) {
        const auto body = sesFile(file);
        const auto asked = post(api, body, "");
        CHECK(asked.status == 401);
        // Amazon sends the key in a subscription's URL only when it is asked for one.
        CHECK(asked.header("WWW-Authenticate").starts_with("Basic"));
        CHECK(post(api, body, api.read).status == 403);
        CHECK(post(api, body, api.open).status == 403);
        CHECK(post(api, body, "kith_nobody").status == 401);
    }
    CHECK(api.get(std::string("/v1/profiles/email:") + kBounced).status == 404);
    CHECK(api.get(std::string("/v1/profiles/email:") + kComplaining).status == 404);
}

TEST_CASE("an envelope without a key counts only with a signature of Amazon's for a listed topic",
          "[email]") {
    auto api = withTopic(eachEngine());
    // Genuine, but from a topic that nobody listed; and of years ago.
    CHECK(post(api, sesFile("json-amazonses-02.json"), "").status == 403);

    auto envelope = notificationEnvelope(sesFile("json-amazonses-01.json"));
    envelope["Timestamp"] = base::formatRfc3339(base::SystemClock().now());
    SECTION("signed by nobody") {}
    SECTION("with a certificate from elsewhere") {
        signEnvelope(envelope, SigningKey::sharedRsa());
        envelope["SigningCertURL"] = GENERATE(
            as<std::string>{}, "https://sns.us-west-2.amazonaws.com.evil.test/a.pem",
            "https://s3.us-west-2.amazonaws.com/bucket/a.pem", "http://sns.us-west-2.amazonaws.com/a.pem",
            "https://127.0.0.1/a.pem", "https://sns.us-west-2.amazonaws.com:444/a.pem");
    }
    SECTION("sent too long ago") {
        envelope["Timestamp"] = "2023-11-14T22:13:20.000Z";
        signEnvelope(envelope, SigningKey::sharedRsa());
    }
    SECTION("of another topic") {
        envelope["TopicArn"] = kTopic + "-2";
        signEnvelope(envelope, SigningKey::sharedRsa());
    }
    SECTION("a confirmation of a subscription, by anybody") {
        envelope = confirmationEnvelope("SubscriptionConfirmation");
        envelope["TopicArn"] = kTopic + "-2";
        CHECK(post(api, envelope.dump(), api.admin).status == 403);
    }
    const auto answer = post(api, envelope.dump(), "");
    CHECK(answer.status == 403);
    CHECK(api.get(std::string("/v1/profiles/email:") + kBounced).status == 404);
}

TEST_CASE("a body that is no notification is refused before anything is written", "[email]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& body :
         {std::string("{"), std::string("null"), std::string("{}"), std::string(R"({"eventType": "Bounce"})"),
          std::string("\xff\xfe"), std::string(500'000, '[') + std::string(500'000, ']')}) {
        CHECK(post(api, body, api.write).status == 400);
    }
    CHECK(post(api, std::string(1024UL * 1024 + 1, ' '), api.write).status == 413);
    CHECK(api.call({.method = "GET", .path = kSes, .key = api.write}).status == 405);
}

TEST_CASE("addresses that become one person are shown together", "[email]") {
    ApiServer api(eachEngine());
    CHECK(post(api, sesFile("json-amazonses-01.json"), api.write).body == counts(1));
    CHECK(post(api, sesFile("json-amazonses-05.json"), api.write).body == counts(1));
    auto both = person("email", kBounced);
    both["identifiers"].push_back({{"type", "email"}, {"value", kComplaining}});
    CHECK(api.observe(both)["result"] == "merged");

    const auto profile = api.profile(std::string("email:") + kComplaining);
    const auto& addresses = profile["channels"]["email"]["addresses"];
    REQUIRE(addresses.size() == 2);
    CHECK(identifierOf(profile, "email", kBounced)["endpoint"]["state"] == "blacklisted");
    CHECK(happenings(timeline(api, std::string("email:") + kBounced)) ==
          std::vector<std::string>{"delivered", "undelivered"});
    for (const auto& each : addresses)
        CHECK(each.contains(each["value"] == kBounced ? "last_bounce" : "last_delivered_at"));
}
