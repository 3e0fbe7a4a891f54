// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/accounts/journal.hpp"
#include "core/accounts/settings.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/account_sessions.hpp"

namespace kith::accounts {

/// Where somebody signs in from.
struct From {
    std::string userAgent;
    std::string address;
};

/// A session with its token, which is nowhere kept.
struct OpenedSession {
    storage::SignedIn signedIn;
    std::string token;
};

/// What people are signed in with. Thread-safe. Several servers may use one database: what another one ended
/// is seen once the cache's time is over.
class Sessions {
public:
    /// All of them outlive this.
    Sessions(storage::Database& database, const base::Clock& clock, base::IdGenerator& ids, Journal& journal,
             SessionSettings settings);

    /// For somebody as they were when their password was found to be right; nothing if they got another one
    /// since, or may not sign in any more: what ends their sessions has to end this one too.
    [[nodiscard]] std::optional<OpenedSession> open(const storage::Account& account, From from);

    /// Who signed in with that token, unless the session is over or they may not sign in any more. Counts as
    /// a use of it. `beforeSearch` is called before the database is asked for a token that was not seen to
    /// be valid lately; it may throw.
    [[nodiscard]] std::optional<storage::SignedIn> find(std::string_view token,
                                                        const std::function<void()>& beforeSearch = {});

    /// Those of a person that are not over, the oldest first.
    [[nodiscard]] std::vector<storage::AccountSession> list(base::UserId account) const;

    /// Of one person alone, or whosever it is. Whether there was one.
    bool end(base::SessionId id, std::optional<base::UserId> account);

    /// Something of a person changed, or their sessions did: they are looked for anew.
    void forget(base::UserId account);

private:
    struct Cached {
        storage::SignedIn signedIn;
        base::Time until;
    };

    [[nodiscard]] std::optional<storage::SignedIn> search(const std::string& hash) const;
    // These two with mutex_ held, in one go: what is remembered may be good for this call alone, and somebody
    // else's would drop it.
    /// Counts a use of a session that is not over.
    [[nodiscard]] std::optional<storage::SignedIn> use(const std::string& hash, base::Time now);
    /// `endings`: what `endings_` was before it was looked for.
    void remember(const std::string& hash, storage::SignedIn found, base::Time now, std::uint64_t endings);

    storage::Database& database_;
    const base::Clock& clock_;
    base::IdGenerator& ids_;
    Journal& journal_;
    SessionSettings settings_;
    std::mutex mutex_;
    /// How often sessions ended, or were to be looked for anew; guarded by mutex_.
    std::uint64_t endings_ = 0;
    /// By hash; guarded by mutex_. One whose time is over still says that the token was valid lately, and
    /// when it was used last.
    std::unordered_map<std::string, Cached> known_;
};

}  // namespace kith::accounts
