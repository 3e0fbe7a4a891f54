// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <kith/sdk.hpp>

namespace kith::widget {

/// Whether it is made of the characters of base64url alone, as everything that the script invents is.
[[nodiscard]] bool isBase64Url(std::string_view text) noexcept;

/// The first-party cookie that the script gives a browser: 22 to 128 characters of base64url, so at least 128
/// random bits.
class CookieSource final : public kith::sdk::IdentifierSource {
public:
    [[nodiscard]] kith::sdk::Outcome<std::string> normalize(std::string_view given) const override;
};

}  // namespace kith::widget
