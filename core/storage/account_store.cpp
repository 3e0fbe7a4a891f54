// SPDX-License-Identifier: Apache-2.0
#include "core/storage/account_store.hpp"

#include <utility>

#include "core/base/utf8.hpp"
#include "core/model/text.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kSelect = R"sql(
SELECT id, email, name, role, is_disabled, password_hash, created_at, last_seen_at, version FROM account)sql";

std::string selecting(std::string_view rest) {
    std::string sql(kSelect);
    return sql.append(rest);
}

template <class Take, class... Values>
void eachAccount(Session& session, const std::string& sql, Take take, Values... values) {
    session.each<base::UserId, std::string, std::string, AccountRole, bool, std::string, base::Time,
                 std::optional<base::Time>, std::int64_t>(
        sql,
        [&](base::UserId id, std::string email, std::string name, AccountRole role, bool disabled,
            std::string hash, base::Time created, std::optional<base::Time> seen, std::int64_t version) {
            take(Account{id, std::move(email), std::move(name), role, disabled, std::move(hash), created,
                         seen, version});
        },
        values...);
}

template <class Value>
std::optional<Account> findBy(Session& session, const std::string& sql, Value value) {
    std::optional<Account> found;
    eachAccount(
        session, sql, [&](Account account) { found = std::move(account); }, value);
    return found;
}

}  // namespace

bool insertAccount(Session& session, const Account& account) {
    const auto key = model::caseFolded(account.email);
    return session.execute(
               "INSERT INTO account (id, email, email_key, name, role, is_disabled, password_hash,"
               " created_at, version)"
               " VALUES (:id, :email, :email_key, :name, :role, :is_disabled, :password_hash, :created_at,"
               " :version)"
               " ON CONFLICT (email_key) DO NOTHING",
               account.id, std::string_view{account.email}, std::string_view{key},
               std::string_view{account.name}, account.role, account.disabled,
               std::string_view{account.passwordHash}, account.createdAt, account.version) != 0;
}

std::optional<Account> findAccount(Session& session, base::UserId id) {
    static const std::string kSql = selecting(" WHERE id = :id");
    return findBy(session, kSql, id);
}

std::optional<Account> findAccountByEmail(Session& session, std::string_view email) {
    static const std::string kSql = selecting(" WHERE email_key = :email_key");
    if (!base::isUtf8(email)) return std::nullopt;
    const auto key = model::caseFolded(email);
    return findBy(session, kSql, std::string_view{key});
}

std::vector<Account> readAccounts(Session& session) {
    static const std::string kSql = selecting(" ORDER BY id");
    std::vector<Account> all;
    eachAccount(session, kSql, [&](Account account) { all.push_back(std::move(account)); });
    return all;
}

std::vector<base::UserId> lockAdministrators(Session& session) {
    std::vector<base::UserId> found;
    session.each<base::UserId>(
        "SELECT id FROM account WHERE role = :role AND is_disabled = 0 ORDER BY id {lock account}",
        [&](base::UserId id) { found.push_back(id); }, AccountRole::Administrator);
    return found;
}

std::optional<Account> lockAccount(Session& session, base::UserId id) {
    static const std::string kSql = selecting(" WHERE id = :id {lock account}");
    return findBy(session, kSql, id);
}

void updateAccount(Session& session, const Account& account) {
    session.execute(
        "UPDATE account SET name = :name, role = :role, is_disabled = :is_disabled,"
        " password_hash = :password_hash, version = version + 1 WHERE id = :id",
        std::string_view{account.name}, account.role, account.disabled,
        std::string_view{account.passwordHash}, account.id);
}

void replaceHash(Session& session, base::UserId id, std::string_view before, std::string_view hash) {
    session.execute("UPDATE account SET password_hash = :hash WHERE id = :id AND password_hash = :before",
                    hash, id, before);
}

bool removeAccount(Session& session, base::UserId id) {
    session.execute("DELETE FROM account_session WHERE account_id = :id", id);
    return session.execute("DELETE FROM account WHERE id = :id", id) != 0;
}

}  // namespace kith::storage
