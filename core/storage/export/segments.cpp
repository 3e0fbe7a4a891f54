// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/segments.hpp"

#include <utility>

#include "core/storage/session.hpp"

namespace kith::storage {

std::vector<ExportedMembership> nextMemberships(Session& session, RowPlace& place, std::size_t wanted) {
    const auto read = [&](base::ProfileId home, std::int64_t after, std::size_t most) {
        std::vector<ExportedMembership> rows;
        session.each<std::int64_t, std::string, std::string, base::Time>(
            R"sql(
SELECT m.segment_id, s.key, s.name, m.added_at
FROM (SELECT x.segment_id, x.added_at FROM segment_member x
      WHERE x.home = :home AND x.segment_id > :after ORDER BY x.segment_id LIMIT :most) m
CROSS JOIN segment s
WHERE s.id = m.segment_id
ORDER BY m.segment_id
)sql",
            [&](std::int64_t segment, std::string key, std::string name, base::Time at) {
                rows.push_back({segment, home, std::move(key), std::move(name), at});
            },
            home, after, most);
        return rows;
    };
    return place.next(wanted, read, [](const ExportedMembership& row) { return row.segment; });
}

}  // namespace kith::storage
