// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/api/identity_secrets.hpp"
#include "core/base/time.hpp"
#include "core/http/request.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/observation.hpp"

namespace kith::api {

/// What the header Kith-Identity is read with, and what stands in a body instead, where a browser sets no
/// headers.
class IdentityHeader {
public:
    /// All of it outlives this.
    IdentityHeader(const model::Catalogue& catalogue, const IdentitySecrets& secrets,
                   const base::Clock& clock)
        : catalogue_(catalogue), secrets_(secrets), clock_(clock) {}

    /// Whom the request's token names; nothing if it brings none. Asks nothing of the database, so that it
    /// takes the same time whoever is named. Throws Error{IdentityTokenExpired} and
    /// Error{IdentityTokenInvalid} for a token that is not good, and Error{InvalidInput} if the caller's key
    /// is not a public one.
    [[nodiscard]] std::optional<model::TokenIdentity> read(const http::Request& request) const;
    /// The same of a token that the request brings in another place.
    [[nodiscard]] model::TokenIdentity read(const http::Request& request, std::string_view token) const;

private:
    const model::Catalogue& catalogue_;
    const IdentitySecrets& secrets_;
    const base::Clock& clock_;
};

/// Whom the token names that an item of a body brings as `identity_token`, which is taken out of it; nothing
/// if it brings none. `read` reads a token. Throws Error with a pointer to the token.
[[nodiscard]] std::optional<model::TokenIdentity> takeIdentity(
    nlohmann::json& item, const std::function<model::TokenIdentity(std::string_view token)>& read);

}  // namespace kith::api
