// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "core/base/id.hpp"
#include "core/model/hash.hpp"
#include "core/storage/session.hpp"
#include "tests/support/memory_store.hpp"

namespace kith::test {

/// Fills a store with what the tables of a database hold, so that pictureOf() shows it; who dated moving
/// identifiers of the deleted is left out. Throws std::logic_error if a profile's stored flags are not those
/// that its identifiers give.
void readTables(storage::Session& session, const model::IdentifierRules& rules, base::IdGenerator& ids,
                MemoryStore& store);

/// Adds those of these identifiers that the database only knows by hashes with that key.
void readForgotten(storage::Session& session, const model::HashKey& addressKey,
                   const std::set<model::Identifier>& identifiers, base::IdGenerator& ids,
                   MemoryStore& store);

/// Empties every table that observations write to.
void clearTables(storage::Session& session);

}  // namespace kith::test
