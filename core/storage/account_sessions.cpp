// SPDX-License-Identifier: Apache-2.0
#include "core/storage/account_sessions.hpp"

#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kFind = R"sql(
SELECT own.id, own.created_at, own.last_seen_at, own.expires_at, own.ends_at, own.user_agent, own.address,
       account.id, account.email, account.name, account.role, account.is_disabled, account.password_hash,
       account.created_at, account.last_seen_at, account.version
FROM account_session AS own JOIN account ON account.id = own.account_id
WHERE own.token_hash = :hash)sql";

constexpr std::string_view kUsed = R"sql(
UPDATE account_session SET last_seen_at = given.at, expires_at = given.expires_at
FROM {rows session_id bigint, at bigint, expires_at bigint}
WHERE account_session.id = given.session_id AND account_session.last_seen_at < given.at)sql";

constexpr std::string_view kSeen = R"sql(
UPDATE account SET last_seen_at = given.at
FROM {rows account_id bigint, at bigint}
WHERE account.id = given.account_id AND (account.last_seen_at IS NULL OR account.last_seen_at < given.at))sql";

}  // namespace

void insertSession(Session& session, const AccountSession& made, std::string_view tokenHash) {
    session.execute(
        "INSERT INTO account_session (id, account_id, token_hash, created_at, last_seen_at, expires_at,"
        " ends_at, user_agent, address)"
        " VALUES (:id, :account_id, :token_hash, :created_at, :last_seen_at, :expires_at, :ends_at,"
        " :user_agent, :address)",
        made.id, made.account, tokenHash, made.createdAt, made.lastSeenAt, made.expiresAt, made.endsAt,
        std::string_view{made.userAgent}, std::string_view{made.address});
}

std::optional<SignedIn> findSession(Session& session, std::string_view tokenHash) {
    std::optional<SignedIn> found;
    session.each<base::SessionId, base::Time, base::Time, base::Time, base::Time, std::string, std::string,
                 base::UserId, std::string, std::string, Role, bool, std::string, base::Time,
                 std::optional<base::Time>, std::int64_t>(
        kFind,
        [&](base::SessionId id, base::Time created, base::Time seen, base::Time expires, base::Time ends,
            std::string userAgent, std::string address, base::UserId account, std::string email,
            std::string name, Role role, bool disabled, std::string hash, base::Time accountCreated,
            std::optional<base::Time> accountSeen, std::int64_t version) {
            found = SignedIn{
                {id, account, created, seen, expires, ends, std::move(userAgent), std::move(address)},
                {account, std::move(email), std::move(name), role, disabled, std::move(hash), accountCreated,
                 accountSeen, version}};
        },
        tokenHash);
    return found;
}

std::vector<AccountSession> readSessions(Session& session, base::UserId account, base::Time now) {
    std::vector<AccountSession> found;
    session.each<base::SessionId, base::Time, base::Time, base::Time, base::Time, std::string, std::string>(
        "SELECT id, created_at, last_seen_at, expires_at, ends_at, user_agent, address FROM account_session"
        " WHERE account_id = :account_id AND expires_at > :now ORDER BY id",
        [&](base::SessionId id, base::Time created, base::Time seen, base::Time expires, base::Time ends,
            std::string userAgent, std::string address) {
            found.push_back(
                {id, account, created, seen, expires, ends, std::move(userAgent), std::move(address)});
        },
        account, now);
    return found;
}

bool endSession(Session& session, base::SessionId id, std::optional<base::UserId> account) {
    if (!account) return session.execute("DELETE FROM account_session WHERE id = :id", id) != 0;
    return session.execute("DELETE FROM account_session WHERE id = :id AND account_id = :account_id", id,
                           *account) != 0;
}

void endSessions(Session& session, base::UserId account, base::SessionId kept) {
    session.execute("DELETE FROM account_session WHERE account_id = :account_id AND id <> :kept", account,
                    kept);
}

void recordUses(Session& session, std::span<const SessionUse> uses) {
    auto used = session.bulk(kUsed);
    auto seen = session.bulk(kSeen);
    for (const auto& use : uses) used.add(use.session, use.at, use.expiresAt);
    used.run();
    for (const auto& use : uses) seen.add(use.account, use.at);
    seen.run();
}

std::size_t removeSessions(Session& session, base::Time now, std::size_t most) {
    return static_cast<std::size_t>(session.execute(
        "DELETE FROM account_session WHERE id IN"
        " (SELECT id FROM account_session WHERE expires_at <= :now ORDER BY expires_at LIMIT :most)",
        now, most));
}

}  // namespace kith::storage
