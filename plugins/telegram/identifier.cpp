// SPDX-License-Identifier: Apache-2.0
#include "identifier.hpp"

#include <charconv>

namespace kith::telegram {

kith::sdk::Outcome<std::string> ChatSource::normalize(std::string_view given) const {
    constexpr std::string_view space = " \t\r\n";
    const auto first = given.find_first_not_of(space);
    if (first != std::string_view::npos)
        given = given.substr(first, given.find_last_not_of(space) - first + 1);
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), id);
    if (error != std::errc{} || end != given.data() + given.size() || id <= 0) {
        return kith::sdk::Rejection{"not_a_chat_id", "A Telegram chat is a positive 64-bit integer."};
    }
    return std::to_string(id);
}

}  // namespace kith::telegram
