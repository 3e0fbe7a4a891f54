// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/identity/resolve.hpp"
#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/check/findings.hpp"

namespace kith::storage {
class Session;
}

namespace kith::storage::check {

struct Settings {
    const model::IdentifierRules& rules;  ///< Of the configuration with which the database is served.
    std::int64_t mostShown = 20;          ///< Rows of each rule.
    identity::Caps caps = {};             ///< Of that configuration, too.
    /// Of the hashes by which addresses are known that were forgotten; without it, nothing is held against
    /// these.
    std::optional<model::HashKey> addressKey = {};
};

/// Called now and then with what is looked at, and how many of its rows have been.
using Progress = std::function<void(std::string_view what, std::int64_t rows)>;

/// Throws Error{Storage} if the tables are not those of this program.
void requireOwnTables(Session& session);

/// Walks the whole database, in one state of it and without writing, and holds it against everything that its
/// rows promise each other; servers may go on writing beside it. Needs memory for a range of rows, whatever
/// the size of the database. Throws as requireOwnTables.
[[nodiscard]] std::vector<FindingCount> run(Session& session, const Settings& settings,
                                            const Findings::Show& show, const Progress& progress);

}  // namespace kith::storage::check
