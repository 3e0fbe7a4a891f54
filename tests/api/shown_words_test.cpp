// SPDX-License-Identifier: Apache-2.0
// Nobody agrees to words that they did not read: what a page says is changed while somebody has it open.
#include <catch2/catch.hpp>

#include "core/api/pages/texts.hpp"
#include "tests/api/catalogue_calls.hpp"
#include "tests/api/reader.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const std::string kNote = "The words on this page have changed";
const std::string kGone = "This link is no longer in use";
const std::string kSaved = "What you unticked is saved.";
const std::string kAll = kShown + "&shown=jobs";

/// A server of its own, since what is changed is shown to everybody, with a category that may be changed.
struct Deployment {
    Deployment() { makeEntry(api, "categories", {{"key", "jobs"}, {"names", {{"en", "Jobs"}}}}); }

    void change(const Json& members) {
        const auto changed = administer(api, "PATCH", "/v1/categories/jobs", members);
        INFO(changed.text);
        REQUIRE(changed.status == 200);
    }
    void rename() { change({{"names", {{"en", "Vacancies"}}}}); }

    ApiServer api{eachEngine()};
};

std::string field(const std::string& words) {
    return "words=" + words + '&';
}

std::string english() {
    return api::PageLanguages().find("en")->version;
}

std::string textOf(const Reader& reader, const std::string& category) {
    return subscriptionChange(reader.api, reader.id, category)["text"];
}

/// The path of a link that confirms a subscription to the jobs.
std::string confirmationOf(const Reader& reader, const Json& more = Json::object()) {
    Json body{{"identifier", reader.email}, {"categories", {"jobs"}}};
    body.update(more);
    const auto made = reader.api.post("/v1/confirmations", body);
    INFO(made.text);
    REQUIRE(made.status == 200);
    return "/v1/confirmations/" + made.body["token"].get<std::string>();
}

}  // namespace

TEST_CASE("a tick is taken once its words were read, and comes again with the page until then", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    const auto ticks = kAll + "&category=news&category=offers&category=jobs";
    std::string added;  // What the page did not say before.
    std::string said;
    SECTION("another name") {
        at.rename();
        added = said = "Vacancies";
    }
    SECTION("another description") {
        at.change({{"descriptions", {{"en", "Now and then"}}}});
        added = "Now and then";
        said = "Jobs / Now and then";
    }
    const auto before = ann.profile();
    const auto refused = sendForm(at.api, path, field(former) + ticks + "&reason=other&comment=Hm");
    checkPage(refused, 409, kTitle);
    CHECK(shows(refused, kNote));
    CHECK_FALSE(shows(refused, kSaved));
    CHECK(shows(refused, "role=\"alert\""));
    CHECK(shows(refused, added));
    for (const auto* category : {"news", "offers", "jobs"}) CHECK(isTicked(refused, category));
    CHECK(shows(refused, "<option value=\"other\" selected"));
    CHECK(shows(refused, "Hm</textarea>"));
    CHECK(ann.profile() == before);

    const auto words = wordsOf(refused);
    CHECK(words != former);
    CHECK(words == wordsOf(openPage(at.api, path)));
    const auto saved = sendForm(at.api, path, field(words) + ticks);
    checkPage(saved, 200, kTitle);
    CHECK(shows(saved, "Your choice is saved."));
    CHECK(ann.state("jobs") == "subscribed");
    CHECK(textOf(ann, "jobs") == "preferences en " + english() + ": Subscriptions / " + said + " / Save");
}

TEST_CASE("what was not shown has no tick of the person's", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    makeEntry(at.api, "categories", {{"key", "tips"}, {"default", "subscribed"}});
    const auto refused = sendForm(at.api, path, field(former) + kAll + "&category=jobs");
    checkPage(refused, 409, kTitle);
    CHECK(isTicked(refused, "jobs"));
    CHECK(isTicked(refused, "tips"));
    CHECK_FALSE(isTicked(refused, "news"));
}

TEST_CASE("leaving is taken at once, whatever the words are by now", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    const auto seen = "preferences, other words: " + former;
    at.rename();
    SECTION("a tick taken away") {
        const auto saved = sendForm(at.api, path, field(former) + kAll + "&category=news");
        checkPage(saved, 200, kTitle);
        CHECK(shows(saved, "Your choice is saved."));
        CHECK(ann.state("offers") == "unsubscribed");
        CHECK(ann.state("news") == "subscribed");
        CHECK(textOf(ann, "offers") == seen);
    }
    SECTION("everything, whatever is ticked") {
        const auto left = sendForm(at.api, path, field(former) + kAll + "&category=jobs&do=leave");
        checkPage(left, 200, kTitle);
        for (const auto* category : {"news", "offers", "jobs"}) {
            CHECK(ann.state(category) == "unsubscribed");
            CHECK(textOf(ann, category) == seen);
        }
        CHECK(ann.endpoint()["state"] == "unsubscribed");
    }
    SECTION("one click") {
        checkPage(sendForm(at.api, path, field(former) + "List-Unsubscribe=One-Click"), 200, kTitle);
        CHECK(ann.state("news") == "unsubscribed");
        CHECK(textOf(ann, "news") == "List-Unsubscribe=One-Click (RFC 8058)");
    }
    SECTION("a tick taken away, and another one made, which is not taken") {
        const auto ticks = kAll + "&category=news&category=jobs";
        const auto refused = sendForm(at.api, path, field(former) + ticks + "&reason=too_frequent");
        checkPage(refused, 409, kTitle);
        CHECK(isTicked(refused, "jobs"));
        CHECK_FALSE(isTicked(refused, "offers"));
        CHECK(ann.state("offers") == "unsubscribed");
        CHECK(textOf(ann, "offers") == seen);
        CHECK(ann.state("jobs").empty());
        checkPage(sendForm(at.api, path, field(wordsOf(refused)) + ticks), 200, kTitle);
        CHECK(ann.state("jobs") == "subscribed");
        CHECK(textOf(ann, "offers") == seen);
    }
    SECTION("with words that no page had") {
        sendForm(at.api, path, field("%3Cb%3E") + kAll + "&category=news");
        CHECK(textOf(ann, "offers") == "preferences, other words");
    }
}

TEST_CASE("what was shown can be left when it is shown no more", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    sendForm(at.api, path, kAll + "&category=news&category=offers&category=jobs");
    REQUIRE(ann.state("jobs") == "subscribed");
    const auto former = wordsOf(openPage(at.api, path));
    SECTION("since it is internal") {
        at.change({{"public", false}});
    }
    SECTION("since it is archived") {
        REQUIRE(administer(at.api, "DELETE", "/v1/categories/jobs").status == 204);
    }
    const auto saved = sendForm(at.api, path, field(former) + kAll + "&category=news&category=offers");
    checkPage(saved, 200, kTitle);
    CHECK(shows(saved, "Your choice is saved."));
    CHECK(ann.state("jobs") == "unsubscribed");
    CHECK(ann.state("news") == "subscribed");
    CHECK(ann.state("offers") == "subscribed");
}

TEST_CASE("a note on changed words says also that what was unticked is saved", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    at.rename();
    const auto send = [&] {
        return sendForm(at.api, path, field(former) + kAll + "&category=offers&category=jobs");
    };
    const auto refused = send();
    checkPage(refused, 409, kTitle);
    CHECK(shows(refused, kNote));
    CHECK(shows(refused, kSaved));
    CHECK_FALSE(isTicked(refused, "news"));
    CHECK(ann.state("news") == "unsubscribed");
    CHECK(ann.state("jobs").empty());
    // The second time there is nothing to save.
    CHECK_FALSE(shows(send(), kSaved));
}

TEST_CASE("what is shown no more is not subscribed to without a word", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    at.change({{"public", false}});
    const auto refused = sendForm(at.api, path, field(former) + kAll + "&category=jobs");
    checkPage(refused, 409, kTitle);
    CHECK(shows(refused, kNote));
    CHECK_FALSE(shows(refused, "Jobs"));
    CHECK(ann.state("jobs").empty());
}

TEST_CASE("a page that shows other words says so, whatever else is wrong with the form", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto former = wordsOf(openPage(at.api, path));
    at.rename();
    const auto before = ann.profile();
    const auto tooLong = "&comment=" + std::string(10'000, 'a');
    const auto refused = sendForm(at.api, path, field(former) + kAll + "&category=jobs" + tooLong);
    checkPage(refused, 409, kTitle);
    CHECK(shows(refused, kNote));
    const auto again = sendForm(at.api, path, field(wordsOf(refused)) + kAll + "&category=jobs" + tooLong);
    checkPage(again, 400, kTitle);
    CHECK_FALSE(shows(again, kNote));
    CHECK(ann.profile() == before);
}

TEST_CASE("who left everything does not come back by words that they did not read", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    auto left = of(ann.external);
    auto state = ann.email;
    state.update({{"state", "unsubscribed"}, {"reason", "provider"}});
    left["endpoints"] = Json::array({state});
    at.api.observe(left);
    const auto former = wordsOf(openPage(at.api, path));
    at.rename();
    const auto before = ann.profile();
    const auto refused = sendForm(at.api, path, field(former) + kAll + "&category=offers");
    checkPage(refused, 409, kTitle);
    CHECK(isTicked(refused, "offers"));
    CHECK(ann.profile() == before);
    checkPage(sendForm(at.api, path, field(wordsOf(refused)) + kAll + "&category=offers"), 200, kTitle);
    CHECK(ann.endpoint()["state"] == "active");
    CHECK(ann.state("news") == "unsubscribed");
}

TEST_CASE("a form says nothing else for a client that does not send its words", "[api]") {
    Deployment at;
    Reader ann(at.api);
    at.rename();
    checkPage(sendForm(at.api, ann.link(), kAll + "&category=jobs"), 200, kTitle);
    CHECK(ann.state("jobs") == "subscribed");
    CHECK(textOf(ann, "jobs") == "preferences en " + english() + ": Subscriptions / Vacancies / Save");
    Reader bob(at.api);
    checkPage(sendForm(at.api, confirmationOf(bob)), 200, "Confirmed");
    CHECK(bob.state("jobs") == "subscribed");
}

TEST_CASE("words are read in a language", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = ann.link();
    const auto inEnglish = wordsOf(openPage(at.api, path + "?lang=en"));
    const auto inUkrainian = wordsOf(openPage(at.api, path + "?lang=uk"));
    CHECK(inEnglish != inUkrainian);
    const auto ticks = kAll + "&category=news&category=offers&category=jobs";
    const auto other = sendForm(at.api, path + "?lang=en", field(inUkrainian) + ticks);
    checkPage(other, 409, kTitle);
    CHECK(wordsOf(other) == inEnglish);
    // A name in Ukrainian is one for who reads that.
    at.change({{"names", {{"en", "Jobs"}, {"uk", "Вакансії"}}}});
    const auto refused = sendForm(at.api, path + "?lang=uk", field(inUkrainian) + ticks);
    checkPage(refused, 409, "Ваші підписки");
    CHECK(shows(refused, "Текст цієї сторінки змінився"));
    CHECK(ann.state("jobs").empty());
    checkPage(sendForm(at.api, path + "?lang=en", field(inEnglish) + ticks), 200, kTitle);
    CHECK(ann.state("jobs") == "subscribed");
}

TEST_CASE("a confirmation is of the words that were read, and its link works until then", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const bool isOfOperator = GENERATE(false, true);
    const auto path = confirmationOf(ann, isOfOperator ? Json{{"text", "jobs-v3"}} : Json::object());
    const auto former = wordsOf(openPage(at.api, path));
    at.rename();
    const auto before = ann.profile();
    for (int i = 0; i < 2; ++i) {
        const auto refused = sendForm(at.api, path, field(former));
        checkPage(refused, 409, "Please confirm");
        CHECK(shows(refused, kNote));
        CHECK(shows(refused, ">Vacancies</span>"));
    }
    CHECK(ann.profile() == before);
    const auto page = openPage(at.api, path);
    checkPage(page, 200, "Please confirm");
    CHECK_FALSE(shows(page, kNote));
    const auto words = wordsOf(page);
    checkPage(sendForm(at.api, path + "?lang=de", field(words)), 409, "Bitte bestätigen");
    // The page does not show what a category is.
    at.change({{"descriptions", {{"en", "Now and then"}}}});
    checkPage(sendForm(at.api, path, field(words)), 200, "Confirmed");
    CHECK(ann.state("jobs") == "subscribed");
    const auto read =
        "confirmation en " + english() + ": You asked us to send this to {address}: / Vacancies / Confirm";
    CHECK(textOf(ann, "jobs") == (isOfOperator ? "jobs-v3" : read));
    checkPage(sendForm(at.api, path, field(former)), 200, "Already confirmed");
}

TEST_CASE("a confirmation of what was archived meanwhile asks again for the rest", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = confirmationOf(ann, {{"categories", {"jobs", "offers"}}});
    const auto former = wordsOf(openPage(at.api, path));
    REQUIRE(administer(at.api, "DELETE", "/v1/categories/jobs").status == 204);
    const auto refused = sendForm(at.api, path, field(former));
    checkPage(refused, 409, "Please confirm");
    CHECK_FALSE(shows(refused, ">Jobs</span>"));
    checkPage(sendForm(at.api, path, field(wordsOf(refused))), 200, "Confirmed");
    CHECK(subscriptionChange(at.api, ann.id, "offers")["after"] == "subscribed");
    CHECK(ann.state("jobs").empty());
}

TEST_CASE("a confirmation of which all was archived is gone, and confirms no address", "[api]") {
    Deployment at;
    Reader ann(at.api);
    const auto path = confirmationOf(ann);
    const auto ofAddress = confirmationOf(ann, {{"categories", Json::array()}});
    const auto form = field(wordsOf(openPage(at.api, path)));
    REQUIRE(administer(at.api, "DELETE", "/v1/categories/jobs").status == 204);
    const auto before = ann.profile();
    checkPage(openPage(at.api, path), 410, kGone);
    for (const auto& sent : {form, std::string()}) checkPage(sendForm(at.api, path, sent), 410, kGone);
    CHECK(ann.profile() == before);
    // One that asks for the address alone still does.
    checkPage(sendForm(at.api, ofAddress), 200, "Confirmed");
    // What is restored is confirmed as before.
    at.change({{"archived", false}});
    checkPage(sendForm(at.api, path, form), 200, "Confirmed");
    CHECK(ann.state("jobs") == "subscribed");
}
