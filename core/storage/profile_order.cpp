// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <tuple>

#include "core/storage/cursor.hpp"
#include "core/storage/name_words.hpp"
#include "core/storage/profile_page.hpp"

namespace kith::storage {

bool isDescending(ProfileSort sort) noexcept {
    return sort == ProfileSort::UpdatedDescending || sort == ProfileSort::CreatedDescending ||
           sort == ProfileSort::NameDescending;
}

bool isByName(ProfileSort sort) noexcept {
    return sort == ProfileSort::NameDescending || sort == ProfileSort::NameAscending;
}

bool ProfileOrder::operator()(const ProfileKey& a, const ProfileKey& b) const noexcept {
    const auto& first = isDescending(sort_) ? b : a;
    const auto& second = isDescending(sort_) ? a : b;
    if (isByName(sort_)) return std::tie(first.text, first.id) < std::tie(second.text, second.id);
    return std::tie(first.number, first.id) < std::tie(second.number, second.id);
}

ProfileKey ProfileOrder::start() const {
    using Limits = std::numeric_limits<std::int64_t>;
    if (!isDescending(sort_)) return {Limits::min(), {}, {Limits::min()}};
    return {Limits::max(), std::string{kLastCharacter}, {Limits::max()}};
}

std::string_view ProfileOrder::name() const noexcept {
    switch (sort_) {
        case ProfileSort::UpdatedDescending:
            return "profiles/-updated_at";
        case ProfileSort::UpdatedAscending:
            return "profiles/updated_at";
        case ProfileSort::CreatedDescending:
            return "profiles/-created_at";
        case ProfileSort::CreatedAscending:
            return "profiles/created_at";
        case ProfileSort::NameDescending:
            return "profiles/-name";
        case ProfileSort::NameAscending:
            return "profiles/name";
    }
    return {};
}

ProfileKey ProfileOrder::read(const std::string& cursor) const {
    auto found = readCursor(cursor, name(), 2);
    return {found.numbers[0], std::move(found.text), {found.numbers[1]}};
}

std::string ProfileOrder::write(const ProfileKey& key) const {
    return writeCursor({std::string{name()}, {key.number, key.id.value}, key.text});
}

}  // namespace kith::storage
