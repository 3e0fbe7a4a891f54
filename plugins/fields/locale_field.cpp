// SPDX-License-Identifier: Apache-2.0
#include "locale_field.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/uloc.h>

#include <kith/sdk/failure.hpp>
#include <kith/sdk/language.hpp>

namespace kith::fields {
namespace {

using sdk::Rejection;
using sdk::Stored;

using Names = std::set<std::string, std::less<>>;

/// What ICU names as time zones and IANA does not (any more): the abbreviations of JDK 1.1, most of which
/// mean several zones, and two that IANA took back. IANA's own EST, MST and HST are not among them.
constexpr std::array<std::string_view, 27> kNotOfIana{"ACT",           "AET",
                                                      "AGT",           "ART",
                                                      "AST",           "BET",
                                                      "BST",           "CAT",
                                                      "CNT",           "CST",
                                                      "CTT",           "EAT",
                                                      "ECT",           "IET",
                                                      "IST",           "JST",
                                                      "MIT",           "NET",
                                                      "NST",           "PLT",
                                                      "PNT",           "PRT",
                                                      "PST",           "SST",
                                                      "VST",           "Canada/East-Saskatchewan",
                                                      "US/Pacific-New"};

/// ICU's list: the codes that are assigned; XK, which ISO leaves to its users and which is written for Kosovo
/// everywhere; and DG, EA and IC, which ISO reserves for islands and towns with post or customs of their own.
Names countries() {
    Names names;
    for (const char* const* each = uloc_getISOCountries(); *each != nullptr; ++each) names.insert(*each);
    return names;
}

Names timeZones() {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> all(
        icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, error));
    Names names;
    while (U_SUCCESS(error)) {
        const char* const name = all->next(nullptr, error);
        if (name == nullptr) break;
        const std::string_view view(name);
        const bool isOwn = view.starts_with("SystemV/") ||
                           std::find(kNotOfIana.begin(), kNotOfIana.end(), view) != kNotOfIana.end();
        if (!isOwn) names.emplace(view);
    }
    if (U_FAILURE(error) || names.empty())
        throw sdk::Failure(sdk::Status::Plugin, "no_data", "ICU has no data of time zones.");
    return names;
}

class CountryRule final : public sdk::FieldRule {
public:
    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be the code of a country, as text."};
        std::string code(in.text.substr(0, kCodeSize + 1));
        std::transform(code.begin(), code.end(), code.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
        if (!names_.contains(code))
            return Rejection{"not_a_country",
                             "Must be a country's code of two letters (ISO 3166-1), such as GB."};
        return Stored::ofText(std::move(code));
    }

private:
    static constexpr std::size_t kCodeSize = 2;

    const Names names_ = countries();
};

class LanguageRule final : public sdk::FieldRule {
public:
    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be the tag of a language, as text."};
        auto tag = sdk::canonicalLanguage(in.text);
        if (!tag)
            return Rejection{"not_a_language",
                             "Must be the tag of a known language (BCP 47), such as uk or pt-BR."};
        return Stored::ofText(*std::move(tag));
    }
};

class TimeZoneRule final : public sdk::FieldRule {
public:
    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be the name of a time zone, as text."};
        if (names_.find(in.text) == names_.end())
            return Rejection{"not_a_time_zone",
                             "Must be IANA's name of a time zone, letter by letter, such as Europe/Kyiv."};
        return Stored::ofText(std::string(in.text));
    }

private:
    const Names names_ = timeZones();
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> CountryType::prepare(std::string_view /*options*/) const {
    return std::make_unique<CountryRule>();
}

std::unique_ptr<const sdk::FieldRule> LanguageType::prepare(std::string_view /*options*/) const {
    return std::make_unique<LanguageRule>();
}

std::unique_ptr<const sdk::FieldRule> TimeZoneType::prepare(std::string_view /*options*/) const {
    return std::make_unique<TimeZoneRule>();
}

}  // namespace kith::fields
