// SPDX-License-Identifier: Apache-2.0
#include "core/api/key_authenticator.hpp"

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

}  // namespace

std::optional<http::Caller> KeyAuthenticator::authenticate(std::string_view secret,
                                                           const std::function<void()>& beforeSearch) {
    const auto key = keys_.authenticate(secret, beforeSearch);
    if (!key) return std::nullopt;
    return http::Caller{key->id,      key->name,          rightOf(key->right),
                        key->origins, key->ratePerMinute, key->strict};
}

}  // namespace kith::api
