// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/sign_in.hpp"

#include <utility>

#include "core/base/error.hpp"
#include "core/storage/database.hpp"

namespace kith::accounts {
namespace {

[[noreturn]] void throwWrong() {
    throw base::Error(base::ErrorCode::WrongCredentials,
                      "Nobody who may sign in has this address and this password.");
}

}  // namespace

OpenedSession SignIn::open(std::string_view email, std::string_view password, From from) {
    const auto account = database_.read(
        [&](storage::Session& session) { return storage::findAccountByEmail(session, email); });
    const bool matches = hasher_.verify(account ? account->passwordHash : hasher_.nobodys(), password);
    if (!account || !matches || account->disabled) throwWrong();
    if (hasher_.isOutdated(account->passwordHash)) renewHash(*account, password);
    auto opened = sessions_.open(*account, std::move(from));
    if (!opened) throwWrong();
    return *std::move(opened);
}

bool SignIn::knows(base::UserId id, std::string_view password) {
    const auto account =
        database_.read([&](storage::Session& session) { return storage::findAccount(session, id); });
    return account && hasher_.verify(account->passwordHash, password);
}

/// Of a password that was hashed when the settings were others.
void SignIn::renewHash(const storage::Account& account, std::string_view password) {
    const auto hash = hasher_.hash(password);
    const auto writer = database_.openWriter();
    storage::Transaction transaction(*writer);
    storage::replaceHash(*writer, account.id, account.passwordHash, hash);
    transaction.commit();
}

}  // namespace kith::accounts
