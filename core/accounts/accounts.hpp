// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/accounts/attempts.hpp"
#include "core/accounts/journal.hpp"
#include "core/accounts/password.hpp"
#include "core/accounts/people.hpp"
#include "core/accounts/sessions.hpp"
#include "core/accounts/settings.hpp"
#include "core/accounts/sign_in.hpp"

namespace kith::accounts {

/// All that a server has for the people who work with it.
struct Accounts {
    /// All but the settings outlive this.
    Accounts(storage::Database& database, const base::Clock& clock, base::IdGenerator& ids, base::Log& log,
             const Settings& settings)
        : journal(database, log),
          hasher(settings.hashes),
          attempts(settings.attempts, clock),
          sessions(database, clock, ids, journal, settings.sessions),
          people(database, clock, ids, hasher, [this](base::UserId id) { sessions.forget(id); }),
          signIn(database, hasher, sessions) {}
    Accounts(const Accounts&) = delete;
    Accounts& operator=(const Accounts&) = delete;

    Journal journal;
    PasswordHasher hasher;
    Attempts attempts;
    Sessions sessions;
    People people;
    SignIn signIn;
};

}  // namespace kith::accounts
