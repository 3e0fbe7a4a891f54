// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/accounts/password.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/account_store.hpp"

namespace kith::storage {
class Database;
}

namespace kith::accounts {

struct NewPerson {
    std::string email = {};
    std::string name = {};
    storage::Role role = storage::Role::Viewer;
    std::string password = {};
};

/// What is set is changed.
struct PersonChange {
    std::optional<std::string> name = {};
    std::optional<storage::Role> role = {};
    std::optional<bool> disabled = {};
    std::optional<std::string> password = {};
    std::optional<std::int64_t> version = {};  ///< The one that is to be changed.
    base::SessionId keptSession = {};          ///< Goes on where the change ends all the others.
};

/// Throws Error{InvalidInput} pointing at each member that can't be so: the address (3 to 254 bytes with one
/// `@`), the name (1 to 100 bytes without control characters), the password.
void requireMakeable(const NewPerson& wanted);

/// The people who work with kith. Thread-safe.
class People {
public:
    /// All of them outlive this. `changed` is told whose account changed or went, after that is committed.
    People(storage::Database& database, const base::Clock& clock, base::IdGenerator& ids,
           PasswordHasher& hasher, std::function<void(base::UserId)> changed = {});

    /// With `repeats`, somebody who was made just so before is answered again. Throws what requireMakeable
    /// does, and Error{Conflict} pointing at `/email` if it is somebody's.
    [[nodiscard]] storage::Account create(const NewPerson& wanted, bool repeats = false);

    [[nodiscard]] std::vector<storage::Account> list() const;
    [[nodiscard]] std::optional<storage::Account> find(base::UserId id) const;
    [[nodiscard]] std::optional<storage::Account> findByEmail(std::string_view email) const;

    /// A new password and being disabled end the person's sessions. Throws Error{NotFound},
    /// Error{InvalidInput}, Error{PreconditionFailed} for another version, Error{LastAdministrator}.
    storage::Account change(base::UserId id, const PersonChange& change);

    /// Throws Error{NotFound}, Error{PreconditionFailed}, Error{LastAdministrator}.
    void remove(base::UserId id, std::optional<std::int64_t> version = {});

private:
    void tell(base::UserId id) const;

    storage::Database& database_;
    const base::Clock& clock_;
    base::IdGenerator& ids_;
    PasswordHasher& hasher_;
    std::function<void(base::UserId)> changed_;
};

}  // namespace kith::accounts
