// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

constexpr std::string_view kTable = "merge_record";

constexpr std::string_view kRecords = R"(
SELECT m.id, m.survivor, m.absorbed, m.survivor_homes, m.absorbed_homes, m.joined_a, m.joined_a_home,
       m.joined_b, m.joined_b_home,
       CASE WHEN u.merge_id IS NULL THEN 1 ELSE 0 END
FROM merge_record m LEFT JOIN merge_undo u ON u.merge_id = m.id
WHERE m.id > :after ORDER BY m.id LIMIT 500)";

constexpr std::string_view kPointers = R"(
SELECT given.place, profile.id, COALESCE(profile.removed_live, profile.canonical_id)
FROM {rows place bigint, id bigint} CROSS JOIN profile
WHERE profile.id = given.id)";

// Of a home that was merged into one that was merged later, the pointer went on.
Rules absorbed() {
    return {"profile",
            "id",
            {{keyText({"id"}),
              "FROM profile t WHERE t.id > :after AND t.id <= :upto"
              " AND COALESCE(t.removed_live, t.canonical_id) <> t.id"
              " AND NOT EXISTS (SELECT 1 FROM merge_record m WHERE m.absorbed = t.id) AND NOT " +
                  isErased("t.id"),
              "was merged, and no record says so"}}};
}

Rules prohibited() {
    return {
        "must_not_link",
        "id",
        {{keyText({"a", "b"}), "FROM must_not_link t WHERE t.id > :after AND t.id <= :upto AND t.a >= t.b",
          "the pair is not in order"},
         {keyText({"a", "b"}),
          "FROM must_not_link t CROSS JOIN profile p CROSS JOIN profile q"
          " WHERE t.id > :after AND t.id <= :upto AND t.lifted_at IS NULL AND p.id = t.a AND q.id = t.b"
          " AND COALESCE(p.removed_live, p.canonical_id) = COALESCE(q.removed_live, q.canonical_id)",
          "the two became one"}}};
}

using Homes = std::vector<std::int64_t>;

std::optional<Homes> parseHomes(const std::string& text) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_array()) return std::nullopt;
    Homes homes;
    for (const auto& each : json) {
        if (!each.is_number_integer()) return std::nullopt;
        homes.push_back(each.get<std::int64_t>());
    }
    std::ranges::sort(homes);
    return homes;
}

/// An identifier that a merge joined, and the home where it stood; of merges of before that is not known.
struct Joined {
    std::int64_t identifier = 0;
    std::optional<std::int64_t> home;
};

struct Record {
    std::int64_t id = 0;
    std::int64_t survivor = 0;
    std::int64_t absorbed = 0;
    std::optional<Homes> survivorHomes;
    std::optional<Homes> absorbedHomes;
    Joined a;
    Joined b;
    bool stands = true;
    std::unordered_map<std::int64_t, std::int64_t> pointers;  ///< Of all homes that exist.

    [[nodiscard]] std::optional<std::string_view> broken() const;

private:
    [[nodiscard]] bool pointApart() const;
    [[nodiscard]] std::optional<std::string_view> brokenJoined() const;
};

/// A merge that stands keeps its two sides together. Others of its homes may have left with an earlier one
/// that was taken back.
bool Record::pointApart() const {
    return stands && pointers.at(survivor) != pointers.at(absorbed);
}

/// What a later undo asks for: the side on which each of the two stood.
std::optional<std::string_view> Record::brokenJoined() const {
    for (const auto& [identifier, home] : {a, b}) {
        if (identifier != 0 && home == 0) return "what it joined stood nowhere";
        if (home.value_or(0) != 0 && !pointers.contains(*home)) return "what it joined stood on neither side";
    }
    if (a.home.value_or(0) == 0 || b.home.value_or(0) == 0) return std::nullopt;
    const bool isSurvivors = std::ranges::binary_search(*survivorHomes, *a.home);
    if (isSurvivors == std::ranges::binary_search(*survivorHomes, *b.home))
        return "the two that it joined stood on one side";
    return std::nullopt;
}

std::optional<std::string_view> Record::broken() const {
    if (!survivorHomes || !absorbedHomes) return "a list of homes is none";
    if (!std::ranges::binary_search(*survivorHomes, survivor)) return "survivor_homes lacks the survivor";
    if (!std::ranges::binary_search(*absorbedHomes, absorbed))
        return "absorbed_homes lacks the absorbed profile";
    if (std::ranges::any_of(*survivorHomes,
                            [&](auto home) { return std::ranges::binary_search(*absorbedHomes, home); }))
        return "a home was on both sides";
    if (pointers.size() != survivorHomes->size() + absorbedHomes->size()) return "a home is no profile";
    if (pointApart()) return "the two that it joined are apart, and it was not taken back";
    return brokenJoined();
}

std::vector<Record> recordsAfter(Session& session, std::int64_t after) {
    std::vector<Record> records;
    session.each<std::int64_t, std::int64_t, std::int64_t, std::string, std::string, std::int64_t,
                 std::optional<std::int64_t>, std::int64_t, std::optional<std::int64_t>, bool>(
        kRecords,
        [&](std::int64_t id, std::int64_t survivor, std::int64_t absorbed, const std::string& survivorHomes,
            const std::string& absorbedHomes, std::int64_t a, std::optional<std::int64_t> aHome,
            std::int64_t b, std::optional<std::int64_t> bHome, bool stands) {
            records.push_back({id,
                               survivor,
                               absorbed,
                               parseHomes(survivorHomes),
                               parseHomes(absorbedHomes),
                               {a, aHome},
                               {b, bHome},
                               stands,
                               {}});
        },
        after);
    auto lookup = session.lookup<std::size_t, std::int64_t, std::int64_t>(
        kPointers, [&](std::size_t place, std::int64_t home, std::int64_t live) {
            records[place].pointers.emplace(home, live);
        });
    for (std::size_t i = 0; i < records.size(); ++i) {
        for (const auto* homes : {&records[i].survivorHomes, &records[i].absorbedHomes}) {
            if (!*homes) continue;
            for (const auto home : **homes) lookup.add(i, home);
        }
    }
    lookup.run();
    return records;
}

void checkRecords(const Checking& checking) {
    std::int64_t rows = 0;
    for (std::int64_t after = kFirst;;) {
        const auto records = recordsAfter(checking.session, after);
        if (records.empty()) return;
        for (const auto& record : records) {
            if (const auto sentence = record.broken())
                checking.findings.add(kTable, "id=" + std::to_string(record.id), *sentence);
        }
        after = records.back().id;
        rows += static_cast<std::int64_t>(records.size());
        checking.progress(kTable, rows);
    }
}

}  // namespace

void checkMerges(const Checking& checking) {
    checkRules(checking, absorbed());
    checkRules(checking, prohibited());
    checkRecords(checking);
}

}  // namespace kith::storage::check
