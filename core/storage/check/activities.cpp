// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "core/storage/check/rules.hpp"
#include "core/storage/codes.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "activity";
constexpr std::string_view kStatusTable = "activity_status";
constexpr std::string_view kOrphan = "activity_id names no activity";

// What statuses without an activity are looked for among, at once: a pass over all activities each.
constexpr std::size_t kMostSought = 1'000'000;

constexpr std::string_view kStatusesIn = R"(
SELECT count(*) FROM activity_status WHERE activity_id > :after AND activity_id <= :upto)";

constexpr std::string_view kStatusesOf = R"(
SELECT count(*) FROM activity a CROSS JOIN activity_status s
WHERE a.home > :after AND a.home <= :upto AND s.activity_id = a.id)";

constexpr std::string_view kStatusIds = R"(
SELECT DISTINCT activity_id FROM activity_status WHERE activity_id > :after AND activity_id <= :upto
ORDER BY activity_id)";

constexpr std::string_view kActivityIds = R"(
SELECT home, at, id FROM activity WHERE (home, at, id) > (:home, :at, :id) ORDER BY home, at, id LIMIT 20000)";

Rule ruleOf(const std::string& condition, std::string sentence) {
    return {keyText({"home", "at", "id"}),
            "FROM activity t WHERE t.home > :after AND t.home <= :upto AND " + condition,
            std::move(sentence)};
}

Rules folded() {
    return {kTable,
            "home",
            {ruleOf("COALESCE(t.status, 0) <> COALESCE((SELECT max(s.status) FROM activity_status s"
                    " WHERE s.activity_id = t.id AND s.machine = ''), 0)",
                    "status is not the highest one of its history"),
             ruleOf("t.at <> COALESCE((SELECT min(s.first_at) FROM activity_status s"
                    " WHERE s.activity_id = t.id), t.at)",
                    "at is not the earliest time of its history")}};
}

// Counted with what counters say taken off: what is left over is in one and not in the other.
Rules counted() {
    const Rule rule{
        keyText({"home", "channel", "kind", "status"}),
        "FROM (SELECT u.home, u.channel, u.kind, u.status FROM ("
        "SELECT a.home, a.channel, a.kind, COALESCE(a.status, 0) AS status, count(*) AS n FROM activity a"
        " WHERE a.home > :after AND a.home <= :upto AND NOT " +
            isErased("a.home") +
            " GROUP BY a.home, a.channel, a.kind, COALESCE(a.status, 0) UNION ALL "
            "SELECT c.home, c.channel, c.kind, c.status, -c.count FROM activity_counter c"
            " WHERE c.home > :after AND c.home <= :upto AND NOT " +
            isErased("c.home") +
            ") AS u"
            " GROUP BY u.home, u.channel, u.kind, u.status HAVING sum(u.n) <> 0) AS t",
        "count is not the number of its activities"};
    // Who has no counter may have activities.
    return {"activity_counter", "id", {rule}, "profile"};
}

bool hasOrphans(const Checking& checking) {
    auto& session = checking.session;
    std::int64_t all = 0;
    eachRange(checking, kStatusTable, "activity_id", [&](std::int64_t after, std::int64_t upTo) {
        all += std::get<0>(*session.first<std::int64_t>(kStatusesIn, after, upTo));
    });
    std::int64_t found = 0;
    eachRange(checking, kTable, "home", [&](std::int64_t after, std::int64_t upTo) {
        found += std::get<0>(*session.first<std::int64_t>(kStatusesOf, after, upTo));
    });
    return all != found;
}

/// Finds which of some sorted ids are no activity's.
void seek(const Checking& checking, std::vector<std::int64_t>& sought) {
    std::vector<bool> there(sought.size());
    std::int64_t home = kFirst;
    std::int64_t at = kFirst;
    std::int64_t id = kFirst;
    for (bool more = true; more;) {
        more = false;
        checking.session.each<std::int64_t, std::int64_t, std::int64_t>(
            kActivityIds,
            [&](std::int64_t rowHome, std::int64_t rowAt, std::int64_t row) {
                const auto place = std::ranges::lower_bound(sought, row);
                if (place != sought.end() && *place == row)
                    there[static_cast<std::size_t>(place - sought.begin())] = true;
                home = rowHome;
                at = rowAt;
                id = row;
                more = true;
            },
            home, at, id);
    }
    for (std::size_t i = 0; i < sought.size(); ++i) {
        if (!there[i])
            checking.findings.add(kStatusTable, "activity_id=" + std::to_string(sought[i]), kOrphan);
    }
    sought.clear();
}

// No index leads from a status to its activity: nothing in the program goes that way.
void findOrphans(const Checking& checking) {
    std::vector<std::int64_t> sought;
    eachRange(checking, kStatusTable, "activity_id", [&](std::int64_t after, std::int64_t upTo) {
        checking.session.each<std::int64_t>(
            kStatusIds, [&](std::int64_t id) { sought.push_back(id); }, after, upTo);
        if (sought.size() >= kMostSought) seek(checking, sought);
    });
    seek(checking, sought);
}

}  // namespace

void checkActivities(const Checking& checking) {
    checkRules(checking, folded());
    checkRules(checking, counted());
    if (hasOrphans(checking)) findOrphans(checking);
}

}  // namespace kith::storage::check
