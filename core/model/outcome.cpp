// SPDX-License-Identifier: Apache-2.0
#include "core/model/outcome.hpp"

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

std::string_view resultName(Result result) noexcept {
    return kResults.of(result);
}

}  // namespace kith::model
