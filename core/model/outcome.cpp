// SPDX-License-Identifier: Apache-2.0
#include "core/model/outcome.hpp"

#include <algorithm>

#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<RefusalCode, 7> kCodes{{"unique_conflict", "limit", "must_not_link", "blocked_value",
                                        "not_attested", "component_too_large", "released"}};
constexpr Names<Result, 6> kResults{{"created", "updated", "unchanged", "merged", "duplicate", "rejected"}};

}  // namespace

std::string_view refusalCodeName(RefusalCode code) noexcept {
    return kCodes.of(code);
}

std::vector<RefusalCode> refusalsIn(const base::Error& rejection) {
    const auto& all = rejection.violations();
    std::vector<RefusalCode> codes;
    if (std::ranges::find(all, "no_identifier", &base::Violation::code) == all.end()) return codes;
    for (const auto& each : all) {
        const auto code = kCodes.find(each.code);
        if (code && each.pointer.starts_with("/identifiers/")) codes.push_back(*code);
    }
    return codes;
}

std::string_view resultName(Result result) noexcept {
    return kResults.of(result);
}

}  // namespace kith::model
