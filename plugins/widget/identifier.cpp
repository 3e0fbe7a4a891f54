// SPDX-License-Identifier: Apache-2.0
#include "identifier.hpp"

#include <algorithm>

namespace kith::widget {

bool isBase64Url(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    });
}

kith::sdk::Outcome<std::string> CookieSource::normalize(std::string_view given) const {
    if (given.size() < 22 || given.size() > 128 || !isBase64Url(given)) {
        return kith::sdk::Rejection{"not_a_cookie", "A cookie has 22 to 128 characters of base64url."};
    }
    return std::string(given);
}

}  // namespace kith::widget
