// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/sessions.hpp"

#include <algorithm>
#include <utility>

#include "core/accounts/token.hpp"
#include "core/storage/database.hpp"

namespace kith::accounts {
namespace {

/// Uses of a session that are closer together than this, or than a tenth of its idle time, are one.
constexpr std::chrono::milliseconds kOneUse = std::chrono::minutes{1};

/// Another hash of the same password leaves the version, and another name the hash.
bool isAsSignedIn(const storage::Account& current, const storage::Account& before) {
    return !current.disabled &&
           (current.version == before.version || current.passwordHash == before.passwordHash);
}

}  // namespace

Sessions::Sessions(storage::Database& database, const base::Clock& clock, base::IdGenerator& ids,
                   Journal& journal, SessionSettings settings)
    : database_(database), clock_(clock), ids_(ids), journal_(journal), settings_(settings) {}

std::optional<OpenedSession> Sessions::open(const storage::Account& account, From from) {
    const auto writer = database_.openWriter();
    storage::Transaction transaction(*writer);
    auto current = storage::lockAccount(*writer, account.id);
    if (!current || !isAsSignedIn(*current, account)) return std::nullopt;
    const auto now = clock_.now();
    const auto ends = now + settings_.longest;
    OpenedSession opened{
        {{ids_.make<base::SessionId>(), account.id, now, now, std::min(ends, now + settings_.idle), ends,
          std::move(from.userAgent), std::move(from.address)},
         *std::move(current)},
        makeToken()};
    opened.signedIn.account.lastSeenAt = now;
    const auto& session = opened.signedIn.session;
    storage::insertSession(*writer, session, tokenHash(opened.token));
    storage::recordUse(*writer, {session.id, account.id, now, session.expiresAt});
    transaction.commit();
    return opened;
}

std::optional<storage::SignedIn> Sessions::find(std::string_view token,
                                                const std::function<void()>& beforeSearch) {
    if (!isToken(token)) return std::nullopt;
    const auto hash = tokenHash(token);
    const auto now = clock_.now();
    bool wasValid = false;
    std::uint64_t endings = 0;
    {
        const std::scoped_lock lock(mutex_);
        endings = endings_;
        const auto known = known_.find(hash);
        wasValid = known != known_.end();
        if (wasValid && known->second.until > now) return use(hash, now);
    }
    if (!wasValid && beforeSearch) beforeSearch();
    auto found = search(hash);
    const std::scoped_lock lock(mutex_);
    if (!found || found->account.disabled) {
        known_.erase(hash);
        return std::nullopt;
    }
    remember(hash, *std::move(found), now, endings);
    return use(hash, now);
}

std::vector<storage::AccountSession> Sessions::list(base::UserId account) const {
    return database_.read(
        [&](storage::Session& session) { return storage::readSessions(session, account, clock_.now()); });
}

bool Sessions::end(base::SessionId id, std::optional<base::UserId> account) {
    const auto writer = database_.openWriter();
    storage::Transaction transaction(*writer);
    const bool ended = storage::endSession(*writer, id, account);
    transaction.commit();
    if (!ended) return false;
    const std::scoped_lock lock(mutex_);
    ++endings_;
    std::erase_if(known_, [&](const auto& entry) { return entry.second.signedIn.session.id == id; });
    return true;
}

void Sessions::forget(base::UserId account) {
    const std::scoped_lock lock(mutex_);
    ++endings_;
    for (auto& [hash, cached] : known_)
        if (cached.signedIn.account.id == account) cached.until = base::Time{};
}

std::optional<storage::SignedIn> Sessions::search(const std::string& hash) const {
    return database_.read([&](storage::Session& session) { return storage::findSession(session, hash); });
}

std::optional<storage::SignedIn> Sessions::use(const std::string& hash, base::Time now) {
    const auto known = known_.find(hash);
    if (known == known_.end()) return std::nullopt;
    auto& session = known->second.signedIn.session;
    if (session.expiresAt <= now) return std::nullopt;
    if (now - session.lastSeenAt >= std::min(kOneUse, settings_.idle / 10)) {
        session.lastSeenAt = now;
        session.expiresAt = std::min(session.endsAt, now + settings_.idle);
        journal_.note({session.id, session.account, now, session.expiresAt});
    }
    return known->second.signedIn;
}

void Sessions::remember(const std::string& hash, storage::SignedIn found, base::Time now,
                        std::uint64_t endings) {
    if (known_.size() >= settings_.cacheSize && !known_.contains(hash)) {
        std::erase_if(known_, [&](const auto& entry) { return entry.second.until <= now; });
        if (known_.size() >= settings_.cacheSize) known_.clear();
    }
    auto& cached = known_[hash];
    // A use that is on its way to the database counts already.
    auto& session = found.session;
    const auto& before = cached.signedIn.session;
    if (before.id == session.id && before.lastSeenAt > session.lastSeenAt) {
        session.lastSeenAt = before.lastSeenAt;
        session.expiresAt = std::min(session.endsAt, before.expiresAt);
    }
    // What was read before something ended may show it as it was: it is good for this call alone.
    cached = {std::move(found), endings == endings_ ? now + settings_.cacheFor : base::Time{}};
}

}  // namespace kith::accounts
