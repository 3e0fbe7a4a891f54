// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::storage {

class Session;

using AuditId = base::Id<struct AuditTag>;

/// What a person did, or was refused. Who that is stands as it was then.
struct AuditEntry {
    AuditId id;
    base::Time at;
    base::UserId account;  ///< Zero of who tried to sign in and is nobody known.
    std::string accountName;
    std::string accountEmail;
    std::string action;
    std::string method;
    std::string route;  ///< The pattern: of whom it named only the id is kept.
    std::optional<base::ProfileId> profile;
    std::string target;  ///< The id or the key of what else it named, as `01JD3W5V9Z8Q1/merge`; or of
                         ///< what it made; may be empty.
    int status = 0;
    std::string address;
    std::string requestId;
};

void putAudit(Session& session, std::span<const AuditEntry> entries);

/// All of what is set holds.
struct AuditFilter {
    std::optional<base::UserId> account = {};
    std::optional<std::string> action = {};
    std::optional<base::Time> from = {};  ///< Included.
    std::optional<base::Time> to = {};    ///< Not included.
};

/// At most `limit` of them, the newest first, older than `before`; zero: from the newest.
[[nodiscard]] std::vector<AuditEntry> readAudit(Session& session, const AuditFilter& filter, AuditId before,
                                                std::size_t limit);

/// Removes at most `most` that are older; how many they were.
[[nodiscard]] std::size_t removeAudit(Session& session, base::Time before, std::size_t most);

/// The same of those of nobody, which anybody may make.
[[nodiscard]] std::size_t removeNobodysAudit(Session& session, base::Time before, std::size_t most);

}  // namespace kith::storage
