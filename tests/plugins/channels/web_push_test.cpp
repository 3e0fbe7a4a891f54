// SPDX-License-Identifier: Apache-2.0
// A browser's subscription: the keys that a message to it is encrypted with, and what its push service
// answers.
#include <catch2/catch.hpp>

#include "core/storage/database.hpp"
#include "tests/plugins/channels/push_app.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kOtherP256dh =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr const char* kOtherAuth = "R29vZEtpdGhTZWNyZXQxMg";

/// `p256dh auth expires_at` of a subscription, as a sender would find them; `-` for what is not there.
std::string keysOf(const ApiServer& api, const std::string& endpoint) {
    storage::Database database(api.database());
    return database.read([&](storage::Session& session) {
        using Text = std::optional<std::string>;
        const auto row = session.first<Text, Text, std::optional<std::int64_t>>(
            "SELECT p256dh, auth, expires_at FROM push_device WHERE type = 'web_push' AND token = :token",
            endpoint);
        REQUIRE(row);
        const auto& [p256dh, auth, expires] = *row;
        return p256dh.value_or("-") + " " + auth.value_or("-") + " " +
               (expires ? std::to_string(*expires) : "-");
    });
}

Json registration(const std::string& endpoint, const std::string& at) {
    return {{"subscription", subscription(endpoint)}, {"app_id", "site"}, {"at", at}};
}

/// The same with other keys, which expire.
Json renewal(const std::string& endpoint, const std::string& at) {
    auto renewed = registration(endpoint, at);
    renewed["subscription"]["keys"] = {{"p256dh", kOtherP256dh}, {"auth", kOtherAuth}};
    renewed["subscription"]["expirationTime"] = 1'800'000'000'000;
    return renewed;
}

std::string newEndpoint() {
    return "https://push.example.net/" + token();
}

/// A known person with that subscription; the reference to them.
std::string somebodyWith(ApiServer& api, const std::string& endpoint) {
    auto body = registration(endpoint, "2026-01-02T00:00:00Z");
    const auto someone = somebody();
    body["identifiers"] = someone["identifiers"];
    CHECK(put(api, "subscriptions", body).status == 200);
    return refOf(someone);
}

const std::string kFirst = std::string(kP256dh) + " " + kAuth + " -";
const std::string kRenewed = std::string(kOtherP256dh) + " " + kOtherAuth + " 1800000000000";

}  // namespace

TEST_CASE("a subscription's keys are kept, and those of its newest registration count", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto endpoint = newEndpoint();
    CHECK(put(api, "subscriptions", registration(endpoint, "2026-01-02T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kFirst);

    CHECK(put(api, "subscriptions", renewal(endpoint, "2026-01-03T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kRenewed);
    // Told late, the older keys are not news; and a message encrypted with a claimed key would be read by who
    // claimed it.
    CHECK(put(api, "subscriptions", registration(endpoint, "2026-01-01T00:00:00Z")).status == 200);
    CHECK(claim(api, "subscriptions", registration(endpoint, "2026-02-01T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kRenewed);
    // A drop says nothing of the keys.
    CHECK(send(api, "DELETE", "subscriptions", {{"endpoint", endpoint}, {"at", "2026-01-04T00:00:00Z"}},
               api.write)
              .status == 200);
    CHECK(keysOf(api, endpoint) == kRenewed);
    // New keys come with an expiry of their own, or none.
    CHECK(put(api, "subscriptions", registration(endpoint, "2026-01-05T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kFirst);
}

TEST_CASE("what only a browser said of its keys, it may say anew, and a server overrules it", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto endpoint = newEndpoint();
    CHECK(claim(api, "subscriptions", registration(endpoint, "2026-01-02T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kFirst);
    CHECK(claim(api, "subscriptions", renewal(endpoint, "2026-01-03T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kRenewed);
    CHECK(put(api, "subscriptions", registration(endpoint, "2026-01-01T00:00:00Z")).status == 200);
    CHECK(keysOf(api, endpoint) == kFirst);
}

TEST_CASE("receipts of a subscription name it by its endpoint", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto endpoint = newEndpoint();
    const auto ref = somebodyWith(api, endpoint);
    const auto id = fresh("send-");
    for (const auto* status : {"sent", "delivered", "opened"}) {
        const auto answer = put(api, "receipts", {{"id", id}, {"endpoint", endpoint}, {"status", status}});
        CHECK(answer.body["results"][0]["result"] == "updated");
    }
    const auto activities = timeline(api, ref);
    REQUIRE(activities.size() == 1);
    CHECK(activities[0]["status"] == "clicked");
    CHECK(activities[0]["status_history"].size() == 3);
    CHECK(activities[0]["endpoint"] == Json{{"type", "web_push"}, {"value", endpoint}});
}

TEST_CASE("a subscription that its push service calls gone is blacklisted, with reason and date", "[push]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto endpoint = newEndpoint();
    const auto ref = somebodyWith(api, endpoint);
    const auto failed = [&](const std::string& error, const std::string& at) {
        const auto answer = put(api, "receipts",
                                {{"id", fresh("send-")},
                                 {"endpoint", endpoint},
                                 {"status", "failed"},
                                 {"error", error},
                                 {"at", at}});
        CHECK(answer.body["results"][0]["result"] == "updated");
        return identifierOf(api.profile(ref), "web_push", endpoint);
    };
    // Too many requests: the push service is busy, the subscription lives.
    CHECK(failed("429", "2026-01-03T00:00:00Z")["endpoint"]["state"] == "active");
    const std::string error = GENERATE("404", "410");
    const auto gone = failed(error, "2026-01-04T00:00:00Z");
    CHECK(gone["endpoint"]["state"] == "blacklisted");
    const auto state = stateOf(gone, "blacklisted");
    CHECK(state["reason"] == "dead_token");
    CHECK(state["detail"] == error);
    CHECK(state["since"] == "2026-01-04T00:00:00.000Z");
    CHECK(happenings(timeline(api, ref)) == std::vector<std::string>{"undelivered", "undelivered"});
}
