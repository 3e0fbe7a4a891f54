// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/duplicates.hpp"

namespace kith::storage {

class Session;

/// Two known profiles that have a key in common; in the order in which they are listed.
struct DuplicatePair {
    identity::MatchKey key;
    base::ProfileId a;  ///< Before b.
    base::ProfileId b;

    friend auto operator<=>(const DuplicatePair&, const DuplicatePair&) = default;
};

/// Some pairs that follow each other, sorted.
struct PairRange {
    std::vector<DuplicatePair> pairs;
    DuplicatePair end;    ///< Up to it none is missing.
    bool isLast = false;  ///< Nothing follows.
};

/// How many pairs one request looks at.
inline constexpr std::size_t kMaxPairs = 1'000;

/// The pairs behind one. Two profiles stand there once for each key that they have in common.
[[nodiscard]] PairRange readPairs(Session& session, const DuplicatePair& after);

/// All pairs of one profile, each once: at most kMaxHolders for each of its keys.
[[nodiscard]] std::vector<DuplicatePair> readPairsOf(Session& session, base::ProfileId live);

/// Without the pairs that somebody decided about: that are forbidden to become one, or that were put aside
/// themselves, or as a conflict.
[[nodiscard]] std::vector<DuplicatePair> keepUndecided(Session& session,
                                                       std::span<const DuplicatePair> pairs);

/// Those of the keys that are evidence, sorted: more than one and not too many have them.
[[nodiscard]] std::vector<identity::MatchKey> keepTelling(Session& session,
                                                          const std::vector<identity::MatchKey>& keys);

}  // namespace kith::storage
