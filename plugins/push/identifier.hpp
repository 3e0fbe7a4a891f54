// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk.hpp>

namespace kith::push {

/// What a mobile push token has at least.
inline constexpr std::size_t kMinimumToken = 8;

/// A mobile push token or a device id: opaque, compared as it is, without white space or control characters.
/// A device id has at least 22 characters, as 128 random bits take in base64.
class OpaqueSource final : public kith::sdk::IdentifierSource {
public:
    explicit OpaqueSource(std::size_t minimum) : minimum_(minimum) {}
    [[nodiscard]] kith::sdk::Outcome<std::string> normalize(std::string_view given) const override;

private:
    std::size_t minimum_;
};

/// The endpoint of a Web Push subscription (W3C Push API): an https URL that the browser's push service gave.
class WebPushSource final : public kith::sdk::IdentifierSource {
public:
    [[nodiscard]] kith::sdk::Outcome<std::string> normalize(std::string_view given) const override;
};

}  // namespace kith::push
