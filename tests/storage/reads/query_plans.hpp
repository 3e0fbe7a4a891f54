// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/storage/session.hpp"
#include "tests/storage/reads/people.hpp"

namespace kith::test {

/// Writes something of everything that is read. The first profile has most of it.
People& fill(People& people);

/// Runs every read once in each of its forms, so that the session holds all of their statements.
void readEverything(storage::Session& session, base::ProfileId profile);

/// Runs one step of each walk over everybody. What it finds and nobody else asks for is all that it runs.
void walk(storage::Session& session);

/// The statements that the session holds.
[[nodiscard]] std::vector<std::string> sqliteStatements(storage::Session& session);

}  // namespace kith::test
