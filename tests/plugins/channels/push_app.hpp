// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/plugins/channels/channel_server.hpp"

namespace kith::test {

inline std::string token() {
    return fresh("token-0123456789-");
}

inline ApiAnswer send(ApiServer& api, const std::string& method, const std::string& what, const Json& body,
                      const std::string& key) {
    return api.call({.method = method, .path = "/channels/push/" + what, .key = key, .body = body.dump()});
}

/// As the organisation's own server says it.
inline ApiAnswer put(ApiServer& api, const std::string& what, const Json& body) {
    return send(api, "PUT", what, body, api.write);
}
/// As an app says it.
inline ApiAnswer claim(ApiServer& api, const std::string& what, const Json& body) {
    return send(api, "POST", what, body, api.open);
}

inline constexpr const char* kP256dh =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
inline constexpr const char* kAuth = "BTBZMqHH6r4Tts7J_aSIgg";

inline Json subscription(const std::string& endpoint) {
    return {{"endpoint", endpoint},
            {"expirationTime", nullptr},
            {"keys", {{"p256dh", kP256dh}, {"auth", kAuth}}}};
}

}  // namespace kith::test
