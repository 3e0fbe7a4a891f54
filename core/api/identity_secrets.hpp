// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/id.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::api {

/// The secrets with which an operator's backend signs identity tokens, one for each public key. Each is made
/// of the deployment's own secret and the key's id whenever it is needed, so that none is stored.
/// Thread-safe.
class IdentitySecrets {
public:
    /// The name of the deployment's own secret among the generated ones.
    static constexpr std::string_view kRoot = "identity_key";

    explicit IdentitySecrets(const storage::Secret& root) : root_(root) {}

    /// `kith_identity_` and 43 characters; these bytes themselves are the key of HS256.
    [[nodiscard]] std::string of(base::KeyId key) const;

private:
    storage::Secret root_;
};

}  // namespace kith::api
