// SPDX-License-Identifier: Apache-2.0
// A token in hand is its person until it expires: what a thief gets by that, and what not.
#include <catch2/catch.hpp>

#include "tests/api/links.hpp"
#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// Somebody who is logged in, and a thief with a fresh browser, an address of their own and a token that was
/// made a while ago.
struct Theft {
    Theft(ApiServer& server, Site& site) : api(server) {
        auto seen = of(victim);
        seen["fields"] = {{"nickname", "Ann"}};
        seen["subscriptions"] = {{"news", {{"state", "unsubscribed"}, {"by", "person"}}}};
        id = api.observe(seen)["profile_id"];
        auto claims = claimsFor(subjectOf(victim));
        claims["iat"] = nowInSeconds() - 10;
        const auto stolen = tokenOf(claims, site.secret);
        Json said{{"identifiers", {own, browser}}};
        said["evidence"] = "attested";
        said["fields"] = {{"nickname", "Mallory"}};
        said["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
        said["endpoints"] = {
            {{"type", "email"}, {"value", victim["value"]}, {"state", "complained"}},
            {{"type", "email"}, {"value", own["value"]}, {"state", "active"}, {"reason", "double_opt_in"}}};
        said["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
        REQUIRE(site.say(said, stolen).body == kAccepted);
        token = stolen;
    }

    [[nodiscard]] Json ann() const { return api.profile(id); }
    /// That nothing is said of the victim by it.
    void saidNothing() const {
        const auto profile = ann();
        CHECK(profile["fields"]["nickname"] == "Ann");
        CHECK(subscriptionState(profile, "news") == "unsubscribed");
        CHECK(endpointOf(profile, victim)["state"] == "active");
        CHECK(roleOf(profile, victim) == "identifying");
        CHECK(api.get("/v1/profiles/" + id + "/identity").body["merges"].empty());
    }
    [[nodiscard]] bool identifiesNobody(const Json& identifier) const {
        return api.get("/v1/profiles/" + refOf(of(identifier))).status == 404;
    }
    /// The button of the link that the site's backend mails for the thief's address.
    void confirmOwn() const {
        const auto made = api.post("/v1/confirmations", {{"identifier", own}});
        INFO(made.text);
        REQUIRE(made.status == 200);
        checkPage(sendForm(api, "/v1/confirmations/" + made.body["token"].get<std::string>()), 200,
                  "Confirmed");
    }

    ApiServer& api;
    Json victim = someEmail();
    Json own = someEmail();
    Json browser = cookie();
    std::string id;
    std::string token;
};

}  // namespace

TEST_CASE("a stolen token brings a fresh browser to whom it names, and an address of the thief's as a claim",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Theft theft(api, site);
    theft.saidNothing();
    const auto ann = theft.ann();
    CHECK(roleOf(ann, theft.browser) == "identifying");
    CHECK(ann["activity"]["total"] == 1);
    // The address finds nobody, and what the thief said of it is not kept.
    CHECK(roleOf(ann, theft.own) == "claimed");
    CHECK(endpointOf(ann, theft.own)["state"] == "unconfirmed");
    CHECK(theft.identifiesNobody(theft.own));
}

TEST_CASE("an address that a thief with a token claimed is of whom the token named once they confirm it",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Theft theft(api, site);
    theft.confirmOwn();
    // To the rules they are one person from then on: the token said so of the browser, and the thief of the
    // address.
    CHECK(api.profile(refOf(of(theft.own)))["id"] == theft.id);
    CHECK(roleOf(theft.ann(), theft.own) == "identifying");
    theft.saidNothing();
}

TEST_CASE("what a thief with a token brought is taken from whom it named, and does not come back by it",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    Theft theft(api, site);
    if (GENERATE(false, true)) theft.confirmOwn();
    for (const auto& each : {theft.browser, theft.own}) {
        const auto path = "/v1/profiles/" + theft.id + "/identifiers/" + each["type"].get<std::string>() +
                          '/' + each["value"].get<std::string>();
        CHECK(api.call({.method = "DELETE", .path = path, .key = api.write}).status == 204);
    }
    CHECK(site.say(of(theft.browser), theft.token).body == kAccepted);
    const auto ann = theft.ann();
    CHECK(roleOf(ann, theft.browser).empty());
    CHECK(roleOf(ann, theft.own).empty());
    CHECK(theft.identifiesNobody(theft.own));
    theft.saidNothing();
}

TEST_CASE("an address by which the thief is known stays theirs when a token is stolen", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto own = someEmail();
    const std::string mallory = api.observe(of(own))["profile_id"];
    const auto victim = someEmail();
    const std::string ann = api.observe(of(victim))["profile_id"];
    const auto browser = cookie();
    CHECK(site.say({{"identifiers", {own, browser}}}, site.token(subjectOf(victim))).body == kAccepted);
    CHECK(roleOf(api.profile(ann), own) == "claimed");
    // A link for the address alone is of whom it identifies.
    const auto made = api.post("/v1/confirmations", {{"identifier", own}});
    REQUIRE(made.status == 200);
    checkPage(sendForm(api, "/v1/confirmations/" + made.body["token"].get<std::string>()), 200, "Confirmed");
    CHECK(api.profile(refOf(of(own)))["id"] == mallory);
    CHECK(api.profile(ann)["id"] == ann);
    CHECK(roleOf(api.profile(ann), own) == "claimed");
}
