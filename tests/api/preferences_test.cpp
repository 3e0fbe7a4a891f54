// SPDX-License-Identifier: Apache-2.0
// The page where people choose what they are subscribed to, and the one click of RFC 8058.
#include <catch2/catch.hpp>

#include "core/api/person_link.hpp"
#include "tests/api/catalogue_calls.hpp"
#include "tests/api/links.hpp"
#include "tests/api/reader.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

const std::string kTokenKey = "0123456789abcdef0123456789abcdef";
const std::string kGone = "This link is no longer in use";

std::string multipart(const std::string& name, const std::string& value) {
    return "--b0undary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
           "\r\n--b0undary--\r\n";
}
const std::string kMultipart = "multipart/form-data; boundary=b0undary";

}  // namespace

TEST_CASE("a preferences page shows what the person has, and reading it changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto before = ann.profile();
    for (const auto* method : {"GET", "HEAD", "GET", "HEAD"})
        CHECK(openPage(api, path, "en", method).status == 200);
    for (const auto* query : {"?List-Unsubscribe=One-Click", "?do=leave", "?category=news", "?shown=news"})
        CHECK(openPage(api, path + query).status == 200);
    const auto page = openPage(api, path);
    checkPage(page, 200, kTitle);
    CHECK(isTicked(page, "news"));
    CHECK(isTicked(page, "offers"));
    CHECK_FALSE(shows(page, ann.email["value"]));
    CHECK(shows(page, "•••@example.com"));
    CHECK(ann.profile() == before);
}

TEST_CASE("what a person saves stands in the ledger with why, and of what was not shown nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto saved = sendForm(api, path,
                                kShown +
                                    "&category=news&do=save&reason=too_frequent&utm=x"
                                    "&comment=%D0%A9%D0%BE%D0%B4%D0%BD%D1%8F%3F%0D%0A%3Cb%3E+");
    checkPage(saved, 200, kTitle);
    CHECK(shows(saved, "Your choice is saved."));
    CHECK(isTicked(saved, "news"));
    CHECK_FALSE(isTicked(saved, "offers"));
    const auto offers = subscriptionOf(ann.profile(), "offers");
    CHECK(offers["state"] == "unsubscribed");
    CHECK(offers["by"] == "person");
    CHECK(offers["reason"] == "too_frequent");
    CHECK(offers["comment"] == "Щодня?\n<b>");
    CHECK(offers["source"] == Json{{"type", "form"}, {"name", "preferences"}});
    const auto change = subscriptionChange(api, ann.id, "offers");
    CHECK(change["comment"] == offers["comment"]);
    CHECK(change["ip"] == "127.0.0.1");
    CHECK(ann.state("news") == "subscribed");
    CHECK(ann.endpoint()["state"] == "active");

    const auto before = ann.profile();
    CHECK(shows(sendForm(api, path, kShown + "&category=news"), "Nothing was changed."));
    CHECK(sendForm(api, path, "shown=offers").status == 200);
    CHECK(sendForm(api, path, "shown=nws&category=nws&category=offers").status == 200);
    CHECK(ann.profile() == before);

    CHECK(shows(sendForm(api, path, "shown=offers&category=offers"), "Your choice is saved."));
    CHECK(ann.state("offers") == "subscribed");
}

TEST_CASE("a preferences page says what a category is, and shows those for the channel of its address",
          "[api]") {
    ApiServer api(eachEngine());  // Of its own: everybody is shown these categories.
    makeEntry(api, "categories",
              {{"key", "jobs"},
               {"names", {{"en", "Jobs"}, {"uk", "Вакансії"}}},
               {"descriptions", {{"en", "Now & then,\nnever much"}, {"uk", "Інколи"}}},
               {"channels", {"email", "push"}}});
    makeEntry(api, "categories", {{"key", "alerts"}, {"channels", {"push"}}});
    Reader ann(api);
    // One click at an email leaves nothing that no email is sent of.
    const auto other = api.post("/v1/profiles/" + ann.id + "/preferences-token",
                                {{"identifier", ann.email}, {"category", "alerts"}});
    CHECK(other.status == 400);
    CHECK(other.errors() == Errors{"/category other_channel"});
    CHECK(openPage(api, ann.link({{"category", "jobs"}})).status == 200);
    const auto path = ann.link();
    const auto page = openPage(api, path);
    CHECK(shows(page, R"(aria-describedby="about-jobs" name="category" value="jobs")"));
    CHECK(shows(page, R"(id="about-jobs" lang="en">Now &amp; then,)"
                      "\nnever much</p>"));
    CHECK_FALSE(shows(page, "about-news"));
    CHECK_FALSE(shows(page, "alerts"));
    CHECK(shows(openPage(api, path, "uk"), R"(lang="uk">Інколи</p>)"));
    CHECK(shows(openPage(api, path, "de"), R"(lang="en">Now &amp; then,)"));

    // What is not shown is not chosen either; everything is all the same.
    CHECK(shows(sendForm(api, path, "shown=alerts&category=alerts"), "Nothing was changed."));
    CHECK(ann.state("alerts").empty());
    CHECK(sendForm(api, path, "do=leave").status == 200);
    CHECK(ann.state("alerts") == "unsubscribed");
    CHECK(ann.state("jobs") == "unsubscribed");
}

TEST_CASE("who unsubscribes from everything is not written to, until they come back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto left = sendForm(api, path, kShown + "&category=news&do=leave&reason=other");
    CHECK(shows(left, "You are unsubscribed from everything."));
    CHECK_FALSE(isTicked(left, "news"));
    for (const auto* category : {"news", "offers"}) {
        const auto said = subscriptionOf(ann.profile(), category);
        CHECK(said["state"] == "unsubscribed");
        CHECK(said["reason"] == "other");
    }
    CHECK(ann.endpoint()["state"] == "unsubscribed");
    CHECK(ann.endpoint()["states"][0]["reason"] == "preferences");
    const auto before = ann.profile();
    CHECK(sendForm(api, path, "do=leave").status == 200);
    CHECK(ann.profile() == before);
    // The staff can't bring them back.
    REQUIRE(api.patch("/v1/profiles/" + ann.id, {{"subscriptions", {{"news", "subscribed"}}}}).status == 200);
    CHECK(ann.state("news") == "unsubscribed");

    checkPage(sendForm(api, path, kShown + "&category=news"), 200, kTitle);
    CHECK(ann.state("news") == "subscribed");
    CHECK(ann.state("offers") == "unsubscribed");
    CHECK(ann.endpoint()["state"] == "active");
    CHECK(ann.endpoint()["states"][0]["lifted"]["by"] == "opt_in");
}

TEST_CASE("an address that left by itself has no ticks, and what it does not tick stays out", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    auto complaint = of(ann.external);
    auto state = ann.email;
    state.update(
        {{"state", GENERATE(as<std::string>{}, "unsubscribed", "complained")}, {"reason", "provider"}});
    complaint["endpoints"] = Json::array({state});
    api.observe(complaint);
    const auto page = openPage(api, path);
    CHECK(shows(page, "At present nothing of this is sent"));
    CHECK_FALSE(isTicked(page, "news"));
    CHECK_FALSE(isTicked(page, "offers"));
    CHECK(shows(sendForm(api, path, kShown), "Nothing was changed."));
    CHECK(ann.state("news") == "subscribed");
    sendForm(api, path, kShown + "&category=offers");
    CHECK(ann.endpoint()["state"] == "active");
    CHECK(ann.state("offers") == "subscribed");
    CHECK(ann.state("news") == "unsubscribed");
}

TEST_CASE("one click unsubscribes without any other input, and is not redirected", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const bool isMultipart = GENERATE(true, false);
    const auto click = [&](const std::string& path) {
        const auto answer = isMultipart
                                ? sendForm(api, path, multipart("List-Unsubscribe", "One-Click"), kMultipart)
                                : sendForm(api, path, "List-Unsubscribe=One-Click");
        checkPage(answer, 200, kTitle);
        return answer;
    };
    SECTION("from the category of the link") {
        CHECK(shows(click(ann.link({{"category", "news"}}) + "?category=offers"), "from: News."));
        CHECK(ann.state("news") == "unsubscribed");
        CHECK(ann.state("offers") == "subscribed");
        CHECK(ann.endpoint()["state"] == "active");
    }
    SECTION("from that of the query") {
        click(ann.link() + "?category=offers");
        CHECK(ann.state("news") == "subscribed");
        CHECK(ann.state("offers") == "unsubscribed");
    }
    SECTION("from all") {
        const auto path = ann.link();
        CHECK(shows(click(path), "from everything"));
        CHECK(ann.state("news") == "unsubscribed");
        CHECK(ann.state("offers") == "unsubscribed");
        CHECK(ann.endpoint()["state"] == "unsubscribed");
        CHECK(ann.endpoint()["states"][0]["reason"] == "one_click");
        const auto before = ann.profile();
        click(path);
        CHECK(ann.profile() == before);
    }
}

TEST_CASE("a link opens the page of its own person and of nobody else", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    Reader bob(api);
    const auto path = ann.link();
    const auto before = bob.profile();
    CHECK(sendForm(api, path, kShown + "&do=leave&ref=" + bob.id).status == 200);
    CHECK(sendForm(api, path + "?ref=" + bob.id, "List-Unsubscribe=One-Click").status == 200);
    CHECK(bob.profile() == before);

    const auto identifier = "/identifiers/email/" + ann.email["value"].get<std::string>();
    SECTION("not of who has the address later") {
        const auto moved = api.call({.method = "PUT",
                                     .path = "/v1/profiles/" + bob.id + identifier + "?move=true",
                                     .key = api.write,
                                     .type = ""});
        REQUIRE(moved.status == 200);
    }
    SECTION("not once the address is nobody's") {
        const Call detach{
            .method = "DELETE", .path = "/v1/profiles/" + ann.id + identifier, .key = api.write, .type = ""};
        REQUIRE(api.call(detach).status == 204);
    }
    SECTION("not of the erased") {
        REQUIRE(api.post("/v1/profiles/" + ann.id + "/erase", Json::object()).status == 202);
    }
    const auto after = bob.profile();
    checkPage(openPage(api, path), 410, kGone);
    checkPage(sendForm(api, path, "do=leave"), 410, kGone);
    checkPage(sendForm(api, path, "List-Unsubscribe=One-Click"), 410, kGone);
    CHECK(bob.profile() == after);
}

TEST_CASE("a link goes with its person through a merge", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto other = person("telegram", fresh("77"));
    const std::string otherId = api.observe(other)["profile_id"];
    const Json both{{"profiles", {{{"ref", ann.id}}, {{"ref", otherId}}}}, {"survivor", otherId}};
    REQUIRE(api.post("/v1/merges", both).status == 201);
    CHECK(openPage(api, path).status == 200);
    CHECK(sendForm(api, path, kShown + "&do=leave").status == 200);
    const auto merged = api.profile(otherId);
    CHECK(subscriptionState(merged, "news") == "unsubscribed");
    CHECK(endpointOf(merged, ann.email)["state"] == "unsubscribed");
}

TEST_CASE("an expired and a changed preferences link open a friendly page", "[api]") {
    ApiServer api(eachEngine(), {"secrets.token_key=" + kTokenKey});
    Reader ann(api);
    const auto path = ann.link();
    const auto before = ann.profile();
    api::PreferencesLink link;
    link.of = {base::KeyId{1}, base::ProfileId::parse(ann.id).value(), base::IdentifierId{1}};
    const auto now = base::SystemClock().now();
    const plugins::Tokens own(kTokenKey);
    const auto expired = "/preferences/" + api::signLink(own, link, now - std::chrono::seconds(1));
    checkPage(openPage(api, expired), 410, "This link has expired");
    checkPage(sendForm(api, expired, "List-Unsubscribe=One-Click"), 410, "This link has expired");
    const auto cut = path.substr(0, path.size() - 4);
    checkPage(openPage(api, cut), 404, "This link does not work");
    checkPage(openPage(api, cut, "de"), 404, "Dieser Link funktioniert nicht");
    checkPage(sendForm(api, cut, "do=leave"), 404, "This link does not work");
    // Genuine, of the right person, and of an address that never was theirs.
    checkPage(openPage(api, "/preferences/" + api::signLink(own, link, now + std::chrono::hours(1))), 410,
              kGone);
    CHECK(ann.profile() == before);
}

TEST_CASE("a form that can't be read comes back, and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto before = ann.profile();
    const auto tooLong = sendForm(api, path, kShown + "&category=offers&comment=" + std::string(2'001, 'x'));
    checkPage(tooLong, 400, kTitle);
    CHECK(shows(tooLong, "The comment is too long."));
    CHECK(shows(tooLong, "aria-invalid=\"true\""));
    CHECK(shows(tooLong, ">\n" + std::string(2'001, 'x') + "</textarea>"));
    CHECK(isTicked(tooLong, "offers"));
    CHECK_FALSE(isTicked(tooLong, "news"));
    for (const std::string form : {"reason=bored", "shown=%zz", "do=leave&comment=%ff", "comment=%00"}) {
        INFO(form);
        checkPage(sendForm(api, path, form), 400, kTitle);
    }
    checkPage(sendForm(api, path, "List-Unsubscribe=One-Click", kMultipart), 400, kTitle);
    checkPage(sendForm(api, path, multipart("a", "b").substr(0, 60), kMultipart), 400, kTitle);
    CHECK(sendForm(api, path, "{}", "application/json").status == 415);
    CHECK(sendForm(api, path, std::string(33 * 1'024, 'x')).status == 413);
    CHECK(ann.profile() == before);
    // Nobody's words are HTML.
    const auto hostile = sendForm(api, path, "reason=%3Cb%3E&comment=%3C%2Ftextarea%3E%3Cscript%3E");
    checkPage(hostile, 400, kTitle);
    CHECK(shows(hostile, "&lt;/textarea&gt;&lt;script&gt;"));
}

TEST_CASE("a preferences link is made for an address that the profile has", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto make = [&](const std::string& ref, const Json& body) {
        return api.post("/v1/profiles/" + ref + "/preferences-token", body);
    };
    CHECK(make(ann.id, Json::object()).errors() == Errors{"/identifier required"});
    CHECK(make(ann.id, {{"identifier", someEmail()}}).errors() == Errors{"/identifier not_listed"});
    CHECK(make(ann.id, {{"identifier", ann.email}, {"category", "nws"}}).errors() ==
          Errors{"/category unknown_category"});
    CHECK(make(ann.id, {{"identifier", ann.email}, {"expires_in", 10}}).errors() ==
          Errors{"/expires_in out_of_range"});
    CHECK(make("external_id:nobody-at-all", {{"identifier", ann.email}}).status == 404);
    const auto byAddress = make(subjectOf(ann.email), Json::object());
    REQUIRE(byAddress.status == 200);
    CHECK(openPage(api, "/preferences/" + byAddress.body["token"].get<std::string>()).status == 200);
    CHECK_FALSE(byAddress.text.find(ann.email["value"].get<std::string>()) != std::string::npos);

    // Who only claims it has no say about it.
    auto form = Json{{"evidence", "claimed"}, {"identifiers", {cookie(), ann.email}}};
    const std::string visitor = api.observe(form)["profile_id"];
    const auto refused = make(visitor, {{"identifier", ann.email}});
    CHECK(refused.status == 409);
    CHECK(refused.errors() == Errors{"/identifier identifies_another"});
}

TEST_CASE("a comment has as many characters as its page says, in any alphabet", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto leave = [&](std::size_t characters) {
        std::string comment;
        for (std::size_t i = 0; i < characters; ++i) comment += "%F0%9F%98%80";  // An emoji: four bytes.
        return sendForm(api, path, "shown=news&comment=" + comment);
    };
    CHECK(shows(openPage(api, path), "maxlength=\"500\""));
    const auto before = ann.profile();
    const auto tooLong = leave(501);
    checkPage(tooLong, 400, kTitle);
    CHECK(shows(tooLong, "at most 500 characters"));
    CHECK(ann.profile() == before);
    CHECK(leave(500).status == 200);
    CHECK(subscriptionOf(ann.profile(), "news")["comment"].get<std::string>().size() == 2'000);
    CHECK(sendForm(api, path, "shown=offers&comment=" + std::string(501, 'x')).status == 400);
    CHECK(sendForm(api, path, "shown=offers&comment=" + std::string(500, 'x')).status == 200);
}

TEST_CASE("a preferences link that is asked for again under one Idempotency-Key is the same one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto once = fresh("once");
    const auto ask = [&](const std::string& ref, const Json& body) {
        return api.call({.method = "POST",
                         .path = "/v1/profiles/" + ref + "/preferences-token",
                         .key = api.write,
                         .body = body.dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto first = ask(ann.id, {{"identifier", ann.email}, {"expires_in", 3'600}});
    REQUIRE(first.status == 200);
    const auto again = ask(ann.id, {{"expires_in", 3'600}, {"identifier", ann.email}});
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(openPage(api, "/preferences/" + again.body["token"].get<std::string>()).status == 200);
    CHECK(ask(ann.id, {{"identifier", ann.email}, {"expires_in", 7'200}}).code() == "id_reused");
    CHECK(ask(subjectOf(ann.email), {{"expires_in", 3'600}}).code() == "id_reused");
    // The same key for a call of another kind.
    const Call observing{.method = "POST",
                         .path = "/v1/confirmations",
                         .key = api.write,
                         .body = Json{{"identifier", ann.email}, {"expires_in", 3'600}}.dump(),
                         .headers = {{"Idempotency-Key", once}}};
    CHECK(api.call(observing).code() == "id_reused");
}

TEST_CASE("a category without names is shown by its key, and all are left with everything", "[api]") {
    ApiServer api(eachEngine(),
                  {"categories=[{key: news}, {key: offers, default: subscribed}, {key: alarms}]"});
    Reader ann(api);
    const auto page = openPage(api, ann.link(), "uk");
    CHECK(shows(page, "<span>news</span>"));
    REQUIRE(sendForm(api, ann.link(), "do=leave").status == 200);
    CHECK(ann.state("alarms") == "unsubscribed");
}

TEST_CASE("what is internal or archived is not shown, and left with everything", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto internal = fresh("internal.");
    const auto gone = fresh("gone.");
    static_cast<void>(makeEntry(api, "categories", {{"key", internal}, {"public", false}}));
    static_cast<void>(makeEntry(api, "categories", {{"key", gone}}));
    Reader ann(api);
    const auto path = ann.link();
    REQUIRE(administer(api, "DELETE", "/v1/categories/" + gone).status == 204);
    CHECK(api.post("/v1/confirmations", {{"identifier", ann.email}, {"categories", {gone}}}).errors() ==
          Errors{"/categories/0 archived_category"});
    const auto page = openPage(api, path);
    for (const auto& key : {internal, gone}) {
        CHECK_FALSE(shows(page, key));
        CHECK(sendForm(api, path, "shown=" + key + "&category=" + key).status == 200);
        CHECK(ann.state(key).empty());
    }
    REQUIRE(sendForm(api, path, "do=leave").status == 200);
    CHECK(ann.state(internal) == "unsubscribed");
    CHECK(ann.state(gone) == "unsubscribed");
}
