// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/erasure/erasure.hpp"

namespace kith::storage {

class Forgetting;

/// An identifier whose row is locked.
struct LockedIdentifier {
    base::IdentifierId id;
    model::Identifier identifier;
    std::optional<base::Time> releasedAt;
    base::ProfileId finder = {};  ///< The home whose row it is found by.
};

/// Identifiers of one step: each has a few rows of evidence and states.
constexpr std::size_t kIdentifiersAtOnce = 100;

/// What a home listed or names, by their ids, at most `most`.
[[nodiscard]] std::vector<base::IdentifierId> namedBy(Session& session, base::ProfileId home,
                                                      std::size_t most);

/// In the order in which every writer locks them.
[[nodiscard]] std::vector<LockedIdentifier> lockRows(Session& session,
                                                     const std::vector<base::IdentifierId>& identifiers);

/// Those that no other home lists or names.
[[nodiscard]] std::vector<base::IdentifierId> namedHere(Session& session, base::ProfileId home,
                                                        std::vector<base::IdentifierId> identifiers);

/// Identifiers that nobody has any more become hashes. In a write transaction that the caller opened.
class GoneIdentifiers {
public:
    GoneIdentifiers(Session& session, const model::HashKey& key) : session_(session), key_(key) {}

    /// Those that no other home lists or names, locked. Of those that several homes of the person do, the
    /// last one's.
    [[nodiscard]] std::vector<LockedIdentifier> lock(base::ProfileId home,
                                                     const std::vector<base::IdentifierId>& named);

    /// Removes what there may be much of, about `most` rows, before the rows that these are found by; adds to
    /// `removed`. Zero once there is nothing.
    std::size_t removeMany(const std::vector<LockedIdentifier>& gone, std::size_t most, RemovedRows& removed);

    /// The addresses become hashes, which stay in the states that the addresses were in.
    void forget(const std::vector<LockedIdentifier>& gone, RemovedRows& removed);

private:
    void uncount(const std::vector<LockedIdentifier>& gone);
    void keepEntries(Forgetting& forgetting, const std::vector<LockedIdentifier>& gone);

    Session& session_;
    const model::HashKey& key_;
};

}  // namespace kith::storage
