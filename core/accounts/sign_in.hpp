// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/accounts/password.hpp"
#include "core/accounts/people.hpp"
#include "core/accounts/sessions.hpp"

namespace kith::accounts {

/// Opens the session of whoever has that address and that password. Whoever is wrong is answered alike, and
/// after the same work, whether the address is nobody's, the password another one, or the person may not
/// sign in: Error{WrongCredentials}. Throws Error{Overloaded} as PasswordHasher does.
class SignIn {
public:
    /// All of them outlive this.
    SignIn(storage::Database& database, PasswordHasher& hasher, Sessions& sessions)
        : database_(database), hasher_(hasher), sessions_(sessions) {}

    [[nodiscard]] OpenedSession open(std::string_view email, std::string_view password, From from);

    /// Whether it is the person's password.
    [[nodiscard]] bool knows(base::UserId account, std::string_view password);

private:
    void renewHash(const storage::Account& account, std::string_view password);

    storage::Database& database_;
    PasswordHasher& hasher_;
    Sessions& sessions_;
};

}  // namespace kith::accounts
