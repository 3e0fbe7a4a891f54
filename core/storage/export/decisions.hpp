// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/storage/conflict_list.hpp"
#include "core/storage/dismissed_duplicates.hpp"
#include "core/storage/export/place.hpp"
#include "core/storage/identity_view.hpp"
#include "core/storage/prohibition_list.hpp"

namespace kith::storage {

/// What somebody attached or detached by hand.
struct ExportedIdentifierChange {
    std::int64_t id = 0;
    base::ProfileId home;
    base::IdentifierId identifier;
    std::optional<model::Identifier> named;  ///< Absent if it identifies somebody, the person or another one.
    bool attached = false;
    base::Time at;
    ProvenanceView by;
};

/// That the person, and somebody whom they may be, were put aside.
struct ExportedDismissal {
    base::ProfileId home;
    base::ProfileId other;
    DismissalView dismissal;
};

/// That the profile was deleted, or restored.
struct ExportedLifeChange {
    std::int64_t id = 0;
    base::ProfileId home;
    bool lives = false;  ///< From then on.
    base::Time at;
    ProvenanceView by;
};

using RefusalKey = std::tuple<model::RefusalCode, model::Identifier, base::ProfileId>;
using RefusalPlace = ExportPlace<RefusalKey>;

[[nodiscard]] std::vector<ExportedIdentifierChange> nextIdentifierChanges(Session& session, RowPlace& place,
                                                                          std::size_t wanted);

[[nodiscard]] std::vector<ExportedLifeChange> nextLifeChanges(Session& session, RowPlace& place,
                                                              std::size_t wanted);

/// Of the places of the lists below, `live` is the person: what names two of its homes is told once.
[[nodiscard]] std::vector<MergeView> nextMerges(Session& session, RowPlace& place, base::ProfileId live,
                                                std::size_t wanted);
[[nodiscard]] std::vector<ConflictView> nextConflicts(Session& session, RowPlace& place, base::ProfileId live,
                                                      std::size_t wanted);
/// Standing and lifted ones.
[[nodiscard]] std::vector<ProhibitionView> nextProhibitions(Session& session, RowPlace& place,
                                                            base::ProfileId live, std::size_t wanted);
[[nodiscard]] std::vector<ExportedDismissal> nextDismissals(Session& session, RowPlace& place,
                                                            base::ProfileId live, std::size_t wanted);
/// What was refused to the person.
[[nodiscard]] std::vector<RefusalView> nextRefusals(Session& session, RefusalPlace& place,
                                                    std::size_t wanted);
[[nodiscard]] RefusalPlace firstRefusals(std::vector<base::ProfileId> homes);

/// What was refused to others because the person has it: between the person and one whom a conflict names.
void readRefusedToOthers(Session& session, ConflictView& conflict, base::ProfileId live);

}  // namespace kith::storage
