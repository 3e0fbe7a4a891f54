// SPDX-License-Identifier: Apache-2.0
// Double opt-in: links by which people confirm an address and what they want.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <memory>
#include <set>
#include <vector>

#include "core/api/pages/texts.hpp"
#include "core/api/person_link.hpp"
#include "core/storage/database.hpp"
#include "tests/api/catalogue_calls.hpp"
#include "tests/api/links.hpp"
#include "tests/process/traces.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

const std::string kTokenKey = "0123456789abcdef0123456789abcdef";
const std::string kPath = "/v1/confirmations/";

/// Somebody who filled in a form with their address alone; the profile that claims it.
std::string visitorOf(ApiServer& api, const Json& email) {
    auto form = of(email);
    form["evidence"] = "claimed";
    form["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    form["fields"] = {{"nickname", "Ann"}};
    return api.observe(form)["profile_id"];
}

Json wanted(const Json& email, const Json& categories = {"news"}) {
    return {{"identifier", email}, {"categories", categories}};
}

/// The path of a new link.
std::string linkFor(ApiServer& api, const Json& body) {
    const auto made = api.post("/v1/confirmations", body);
    INFO(made.text);
    REQUIRE(made.status == 200);
    const std::string url = made.body["url"];
    const std::string token = made.body["token"];
    CHECK(url.ends_with(kPath + token));
    CHECK(url.starts_with("http://127.0.0.1:"));
    return kPath + token;
}

void remove(ApiServer& api, const std::string& path) {
    REQUIRE(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status < 300);
}

}  // namespace

TEST_CASE("the button of a confirmation page subscribes the claimant, and nothing else does", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    const auto id = visitorOf(api, email);
    auto body = wanted(email);
    body.update({{"ref", id}, {"text", "news-v3"}});
    const auto path = linkFor(api, body);
    const auto before = api.profile(id);
    REQUIRE(subscriptionState(before, "news") == "pending");

    // A mail scanner follows every link, as often as it likes.
    for (const auto* method : {"GET", "HEAD", "GET"}) CHECK(openPage(api, path, "en", method).status == 200);
    const auto page = openPage(api, path);
    checkPage(page, 200, "Please confirm");
    CHECK(shows(page, "<form method=\"post\">"));
    CHECK(shows(page, ">News</span>"));
    CHECK_FALSE(shows(page, email["value"]));
    CHECK(api.profile(id) == before);

    const auto done = sendForm(api, path);
    checkPage(done, 200, "Confirmed");
    const auto after = api.profile(id);
    CHECK(after["id"] == id);
    CHECK(roleOf(after, email) == "identifying");
    CHECK(after["fields"]["nickname"] == "Ann");
    const auto news = subscriptionOf(after, "news");
    CHECK(news["state"] == "subscribed");
    CHECK(news["by"] == "person");
    CHECK(news["source"] == Json{{"type", "form"}, {"name", "confirmation"}});
    const auto endpoint = endpointOf(after, email);
    CHECK(endpoint["state"] == "active");
    CHECK(endpoint["states"][0]["reason"] == "double_opt_in");
    const auto change = subscriptionChange(api, id, "news");
    CHECK(change["text"] == "news-v3");
    CHECK(change["ip"] == "127.0.0.1");
    CHECK(change["observation"]["evidence"] == "attested");
}

TEST_CASE("a confirmation that comes again says so, and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    const auto id = visitorOf(api, email);
    const auto path = linkFor(api, wanted(email));
    REQUIRE(sendForm(api, path).status == 200);
    // Without a text of the operator's, what the page said.
    CHECK(subscriptionChange(api, id, "news")["text"] ==
          "confirmation en " + api::PageLanguages().find("en")->version +
              ": You asked us to send this to {address}: / News / Confirm");
    auto left = of(email);
    left["subscriptions"] = {{"news", {{"state", "unsubscribed"}, {"by", "person"}}}};
    api.observe(left);
    const auto before = api.profile(id);
    checkPage(sendForm(api, path), 200, "Already confirmed");
    checkPage(openPage(api, path), 200, "Already confirmed");
    CHECK(api.profile(id) == before);
    // Another link is another confirmation.
    checkPage(sendForm(api, linkFor(api, wanted(email))), 200, "Confirmed");
    CHECK(subscriptionState(api.profile(id), "news") == "subscribed");
}

TEST_CASE("a link confirms nothing that is not sent to its address", "[api]") {
    ApiServer api(eachEngine());  // Of its own: who leaves everything leaves this category too.
    makeEntry(api, "categories", {{"key", "alerts"}, {"channels", {"push"}}});
    const auto email = someEmail();
    visitorOf(api, email);
    auto body = wanted(email);
    body["categories"] = {"news", "alerts"};
    CHECK(api.post("/v1/confirmations", body).errors() == Errors{"/categories/1 other_channel"});
}

TEST_CASE("a confirmation link that is asked for again under one Idempotency-Key is the same one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    visitorOf(api, email);
    const auto once = fresh("once");
    const auto ask = [&](const std::string& key, const Json& body) {
        return api.call({.method = "POST",
                         .path = "/v1/confirmations",
                         .key = api.write,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", key}}});
    };
    // What is refused uses no key up.
    CHECK(ask(once, wanted(someEmail())).status == 404);
    const auto first = ask(once, wanted(email));
    REQUIRE(first.status == 200);
    CHECK(ask(once, wanted(email)).body == first.body);
    CHECK(ask(once, wanted(email, {"offers"})).code() == "id_reused");
    const auto path = kPath + first.body["token"].get<std::string>();
    checkPage(sendForm(api, path), 200, "Confirmed");
    CHECK(ask(once, wanted(email)).body == first.body);
    checkPage(sendForm(api, path), 200, "Already confirmed");
    // Another key is another link, and no key is another one each time.
    std::set<std::string> tokens{first.body["token"]};
    CHECK(tokens.insert(ask(fresh("once"), wanted(email)).body["token"]).second);
    for (int i = 0; i < 2; ++i) CHECK(tokens.insert(linkFor(api, wanted(email))).second);
    // The link is kept nowhere.
    auto token = first.body["token"].get<std::string>();
    std::ranges::transform(token, token.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    storage::Database database(api.database());
    CHECK(valuesWith(*database.read(), {token}).empty());
}

TEST_CASE("of several presses of the button at once one confirms", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    const auto id = visitorOf(api, email);
    const Call press{.method = "POST", .path = linkFor(api, wanted(email))};
    std::vector<std::unique_ptr<RawClient>> browsers;
    for (int i = 0; i < 4; ++i) {
        browsers.push_back(std::make_unique<RawClient>(api.port()));
        browsers.back()->send(ApiServer::bytesOf(press));
    }
    int confirmed = 0;
    for (auto& browser : browsers) {
        const auto page = browser->read();
        CHECK(page.status == 200);
        const bool isFirst = page.body.find("<h1>Confirmed</h1>") != std::string::npos;
        CHECK((isFirst || page.body.find("<h1>Already confirmed</h1>") != std::string::npos));
        confirmed += isFirst ? 1 : 0;
    }
    CHECK(confirmed == 1);
    int said = 0;
    const auto changes = api.get("/v1/profiles/" + id + "/changes").body["items"];
    for (const auto& each : changes)
        said += each["kind"] == "subscription" && each["observation"]["evidence"] == "attested" ? 1 : 0;
    CHECK(said == 1);
}

TEST_CASE("a confirmed claim of an address that identifies somebody by now makes the two one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    const auto browser = cookie();
    auto form = Json{{"evidence", "claimed"}, {"identifiers", {browser, email}}};
    const std::string visitor = api.observe(form)["profile_id"];
    auto body = wanted(email);
    body["ref"] = visitor;
    const auto path = linkFor(api, body);
    auto customer = somebody();
    customer["identifiers"].push_back(email);
    const std::string ann = api.observe(customer)["profile_id"];
    REQUIRE(ann != visitor);
    checkPage(sendForm(api, path), 200, "Confirmed");
    const auto profile = api.profile(visitor);
    CHECK(profile["id"] == ann);
    CHECK(roleOf(profile, browser) == "identifying");
    CHECK(subscriptionState(profile, "news") == "subscribed");
    // What was joined can be told, and taken back.
    const auto merges = api.get("/v1/profiles/" + ann + "/identity").body["merges"];
    REQUIRE(merges.size() == 1);
    CHECK(merges[0]["joined_a"] == email);
    CHECK(merges[0]["joined_b"] == email);
    const auto undone = api.call({.method = "POST",
                                  .path = "/v1/merges/" + merges[0]["id"].get<std::string>() + "/undo",
                                  .key = api.write,
                                  .type = ""});
    CHECK(undone.status == 200);
}

TEST_CASE("a link is of whom it names, or of the only one who lists the address", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    CHECK(api.post("/v1/confirmations", wanted(email)).status == 404);
    const auto first = visitorOf(api, email);
    linkFor(api, wanted(email));
    auto form = Json{{"evidence", "claimed"}, {"identifiers", {cookie(), email}}};
    const std::string second = api.observe(form)["profile_id"];
    REQUIRE(second != first);
    const auto ambiguous = api.post("/v1/confirmations", wanted(email));
    CHECK(ambiguous.status == 409);
    CHECK(ambiguous.errors() == Errors{"/ref ambiguous"});
    auto named = wanted(email);
    named["ref"] = second;
    checkPage(sendForm(api, linkFor(api, named)), 200, "Confirmed");
    CHECK(roleOf(api.profile(second), email) == "identifying");
    CHECK(roleOf(api.profile(first), email) == "claimed");
    CHECK(subscriptionState(api.profile(first), "news") == "pending");
    // By now it identifies one.
    linkFor(api, wanted(email));

    const auto stranger = somebody();
    api.observe(stranger);
    named["ref"] = refOf(stranger);
    const auto refused = api.post("/v1/confirmations", named);
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{"/identifier not_listed"});
}

TEST_CASE("a link whose person or address is gone is told from one that works", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    const auto id = visitorOf(api, email);
    const auto path = linkFor(api, wanted(email));
    SECTION("the address was detached") {
        remove(api, "/v1/profiles/" + id + "/identifiers/email/" + email["value"].get<std::string>());
    }
    SECTION("the profile was deleted") {
        remove(api, "/v1/profiles/" + id);
    }
    SECTION("the profile was erased") {
        REQUIRE(api.post("/v1/profiles/" + id + "/erase", Json::object()).status == 202);
    }
    checkPage(openPage(api, path), 410, "This link is no longer in use");
    checkPage(sendForm(api, path), 410, "This link is no longer in use");
    CHECK(api.get("/v1/profiles/" + subjectOf(email)).status == 404);
}

TEST_CASE("an expired, a changed and another deployment's token open a friendly page", "[api]") {
    ApiServer api(eachEngine(), {"secrets.token_key=" + kTokenKey});
    const auto email = someEmail();
    const auto id = visitorOf(api, email);
    const auto path = linkFor(api, wanted(email));
    const auto before = api.profile(id);
    const auto refused = [&](const std::string& link, int status, const std::string& heading) {
        checkPage(openPage(api, link), status, heading);
        checkPage(sendForm(api, link), status, heading);
        CHECK(openPage(api, link, "en", "HEAD").status == status);
        CHECK(api.profile(id) == before);
    };
    api::ConfirmationLink link;
    link.of = {base::KeyId{1}, base::ProfileId::parse(id).value(), base::IdentifierId{1}};
    link.categories = {"news"};
    const auto now = base::SystemClock().now();
    const plugins::Tokens own(kTokenKey);
    const plugins::Tokens others("another key of 32 characters, or so");
    refused(kPath + api::signLink(own, link, now - std::chrono::seconds(1)), 410, "This link has expired");
    refused(kPath + api::signLink(others, link, now + std::chrono::hours(1)), 404, "This link does not work");
    refused(path.substr(0, path.size() - 1), 404, "This link does not work");
    refused(path + "A", 404, "This link does not work");
    for (std::size_t i = kPath.size(); i < path.size(); i += 7) {
        auto changed = path;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        refused(changed, 404, "This link does not work");
    }
    // One of another purpose: it is genuine there.
    const auto preferences = api.post("/v1/profiles/" + id + "/preferences-token", {{"identifier", email}});
    REQUIRE(preferences.status == 200);
    const std::string token = preferences.body["token"];
    refused(kPath + token, 404, "This link does not work");
    CHECK(openPage(api, "/preferences/" + token).status == 200);
    checkPage(openPage(api, "/preferences/" + path.substr(kPath.size())), 404, "This link does not work");
    CHECK(sendForm(api, path).status == 200);
}

TEST_CASE("what a link can't be made of is said", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = someEmail();
    visitorOf(api, email);
    const auto errorsOf = [&](const Json& changes) {
        auto body = wanted(email);
        body.update(changes);
        const auto answer = api.post("/v1/confirmations", body);
        CHECK(answer.status == 400);
        return answer.errors();
    };
    CHECK(api.post("/v1/confirmations", Json::object()).errors() == Errors{"/identifier required"});
    CHECK(errorsOf({{"identifier", {{"type", "carrier_pigeon"}, {"value", "x"}}}}) ==
          Errors{"/identifier/type unknown_type"});
    CHECK(errorsOf({{"identifier", {{"type", "email"}}}}) == Errors{"/identifier/value required"});
    CHECK(errorsOf({{"identifier", {{"type", "email"}, {"value", "no address"}}}}).size() == 1);
    CHECK(errorsOf({{"categories", {"news", "nws", 5, "news"}}}) ==
          Errors{"/categories/1 unknown_category", "/categories/2 wrong_type", "/categories/3 repeated"});
    CHECK(errorsOf({{"categories", Json(std::size_t{21}, Json("news"))}}) == Errors{"/categories too_many"});
    CHECK(errorsOf({{"text", std::string(201, 'x')}}) == Errors{"/text too_long"});
    for (const Json& seconds : {Json(59), Json(-1), Json(2'592'001), Json(18'446'744'073'709'551'615U)})
        CHECK(errorsOf({{"expires_in", seconds}}) == Errors{"/expires_in out_of_range"});
    CHECK(errorsOf({{"expires_in", "7d"}}) == Errors{"/expires_in wrong_type"});
    CHECK(errorsOf({{"mail", true}}) == Errors{"/mail unknown_member"});
    auto unknown = wanted(email);
    unknown["ref"] = "external_id:nobody-at-all";
    CHECK(api.post("/v1/confirmations", unknown).status == 404);
    const Call byPublicKey{
        .method = "POST", .path = "/v1/confirmations", .key = api.open, .body = wanted(email).dump()};
    CHECK(api.call(byPublicKey).status == 403);
}

TEST_CASE("a link ends while it is still known whether it was used", "[api]") {
    ApiServer api(eachEngine(), {"retention.remembered_ids=2d"});
    const auto email = someEmail();
    visitorOf(api, email);
    const auto before = base::SystemClock().now();
    const auto made = api.post("/v1/confirmations", wanted(email));
    REQUIRE(made.status == 200);
    const auto ends = base::parseRfc3339(made.body["expires_at"].get<std::string>()).value();
    CHECK(ends <= base::SystemClock().now() + std::chrono::hours(48));
    CHECK(ends > before + std::chrono::hours(47));
    auto longer = wanted(email);
    longer["expires_in"] = 2 * 86'400 + 1;
    CHECK(api.post("/v1/confirmations", longer).errors() == Errors{"/expires_in out_of_range"});
}

TEST_CASE("a page speaks the reader's language, and what others wrote in it is text", "[api]") {
    ApiServer api(eachEngine(),
                  {"categories=[{key: news, names: {en: '<b>News & \"more\"</b>', uk: Новини}}]"});
    const auto email = someEmail();
    visitorOf(api, email);
    const auto path = linkFor(api, wanted(email));
    const auto english = openPage(api, path, "fr;q=0.9, *");
    checkPage(english, 200, "Please confirm");
    CHECK(english.header("Content-Language") == "en");
    CHECK(shows(english, "<html lang=\"en\" dir=\"ltr\">"));
    CHECK(shows(english, "&lt;b&gt;News &amp; &quot;more&quot;&lt;/b&gt;"));
    const auto ukrainian = openPage(api, path, "fr, uk-UA;q=0.8, en;q=0.5");
    CHECK(shows(ukrainian, "<html lang=\"uk\" dir=\"ltr\">"));
    CHECK(shows(ukrainian, "<span lang=\"uk\">Новини</span>"));
    const auto german = openPage(api, path + "?lang=de", "uk");
    checkPage(german, 200, "Bitte bestätigen");
    CHECK(shows(german, "Новини"));
    CHECK(openPage(api, path + "?lang=%22%3E%3Cscript%3E&utm_source=x").status == 200);
}
