// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "tests/plugins/channels/channel_server.hpp"

/// What Telegram tells of a chat, delivered as it does.
namespace kith::test::telegram {

inline constexpr const char* kSecret = "0123456789abcdef";
inline constexpr const char* kUpdates = "/channels/telegram/updates/shop";

inline std::int64_t next() {
    static std::atomic<std::int64_t> count{5'000'000'000};
    return ++count;
}

inline Json sender(std::int64_t chat) {
    return {
        {"id", chat}, {"is_bot", false}, {"first_name", "Ann"}, {"username", "ann" + std::to_string(chat)}};
}

inline Json message(std::int64_t chat, const std::string& text, std::int64_t date = 1'760'000'000) {
    return {{"update_id", next()},
            {"message",
             {{"message_id", 1},
              {"date", date},
              {"chat", {{"id", chat}, {"type", "private"}}},
              {"from", sender(chat)},
              {"text", text}}}};
}

inline Json membership(std::int64_t chat, const std::string& status, std::int64_t date) {
    return {{"update_id", next()},
            {"my_chat_member",
             {{"date", date},
              {"chat", {{"id", chat}, {"type", "private"}}},
              {"from", sender(chat)},
              {"old_chat_member", {{"status", "member"}}},
              {"new_chat_member", {{"status", status}}}}}};
}

inline Call callWith(const Json& update, const std::string& secret = kSecret,
                     const std::string& path = kUpdates) {
    Call call{.method = "POST", .path = path, .body = update.dump()};
    if (!secret.empty()) call.headers = {{"X-Telegram-Bot-Api-Secret-Token", secret}};
    return call;
}

inline ApiAnswer deliver(ApiServer& api, const Json& update, const std::string& secret = kSecret,
                         const std::string& path = kUpdates) {
    return api.call(callWith(update, secret, path));
}

inline std::string refTo(std::int64_t chat) {
    return "telegram:" + std::to_string(chat);
}

inline Json chatOf(ApiServer& api, std::int64_t chat) {
    return identifierOf(api.profile(refTo(chat)), "telegram", std::to_string(chat));
}

}  // namespace kith::test::telegram
