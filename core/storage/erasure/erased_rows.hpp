// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "core/storage/erasure/erasure.hpp"

namespace kith::storage {

/// Removes from merges of others, of whom the person had been part without being named, whoever's values they
/// hold that are neither side's any more, those of the person among them: adds to `removed`. Before the
/// merges that name the person, by which they are found.
std::size_t removeFromOthersMerges(Session& session, const model::Person& person, std::size_t most,
                                   RemovedRows& removed);

/// Removes what stands under the homes, at most about `most` rows; adds to `removed`. Zero once there is
/// nothing. The observations go last, since they say whose the rest was.
std::size_t removeRows(Session& session, const model::Person& person, std::size_t most, RemovedRows& removed);
std::size_t removeObservations(Session& session, const model::Person& person, std::size_t most,
                               RemovedRows& removed);

/// Locks what the person listed, and what removeIdentifiers removes next: before the person, as every writer
/// does. Of the latter those that only the person's rows name, of which it leaves the hash.
[[nodiscard]] std::vector<model::Identifier> lockIdentifiers(Session& session, const model::Person& person,
                                                             std::size_t most);
/// Removes what the person listed, and of identifiers that nobody else lists their rows: only the hash, and
/// the states by it, stay.
std::size_t removeIdentifiers(Session& session, const model::HashKey& addressKey, const model::Person& person,
                              std::size_t most, RemovedRows& removed);

}  // namespace kith::storage
