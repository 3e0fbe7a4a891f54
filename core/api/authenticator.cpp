// SPDX-License-Identifier: Apache-2.0
#include "core/api/authenticator.hpp"

#include "core/accounts/token.hpp"

namespace kith::api {
namespace {

http::Right rightOf(storage::KeyRight right) {
    switch (right) {
        case storage::KeyRight::Read:
            return http::Right::Read;
        case storage::KeyRight::Write:
            return http::Right::Write;
        case storage::KeyRight::Admin:
            return http::Right::Admin;
        case storage::KeyRight::Public:
            return http::Right::Public;
    }
    return http::Right::Public;
}

http::Right rightOf(storage::Role role) {
    switch (role) {
        case storage::Role::Viewer:
            return http::Right::Read;
        case storage::Role::Editor:
            return http::Right::Write;
        case storage::Role::Administrator:
            return http::Right::Admin;
    }
    return http::Right::Read;
}

}  // namespace

std::optional<http::Caller> Authenticator::authenticate(std::string_view secret,
                                                        const std::function<void()>& beforeSearch) {
    const auto key = keys_.authenticate(secret, beforeSearch);
    if (!key) return std::nullopt;
    return http::Caller{key->id,      key->name,          rightOf(key->right),
                        key->origins, key->ratePerMinute, key->strict};
}

std::optional<http::Caller> Authenticator::authenticateSession(std::string_view token,
                                                               const std::function<void()>& beforeSearch) {
    const auto found = sessions_.find(token, beforeSearch);
    if (!found) return std::nullopt;
    const auto& account = found->account;
    http::Caller caller;
    caller.key = base::KeyId{account.id.value};
    caller.name = account.name;
    caller.right = rightOf(account.role);
    caller.person = http::Person{account.id, found->session.id, account.email, accounts::csrfToken(token)};
    return caller;
}

}  // namespace kith::api
