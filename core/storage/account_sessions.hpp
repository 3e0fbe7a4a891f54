// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/account_store.hpp"

namespace kith::storage {

/// What a person is signed in with. Its token is kept as a hash alone.
struct AccountSession {
    base::SessionId id;
    base::UserId account;
    base::Time createdAt;
    base::Time lastSeenAt;
    base::Time expiresAt;  ///< Unless it is used before.
    base::Time endsAt;     ///< However much it is used.
    std::string userAgent;
    std::string address;
};

struct SignedIn {
    AccountSession session;
    Account account;
};

/// That a session was used.
struct SessionUse {
    base::SessionId session;
    base::UserId account;
    base::Time at;
    base::Time expiresAt;
};

// Each inside a transaction that the caller opened, if it writes.

void insertSession(Session& session, const AccountSession& made, std::string_view tokenHash);

/// The session of a token and whose it is, over or not.
[[nodiscard]] std::optional<SignedIn> findSession(Session& session, std::string_view tokenHash);

/// Those of a person that are not over, the oldest first.
[[nodiscard]] std::vector<AccountSession> readSessions(Session& session, base::UserId account,
                                                       base::Time now);

/// Of one person alone, or whosever it is. Whether there was one.
bool endSession(Session& session, base::SessionId id, std::optional<base::UserId> account);

/// All of a person's but `kept`, which may be zero.
void endSessions(Session& session, base::UserId account, base::SessionId kept);

/// Writes down uses, none of which makes a later one undone.
void recordUses(Session& session, std::span<const SessionUse> uses);

/// Removes at most `most` that are over; how many they were.
[[nodiscard]] std::size_t removeSessions(Session& session, base::Time now, std::size_t most);

}  // namespace kith::storage
