// SPDX-License-Identifier: Apache-2.0
// What people consented to: who may say so, and what is told of it.
#include <catch2/catch.hpp>

#include "tests/api/exported.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

Json subscriptionOf(const Json& profile, const std::string& category) {
    for (const auto& each : profile["subscriptions"])
        if (each["category"] == category) return each;
    return {};
}

/// The last that was said of a subscription.
Json changeOf(ApiServer& api, const std::string& path) {
    const auto changes = api.get(path + "/changes").body["items"];
    for (const auto& each : changes)
        if (each["kind"] == "subscription") return each;
    return {};
}

Json consent(const std::string& state, const std::string& by) {
    return {{"state", state}, {"by", by}};
}

Json news(const Json& said) {
    return {{"subscriptions", {{"news", said}}}};
}

}  // namespace

TEST_CASE("an edit lifts a person's opt-out only with the proof that they asked for it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["subscriptions"] = {{"news", consent("unsubscribed", "person")}};
    someone["subscriptions"]["news"].update({{"reason", "too_frequent"}, {"comment", "every day?"}});
    const std::string id = api.observe(someone)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    const auto left = subscriptionOf(api.profile(id), "news");
    CHECK(left["reason"] == "too_frequent");
    CHECK(left["comment"] == "every day?");
    CHECK(left["proof"].is_null());

    CHECK(api.patch(path, news("subscribed")).status == 200);
    CHECK(subscriptionOf(api.profile(id), "news") == left);
    const auto bare = api.patch(path, news(consent("subscribed", "person")));
    CHECK(bare.status == 400);
    CHECK(bare.errors() == Errors{"/subscriptions/news/proof proof_required"});
    auto byConsole = somebody();
    byConsole["source"] = {{"type", "console"}, {"name", "desk"}};
    byConsole["subscriptions"] = {{"news", consent("subscribed", "person")}};
    CHECK(api.post("/v1/observations", byConsole).errors() ==
          Errors{"/subscriptions/news/proof proof_required"});
    CHECK(subscriptionOf(api.profile(id), "news") == left);

    auto proven = consent("subscribed", "person");
    proven["proof"] = "called on 20 November, ticket 4711";
    REQUIRE(api.patch(path, news(proven)).status == 200);
    const auto back = subscriptionOf(api.profile(id), "news");
    CHECK(back["state"] == "subscribed");
    CHECK(back["proof"] == proven["proof"]);
    CHECK(back["reason"].is_null());
    CHECK(changeOf(api, path)["proof"] == proven["proof"]);
    CHECK(exported(api, id)["subscriptions"].back()["proof"] == proven["proof"]);
}

TEST_CASE("to note that somebody left takes no proof, and a comment that changes is a change", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["subscriptions"] = {{"news", consent("subscribed", "person")}};
    const std::string id = api.observe(someone)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    auto left = consent("unsubscribed", "person");
    left["comment"] = "wrote a letter";
    const auto answer = api.patch(path, news(left));
    REQUIRE(answer.status == 200);
    CHECK(subscriptionOf(answer.body, "news")["comment"] == "wrote a letter");
    left["comment"] = "wrote two letters";
    const auto again = api.patch(path, news(left));
    CHECK(again.body["version"] > answer.body["version"]);
    CHECK(subscriptionOf(again.body, "news")["comment"] == "wrote two letters");
}
