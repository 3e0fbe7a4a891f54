// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk.hpp>

namespace kith::telegram {

/// A private chat with a bot: Telegram's 64-bit chat id, which in a private chat is the user's own id and so
/// the same for every bot. Groups and channels have negative ids and are nobody's address.
class ChatSource final : public kith::sdk::IdentifierSource {
public:
    [[nodiscard]] kith::sdk::Outcome<std::string> normalize(std::string_view given) const override;
};

}  // namespace kith::telegram
