// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/api/person_link.hpp"
#include "core/api/services.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/identifier.hpp"
#include "core/model/reader.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// How long a link may be good for.
struct LinkLifetime {
    std::chrono::seconds usual;
    std::chrono::seconds most;
};

/// `expires_in` of a body, in seconds: the usual if it is not given. Says what is wrong with it.
[[nodiscard]] std::chrono::seconds readLifetime(const nlohmann::json& body, model::Findings& findings,
                                                const LinkLifetime& lifetime);

/// Whether something can be sent to identifiers of this type: by a channel, or, to those that link, by other
/// means of the operator, as to a phone. False for a type that there is not.
[[nodiscard]] bool isAddress(const model::Catalogue& catalogue, std::string_view type);

/// `{"type", "value"}` under `identifier` of a body, normalised: an address. Nothing if it is not given, or
/// wrong, which is said.
[[nodiscard]] std::optional<model::Identifier> readAddress(const nlohmann::json& body,
                                                           model::Findings& findings,
                                                           const model::Catalogue& catalogue);

/// Whether what the category is about is sent to such an address.
[[nodiscard]] bool isSentTo(const model::Catalogue& catalogue, const model::Category& category,
                            const model::Identifier& address);
/// What is said of a category for which that is not so, as `other_channel`.
inline constexpr const char* kOtherChannel = "the category is not for the channel of this address";

/// The link of whoever lists the address: the profile that `ref` names, or else the one that it identifies,
/// or else the only one that lists it. Throws Error{NotFound}, Error{Gone}, and Error{Conflict} for a profile
/// that does not list it and for several of which none is named.
[[nodiscard]] PersonLink linkOf(const Services& services, const http::Request& request,
                                const std::optional<storage::ProfileRef>& ref,
                                const model::Identifier& address);

/// When a link was asked for: now, or when the call came first that this one repeats under its
/// Idempotency-Key. Of the call only that is kept, so that the same link can be made again: no token, and
/// nothing that one could be made of. Throws Error{IdReused} for another call under the same key.
[[nodiscard]] base::Time askedAt(const Services& services, const http::Request& request,
                                 const nlohmann::json& content);

/// `{"token", "url", "expires_at"}`
[[nodiscard]] http::Response answerLink(const Services& services, std::string_view path,
                                        const std::string& token, base::Time expires);

}  // namespace kith::api
