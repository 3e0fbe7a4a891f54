// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/people.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/text.hpp"
#include "core/storage/account_sessions.hpp"
#include "core/storage/database.hpp"

namespace kith::accounts {
namespace {

using base::Error;
using base::ErrorCode;
using base::Violation;
using storage::Account;
using storage::Role;

constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostEmail = 254;
constexpr std::size_t kLeastEmail = 3;

std::optional<Violation> whyNoName(std::string_view name) {
    if (model::trimmed(name).empty() || name.size() > kMostName)
        return Violation{"/name", "out_of_range", "must have from 1 to 100 bytes"};
    if (!base::isText(name) || model::hasControl(name))
        return Violation{"/name", "invalid_value", "must be UTF-8 without control characters"};
    return std::nullopt;
}

bool isAddress(std::string_view email) {
    if (email.size() < kLeastEmail || email.size() > kMostEmail) return false;
    if (!base::isText(email) || model::hasControl(email)) return false;
    if (email.find(' ') != std::string_view::npos) return false;
    const auto at = email.find('@');
    return at != std::string_view::npos && at != 0 && at + 1 != email.size() && email.rfind('@') == at;
}

void add(std::vector<Violation>& violations, std::optional<Violation> violation) {
    if (violation) violations.push_back(*std::move(violation));
}

[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, "There is no such person.");
}

void requireGood(const PersonChange& change) {
    std::vector<Violation> violations;
    if (change.name) add(violations, whyNoName(*change.name));
    if (change.password) add(violations, whyNoPassword(*change.password, "/password"));
    if (!violations.empty()) throw base::inputError(std::move(violations));
}

/// `staysAdministrator`: the change leaves them one who may sign in, if they are one.
Account lockForChange(storage::Session& session, base::UserId id, std::optional<std::int64_t> version,
                      bool staysAdministrator) {
    const auto administrators = storage::lockAdministrators(session);
    auto account = storage::findAccount(session, id);
    if (!account) throwNone();
    if (version && account->version != *version)
        throw Error(ErrorCode::PreconditionFailed, "The person was changed meanwhile.");
    if (!staysAdministrator && administrators.size() == 1 && administrators.front() == id)
        throw Error(ErrorCode::LastAdministrator,
                    "Nobody else is an administrator who can sign in. Make somebody one first.");
    return *std::move(account);
}

}  // namespace

void requireMakeable(const NewPerson& wanted) {
    std::vector<Violation> violations;
    if (!isAddress(wanted.email))
        violations.push_back({"/email", "invalid_value", "must be an email address of at most 254 bytes"});
    add(violations, whyNoName(wanted.name));
    add(violations, whyNoPassword(wanted.password, "/password"));
    if (!violations.empty()) throw base::inputError(std::move(violations));
}

People::People(storage::Database& database, const base::Clock& clock, base::IdGenerator& ids,
               PasswordHasher& hasher, std::function<void(base::UserId)> changed)
    : database_(database), clock_(clock), ids_(ids), hasher_(hasher), changed_(std::move(changed)) {}

Account People::create(const NewPerson& wanted, bool repeats) {
    requireMakeable(wanted);
    Account account;
    account.id = ids_.make<base::UserId>();
    account.email = wanted.email;
    account.name = wanted.name;
    account.role = wanted.role;
    account.passwordHash = hasher_.hash(wanted.password);
    account.createdAt = clock_.now();
    std::optional<Account> there;
    {
        const auto writer = database_.openWriter();
        storage::Transaction transaction(*writer);
        if (storage::insertAccount(*writer, account)) {
            transaction.commit();
            return account;
        }
        there = storage::findAccountByEmail(*writer, wanted.email);
    }
    const bool isSame = repeats && there && there->email == wanted.email && there->name == wanted.name &&
                        there->role == wanted.role && hasher_.verify(there->passwordHash, wanted.password);
    if (isSame) return *std::move(there);
    throw Error(ErrorCode::Conflict, "Somebody has that address already.",
                {Violation{"/email", "taken", "is the address of somebody who is there already"}});
}

std::vector<Account> People::list() const {
    return database_.read([](storage::Session& session) { return storage::readAccounts(session); });
}

std::optional<Account> People::find(base::UserId id) const {
    return database_.read([&](storage::Session& session) { return storage::findAccount(session, id); });
}

std::optional<Account> People::findByEmail(std::string_view email) const {
    return database_.read(
        [&](storage::Session& session) { return storage::findAccountByEmail(session, email); });
}

Account People::change(base::UserId id, const PersonChange& change) {
    requireGood(change);
    // Outside of the transaction, which others wait for.
    std::optional<std::string> hash;
    if (change.password) hash = hasher_.hash(*change.password);
    const auto writer = database_.openWriter();
    storage::Transaction transaction(*writer);
    const bool stays =
        change.role.value_or(Role::Administrator) == Role::Administrator && !change.disabled.value_or(false);
    auto account = lockForChange(*writer, id, change.version, stays);
    if (change.name) account.name = *change.name;
    if (change.role) account.role = *change.role;
    if (change.disabled) account.disabled = *change.disabled;
    if (hash) account.passwordHash = *hash;
    storage::updateAccount(*writer, account);
    ++account.version;
    if (hash || account.disabled)
        storage::endSessions(*writer, id, account.disabled ? base::SessionId{} : change.keptSession);
    transaction.commit();
    tell(id);
    return account;
}

void People::remove(base::UserId id, std::optional<std::int64_t> version) {
    const auto writer = database_.openWriter();
    storage::Transaction transaction(*writer);
    static_cast<void>(lockForChange(*writer, id, version, false));
    static_cast<void>(storage::removeAccount(*writer, id));
    transaction.commit();
    tell(id);
}

void People::tell(base::UserId id) const {
    if (changed_) changed_(id);
}

}  // namespace kith::accounts
