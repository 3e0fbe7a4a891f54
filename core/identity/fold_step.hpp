// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/identity/facts.hpp"

namespace kith::identity {

/// One observation being folded, with everything that the parts of the fold share.
struct FoldStep {
    const model::Observation& observation;
    const Resolution& resolution;
    World& world;
    Facts& facts;
    Appends& appends;
    base::IdGenerator& ids;
    base::Time now;
    std::vector<base::Violation>& warnings;
    /// Collects homes of other profiles, as people stood then, of which something that is shown changed.
    std::vector<base::ProfileId>& others;

    [[nodiscard]] bool attested() const noexcept { return observation.origin->attested; }
    /// The homes of the profile as they stood right after this observation was resolved.
    [[nodiscard]] std::span<const base::ProfileId> homes() const noexcept { return *resolution.homes; }
    [[nodiscard]] bool isOwn(base::ProfileId home) const noexcept {
        const auto own = homes();
        return std::find(own.begin(), own.end(), home) != own.end();
    }
    void warn(std::string pointer, std::string code, std::string detail) const {
        warnings.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }
    /// The date of a statement that replaces what was said at `replaced`: edits always win.
    [[nodiscard]] base::Time dateAfter(base::Time own, std::optional<base::Time> replaced) const {
        if (!observation.dateAfterReplaced || !replaced) return own;
        return std::max(own, *replaced + std::chrono::milliseconds{1});
    }
};

/// Marks a loaded row as one to be written back.
template <class Row>
void touch(Tracked<Row>& tracked) noexcept {
    if (tracked.change == Change::None) tracked.change = Change::Changed;
}

}  // namespace kith::identity
