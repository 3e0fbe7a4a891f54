// SPDX-License-Identifier: Apache-2.0
#include "core/api/pages/texts.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/api/embedded.hpp"
#include "core/base/suggest.hpp"
#include "core/base/utf8.hpp"
#include "core/http/headers.hpp"
#include "core/model/hash.hpp"
#include "core/model/language.hpp"
#include "core/model/text.hpp"

namespace kith::api {
namespace {

using Faults = std::vector<base::Violation>;

constexpr std::array<std::string_view, 2> kPlaces{"{address}", "{category}"};
/// U+2068 and U+2069: what stands between them has a direction of its own.
constexpr std::string_view kIsolate = "\u2068";
constexpr std::string_view kIsolated = "\u2069";

PageTexts emptyTexts(const std::string& language) {
    PageTexts texts;
    texts.language = language;
    texts.isRightToLeft = model::isRightToLeft(language);
    return texts;
}

const std::vector<PageTexts>& builtIn() {
    static const auto all = [] {
        std::vector<PageTexts> read;
        for (const auto& entry : nlohmann::json::parse(embedded::joined(embedded::kPageTexts))) {
            auto& texts = read.emplace_back(emptyTexts(entry.at("language").get<std::string>()));
            for (const auto& [key, text] : entry.at("texts").items())
                texts.texts.emplace(key, text.get<std::string>());
        }
        return read;
    }();
    return all;
}

auto findIn(auto& all, std::string_view language) {
    return std::ranges::find_if(
        all, [&](const PageTexts& each) { return http::equalsIgnoringCase(each.language, language); });
}

void borrow(const PageTexts& english, PageTexts& texts) {
    for (const auto& [key, text] : english.texts)
        if (texts.texts.emplace(key, text).second) texts.borrowed.insert(key);
}

std::string versionOf(const PageTexts& texts) {
    auto all = texts.language;
    for (const auto& [key, text] : texts.texts) all.append("\x1f").append(key).append("\x1f").append(text);
    return digestOf(all);
}

std::size_t countOf(std::string_view text, std::string_view place) {
    std::size_t count = 0;
    for (auto at = text.find(place); at != std::string_view::npos; at = text.find(place, at + 1)) ++count;
    return count;
}

void checkText(const std::string& key, const std::string& text, const std::string& at, Faults& faults) {
    const auto& english = builtIn().front().texts;
    const auto known = english.find(key);
    if (known == english.end()) {
        std::vector<std::string> keys;
        for (const auto& [name, unused] : english) keys.push_back(name);
        faults.push_back(
            {at, "unknown_key", "the pages have no text '" + key + "'" + base::suggestion(key, keys)});
        return;
    }
    if (text.size() > kMaxPageText)
        faults.push_back({at, "too_long", "at most " + std::to_string(kMaxPageText) + " bytes"});
    else if (!base::isText(text) || model::hasControl(text))
        faults.push_back({at, "invalid_text", "must be UTF-8 without control characters"});
    else if (model::trimmed(text).empty())
        faults.push_back({at, "empty", "must not be empty; leave it out, and it is English"});
    for (const auto place : kPlaces) {
        const bool isWanted = countOf(known->second, place) > 0;
        if (countOf(text, place) == (isWanted ? 1U : 0U)) continue;
        faults.push_back(
            {at, "invalid_text", (isWanted ? "must hold once " : "must not hold ") + std::string(place)});
    }
}

}  // namespace

const std::string& PageTexts::of(std::string_view key) const {
    const auto found = texts.find(key);
    if (found != texts.end()) return found->second;
    throw base::Error(base::ErrorCode::Internal, "The server failed.",
                      "a page lacks the text " + std::string(key));
}

std::string PageTexts::filled(std::string_view key, std::string_view name, std::string_view value) const {
    auto text = of(key);
    const auto place = '{' + std::string(name) + '}';
    const auto at = text.find(place);
    if (at == std::string::npos) return text;
    std::string apart(value);
    if (isRightToLeft && !borrowed.contains(key))
        apart = std::string(kIsolate).append(value).append(kIsolated);
    return text.replace(at, place.size(), apart);
}

std::string digestOf(std::string_view text) {
    return model::hexOf(model::hashOf(text)).substr(0, kDigestLength);
}

PageLanguages::PageLanguages(const PageWords& words) : all_(builtIn()) {
    for (const auto& [language, texts] : words) {
        auto own = findIn(all_, language);
        if (own == all_.end()) own = all_.insert(all_.end(), emptyTexts(language));
        for (const auto& [key, text] : texts) own->texts.insert_or_assign(key, text);
    }
    for (auto& each : all_) {
        borrow(all_.front(), each);
        each.version = versionOf(each);
    }
}

const PageTexts& PageLanguages::bestFor(const WantedLanguages& wanted) const {
    std::vector<std::string_view> offered;
    for (const auto& each : all_) offered.emplace_back(each.language);
    return all_[bestLanguage(wanted, offered).value_or(0)];
}

const PageTexts* PageLanguages::find(std::string_view language) const {
    const auto found = findIn(all_, language);
    return found == all_.end() ? nullptr : &*found;
}

Faults faultsOf(const PageWords& words) {
    Faults faults;
    if (words.size() > kMostPageLanguages)
        faults.push_back({"", "too_many", "at most " + std::to_string(kMostPageLanguages) + " languages"});
    std::set<std::string> seen;
    for (const auto& [language, texts] : words) {
        const auto at = '/' + language;
        if (!model::isLanguageTag(language))
            faults.push_back({at, "invalid_language", "must be a language tag, as `fr`"});
        else if (!model::canonicalLanguage(language))
            faults.push_back({at, "invalid_language", "is not the tag of a known language (BCP 47)"});
        else if (!seen.insert(model::caseFolded(language)).second)
            faults.push_back({at, "duplicate_key", "the same language in other letters"});
        if (texts.empty()) faults.push_back({at, "empty", "must have at least one text"});
        for (const auto& [key, text] : texts) checkText(key, text, at + '/' + key, faults);
    }
    return faults;
}

}  // namespace kith::api
