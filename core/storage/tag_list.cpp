// SPDX-License-Identifier: Apache-2.0
#include "core/storage/tag_list.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/storage/cursor.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kList = "tags";
// U+10FFFF in UTF-8: sorts behind every other character.
constexpr std::string_view kLastCharacter = "\xF4\x8F\xBF\xBF";
// No tag holds a control character, so that nothing stands between a tag and the same with this behind it.
constexpr std::string_view kNextTo = "\x01";

// From each tag the next one is found by the index, however many have it. A tag is shorter than what the
// index holds of a text.
constexpr std::string_view kTags = R"sql(
WITH RECURSIVE tag(name, place) AS (
    SELECT (SELECT substr(f.text_value, 1, 100) FROM field_value f
            WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) >= :first
              AND substr(f.text_value, 1, 100) < :end
              AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
            ORDER BY substr(f.text_value, 1, 100) LIMIT 1), 1
    UNION ALL
    SELECT (SELECT substr(f.text_value, 1, 100) FROM field_value f
            WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) > tag.name
              AND substr(f.text_value, 1, 100) < :end
              AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
            ORDER BY substr(f.text_value, 1, 100) LIMIT 1), tag.place + 1
    FROM tag WHERE tag.name IS NOT NULL AND tag.place < :most)
SELECT tag.name FROM tag WHERE tag.name IS NOT NULL
)sql";

constexpr std::string_view kFirstTagged = R"sql(
SELECT given.place, tagged.people, tagged.looked
FROM {rows place bigint, tag text, asked bigint}
CROSS JOIN {lateral} (
    SELECT count(*) AS looked, coalesce(sum(p.listed), 0) AS people
    FROM (SELECT f.profile_id FROM field_value f
          WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) = {row tag}
            AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
          LIMIT {row asked}) x CROSS JOIN profile p
    WHERE p.id = x.profile_id) tagged
)sql";

constexpr std::string_view kAllTagged = R"sql(
SELECT substr(f.text_value, 1, 100), count(*)
FROM field_value f CROSS JOIN profile p
WHERE f.field = 'tags' AND substr(f.text_value, 1, 100) >= :first AND substr(f.text_value, 1, 100) <= :last
  AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL AND p.id = f.profile_id AND p.listed = 1
GROUP BY substr(f.text_value, 1, 100)
ORDER BY substr(f.text_value, 1, 100)
)sql";

std::vector<std::string> readTags(Session& session, const TagQuery& query, std::string first) {
    std::vector<std::string> tags;
    session.each<std::string>(
        kTags, [&](std::string tag) { tags.push_back(std::move(tag)); }, std::move(first),
        query.prefix + std::string(kLastCharacter), query.limit + 1);
    return tags;
}

std::vector<TagCount> countFirst(Session& session, const std::vector<std::string>& tags) {
    std::vector<TagCount> counts(tags.size());
    auto lookup = session.lookup<std::size_t, std::int64_t, std::int64_t>(
        kFirstTagged, [&](std::size_t place, std::int64_t people, std::int64_t looked) {
            counts[place] = {tags[place], std::min(people, kMostTagged), looked > kMostTagged};
        });
    for (std::size_t place = 0; place < tags.size(); ++place) lookup.add(place, tags[place], kMostTagged + 1);
    lookup.run();
    std::erase_if(counts, [](const TagCount& each) { return each.people == 0 && !each.atLeast; });
    return counts;
}

std::vector<TagCount> countAll(Session& session, const std::vector<std::string>& tags) {
    std::vector<TagCount> counts;
    if (tags.empty()) return counts;
    session.planForSets();
    session.each<std::string, std::int64_t>(
        kAllTagged,
        [&](std::string tag, std::int64_t people) {
            counts.push_back({std::move(tag), people, false});
        },
        tags.front(), tags.back());
    return counts;
}

}  // namespace

TagPage listTags(Session& session, const TagQuery& query) {
    checkLimit(query.limit);
    auto first = query.prefix;
    if (!query.cursor.empty())
        first = std::max(first, readCursor(query.cursor, kList, 0).text + std::string(kNextTo));
    // So they are counted as they were found.
    if (query.countsAll) session.beginSnapshot();
    auto tags = readTags(session, query, std::move(first));
    TagPage page;
    if (tags.size() > query.limit) {
        tags.pop_back();
        page.nextCursor = writeCursor({std::string(kList), {}, tags.back()});
    }
    page.items = query.countsAll ? countAll(session, tags) : countFirst(session, tags);
    return page;
}

}  // namespace kith::storage
