// SPDX-License-Identifier: Apache-2.0
// Anybody can take a public key out of a page, and say with it what they like of others. Nothing that they
// say gets them anything of those.
#include <catch2/catch.hpp>
#include <chrono>

#include "core/http/uniform_time.hpp"
#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// What is shown of whom an identifier identifies.
Json holderOf(ApiServer& api, const Json& identifier) {
    return api.profile(refOf(of(identifier)));
}

bool identifiesNobody(ApiServer& api, const Json& identifier) {
    return api.get("/v1/profiles/" + refOf(of(identifier))).status == 404;
}

/// The state in which a profile shows an address; empty if it does not list it.
std::string stateOf(const Json& profile, const Json& address) {
    for (const auto& each : profile["identifiers"])
        if (each["value"] == address["value"]) return each["endpoint"]["state"];
    return "";
}

/// A victim's address, and what is the attacker's own.
struct Attack {
    Json victim = someEmail();
    Json phone = somePhone();
    Json browser = cookie();

    /// The form as the attacker fills it in.
    [[nodiscard]] Json form() const {
        Json said{{"identifiers", {victim, phone, browser}}};
        said["evidence"] = "attested";
        said["fields"] = {{"nickname", "Mallory"}};
        said["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
        said["endpoints"] = {
            {{"type", "email"}, {"value", victim["value"]}, {"state", "active"}, {"reason", "double_opt_in"}},
            {{"type", "email"}, {"value", victim["value"]}, {"state", "complained"}}};
        return said;
    }
    /// What the organisation itself saw of the victim.
    [[nodiscard]] Json seen() const {
        auto said = of(victim);
        said["fields"] = {{"nickname", "Ann"}};
        said["subscriptions"] = {{"news", {{"state", "unsubscribed"}, {"by", "person"}}}};
        return said;
    }
    /// That the victim has nothing of the attacker, and the attacker nothing of the victim.
    void failed(ApiServer& api) const {
        const auto ann = holderOf(api, victim);
        CHECK(roleOf(ann, victim) == "identifying");
        CHECK(roleOf(ann, phone).empty());
        CHECK(roleOf(ann, browser).empty());
        CHECK(ann["fields"]["nickname"] == "Ann");
        CHECK(ann["subscriptions"][0]["state"] == "unsubscribed");
        CHECK(stateOf(ann, victim) == "active");
        const auto mallory = holderOf(api, browser);
        CHECK(mallory["id"] != ann["id"]);
        CHECK(roleOf(mallory, victim) == "claimed");
        CHECK(roleOf(mallory, phone) == "claimed");
        CHECK(mallory["fields"].value("nickname", "") != "Ann");
    }
};

/// A token that was made so long ago.
std::string tokenOfAge(const Site& site, const Json& subject, std::int64_t seconds) {
    auto claims = claimsFor(subjectOf(subject));
    claims["iat"] = nowInSeconds() - seconds;
    return tokenOf(claims, site.secret);
}

/// A browser that is known to be somebody's.
Json known(const Json& who, const Json& browser) {
    return {{"identifiers", {who, browser}}};
}

/// All of an answer but what tells one request from another.
Json shapeOf(const ApiAnswer& answer) {
    Json headers = Json::array();
    for (const auto& [name, value] : answer.headers)
        if (name != "Request-Id" && name != "Date") headers.push_back({name, value});
    auto body = answer.body;
    if (body.is_object()) body.erase("request_id");
    return {answer.status, headers, body};
}

}  // namespace

TEST_CASE("a form with a victim's address, the attacker's phone and browser gets nothing", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    SECTION("of somebody known") {
        api.observe(attack.seen());
        const auto before = holderOf(api, attack.victim);
        CHECK(site.say(attack.form()).body == kAccepted);
        CHECK(site.say(attack.form()).body == kAccepted);
        CHECK(holderOf(api, attack.victim) == before);
    }
    SECTION("of who becomes known later") {
        CHECK(site.say(attack.form()).body == kAccepted);
        CHECK(identifiesNobody(api, attack.victim));
        api.observe(attack.seen());
        const auto before = holderOf(api, attack.victim);
        CHECK(site.say(attack.form()).body == kAccepted);
        CHECK(holderOf(api, attack.victim) == before);
    }
    attack.failed(api);
    CHECK(identifiesNobody(api, attack.phone));
    CHECK(holderOf(api, attack.browser)["known"] == false);
}

TEST_CASE("a form without a browser finds nobody by what it claims", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    api.observe(attack.seen());
    const auto before = holderOf(api, attack.victim);
    auto form = attack.form();
    form["identifiers"] = {attack.victim, attack.phone};
    form["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    CHECK(site.say(form).body == kAccepted);
    CHECK(holderOf(api, attack.victim) == before);
    CHECK(identifiesNobody(api, attack.phone));
}

TEST_CASE("a claim changes nothing of when and how an identifier of somebody known was first seen",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    auto seen = attack.seen();
    seen["identifiers"].push_back(attack.browser);
    api.observe(seen);
    const auto identifiers = [&] {
        auto shown = holderOf(api, attack.victim)["identifiers"];
        for (auto& each : shown) each.erase("last_seen");
        return shown;
    };
    const auto before = identifiers();
    auto told = attack.victim;
    told["value"] = "V" + attack.victim["value"].get<std::string>().substr(1);
    Json claim{{"observed_at", "1970-01-01T00:00:00Z"}, {"identifiers", {attack.browser, told}}};
    CHECK(site.say(claim).body == kAccepted);
    CHECK(identifiers() == before);
    const auto id = holderOf(api, attack.victim)["id"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = "/v1/profiles/" + id, .key = api.write}).status == 200);
    REQUIRE(
        api.call({.method = "POST", .path = "/v1/profiles/" + id + "/restore", .key = api.write, .type = ""})
            .status == 200);
    CHECK(site.say(claim).body == kAccepted);
    CHECK(identifiers() == before);
}

TEST_CASE("who names a message first does not get what the organisation says of it", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    const auto message = fresh("send-");
    auto guess = of(attack.browser);
    guess["activities"] = {{{"id", message}, {"channel", "email"}, {"status", "queued"}}};
    auto sent = attack.seen();
    sent["activities"] = {
        {{"id", message}, {"channel", "email"}, {"status", "delivered"}, {"endpoint", attack.victim}}};
    const bool isFirst = GENERATE(true, false);
    CAPTURE(isFirst);
    if (isFirst) CHECK(site.say(guess).body == kAccepted);
    api.observe(sent);
    guess["activities"][0]["status"] = "complained";
    CHECK(site.say(guess).body == kAccepted);
    const auto activityOf = [&](const Json& who) {
        return api.get("/v1/profiles/" + refOf(of(who)) + "/activity").body["items"];
    };
    REQUIRE(activityOf(attack.victim).size() == 1);
    CHECK(activityOf(attack.victim)[0]["status"] == "delivered");
    CHECK(activityOf(attack.victim)[0]["endpoint"] == attack.victim);
    CHECK(activityOf(attack.browser).empty());
}

TEST_CASE("an address that somebody else claimed brings nothing of theirs when it is attested",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    const auto home = cookie();
    CHECK(site.say(attack.form()).body == kAccepted);
    SECTION("by the organisation") {
        api.observe(attack.seen());
    }
    SECTION("by the organisation, with the victim's own browser") {
        auto seen = attack.seen();
        seen["identifiers"].push_back(home);
        api.observe(seen);
    }
    SECTION("by the victim's token") {
        CHECK(site.say(of(home), site.token(subjectOf(attack.victim))).body == kAccepted);
        CHECK(holderOf(api, home)["id"] == holderOf(api, attack.victim)["id"]);
        api.observe(attack.seen());
    }
    SECTION("after the attacker became known by an address of their own") {
        api.observe(known(someEmail(), attack.browser));
        api.observe(attack.seen());
    }
    attack.failed(api);
    // What the attacker's browser does is the attacker's, and their phone joins nobody with the victim.
    auto visit = of(attack.browser);
    visit["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    const auto total = holderOf(api, attack.victim)["activity"]["total"];
    CHECK(site.say(visit).body == kAccepted);
    CHECK(holderOf(api, attack.victim)["activity"]["total"] == total);
    api.observe(of(attack.phone));
    CHECK(holderOf(api, attack.phone)["id"] != holderOf(api, attack.victim)["id"]);
}

TEST_CASE("the attacker's own token brings no address along that they claim", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    const auto own = someEmail();
    api.observe(attack.seen());
    const auto before = holderOf(api, attack.victim);
    CHECK(site.say(attack.form(), site.token(subjectOf(own))).body == kAccepted);
    CHECK(holderOf(api, own)["id"] == holderOf(api, attack.browser)["id"]);
    CHECK(holderOf(api, attack.victim) == before);
    attack.failed(api);
}

TEST_CASE("a replayed token joins nobody with whom it names, and says nothing of them", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    const auto own = someEmail();
    api.observe(attack.seen());
    auto mine = known(own, attack.browser);
    mine["identifiers"].push_back(attack.phone);
    api.observe(mine);
    const auto stolen = tokenOfAge(site, attack.victim, 10);
    auto said = attack.form();
    said["identifiers"] = {own, attack.phone, attack.browser};
    CHECK(site.say(said, stolen).body == kAccepted);
    CHECK(site.say(said, stolen).body == kAccepted);

    const auto ann = holderOf(api, attack.victim);
    const auto mallory = holderOf(api, own);
    CHECK(mallory["id"] != ann["id"]);
    CHECK(holderOf(api, attack.phone)["id"] == mallory["id"]);
    CHECK(roleOf(ann, own) == "claimed");
    CHECK(roleOf(ann, attack.phone) == "claimed");
    CHECK(ann["fields"]["nickname"] == "Ann");
    CHECK(ann["subscriptions"][0]["state"] == "unsubscribed");
    CHECK(stateOf(ann, attack.victim) == "active");
    // The browser was seen with the attacker after the token was made, and what it does stays theirs.
    CHECK(holderOf(api, attack.browser)["id"] == mallory["id"]);
    const auto merges = api.get("/v1/profiles/" + refOf(of(attack.victim)) + "/identity").body["merges"];
    CHECK(merges.empty());
}

TEST_CASE("a token that is sent again gets no browser back from whom it was seen with since",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    const auto bob = someEmail();
    const auto shared = cookie();
    const auto token = tokenOfAge(site, ann, 20);
    CHECK(site.say(of(shared), token).body == kAccepted);
    CHECK(holderOf(api, shared)["id"] == holderOf(api, ann)["id"]);
    CHECK(site.say(of(shared), tokenOfAge(site, bob, 10)).body == kAccepted);
    CHECK(holderOf(api, shared)["id"] == holderOf(api, bob)["id"]);
    // As a page from the cache of the browser would.
    CHECK(site.say(of(shared), token).body == kAccepted);
    CHECK(holderOf(api, shared)["id"] == holderOf(api, bob)["id"]);
}

TEST_CASE("what was detached stays so, however often an older token is sent", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack attack;
    api.observe(attack.seen());
    const auto stolen = tokenOfAge(site, attack.victim, 10);
    CHECK(site.say(of(attack.browser), stolen).body == kAccepted);
    const auto victim = "/v1/profiles/" + holderOf(api, attack.victim)["id"].get<std::string>();
    const auto detach = [&](const Json& identifier) {
        const auto path = victim + "/identifiers/" + identifier["type"].get<std::string>() + '/' +
                          identifier["value"].get<std::string>();
        CHECK(api.call({.method = "DELETE", .path = path, .key = api.write}).status == 204);
    };
    detach(attack.browser);
    CHECK(site.say(of(attack.browser), stolen).body == kAccepted);
    CHECK(identifiesNobody(api, attack.browser));
    detach(attack.victim);
    CHECK(site.say(of(attack.browser), stolen).body == kAccepted);
    CHECK(identifiesNobody(api, attack.victim));
    CHECK("/v1/profiles/" + holderOf(api, attack.browser)["id"].get<std::string>() != victim);
}

TEST_CASE("a token is worthless once it expired, with another key, and when its key is revoked",
          "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    Site other(api);
    const auto victim = someEmail();
    const auto attacker = cookie();
    auto claims = claimsFor(subjectOf(victim));
    claims["iat"] = nowInSeconds() - 7'200;
    claims["exp"] = nowInSeconds() - 3'600;
    CHECK(site.say(of(attacker), tokenOf(claims, site.secret)).status == 401);
    const auto stolen = site.token(subjectOf(victim));
    CHECK(other.say(of(attacker), stolen).status == 401);
    CHECK(api.call({.method = "DELETE", .path = "/v1/keys/" + site.id, .key = api.admin}).status == 204);
    CHECK(site.say(of(attacker), stolen).status == 401);
    CHECK(identifiesNobody(api, victim));
    CHECK(identifiesNobody(api, attacker));
}

TEST_CASE("no answer tells whether somebody is known", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const Attack ofKnown;
    const Attack ofStranger;
    api.observe(ofKnown.seen());
    const auto asked = [&](const Attack& attack) {
        const auto ref = "/v1/profiles/" + refOf(of(attack.victim));
        auto once = attack.form();
        once["id"] = fresh("once-");
        auto contradicting = attack.form();
        contradicting["identifiers"].push_back({{"type", "external_id"}, {"value", fresh("x-")}});
        auto other = once;
        other["fields"]["nickname"] = "Eve";
        Json all{
            {"read", shapeOf(api.call({.path = ref, .key = site.key}))},
            {"explained", shapeOf(api.call({.path = ref + "/identity", .key = site.key}))},
            {"claimed", shapeOf(site.say(once))},
            {"again", shapeOf(site.say(once))},
            {"as other words", shapeOf(site.say(other))},
            {"contradicting", shapeOf(site.say(contradicting))},
            {"among others", shapeOf(site.say(Json::array({attack.form(), of(cookie())})))},
            {"by a token", shapeOf(site.say(attack.form(), site.token(subjectOf(attack.victim))))},
            {"by a forged one", shapeOf(site.say(attack.form(), tokenFor(subjectOf(attack.victim), "x")))}};
        return all;
    };
    const auto told = asked(ofStranger);
    CHECK(told["read"][0] == 403);
    CHECK(told["claimed"][2] == kAccepted);
    CHECK(told["as other words"][0] == 409);
    CHECK(told["by a forged one"][0] == 401);
    CHECK(asked(ofKnown) == told);
}

// How long an answer takes is a number of whole steps, which http's own tests hold; so whatever is less than
// a step can't be told from nothing. Here: that no answer to such a key is let go before.
TEST_CASE("no answer leaves sooner for somebody known or unknown", "[api][hijack]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto someone = someEmail();
    api.observe(of(someone));
    const auto isHeld = [](const auto& call) {
        const auto began = std::chrono::steady_clock::now();
        const int status = call().status;
        CHECK(std::chrono::steady_clock::now() - began >= http::kUniformStep);
        return status;
    };
    for (const auto& who : {someone, someEmail()}) {
        auto said = of(who);
        said["identifiers"].push_back(cookie());
        said["id"] = fresh("once-");
        CHECK(isHeld([&] { return site.say(said); }) == 200);
        CHECK(isHeld([&] { return site.say(said); }) == 200);
        said["fields"] = {{"nickname", "Eve"}};
        CHECK(isHeld([&] { return site.say(said); }) == 409);
        said.erase("id");
        CHECK(isHeld([&] { return site.say(said, site.token(subjectOf(who))); }) == 200);
        CHECK(isHeld([&] { return site.say(said, tokenFor(subjectOf(who), "x")); }) == 401);
        CHECK(isHeld([&] {
                  return api.call({.method = "POST",
                                   .path = "/channels/push/tokens",
                                   .key = site.key,
                                   .body = Json{
                                       {"token", fresh("token-of-a-device-")},
                                       {"app_id", "shop"},
                                       {"identifiers",
                                        {who}}}.dump()});
              }) == 200);
    }
}
