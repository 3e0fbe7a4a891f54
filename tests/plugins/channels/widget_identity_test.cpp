// SPDX-License-Identifier: Apache-2.0
// Who is logged in on the site, as its backend says it through the widget's beacon.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/widget_visitor.hpp"
#include "tests/support/jwt.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// A site's public key, and what its backend signs with.
struct SiteKey {
    explicit SiteKey(ApiServer& api) {
        const Json wanted{{"name", fresh("site")}, {"right", "public"}, {"origins", {"*"}}};
        const auto made =
            api.call({.method = "POST", .path = "/v1/keys", .key = api.admin, .body = wanted.dump()});
        REQUIRE(made.status == 201);
        key = made.body["key"];
        secret = made.body["identity_secret"];
    }
    std::string key;
    std::string secret;
};

Json resultOf(ApiServer& api, const Call& call) {
    const auto answer = api.call(call);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    REQUIRE(answer.body["results"].size() == 1);
    return answer.body["results"][0];
}

/// One click, as `sendBeacon` tells it: without any header.
Call click(const Visitor& visitor, const std::string& key, const std::string& widget, const Json& token,
           const std::string& display = Visitor::newDisplay()) {
    auto beacon =
        visitor.beacon(Json::array({{{"type", "clicked"}, {"widget", widget}, {"display", display}}}));
    beacon["identity_token"] = token;
    return {.method = "POST",
            .path = "/channels/widget/events?key=" + key,
            .body = beacon.dump(),
            .type = "text/plain"};
}

void isRejected(const Json& result, int status) {
    INFO(result.dump());
    CHECK(result["result"] == "rejected");
    CHECK(result["problem"]["status"] == status);
    CHECK(result["problem"]["errors"][0]["pointer"] == "/identity_token");
}

}  // namespace

TEST_CASE("a beacon's identity token joins its cookie with whom it names", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const SiteKey site(api);
    const auto mail = fresh("beacon-") + "@example.com";
    api.observe(person("email", mail));
    const Visitor visitor(api);
    const auto token = tokenFor("email:" + mail, site.secret);
    const auto display = Visitor::newDisplay();
    CHECK(resultOf(api, click(visitor, site.key, id, token, display)) == kAccepted);
    const auto profile = api.profile("email:" + mail);
    CHECK(identifierOf(profile, "cookie", visitor.cookie())["role"] == "identifying");
    CHECK(api.profile(visitor.ref())["id"] == profile["id"]);
    CHECK(happenings(timeline(api, "email:" + mail)) == std::vector<std::string>{"clicked"});
    CHECK(resultOf(api, click(visitor, site.key, id, token, display)) == kAccepted);
    CHECK(api.profile("email:" + mail) == profile);

    // Without one the browser is nobody that is known.
    const Visitor stranger(api);
    CHECK(resultOf(api, click(stranger, site.key, id, nullptr)) == kAccepted);
    CHECK(api.profile(stranger.ref())["known"] == false);
}

TEST_CASE("a beacon's identity token that is not good rejects its events", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto id = define(api);
    const SiteKey site(api);
    const auto mail = fresh("beacon-") + "@example.com";
    const auto known = api.observe(person("email", mail))["profile_id"];
    const Visitor visitor(api);
    const auto refuses = [&](const Json& token, int status) {
        isRejected(resultOf(api, click(visitor, site.key, id, token)), status);
    };
    refuses(tokenFor("email:" + mail, "another secret"), 401);
    refuses(tokenFor("email:" + mail, SiteKey(api).secret), 401);
    refuses(tokenFor("nobody", site.secret), 401);
    auto expired = claimsFor("email:" + mail);
    expired["iat"] = nowInSeconds() - 7'200;
    expired["exp"] = nowInSeconds() - 3'600;
    refuses(tokenOf(expired, site.secret), 401);
    refuses(7, 400);
    // A key that may write attests by itself.
    auto written = click(visitor, "", id, tokenFor("email:" + mail, site.secret));
    written.path = "/channels/widget/events";
    written.key = api.write;
    isRejected(resultOf(api, written), 400);
    CHECK(api.get("/v1/profiles/" + visitor.ref()).status == 404);
    CHECK(api.profile("email:" + mail)["id"] == known);
    CHECK(api.profile("email:" + mail)["identifiers"].size() == 1);
}
