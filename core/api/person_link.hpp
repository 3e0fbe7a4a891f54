// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/plugins/tokens.hpp"

namespace kith::api {

/// Links that are sent to an address of a person, and that nobody else has. Their tokens are signed, end, and
/// hold ids alone: whom they are of can't be read out of them. One of another purpose is not genuine.
struct PersonLink {
    base::KeyId key;             ///< That had it made; what is said by it stands in its name.
    base::ProfileId home;        ///< Under which the person had the address then.
    base::IdentifierId address;  ///< Where it was sent to.
};

/// Confirms that the address is the person's, and that they want to be subscribed; once.
struct ConfirmationLink {
    PersonLink of;
    std::array<std::uint8_t, 16> nonce{};
    std::string text;  ///< Which text and version is agreed to; at most kMaxLinkText bytes.
    std::vector<std::string> categories;  ///< By their keys.

    /// The id of the observation that it makes.
    [[nodiscard]] std::string observationId() const;
};

/// Opens what the person is subscribed to, to be changed, as often as they like.
struct PreferencesLink {
    PersonLink of;
    std::string category;  ///< That one click unsubscribes from; empty: from all.
};

inline constexpr std::size_t kMaxLinkText = 200;

/// Whether a token can hold it.
[[nodiscard]] bool fits(const ConfirmationLink& link);

/// Throws Error{InvalidInput} for one that does not fit.
[[nodiscard]] std::string signLink(const plugins::Tokens& tokens, const ConfirmationLink& link,
                                   base::Time expires);
[[nodiscard]] std::string signLink(const plugins::Tokens& tokens, const PreferencesLink& link,
                                   base::Time expires);

template <class Link>
struct OpenedLink {
    Link link;
    base::Time expires;
};

/// Nothing for a token that is not genuine; whether its time is over is the caller's to see.
[[nodiscard]] std::optional<OpenedLink<ConfirmationLink>> openConfirmation(const plugins::Tokens& tokens,
                                                                           std::string_view token);
[[nodiscard]] std::optional<OpenedLink<PreferencesLink>> openPreferences(const plugins::Tokens& tokens,
                                                                         std::string_view token);

}  // namespace kith::api
