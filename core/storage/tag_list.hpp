// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kith::storage {

class Session;

/// A tag, and how many of those whom lists hold have it.
struct TagCount {
    std::string tag;
    std::int64_t people = 0;
    bool atLeast = false;  ///< More have it than were looked at.
};

struct TagPage {
    std::vector<TagCount> items;
    std::string nextCursor;  ///< Empty after the last page.
};

struct TagQuery {
    std::string prefix = {};  ///< What they begin with, byte by byte.
    bool countsAll = false;   ///< Everybody is looked at, however many have a tag.
    std::size_t limit = 50;
    std::string cursor = {};
};

/// How many of those who have a tag are looked at.
inline constexpr std::int64_t kMostTagged = 1'000;

/// The tags that people have, by their bytes. One that nobody has whom lists hold is none, so that a page may
/// have fewer than `limit` though another follows. Unless all are to be counted, the work is bounded however
/// many people there are. Throws Error{InvalidInput} for a cursor that is not one of this list and a limit
/// outside 1 to kMaxPage.
[[nodiscard]] TagPage listTags(Session& session, const TagQuery& query);

}  // namespace kith::storage
