// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/accounts/sessions.hpp"
#include "core/http/auth.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {

/// Callers are who holds a key of the store, and who signed in. Thread-safe.
class Authenticator final : public http::Authenticator {
public:
    /// Both outlive this.
    Authenticator(storage::KeyStore& keys, accounts::Sessions& sessions) : keys_(keys), sessions_(sessions) {}

    [[nodiscard]] std::optional<http::Caller> authenticate(
        std::string_view secret, const std::function<void()>& beforeSearch) override;
    [[nodiscard]] std::optional<http::Caller> authenticateSession(
        std::string_view token, const std::function<void()>& beforeSearch) override;

private:
    storage::KeyStore& keys_;
    accounts::Sessions& sessions_;
};

}  // namespace kith::api
