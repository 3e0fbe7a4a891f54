// SPDX-License-Identifier: Apache-2.0
#include "core/model/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/suggest.hpp"
#include "core/model/text.hpp"

namespace kith::model {
namespace {

constexpr std::array<std::string_view, 14> kBlocked = {"null",
                                                       "undefined",
                                                       "none",
                                                       "nan",
                                                       "anonymous",
                                                       "guest",
                                                       "unknown",
                                                       "test",
                                                       "true",
                                                       "false",
                                                       "-1",
                                                       "[object object]",
                                                       "test@example.com",
                                                       "noreply@*"};

/// Empty, or nothing but zeros and dashes: `0`, `---`, the zero GUID.
bool isNothing(std::string_view folded) noexcept {
    return folded.find_first_not_of("0-") == std::string_view::npos;
}

}  // namespace

void Catalogue::Blocked::add(std::string_view value) {
    auto folded = caseFolded(value);
    if (!folded.empty() && folded.back() == '*') {
        folded.pop_back();
        beginnings.push_back(std::move(folded));
    } else {
        values.insert(std::move(folded));
    }
}

bool Catalogue::Blocked::contains(std::string_view folded) const {
    return isNothing(folded) || values.find(folded) != values.end() ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [folded](const std::string& beginning) { return folded.starts_with(beginning); });
}

Catalogue::Catalogue(IdentifierRules rules,
                     std::map<std::string, const IdentifierSource*, std::less<>> sources,
                     const BlockedValues& blockedValues, std::set<std::string, std::less<>> channels,
                     std::shared_ptr<const Definitions> definitions)
    : rules_(std::move(rules)),
      sources_(std::move(sources)),
      channels_(std::move(channels)),
      current_(std::make_unique<Current>()) {
    current_->definitions = std::move(definitions);
    std::vector<base::Violation> violations;
    indexTypes(blockedValues, violations);
    if (!violations.empty()) {
        throw base::Error(base::ErrorCode::Configuration, "the catalogue is wrong", std::move(violations));
    }
}

Catalogue Catalogue::with(std::shared_ptr<const Definitions> definitions) const {
    Catalogue other(rules_, sources_, {}, channels_, std::move(definitions));
    other.blocked_ = blocked_;
    return other;
}

void Catalogue::indexTypes(const BlockedValues& blockedValues, std::vector<base::Violation>& violations) {
    for (const auto& rule : rules_.all()) {
        auto& blocked = blocked_[rule.type];
        for (const auto value : kBlocked) blocked.add(value);
        for (const auto& type : {std::string("*"), rule.type}) {
            if (const auto at = blockedValues.find(type); at != blockedValues.end()) {
                for (const auto& value : at->second) blocked.add(value);
            }
        }
        if (const auto* from = source(rule.type)) {
            for (const auto& value : from->blockedValues(rule.type)) blocked.add(value);
        } else {
            violations.push_back({"/identifiers/" + rule.type, "unknown_type", "no plugin brings this type"});
        }
    }
}

const IdentifierSource* Catalogue::source(std::string_view type) const noexcept {
    const auto at = sources_.find(type);
    return at == sources_.end() ? nullptr : at->second;
}

bool Catalogue::isBlocked(std::string_view type, std::string_view value) const {
    const auto at = blocked_.find(type);
    return at != blocked_.end() && at->second.contains(caseFolded(value));
}

std::shared_ptr<const Definitions> Catalogue::definitions() const {
    const std::scoped_lock lock(current_->mutex);
    return current_->definitions;
}

void Catalogue::define(std::shared_ptr<const Definitions> definitions) {
    // The former ones go, if nobody uses them any more, when the lock is given back.
    const std::scoped_lock lock(current_->mutex);
    current_->definitions.swap(definitions);
}

std::string noSuchType(const Catalogue& catalogue, std::string_view given) {
    constexpr std::size_t kMostNamed = 20;
    std::vector<std::string> types;
    for (const auto& rule : catalogue.rules().all()) types.push_back(rule.type);
    std::string detail = "there is no such type of identifier";
    if (const auto meant = base::suggestion(given, types); !meant.empty()) return detail + meant;
    for (std::size_t i = 0; i < std::min(types.size(), kMostNamed); ++i)
        detail.append(i == 0 ? "; there are: " : ", ").append(types[i]);
    return types.size() > kMostNamed ? detail + " and more" : detail;
}

}  // namespace kith::model
