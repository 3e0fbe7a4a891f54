// SPDX-License-Identifier: Apache-2.0
// What the pages for people are made of: languages, texts, forms.
#include <catch2/catch.hpp>
#include <set>

#include "core/api/pages/form.hpp"
#include "core/api/pages/html.hpp"
#include "core/api/pages/texts.hpp"

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
    const auto& all = allPageTexts();
    REQUIRE(all.size() >= 3);
    CHECK(all.front().language == "en");
    std::set<std::string> languages;
    for (const auto& each : all) {
        INFO(each.language);
        languages.insert(each.language);
        CHECK((each.direction == "ltr" || each.direction == "rtl"));
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
    for (const auto* each : {"en", "uk", "de"}) CHECK(languages.contains(each));
    CHECK(pageTextsFor({"xx"}).language == "en");
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
