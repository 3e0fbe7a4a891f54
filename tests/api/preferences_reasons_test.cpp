// SPDX-License-Identifier: Apache-2.0
// What becomes of the reason and the comment on the preferences page: nothing that somebody typed is lost
// without a word.
#include <catch2/catch.hpp>

#include "tests/api/reader.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const std::string kNotKept = "so your reason and comment were not kept";

bool hasInForm(const ApiAnswer& page, const std::string& reason, const std::string& comment) {
    return shows(page, "<option value=\"" + reason + "\" selected") && shows(page, comment + "</textarea>");
}

/// That the form is as empty as when the page is opened.
void checkNothingTyped(const ApiAnswer& page) {
    CHECK_FALSE(shows(page, " selected"));
    CHECK(shows(page, ">\n</textarea>"));
}

/// That these stand on the profile and in the ledger, beside what was said last of the category.
void checkSaid(const Reader& reader, const std::string& category, const Json& reason, const Json& comment) {
    INFO(category);
    const auto shown = subscriptionOf(reader.profile(), category);
    CHECK(shown["reason"] == reason);
    CHECK(shown["comment"] == comment);
    const auto change = subscriptionChange(reader.api, reader.id, category);
    CHECK(change["reason"] == reason);
    CHECK(change["comment"] == comment);
}

}  // namespace

TEST_CASE("a reason and a comment with a form that changes nothing come back in it, and the page says so",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const std::string said = "&reason=other&comment=Just+saying";
    std::string ticks = "&category=news&category=offers";
    SECTION("of who has all that is ticked") {}
    SECTION("of who left everything") {
        ticks.clear();
        REQUIRE(sendForm(api, path, kShown + "&do=leave").status == 200);
    }
    const auto before = ann.profile();
    const auto same = sendForm(api, path, kShown + ticks + said);
    checkPage(same, 200, kTitle);
    CHECK(shows(same, kNotKept));
    CHECK_FALSE(shows(same, "Your choice is saved."));
    CHECK(hasInForm(same, "other", "Just saying"));
    CHECK(isTicked(same, "news") == !ticks.empty());
    CHECK(isTicked(same, "offers") == !ticks.empty());
    CHECK(ann.profile() == before);

    for (const auto* one : {"&reason=other", "&comment=Hm"})
        CHECK(shows(sendForm(api, path, kShown + ticks + one), kNotKept));
    const auto silent = sendForm(api, path, kShown + ticks + "&reason=&comment=+%0D%0A");
    CHECK(shows(silent, "Nothing was changed."));
    CHECK_FALSE(shows(silent, kNotKept));
    checkNothingTyped(silent);
    CHECK(ann.profile() == before);
}

TEST_CASE("a reason and a comment stand beside what is left, or else beside what is taken", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const auto send = [&](const std::string& form) {
        const auto saved = sendForm(api, path, kShown + form);
        checkPage(saved, 200, kTitle);
        CHECK(shows(saved, "Your choice is saved."));
        CHECK_FALSE(shows(saved, kNotKept));
        checkNothingTyped(saved);
    };
    send("&category=offers&reason=not_relevant&comment=No+news");
    CHECK(ann.state("news") == "unsubscribed");
    checkSaid(ann, "news", "not_relevant", "No news");

    send("&category=offers&category=news&reason=other&comment=Again");
    CHECK(ann.state("news") == "subscribed");
    checkSaid(ann, "news", "other", "Again");

    send("&category=offers");
    CHECK(ann.state("news") == "unsubscribed");
    send("&category=news&comment=No+offers");
    CHECK(ann.state("news") == "subscribed");
    CHECK(ann.state("offers") == "unsubscribed");
    checkSaid(ann, "news", nullptr, nullptr);
    checkSaid(ann, "offers", nullptr, "No offers");
}

TEST_CASE("who unsubscribes from everything says why of each category, also when it was left before",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    const bool hasLeft = GENERATE(false, true);
    if (hasLeft) REQUIRE(sendForm(api, path, "do=leave").status == 200);
    const auto left = sendForm(api, path, kShown + "&do=leave&reason=never_asked&comment=Who+are+you%3F");
    CHECK(shows(left, "You are unsubscribed from everything."));
    checkNothingTyped(left);
    for (const auto* category : {"news", "offers"}) {
        CHECK(ann.state(category) == "unsubscribed");
        checkSaid(ann, category, "never_asked", "Who are you?");
    }
    // The state outlives the person and has none of their words.
    CHECK(ann.endpoint()["states"][0]["reason"] == "preferences");
    CHECK(ann.endpoint().dump().find("Who are you") == std::string::npos);
}

TEST_CASE("a page where no ledger would keep them asks for no reason and no comment", "[api]") {
    ApiServer api(eachEngine(), {"categories=[]"});
    Reader ann(api);
    const auto path = ann.link();
    const auto page = openPage(api, path);
    checkPage(page, 200, kTitle);
    CHECK_FALSE(shows(page, "<textarea"));
    CHECK_FALSE(shows(page, "name=\"reason\""));
    const auto left = sendForm(api, path, "do=leave");
    CHECK(shows(left, "You are unsubscribed from everything."));
    CHECK(ann.endpoint()["state"] == "unsubscribed");
}

TEST_CASE("what was kept with what they left is not in the form that asks again about what they ticked",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    const auto path = ann.link();
    REQUIRE(sendForm(api, path, "shown=news").status == 200);
    const std::string form = kShown + "&words=others&category=news&comment=";
    const auto refused = sendForm(api, path, form + "No+offers");
    checkPage(refused, 409, kTitle);
    CHECK(isTicked(refused, "news"));
    checkNothingTyped(refused);
    CHECK(ann.state("news") == "unsubscribed");
    checkSaid(ann, "offers", nullptr, "No offers");

    const auto again = sendForm(api, path, form + "Back");
    checkPage(again, 409, kTitle);
    CHECK(shows(again, "Back</textarea>"));
    CHECK(ann.state("news") == "unsubscribed");
}
