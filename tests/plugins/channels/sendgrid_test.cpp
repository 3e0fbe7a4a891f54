// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/plugins/channels/channel_server.hpp"
#include "tests/plugins/email/support/keys.hpp"

using namespace kith;
using namespace kith::test;

namespace {

std::int64_t now() {
    return base::toMillis(base::SystemClock().now()) / 1000;
}

/// A server that knows SendGrid's key, and SendGrid.
class SendGrid {
public:
    explicit SendGrid(storage::Engine engine)
        : api(engine, {"plugins.load.email.options={sendgrid: {public_keys: ['" + key_.publicKeyBase64() +
                       "'], groups: {'7': news}}}"}) {}

    ApiAnswer post(const std::string& body, std::int64_t seconds, const std::string& signature) {
        return api.call({.method = "POST",
                         .path = "/channels/email/sendgrid",
                         .body = body,
                         .headers = {{"X-Twilio-Email-Event-Webhook-Signature", signature},
                                     {"X-Twilio-Email-Event-Webhook-Timestamp", std::to_string(seconds)}}});
    }
    ApiAnswer post(const Json& events, std::int64_t seconds = now()) {
        const auto body = events.dump();
        return post(body, seconds, sign(body, seconds));
    }
    [[nodiscard]] std::string sign(const std::string& body, std::int64_t seconds) const {
        return key_.sign(email::Digest::Sha256, std::to_string(seconds) + body);
    }

private:
    SigningKey key_ = SigningKey::ec();

public:
    ApiServer api;
};

/// An event as SendGrid's documentation shows it.
Json event(const std::string& name, const std::string& id, Json more = Json::object()) {
    Json out{{"event", name},
             {"email", "ann@example.com"},
             {"timestamp", 1'700'000'000},
             {"sg_event_id", id},
             {"sg_message_id", "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0"},
             {"category", {"cat facts"}}};
    out.update(more);
    return out;
}

}  // namespace

TEST_CASE("SendGrid's events become one message and the state of the address", "[email]") {
    SendGrid sendGrid(eachEngine());
    const auto answer =
        sendGrid.post({event("processed", "a"), event("delivered", "b", {{"response", "250 OK"}}),
                       event("open", "c", {{"sg_machine_open", true}, {"timestamp", 1'700'000'010}})});
    CHECK(answer.status == 200);
    CHECK(answer.body["accepted"] == 3);
    const auto delivered = timeline(sendGrid.api, "email:ann@example.com");
    REQUIRE(delivered.size() == 1);
    // Apple loads every picture: kept, and no reading.
    CHECK(delivered[0]["status"] == "delivered");
    CHECK(delivered[0]["status_history"].size() == 3);
    CHECK(std::any_of(
        delivered[0]["status_history"].begin(), delivered[0]["status_history"].end(),
        [](const Json& each) { return each["status"] == "read" && each["machine"] == "prefetch"; }));

    const auto [name, more, status, state, reason] = GENERATE(table<std::string, Json, std::string,
                                                                    std::string, std::string>(
        {{"open", Json::object(), "read", "active", ""},
         {"click", {{"url", "https://example.com/"}}, "clicked", "active", ""},
         {"bounce",
          {{"reason", "550 5.1.1 unknown user"}, {"status", "5.1.1"}, {"type", "bounce"}},
          "undelivered",
          "blacklisted",
          "inactive_address"},
         {"spamreport", Json::object(), "complained", "complained", "abuse"},
         {"unsubscribe", Json::object(), "unsubscribed", "unsubscribed", "unsubscribe_link"},
         {"group_unsubscribe", {{"asm_group_id", 9}}, "unsubscribed", "unsubscribed", "group_unsubscribe"}}));
    CAPTURE(name);
    auto last = event(name, "d", more);
    last["timestamp"] = 1'700'000'020;
    CHECK(sendGrid.post(Json::array({last})).body["accepted"] == 1);
    CHECK(timeline(sendGrid.api, "email:ann@example.com")[0]["status"] == status);
    const auto address =
        identifierOf(sendGrid.api.profile("email:ann@example.com"), "email", "ann@example.com");
    CHECK(address["endpoint"]["state"] == state);
    if (state == "active") return;
    CHECK(stateOf(address, state)["reason"] == reason);
    CHECK(stateOf(address, state)["since"] == "2023-11-14T22:13:40.000Z");
    if (name == "bounce") CHECK(stateOf(address, state)["detail"] == "550 5.1.1 unknown user");
    const auto change = stateChangeOf(sendGrid.api, "email:ann@example.com");
    CHECK(change["after"] == state);
    CHECK(change["reason"] == reason);
    CHECK(change["at"] == "2023-11-14T22:13:40.000Z");
    CHECK(change["observation"]["source"] == Json{{"type", "plugin"}, {"name", "sendgrid"}});
    CHECK(change["observation"]["given_id"] == "sendgrid:d");
}

TEST_CASE("leaving a group that is a category leaves the category alone", "[email]") {
    SendGrid sendGrid(eachEngine());
    CHECK(sendGrid.post(Json::array({event("group_unsubscribe", "a", {{"asm_group_id", 7}})}))
              .body["accepted"] == 1);
    const auto profile = sendGrid.api.profile("email:ann@example.com");
    CHECK(identifierOf(profile, "email", "ann@example.com")["endpoint"]["state"] == "active");
    REQUIRE(profile["subscriptions"].size() >= 1);
    const auto& news = *std::find_if(profile["subscriptions"].begin(), profile["subscriptions"].end(),
                                     [](const Json& each) { return each["category"] == "news"; });
    CHECK(news["state"] == "unsubscribed");
    CHECK(news["by"] == "person");
    CHECK(news["reason"] == "group_unsubscribe");
}

TEST_CASE("an event that SendGrid tells again is a duplicate by its own id", "[email]") {
    SendGrid sendGrid(eachEngine());
    CHECK(sendGrid.post({event("bounce", "a"), event("open", "b")}).body["accepted"] == 2);
    const auto profile = sendGrid.api.profile("email:ann@example.com");
    // The same request, and its events in another.
    CHECK(sendGrid.post({event("bounce", "a"), event("open", "b")}).body["duplicate"] == 2);
    CHECK(sendGrid.post(Json::array({event("bounce", "a")}), now() - 60).body["duplicate"] == 1);
    CHECK(sendGrid.post({event("open", "b"), event("click", "c")}).body["accepted"] == 1);
    CHECK(sendGrid.api.profile("email:ann@example.com")["version"] == profile["version"].get<int>() + 1);
}

TEST_CASE("a request counts only with SendGrid's signature over exactly it, of late", "[email]") {
    SendGrid sendGrid(eachEngine());
    const auto body = Json::array({event("bounce", "a")}).dump();
    const auto at = now();
    const auto good = sendGrid.sign(body, at);
    CHECK(sendGrid.post(body, at, SigningKey::ec().sign(email::Digest::Sha256, std::to_string(at) + body))
              .status == 403);
    CHECK(sendGrid.post(body, at + 1, good).status == 403);
    CHECK(sendGrid.post(body + " ", at, good).status == 403);
    CHECK(sendGrid.post(body, at, "bm9uc2Vuc2U=").status == 403);
    CHECK(sendGrid.post(body, at, "").status == 401);
    for (const auto seconds : {at - 26 * 3600, at + 600})
        CHECK(sendGrid.post(body, seconds, sendGrid.sign(body, seconds)).status == 403);
    // No key of ours stands for the signature.
    CHECK(sendGrid.api
              .call({.method = "POST",
                     .path = "/channels/email/sendgrid",
                     .key = sendGrid.api.admin,
                     .body = body})
              .status == 401);
    CHECK(sendGrid.api.get("/v1/profiles/email:ann@example.com").status == 404);
    CHECK(sendGrid.post(body, at, good).body["accepted"] == 1);
}

TEST_CASE("a signed body that is no batch of events is refused, and a wrong event costs itself", "[email]") {
    SendGrid sendGrid(eachEngine());
    for (const auto& body : {std::string("{"), std::string("{}"), std::string("[5]"),
                             std::string(900'000, '[') + std::string(900'000, ']')}) {
        const auto at = now();
        CHECK(sendGrid.post(body, at, sendGrid.sign(body, at)).status == 400);
    }
    const std::string large(2UL * 1024 * 1024 + 1, ' ');
    CHECK(sendGrid.post(large, now(), "x").status == 413);
    const auto mixed = sendGrid.post(
        {event("open", "a"), 5, event("open", "b", {{"email", "no address"}}), event("something_new", "c")});
    CHECK(mixed.body ==
          Json{{"accepted", 1}, {"duplicate", 0}, {"ignored", 1}, {"malformed", 2}, {"rejected", 0}});
}
