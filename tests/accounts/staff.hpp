// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>

#include "core/accounts/accounts.hpp"
#include "tests/support/captured_log.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"

namespace kith::test {

inline const std::string kPassword = "correct horse battery";

/// What passwords cost in tests: next to nothing.
inline accounts::Settings cheapSettings() {
    accounts::Settings settings;
    settings.hashes = {.memory = 8'192, .passes = 1, .atOnce = 1};
    return settings;
}

/// A server's part for the people who work with it, on a database of its own.
struct Staff {
    explicit Staff(storage::Engine engine, const accounts::Settings& settings = cheapSettings())
        : database(engine), accounts(*database, clock, ids, log, settings) {}

    storage::Account person(const std::string& email, storage::Role role = storage::Role::Viewer) {
        return accounts.people.create({.email = email, .name = "Ann", .role = role, .password = kPassword});
    }
    accounts::OpenedSession signIn(const std::string& email, const std::string& password = kPassword) {
        return accounts.signIn.open(email, password, {"Browser/1", "192.0.2.7"});
    }

    MigratedDatabase database;
    CapturedLog captured;
    std::ostream stream{&captured};
    ManualClock clock{base::fromMillis(1'795'000'000'000)};
    base::IdGenerator ids{clock, 1};
    base::Log log{stream, clock, base::LogLevel::Info};
    accounts::Accounts accounts;
};

/// The code of the error that `work` throws, and of its first violation; empty if it throws none.
template <class Work>
std::string errorOf(Work work) {
    try {
        static_cast<void>(work());
    } catch (const base::Error& error) {
        std::string text(base::codeName(error.code()));
        for (const auto& each : error.violations()) text += ' ' + each.pointer + ' ' + each.code;
        return text;
    }
    return {};
}

}  // namespace kith::test
