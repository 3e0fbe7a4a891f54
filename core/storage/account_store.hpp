// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/names.hpp"

namespace kith::storage {

class Session;

/// What a person who works with kith may do; each includes the ones before it.
enum class Role { Viewer = 1, Editor, Administrator };

inline constexpr model::Names<Role, 3, 1> kRoles{{"viewer", "editor", "administrator"}};

/// A person who works with kith.
struct Account {
    base::UserId id;
    std::string email;
    std::string name;
    Role role = Role::Viewer;
    bool disabled = false;
    std::string passwordHash;
    base::Time createdAt;
    std::optional<base::Time> lastSeenAt;
    std::int64_t version = 1;
};

// Each inside a transaction that the caller opened, if it writes. Addresses are found without case.

/// False if the address is somebody's already; then nothing was written.
[[nodiscard]] bool insertAccount(Session& session, const Account& account);

[[nodiscard]] std::optional<Account> findAccount(Session& session, base::UserId id);
[[nodiscard]] std::optional<Account> findAccountByEmail(Session& session, std::string_view email);

/// All of them, the oldest first.
[[nodiscard]] std::vector<Account> readAccounts(Session& session);

/// The administrators who may sign in. They are locked until the transaction's end, so that two who would
/// each leave the other one wait for one another.
[[nodiscard]] std::vector<base::UserId> lockAdministrators(Session& session);

/// Writes name, role, whether it is disabled, and the password, under the next version.
void updateAccount(Session& session, const Account& account);

/// Puts another hash of the same password in the place of that one, if it is still there.
void replaceHash(Session& session, base::UserId id, std::string_view before, std::string_view hash);

/// With its sessions; false if there was none.
bool removeAccount(Session& session, base::UserId id);

}  // namespace kith::storage
