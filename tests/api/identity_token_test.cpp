// SPDX-License-Identifier: Apache-2.0
// What an operator's backend says of who somebody is, through hands that anybody's may be.
#include <catch2/catch.hpp>

#include "tests/api/site.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("a token that is not genuine answers 401 and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    Site other(api);
    const auto victim = someEmail();
    api.observe(of(victim));
    const auto subject = subjectOf(victim);
    const auto good = site.token(subject);
    const auto claims = claimsFor(subject).dump();
    const auto unsecured = base64Url(R"({"alg":"none"})") + '.' + base64Url(claims) + '.';
    const auto cut = good.substr(0, good.rfind('.'));
    auto altered = good;
    altered[good.find('.') + 3] = altered[good.find('.') + 3] == 'A' ? 'B' : 'A';
    const auto headed = [&](const std::string& header) { return signedToken(header, claims, site.secret); };
    const auto said = of(cookie());
    for (const auto& token :
         {other.token(subject),
          tokenFor(subject, site.key),
          tokenFor(subject, ""),
          std::string("x"),
          std::string("a.b"),
          std::string(".."),
          std::string("a.b.c"),
          unsecured,
          cut,
          cut + '.',
          altered,
          good + "x",
          good + '.' + good,
          headed(R"({"alg":"HS512"})"),
          headed(R"({"alg":"none"})"),
          headed("{}"),
          headed("[]"),
          headed(R"({"alg":"HS256","crit":["exp"]})"),
          signedToken(R"({"alg":"HS256"})", "[]", site.secret),
          signedToken(R"({"alg":"HS256"})", claims + std::string(4'000, ' '), site.secret)}) {
        INFO(token);
        const auto answer = site.say(said, token);
        CHECK(answer.status == 401);
        CHECK(answer.code() == "identity_token_invalid");
        CHECK(answer.body["title"] == "Identity token not valid");
        CHECK(answer.body["detail"].get<std::string>().starts_with("The identity token "));
        CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
    }
    CHECK(api.get("/v1/profiles/" + refOf(said)).status == 404);
    CHECK(api.profile(refOf(of(victim)))["identifiers"].size() == 1);
}

TEST_CASE("a genuine token that is out of time, or names nobody, answers 401 too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto subject = subjectOf(someEmail());
    const auto now = nowInSeconds();
    const auto with = [&](const char* name, const Json& value) {
        auto claims = claimsFor(subject);
        claims[name] = value;
        return claims;
    };
    const auto without = [&](const char* name) {
        auto claims = claimsFor(subject);
        claims.erase(name);
        return claims;
    };
    auto longest = claimsFor(subject);
    longest["exp"] = now + 24 * 3'600 + 5;
    longest["iat"] = now;
    Json expired{{"sub", subject}, {"iat", now - 7'200}, {"exp", now - 3'600}};
    for (const auto& claims : {expired,
                               longest,
                               with("iat", now + 600),
                               with("nbf", now + 600),
                               with("nbf", "now"),
                               with("exp", now - 600),
                               with("iat", "now"),
                               with("iat", -1),
                               with("iat", 1e300),
                               with("exp", nullptr),
                               without("iat"),
                               without("exp"),
                               without("sub"),
                               with("sub", 42),
                               with("sub", "somebody"),
                               with("sub", "email:"),
                               with("sub", "email:x"),
                               with("sub", "nothing:x"),
                               with("sub", "cookie:cookie-0123456789abcdefghij"),
                               with("sub", "external_id:null"),
                               with("sub", "external_id:a\nb"),
                               with("sub", "external_id:" + std::string("a\0b", 3)),
                               with("sub", ":")}) {
        INFO(claims);
        const auto answer = site.say(of(cookie()), tokenOf(claims, site.secret));
        CHECK(answer.status == 401);
        CHECK(answer.code() == (claims == expired ? "identity_token_expired" : "identity_token_invalid"));
        CHECK(answer.body["detail"].get<std::string>().starts_with("The identity token "));
    }
    CHECK(site.say(of(cookie()), tokenOf(with("nbf", now - 5), site.secret)).body == kAccepted);
    CHECK(site.say(of(cookie()), tokenOf(with("iat", now + 5), site.secret)).body == kAccepted);
}

TEST_CASE("only a public key has an identity secret, shown with the key and never again", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Site site(api);
    const Site other(api);
    CHECK(site.secret.starts_with("kith_identity_"));
    CHECK(site.secret != other.secret);
    const auto list = api.call({.path = "/v1/keys?limit=500", .key = api.admin});
    CHECK(list.text.find(site.secret) == std::string::npos);
    const auto made = api.call({.method = "POST",
                                .path = "/v1/keys",
                                .key = api.admin,
                                .body = Json{{"name", fresh("till")}, {"right", "write"}}.dump()});
    CHECK(made.body["identity_secret"].is_null());
    const auto token = site.token(subjectOf(someEmail()));
    for (const auto& key : {api.write, api.admin}) {
        const auto answer = api.call({.method = "POST",
                                      .path = "/v1/observations",
                                      .key = key,
                                      .body = of(cookie()).dump(),
                                      .headers = {{"Kith-Identity", token}}});
        CHECK(answer.status == 400);
    }
}

TEST_CASE("a token brings the browser to whom it names, and what the browser says stays a claim", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    auto known = of(ann);
    known["fields"] = {{"nickname", "Ann"}};
    api.observe(known);
    const auto phone = somePhone();
    const auto visitor = cookie();
    auto said = of(visitor);
    said["identifiers"].push_back(phone);
    said["fields"] = {{"nickname", "Mallory"}};
    said["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    said["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    CHECK(site.say(said, site.token(subjectOf(ann))).body == kAccepted);
    const auto profile = api.profile(refOf(of(visitor)));
    CHECK(profile["id"] == api.profile(refOf(known))["id"]);
    CHECK(roleOf(profile, visitor) == "identifying");
    CHECK(roleOf(profile, phone) == "claimed");
    CHECK(profile["fields"]["nickname"] == "Ann");
    CHECK(profile["activity"]["total"] == 1);
    for (const auto& each : profile["subscriptions"]) CHECK(each["since"].is_null());
    // The evidence tells the two grades apart.
    const auto identity = api.get("/v1/profiles/" + refOf(known) + "/identity").body;
    for (const auto& link : identity["links"]) {
        const bool names = link["a"] == ann || link["b"] == ann;
        CHECK(link["evidence"] == (names ? "attested" : "claimed"));
    }
}

TEST_CASE("a claimed address that is attested later becomes whom it claimed to be", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto address = someEmail();
    const auto visitor = cookie();
    auto form = of(address);
    form["identifiers"].push_back(visitor);
    form["fields"] = {{"nickname", "Ann"}};
    CHECK(site.say(form).body == kAccepted);
    CHECK(api.get("/v1/profiles/" + refOf(of(address))).status == 404);
    const auto anonymous = api.profile(refOf(of(visitor)))["id"];

    SECTION("when nobody is identified by it") {
        CHECK(site.say(of(visitor), site.token(subjectOf(address))).body == kAccepted);
        const auto profile = api.profile(refOf(of(address)));
        CHECK(profile["known"] == true);
        CHECK(roleOf(profile, address) == "identifying");
        CHECK(roleOf(profile, visitor) == "identifying");
        CHECK(profile["fields"]["nickname"] == "Ann");
        CHECK(api.profile(anonymous)["id"] == profile["id"]);
    }
    SECTION("when somebody is by then, the two are one") {
        api.observe(of(address));
        const auto owner = api.profile(refOf(of(address)))["id"];
        CHECK(owner != anonymous);
        CHECK(site.say(of(visitor), site.token(subjectOf(address))).body == kAccepted);
        CHECK(api.profile(anonymous)["id"] == owner);
        CHECK(roleOf(api.profile(owner), visitor) == "identifying");
    }
}

TEST_CASE("an item that is sent again with its token changes nothing, and with another is another", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    const auto visitor = cookie();
    auto said = of(visitor);
    said["id"] = fresh("beacon");
    said["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    CHECK(site.say(said, site.token(subjectOf(ann))).body == kAccepted);
    const auto before = api.profile(refOf(of(ann)));
    // Signed anew, as a backend does for every page.
    auto later = claimsFor(subjectOf(ann));
    later["exp"] = nowInSeconds() + 7'200;
    CHECK(site.say(said, tokenOf(later, site.secret)).body == kAccepted);
    CHECK(api.profile(refOf(of(ann))) == before);
    for (const auto& token : {site.token(subjectOf(someEmail())), std::string()}) {
        const auto reused = site.say(said, token);
        CHECK(reused.status == 409);
        CHECK(reused.code() == "id_reused");
    }
    CHECK(api.profile(refOf(of(ann))) == before);
}

TEST_CASE("what comes without anything that moves belongs to whom the token names as well", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    auto said = of(ann);
    said["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    CHECK(site.say(Json::array({said, said}), site.token(subjectOf(ann))).body["results"] ==
          Json::array({kAccepted, kAccepted}));
    const auto profile = api.profile(refOf(of(ann)));
    CHECK(profile["activity"]["total"] == 2);
    CHECK(roleOf(profile, ann) == "identifying");
}

TEST_CASE("a token goes with what an app hands in through a channel, too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    const auto device = fresh("token-of-a-device-");
    Call call{.method = "POST",
              .path = "/channels/push/tokens",
              .key = site.key,
              .body = Json{{"token", device}, {"app_id", "shop"}, {"platform", "ios"}}.dump(),
              .headers = {{"Kith-Identity", tokenFor(subjectOf(ann), "x")}}};
    CHECK(api.call(call).status == 401);
    call.headers = {{"Kith-Identity", site.token(subjectOf(ann))}};
    CHECK(api.call(call).body == kAccepted);
    const auto profile = api.profile(refOf(of(ann)));
    REQUIRE(profile["identifiers"].size() == 2);
    CHECK(roleOf(profile, {{"type", "push_token"}, {"value", device}}) == "identifying");
}

TEST_CASE("where a browser sets no headers, each item brings its own token", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    const auto hers = cookie();
    const auto nobodys = cookie();
    auto vouched = of(hers);
    vouched["identity_token"] = site.token(subjectOf(ann));
    auto forged = of(cookie());
    forged["identity_token"] = tokenFor(subjectOf(ann), "x");
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/observations?key=" + site.key,
                                  .body = Json{vouched, of(nobodys), forged}.dump(),
                                  .type = "text/plain"});
    REQUIRE(answer.status == 200);
    CHECK(answer.body["results"][0] == kAccepted);
    CHECK(answer.body["results"][1] == kAccepted);
    CHECK(answer.body["results"][2]["result"] == "rejected");
    CHECK(answer.body["results"][2]["problem"]["status"] == 401);
    CHECK(answer.body["results"][2]["problem"]["code"] == "identity_token_invalid");
    CHECK(answer.body["results"][2]["problem"]["errors"][0]["pointer"] == "/identity_token");
    CHECK(answer.body["results"][2]["problem"]["errors"][0]["code"] == "identity_token_invalid");
    CHECK(roleOf(api.profile(refOf(of(ann))), hers) == "identifying");
    CHECK(api.profile(refOf(of(nobodys)))["identifiers"].size() == 1);
}

TEST_CASE("an item's token is an error with a key that attests anyway, and when it is no text", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Site site(api);
    const auto ann = someEmail();
    auto said = of(cookie());
    said["identity_token"] = site.token(subjectOf(ann));
    const auto answer =
        api.call({.method = "POST", .path = "/v1/observations", .key = api.write, .body = said.dump()});
    CHECK(answer.status == 400);
    CHECK(answer.body["errors"][0]["pointer"] == "/identity_token");
    said["identity_token"] = 7;
    CHECK(site.say(said).status == 400);
    said["identity_token"] = nullptr;
    CHECK(site.say(said).body == kAccepted);
    CHECK(api.profile(refOf(said))["identifiers"].size() == 1);
}

TEST_CASE("a page of another origin may send the token", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Site site(api);
    auto client = api.connect();
    const auto preflight =
        client.call(ApiServer::bytesOf({.method = "OPTIONS",
                                        .path = "/v1/observations?key=" + site.key,
                                        .headers = {{"Origin", "https://shop.example"},
                                                    {"Access-Control-Request-Method", "POST"},
                                                    {"Access-Control-Request-Headers", "kith-identity"}}}));
    CHECK(preflight.header("Access-Control-Allow-Headers").find("Kith-Identity") != std::string::npos);
}
