// SPDX-License-Identifier: Apache-2.0
#include "core/storage/member_stamps.hpp"

#include <charconv>

#include "core/base/error.hpp"

namespace kith::storage {
namespace {

/// Takes a number and the separator behind it off the front.
std::int64_t takeNumber(std::string_view& text) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{}) {
        throw base::Error(base::ErrorCode::Internal, "a stored list of members is none");
    }
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (!text.empty()) text.remove_prefix(1);
    return number;
}

}  // namespace

std::optional<std::string> memberStampsText(const std::vector<model::MemberStamp>& stamps) {
    if (stamps.empty()) return std::nullopt;
    std::string text;
    for (const auto& each : stamps) {
        if (!text.empty()) text += ' ';
        text += std::to_string(static_cast<int>(each.member));
        text += ':' + std::to_string(each.stamp.origin->row.value);
        text += ':' + std::to_string(base::toMillis(each.stamp.at));
    }
    return text;
}

std::vector<model::MemberStamp> parseMemberStamps(std::string_view text, Origins& origins) {
    std::vector<model::MemberStamp> stamps;
    while (!text.empty()) {
        const auto member = static_cast<model::ActivityMember>(takeNumber(text));
        const base::ObservationId observation{takeNumber(text)};
        const auto at = base::fromMillis(takeNumber(text));
        stamps.push_back({member, origins.stamp(observation, at)});
    }
    return stamps;
}

}  // namespace kith::storage
