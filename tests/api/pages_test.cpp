// SPDX-License-Identifier: Apache-2.0
// What the pages for people are made of: languages, texts, forms.
#include <catch2/catch.hpp>
#include <set>

#include "core/api/pages/form.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/shown_words.hpp"
#include "core/api/pages/texts.hpp"
#include "core/model/language.hpp"

using namespace kith::api;
using Wanted = std::vector<std::string>;

namespace {

std::string best(std::string_view accepted, const std::vector<std::string_view>& offered,
                 std::string_view chosen = "") {
    const auto found = bestLanguage(wantedLanguages(chosen, accepted), offered);
    return found ? std::string(offered[*found]) : "none";
}

const std::string kType = "multipart/form-data; boundary=\"x y\"";

std::string part(const std::string& head, const std::string& value) {
    return "--x y\r\n" + head + "\r\n\r\n" + value + "\r\n";
}

std::string fieldsOf(std::string_view body, std::string_view type) {
    const auto form = readForm(body, type);
    if (!form) return "malformed";
    std::string text;
    for (const auto& [name, value] : *form) text += name + '=' + value + ';';
    return text;
}

}  // namespace

TEST_CASE("languages are wanted by their quality, and what is malformed is not", "[api]") {
    CHECK(wantedLanguages("", "de, uk-UA;q=0.9,en;q=0.95") == Wanted{"de", "en", "uk-ua"});
    CHECK(wantedLanguages("UK", "de") == Wanted{"uk", "de"});
    CHECK(wantedLanguages("", "de;q=0, en;q=2, fr;q=1.0000, it;level=1, es;q=, p*t, *, ,").empty());
    CHECK(wantedLanguages("<b>", "").empty());
    CHECK(wantedLanguages("", std::string(36, 'x')).empty());
    std::string many;
    for (int i = 0; i < 100; ++i) many += "a" + std::to_string(i) + ",";
    CHECK(wantedLanguages("", many).size() == 20);
}

TEST_CASE("the closest of the offered languages serves", "[api]") {
    CHECK(best("uk-UA", {"en", "uk"}) == "uk");
    CHECK(best("zh-Hant-TW", {"zh", "zh-Hant"}) == "zh-Hant");
    CHECK(best("pt", {"en", "pt-BR"}) == "pt-BR");
    CHECK(best("fr, de;q=0.5", {"en", "DE"}) == "DE");
    CHECK(best("fr, de;q=0.5", {"en", "de"}, "en-GB") == "en");
    CHECK(best("fr", {"en", "de"}) == "none");
    CHECK(best("d", {"de"}) == "none");
    CHECK(best("en", {}) == "none");
}

TEST_CASE("every language of the pages has every text", "[api]") {
    const PageLanguages languages;
    const auto& all = languages.all();
    REQUIRE(all.size() >= 3);
    CHECK(all.front().language == "en");
    std::set<std::string> versions;
    for (const auto& each : all) {
        INFO(each.language);
        CHECK(each.direction() == "ltr");
        CHECK(each.borrowed.empty());
        CHECK(each.version.size() == 12);
        CHECK(versions.insert(each.version).second);
        CHECK(each.texts.size() == all.front().texts.size());
        for (const auto& [key, english] : all.front().texts) {
            INFO(key);
            REQUIRE(each.texts.contains(key));
            CHECK_FALSE(each.of(key).empty());
            for (const std::string place : {"{address}", "{category}"})
                CHECK((english.find(place) == std::string::npos) ==
                      (each.of(key).find(place) == std::string::npos));
        }
    }
    for (const auto* each : {"en", "uk", "de"}) CHECK(languages.find(each) != nullptr);
    CHECK(languages.find("fr") == nullptr);
    CHECK(languages.bestFor({"xx"}).language == "en");
}

TEST_CASE(
    "a deployment's words are a language more, or said in the place of others, and what lacks is English",
    "[api]") {
    const PageLanguages plain;
    const PageWords words{{"fr", {{"name", "Français"}, {"save", "Enregistrer"}}},
                          {"EN", {{"expired_title", "Too late"}}},
                          {"ar", {{"preferences_intro", "ماذا نرسل إلى {address}؟"}}}};
    const PageLanguages languages(words);
    CHECK(languages.all().size() == plain.all().size() + 2);
    const auto& french = languages.bestFor({"fr-ca", "de"});
    CHECK(french.language == "fr");
    CHECK(french.direction() == "ltr");
    CHECK(french.of("save") == "Enregistrer");
    CHECK_FALSE(french.borrowed.contains("save"));
    CHECK(french.of("comment_label") == "Comment");
    CHECK(french.borrowed.contains("comment_label"));
    // English words of the deployment's own are what others borrow.
    CHECK(french.of("expired_title") == "Too late");
    const auto& english = languages.bestFor({});
    CHECK(english.language == "en");
    CHECK(english.of("expired_title") == "Too late");
    CHECK(english.borrowed.empty());
    CHECK(languages.find("DE")->of("save") == "Speichern");

    const auto& arabic = *languages.find("ar");
    CHECK(arabic.direction() == "rtl");
    // What is filled in keeps its own direction.
    CHECK(arabic.filled("preferences_intro", "address", "a@example.com") ==
          "ماذا نرسل إلى \u2068a@example.com\u2069؟");
    CHECK(arabic.filled("confirm_address", "address", "a@example.com") == "Is a@example.com your address?");

    CHECK(english.version != plain.bestFor({}).version);
    CHECK(languages.find("de")->version == plain.find("de")->version);
    const PageWords same{{"en", {{"save", "Save"}}}};
    CHECK(PageLanguages(same).bestFor({}).version == plain.bestFor({}).version);
}

TEST_CASE("a form tells whether other words were read than those of now", "[api]") {
    using Shown = std::vector<std::string_view>;
    const PageWords words{{"en", {{"expired_title", "Too late"}}}};
    const PageLanguages plain;
    const PageLanguages others(words);
    const auto& english = *plain.find("en");
    const auto digest = digestOf(english, Shown{"news", "News", ""});
    CHECK(digest == digestOf(english, Shown{"news", "News", ""}));
    std::set<std::string> digests{digest};
    CHECK(digests.insert(digestOf(*others.find("en"), Shown{"news", "News", ""})).second);
    CHECK(digests.insert(digestOf(*plain.find("uk"), Shown{"news", "News", ""})).second);
    CHECK(digests.insert(digestOf(english, Shown{"news", "", "News"})).second);
    CHECK(digests.insert(digestOf(english, Shown{"newsNews", "", ""})).second);
    CHECK(digests.insert(digestOf(english, Shown{})).second);

    const auto read = [&](const std::string& value) {
        kith::http::Params form;
        form.add("words", value);
        return otherDigest(form, digest);
    };
    CHECK_FALSE(otherDigest({}, digest).has_value());
    CHECK_FALSE(read(digest).has_value());
    CHECK(read("0123456789ab") == "0123456789ab");
    for (const std::string none : {"", "0123456789a", "0123456789abc", "0123456789AB", "<b>456789ab>"}) {
        INFO(none);
        CHECK(read(none) == "");
    }
    Html html;
    writeDigest(html, digest);
    CHECK(html.take() == "<input type=\"hidden\" name=\"words\" value=\"" + digest + "\">");
}

TEST_CASE("words that can't be a page's are told with where they stand", "[api]") {
    const auto faults = [](const PageWords& words) {
        Wanted found;
        for (const auto& each : faultsOf(words)) found.push_back(each.pointer + ' ' + each.code);
        return found;
    };
    CHECK(faults({}).empty());
    CHECK(faults({{"fr", {{"save", "Enregistrer"}, {"confirm_intro", "Pour {address} :"}}},
                  {"zh-Hant", {{"save", std::string(1'000, 'x')}}}})
              .empty());
    CHECK(faults({{"fr_FR", {{"save", "x"}}}}) == Wanted{"/fr_FR invalid_language"});
    CHECK(faults({{"english", {{"save", "x"}}}}) == Wanted{"/english invalid_language"});
    CHECK(faults({{"FR", {{"save", "x"}}}, {"fr", {{"save", "x"}}}}) == Wanted{"/fr duplicate_key"});
    CHECK(faults({{"fr", {}}}) == Wanted{"/fr empty"});
    CHECK(faults({{"fr", {{"sav", "x"}}}}) == Wanted{"/fr/sav unknown_key"});
    CHECK(faultsOf({{"fr", {{"sav", "x"}}}}).front().detail.find("did you mean 'save'?") !=
          std::string::npos);
    CHECK(faults({{"fr", {{"save", std::string(1'001, 'x')}}}}) == Wanted{"/fr/save too_long"});
    CHECK(faults({{"fr", {{"save", " "}}}}) == Wanted{"/fr/save empty"});
    CHECK(faults({{"fr", {{"save", "a\nb"}}}}) == Wanted{"/fr/save invalid_text"});
    CHECK(faults({{"fr", {{"save", "\xff"}}}}) == Wanted{"/fr/save invalid_text"});
    CHECK(faults({{"fr", {{"save", "{address}"}}}}) == Wanted{"/fr/save invalid_text"});
    CHECK(faults({{"fr", {{"confirm_intro", "Pour :"}}}}) == Wanted{"/fr/confirm_intro invalid_text"});
    CHECK(faults({{"fr", {{"confirm_intro", "{address} {address}"}}}}) ==
          Wanted{"/fr/confirm_intro invalid_text"});
    PageWords many;
    for (int i = 0; i < 51; ++i) many["fr-x-a" + std::to_string(i)]["save"] = "x";
    CHECK(faults(many) == Wanted{" too_many"});
}

TEST_CASE("the direction of a language follows from its script, and its name is its own", "[api]") {
    for (const auto* tag : {"ar", "he", "fa-IR", "ur", "az-Arab", "yi"}) {
        INFO(tag);
        CHECK(kith::model::isRightToLeft(tag));
    }
    for (const auto* tag : {"en", "uk", "zh-Hant", "ar-Latn", "az", "", "-", "x"}) {
        INFO(tag);
        CHECK_FALSE(kith::model::isRightToLeft(tag));
    }
    CHECK(kith::model::ownNameOf("fr") == "français");
    CHECK(kith::model::ownNameOf("ja") == "日本語");
    CHECK(kith::model::ownNameOf("qq-nonsense") != "");
    CHECK(kith::model::ownNameOf("-") == "-");
}

TEST_CASE("a language has one tag, and what is none has none", "[api]") {
    using kith::model::canonicalLanguage;
    for (const auto* tag : {"en", "uk", "pt-BR", "zh-Hant", "sr-Latn", "he"})
        CHECK(canonicalLanguage(tag) == tag);
    CHECK(canonicalLanguage("EN-us") == "en-US");
    CHECK(canonicalLanguage("iw") == "he");
    for (const auto* tag : {"", "english", "en_US", "qq", "und", "-", "x", "e"}) {
        INFO(tag);
        CHECK_FALSE(canonicalLanguage(tag));
    }
}

TEST_CASE("what is text does not become HTML", "[api]") {
    CHECK(Html().raw("<p title=\"").text("\"'<>&é").raw("\">").take() ==
          "<p title=\"&quot;&#39;&lt;&gt;&amp;é\">");
}

TEST_CASE("forms are read in both of their types", "[api]") {
    CHECK(fieldsOf("a=1&b=%C3%A9+x&a=2&c", "application/x-www-form-urlencoded; charset=utf-8") ==
          "a=1;b=é x;a=2;c=;");
    CHECK(fieldsOf("List-Unsubscribe=One-Click", "") == "List-Unsubscribe=One-Click;");
    const auto body =
        part("Content-Type: text/plain\r\ncontent-disposition: form-data; filename=\"f\"; name=\"a\"",
             "1\r\n--x") +
        part("Content-Disposition: form-data; name=b", "") + "--x y--\r\nwhat follows";
    CHECK(fieldsOf(body, kType) == "a=1\r\n--x;b=;");
    CHECK(fieldsOf("--x y--", kType).empty());
}

TEST_CASE("a form that is malformed is none", "[api]") {
    for (const std::string body : {"a=%", "a=%ff", "%00=1"}) CHECK(fieldsOf(body, "") == "malformed");
    const auto good = part("Content-Disposition: form-data; name=\"a\"", "1");
    for (const auto& body : std::initializer_list<std::string>{
             std::string(), good, good + "--x y", good.substr(1), "--x y\r\n\r\n1\r\n--x y--",
             part("Content-Disposition: form-data", "1") + "--x y--",
             part("Content-Disposition: form-data; name=\"a", "1") + "--x y--",
             part("Content-Disposition: form-data; name=\"a\"", "\xff") + "--x y--"}) {
        INFO(body);
        CHECK(fieldsOf(body, kType) == "malformed");
    }
    for (const std::string type :
         {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"x y"})
        CHECK(fieldsOf(good + "--x y--", type) == "malformed");
    CHECK(fieldsOf("", "multipart/form-data; boundary=" + std::string(71, 'b')) == "malformed");
}
