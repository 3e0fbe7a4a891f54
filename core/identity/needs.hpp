// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"
#include "core/model/observation.hpp"

namespace kith::identity {

/// The profile that an edit, or a command about one of its identifiers, names; null if there is none.
[[nodiscard]] const model::Address* addressIn(const model::Observation& observation) noexcept;

/// The profile that a command deletes, restores or erases; null if it does none of that.
[[nodiscard]] const model::Address* lifeAddressIn(const model::Observation& observation) noexcept;

/// The identifiers that a World must hold to take the observation: those it carries, those whose states or
/// activities it says something about, and the one that a command attaches or detaches. May name one twice.
/// Valid as long as the observation.
[[nodiscard]] std::vector<const model::Identifier*> mentionedIn(const model::Observation& observation);

/// What the Facts of a group must hold. What the group itself created has no facts yet and is left out.
/// Sorted, each once.
struct FactKeys {
    std::vector<base::ProfileId> homes;                           ///< Of fields and consents.
    std::vector<base::IdentifierId> endpoints;                    ///< Of endpoint states.
    std::vector<std::pair<std::string, std::string>> activities;  ///< (channel, key)
};

/// Collects the keys of a resolved group.
class FactKeysOf {
public:
    explicit FactKeysOf(const World& world) : world_(world) {}

    /// After resolve(), in any order.
    void add(const model::Observation& observation, const Resolution& resolution);
    /// After the last one of the group was resolved.
    [[nodiscard]] FactKeys take();

private:
    const World& world_;
    FactKeys keys_;
    std::vector<base::ProfileId> lives_;
};

}  // namespace kith::identity
