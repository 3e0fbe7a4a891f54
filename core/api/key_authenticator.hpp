// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/auth.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {

/// Callers are who holds a key of the store. Thread-safe.
class KeyAuthenticator final : public http::Authenticator {
public:
    /// `keys` outlives this.
    explicit KeyAuthenticator(storage::KeyStore& keys) : keys_(keys) {}

    [[nodiscard]] std::optional<http::Caller> authenticate(
        std::string_view secret, const std::function<void()>& beforeSearch) override;

private:
    storage::KeyStore& keys_;
};

}  // namespace kith::api
