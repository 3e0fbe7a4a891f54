// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <tuple>

#include "core/storage/cursor.hpp"
#include "core/storage/profile_page.hpp"

namespace kith::storage {

bool ProfileOrder::operator()(const ProfileKey& a, const ProfileKey& b) const noexcept {
    switch (sort_) {
        case ProfileSort::UpdatedDescending:
            return std::tie(a.number, a.id) > std::tie(b.number, b.id);
        case ProfileSort::CreatedAscending:
            return std::tie(a.number, a.id) < std::tie(b.number, b.id);
        case ProfileSort::NameAscending:
            return std::tie(a.text, a.id) < std::tie(b.text, b.id);
    }
    return false;
}

ProfileKey ProfileOrder::start() const {
    using Limits = std::numeric_limits<std::int64_t>;
    if (sort_ == ProfileSort::UpdatedDescending) return {Limits::max(), {}, {Limits::max()}};
    return {Limits::min(), {}, {Limits::min()}};
}

std::string_view ProfileOrder::name() const noexcept {
    switch (sort_) {
        case ProfileSort::UpdatedDescending:
            return "profiles/-updated_at";
        case ProfileSort::CreatedAscending:
            return "profiles/created_at";
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
