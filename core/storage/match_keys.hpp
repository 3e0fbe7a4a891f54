// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/duplicates.hpp"
#include "core/storage/plan_writer.hpp"

namespace kith::storage {

class Session;

/// Brings the keys by which duplicates are found to what a plan says of profiles, and writes the difference.
/// Used once.
class MatchKeys {
public:
    explicit MatchKeys(const GroupPlan& plan) : plan_(plan) {}

    /// What changed of a live profile, all of whose entries, and all of whose fields, the plan then holds.
    void identifiersChanged(base::ProfileId live) { identifiers_.insert(live); }
    void traitsChanged(base::ProfileId live) { traits_.insert(live); }
    /// It is not live any more.
    void ended(base::ProfileId profile) { ended_.insert(profile); }

    /// In a constant number of statements, and none that writes if nothing is different.
    void write(Session& session);

private:
    using Keys = std::set<identity::MatchKey>;

    [[nodiscard]] bool isWanted(base::ProfileId profile, identity::Agreement agreement) const;
    [[nodiscard]] std::vector<identity::MatchKey> identifierKeysOf(base::ProfileId live) const;
    [[nodiscard]] std::vector<identity::MatchKey> traitKeysOf(base::ProfileId live) const;
    void readStored(Session& session);
    void addWanted();
    void count(Session& session) const;

    const GroupPlan& plan_;
    std::set<base::ProfileId> identifiers_;
    std::set<base::ProfileId> traits_;
    std::set<base::ProfileId> ended_;
    std::map<base::ProfileId, Keys> added_;
    std::map<base::ProfileId, Keys> removed_;
};

}  // namespace kith::storage
