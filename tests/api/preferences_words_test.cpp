// SPDX-License-Identifier: Apache-2.0
// In which words the preferences page speaks, and which of them the ledger keeps.
#include <catch2/catch.hpp>

#include "core/api/pages/texts.hpp"
#include "tests/api/reader.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("the ledger has what a person read, and its version, when they come and when they leave", "[api]") {
    ApiServer api(eachEngine(), {"categories=[{key: news, names: {en: News, uk: Новини}, descriptions: {en: "
                                 "Now and then}}, {key: offers, default: subscribed}]",
                                 "pages.languages={en: {save: Keep}}"});
    Reader ann(api);
    const auto path = ann.link();
    const api::PageLanguages words(api::PageWords{{"en", {{"save", "Keep"}}}});
    const auto seen = [&](const std::string& language, const std::string& what) {
        return "preferences " + language + ' ' + words.find(language)->version + ": " + what;
    };
    const auto textOf = [&](const std::string& category) {
        return subscriptionChange(api, ann.id, category)["text"];
    };
    CHECK(words.find("en")->version != api::PageLanguages().find("en")->version);

    // Out, by a tick taken away; and in again, in another language.
    sendForm(api, path + "?lang=en", kShown + "&category=offers");
    CHECK(ann.state("news") == "unsubscribed");
    CHECK(textOf("news") == seen("en", "Subscriptions / News / Now and then / Keep"));
    sendForm(api, path + "?lang=uk", kShown + "&category=offers&category=news");
    CHECK(ann.state("news") == "subscribed");
    CHECK(textOf("news") == seen("uk", "Підписки / Новини / Now and then / Зберегти"));

    sendForm(api, path + "?lang=de", "do=leave");
    for (const auto* category : {"news", "offers"})
        CHECK(textOf(category) == seen("de", "Alles abbestellen"));

    // What a mail program showed is its own.
    sendForm(api, path + "?lang=en", kShown + "&category=offers&category=news");
    CHECK(textOf("offers") == seen("en", "Subscriptions / offers / Keep"));
    sendForm(api, ann.link({{"category", "news"}}), "List-Unsubscribe=One-Click");
    CHECK(textOf("news") == "List-Unsubscribe=One-Click (RFC 8058)");
    sendForm(api, path, "List-Unsubscribe=One-Click");
    CHECK(textOf("offers") == "List-Unsubscribe=One-Click (RFC 8058)");
}

TEST_CASE("a page can be read in every language of a category that it shows, and in those of the deployment",
          "[api]") {
    ApiServer api(
        eachEngine(),
        {"categories=[{key: news, names: {en: News, fr: Nouvelles, ar: أخبار}}, "
         "{key: secret, public: false, names: {pl: Tajne}}]",
         "pages.languages={he: {name: עברית, save: שמירה, preferences_intro: 'מה לשלוח אל {address}?'}}"});
    Reader ann(api);
    const auto path = ann.link();
    const auto english = openPage(api, path);
    for (const auto* link : {R"(<a href="?lang=fr" lang="fr" hreflang="fr">français</a>)",
                             R"(<a href="?lang=ar" lang="ar" dir="rtl" hreflang="ar">العربية</a>)",
                             R"(<a href="?lang=he" lang="he" dir="rtl" hreflang="he">עברית</a>)",
                             R"(<a href="?lang=uk" lang="uk" hreflang="uk">Українська</a>)"})
        CHECK(shows(english, link));
    CHECK_FALSE(shows(english, "?lang=en"));
    CHECK_FALSE(shows(english, "?lang=pl"));

    // Without words of its own the page is English, and the category is not.
    const auto french = openPage(api, path + "?lang=fr", "fr");
    checkPage(french, 200, kTitle);
    CHECK(french.header("Content-Language") == "en");
    CHECK(shows(french, R"(<html lang="en" dir="ltr">)"));
    CHECK(shows(french, R"(<span lang="fr">Nouvelles</span>)"));
    CHECK(shows(french, "?lang=en"));
    CHECK_FALSE(shows(french, "?lang=fr"));
    CHECK(shows(openPage(api, path + "?lang=ar"), R"(<span lang="ar" dir="rtl">أخبار</span>)"));

    // With some, what lacks is English, and said to be.
    const auto hebrew = openPage(api, path + "?lang=he");
    CHECK(hebrew.header("Content-Language") == "he");
    CHECK(shows(hebrew, R"(<html lang="he" dir="rtl">)"));
    CHECK(shows(hebrew, R"(<button name="do" value="save">שמירה</button>)"));
    CHECK(shows(hebrew, R"(<h1><span lang="en" dir="ltr">Your subscriptions</span></h1>)"));
    CHECK(shows(hebrew, R"(<option value="other" lang="en" dir="ltr">Another reason</option>)"));
    CHECK(shows(hebrew, R"(<span lang="en" dir="ltr">News</span>)"));
    CHECK(shows(hebrew, "\u2068"));
    const auto saved = sendForm(api, path + "?lang=he", "shown=news");
    CHECK(shows(saved, R"(<html lang="he" dir="rtl">)"));
    CHECK(ann.state("news") == "unsubscribed");

    const auto confirmation =
        api.post("/v1/confirmations", {{"identifier", ann.email}, {"categories", {"news"}}});
    REQUIRE(confirmation.status == 200);
    const auto confirm = openPage(api, "/v1/confirmations/" + confirmation.body["token"].get<std::string>());
    CHECK(shows(confirm, "?lang=fr"));
    CHECK(shows(confirm, "?lang=he"));
    CHECK_FALSE(shows(openPage(api, path.substr(0, path.size() - 4)), "?lang=fr"));
}
