// SPDX-License-Identifier: Apache-2.0
#include "core/storage/id_room.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "core/base/error.hpp"
#include "core/storage/session.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::storage {
namespace {

/// What there is at least, however far ahead of the clock: two million ids.
constexpr std::chrono::milliseconds kLeast{1'000};

std::string settingOf(unsigned node) {
    return "ids_of_node_" + std::to_string(node);
}

/// Until when ids of the node may have been made.
base::Time parsed(std::string_view text) {
    if (text.empty()) return {};
    std::int64_t millis = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, millis);
    if (read.ec != std::errc{} || read.ptr != end || millis < 0)
        throw base::Error(base::ErrorCode::Storage,
                          "How far the ids of this database have come can't be read.");
    return base::fromMillis(millis);
}

/// Written again before it is over, so that nobody has to wait for it.
bool reaches(const base::IdRoom& room, base::Time now, base::Time reached) {
    return now + kServerRoom / 2 <= room.until && reached + kLeast / 2 <= room.until;
}

}  // namespace

void giveRoom(Session& writer, unsigned node, base::IdGenerator& ids, base::Time now,
              std::chrono::milliseconds span) {
    const auto held = ids.room();
    const auto reached = ids.reached();
    if (held.node == node && reaches(held, now, reached)) return;
    Transaction transaction(writer);
    const auto name = settingOf(node);
    const auto given = parsed(lockSetting(writer, name));
    // Without a gap in what it has, it need not go ahead of the clock.
    const bool isLonger = held.node == node && held.until == given && given != base::Time{};
    base::IdRoom room{node, isLonger ? held.from : std::max(given, now), {}};
    room.until = std::max(now + span, std::max(room.from, reached) + std::min(span, kLeast));
    if (isLonger) room.until = std::max(room.until, given);
    writeSetting(writer, name, std::to_string(base::toMillis(room.until)));
    transaction.commit();
    ids.moveTo(room);
}

}  // namespace kith::storage
