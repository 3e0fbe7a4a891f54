// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace kith::telegram {

/// What an Update of the Bot API (core.telegram.org/bots/api#update) says about one person's private chat.
struct Update {
    enum class Kind {
        Started,    ///< `/start`, with the deep link's parameter if there was one.
        Message,    ///< Anything else that the person wrote or sent.
        Pressed,    ///< A button of an inline keyboard.
        Blocked,    ///< The person blocked the bot: nothing can reach them any more.
        Unblocked,  ///< The person allowed the bot again.
    };
    std::int64_t id = 0;  ///< update_id: the same update may arrive several times.
    Kind kind = Kind::Message;
    std::int64_t chat = 0;
    std::int64_t atMs = 0;  ///< 0 where Telegram does not date it: button presses.
    std::string username;
    std::string firstName;
    std::string lastName;
    std::string text;       ///< Of a message or a button's data, at most 4,096 characters.
    std::string parameter;  ///< Of /start.
    std::string content;    ///< What a message without text is: `photo`, `contact`, …
};

/// Throws kith::sdk::Failure if the body is no update at all.
[[nodiscard]] nlohmann::json parseUpdate(std::string_view body);

/// Nothing if it is about no person's private chat (groups, channels, other bots) or of a kind that says
/// nothing about them. `update` comes from parseUpdate.
[[nodiscard]] std::optional<Update> readUpdate(const nlohmann::json& update);

}  // namespace kith::telegram
