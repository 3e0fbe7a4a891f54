// SPDX-License-Identifier: Apache-2.0
#include "core/identity/required_values.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/identity/refusal.hpp"

namespace kith::identity {

using model::RefusalCode;

/// Why each is none comes first, as of an observation of which none was left when it was read.
void throwNoIdentifier(const model::Observation& observation, Released released) {
    std::vector<base::Violation> violations;
    const auto add = [&](std::size_t index, RefusalCode code, model::Identifier identifier) {
        auto refusal = makeRefusal({code}, std::move(identifier));
        violations.push_back({"/identifiers/" + std::to_string(index) + "/value",
                              std::string(model::refusalCodeName(code)), std::move(refusal.detail)});
    };
    for (const auto& each : observation.blocked)
        add(each.index, RefusalCode::BlockedValue, {each.type, each.given});
    std::ranges::sort(released, {}, [](const auto* each) { return each->index; });
    for (const auto* each : released) add(each->index, RefusalCode::Released, each->identifier);
    violations.push_back({"/identifiers", "no_identifier",
                          "at least one value that is neither blocked nor was detached since is needed"});
    throw base::Error(base::ErrorCode::InvalidInput, "No identifier is left to resolve the observation by.",
                      std::move(violations));
}

void requireValues(const model::Observation& observation) {
    const auto& identifiers = observation.identifiers;
    if (identifiers.empty()) throwNoIdentifier(observation, {});
    for (const auto& each : identifiers) {
        if (each.rule->cls != model::IdentifierClass::Unique) continue;
        const auto values = std::count_if(identifiers.begin(), identifiers.end(), [&](const auto& other) {
            return other.identifier.type == each.identifier.type;
        });
        if (static_cast<std::size_t>(values) > each.rule->limit) {
            throw base::Error(base::ErrorCode::InvalidInput,
                              "The observation has more values of a unique type than one person has.",
                              {{"/identifiers", "too_many_values",
                                "at most " + std::to_string(each.rule->limit) + " of " + each.rule->type}});
        }
    }
}

}  // namespace kith::identity
