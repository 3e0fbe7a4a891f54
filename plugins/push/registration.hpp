// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <kith/sdk.hpp>
#include <nlohmann/json.hpp>

namespace kith::push {

/// A body that says which device or browser can be reached for whom, read into what kith stores of it.
struct Registration {
    nlohmann::json observation;  ///< As for POST /v1/observations.
    nlohmann::json device;       ///< The row of push_device, travelling as the payload.
};

/// `{"token", "app_id", "platform", "app_version", "os_version", "model", "identifiers", "language",
/// "time_zone", "at"}`; throws kith::sdk::Failure with a violation per wrong member.
[[nodiscard]] Registration readToken(const nlohmann::json& body, bool attested);

/// `{"subscription": {"endpoint", "expirationTime", "keys": {"p256dh", "auth"}}, "app_id", "identifiers", …}`
/// with the subscription as PushSubscription.toJSON() of the W3C Push API gives it.
[[nodiscard]] Registration readSubscription(const nlohmann::json& body, bool attested);

/// `{"token", "at"}` or `{"endpoint", "at"}`: the app or the person gave it up.
[[nodiscard]] Registration readDrop(const nlohmann::json& body, const char* type);

/// Parses a request's body into an object; throws kith::sdk::Failure.
[[nodiscard]] nlohmann::json parseBody(std::string_view body);

}  // namespace kith::push
