// SPDX-License-Identifier: Apache-2.0
// Identifiers with the states of addresses. What is folded of their ledgers is what
// core/model/endpoint_fold.hpp folds.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "core/model/endpoint_fold.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/segment/comparison_sql.hpp"
#include "core/storage/segment/leaves.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

using model::EndpointState;

/// Those that somebody has to have said.
constexpr std::array kWithEntry{EndpointState::Complained, EndpointState::Blacklisted,
                                EndpointState::Unsubscribed, EndpointState::Blocked,
                                EndpointState::Unconfirmed};

static_assert(model::kLadderDays == std::array<int, 4>{1, 2, 3, 90});

// Of those that ever had a state that has to be lifted: which one is shown, or 6 if none of the ledger is and
// it is as if there were none. `place` is that of a statement in the order of stamps; what is lifted has a
// lesser place than what lifts it.
constexpr std::string_view kShown = R"sql(
SELECT summed.identifier_id AS identifier_id,
       CASE WHEN summed.complained >= coalesce(summed.opted, 0) THEN 0
            WHEN summed.blacklisted >= coalesce(summed.allowed, 0) THEN 1
            WHEN summed.unsubscribed >= coalesce(summed.opted, 0) THEN 2
            WHEN summed.block_place >= coalesce(summed.delivered, 0) AND summed.block_end > {now} THEN 3
            WHEN summed.failures > 0 AND summed.failed_at +
                 CASE summed.failures WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 3 ELSE 90 END * CAST(86400000 AS bigint) > {now} THEN 3
            WHEN summed.unconfirmed >= coalesce(summed.active, 0)
             AND summed.unconfirmed >= coalesce(summed.opted, 0) THEN 4
            WHEN summed.active IS NOT NULL OR summed.opted IS NOT NULL THEN 5
            ELSE 6 END AS state
FROM (SELECT m.identifier_id AS identifier_id,
             max(CASE WHEN m.kind = 0 AND m.state = 0 THEN m.place END) AS complained,
             max(CASE WHEN m.kind = 0 AND m.state = 1 THEN m.place END) AS blacklisted,
             max(CASE WHEN m.kind = 0 AND m.state = 2 THEN m.place END) AS unsubscribed,
             max(CASE WHEN m.kind = 0 AND m.state = 4 THEN m.place END) AS unconfirmed,
             max(CASE WHEN m.kind = 0 AND m.state = 5 THEN m.place END) AS active,
             max(CASE WHEN m.kind = 0 AND m.state = 5 AND m.by_staff = 1 THEN m.place END) AS allowed,
             max(CASE WHEN m.kind IN (1, 3) THEN m.place END) AS opted,
             max(m.delivered) AS delivered,
             max(m.block_place) AS block_place,
             max(CASE WHEN m.blocks = 1 AND m.place = m.block_place THEN m.until_at END) AS block_end,
             sum(CASE WHEN m.fails = 1 AND m.place >= coalesce(m.delivered, 0) THEN 1 ELSE 0 END) AS failures,
             max(CASE WHEN m.fails = 1 AND m.place = m.fail_place THEN m.at END) AS failed_at
      FROM (SELECT r.identifier_id, r.kind, r.state, r.until_at, r.at, r.by_staff, r.blocks, r.fails, r.place,
                   {newest r.kind = 2} AS delivered, {newest r.blocks = 1} AS block_place,
                   {newest r.fails = 1} AS fail_place
            FROM (SELECT s.identifier_id, s.kind, s.state, s.until_at, s.at,
                         CASE WHEN o.source_type = '{staff}' AND s.reason <> '' AND s.reason <> '{opt_in}'
                              THEN 1 ELSE 0 END AS by_staff,
                         CASE WHEN s.kind = 0 AND s.state = 3 AND s.until_at IS NOT NULL THEN 1 ELSE 0 END AS blocks,
                         CASE WHEN s.kind = 0 AND s.state = 3 AND s.until_at IS NULL THEN 1 ELSE 0 END AS fails,
                         dense_rank() OVER (PARTITION BY s.identifier_id ORDER BY {order}) AS place
                  FROM endpoint_state s JOIN observation o ON o.id = s.observation_id
                  WHERE s.current = 1 AND s.identifier_id IN (
                      SELECT b.identifier_id FROM endpoint_state b
                      WHERE b.current = 1 AND b.kind = 0 AND b.state IN ({states}){mine})) AS r) AS m
      GROUP BY m.identifier_id) AS summed)sql";

// Of an identifier without anything that has to be lifted. Most are listed by somebody who did more than
// claim it.
constexpr std::string_view kDefault = R"sql(
CASE WHEN shown.state < 6 THEN shown.state
     WHEN e.role <> 2 THEN 5
     WHEN (SELECT 1 FROM profile_identifier x WHERE x.identifier_id = e.identifier_id AND x.role = 0 LIMIT 1) IS NOT NULL
       OR (SELECT 1 FROM profile_identifier x
           WHERE x.identifier_id = e.identifier_id AND x.role <> 0 AND x.role = 1 LIMIT 1) IS NOT NULL THEN 5
     WHEN shown.state IS NULL
      AND (SELECT 1 FROM endpoint_state a
           WHERE a.identifier_id = e.identifier_id AND a.current = 1
             AND ((a.kind = 0 AND a.state = 5) OR a.kind IN (1, 3)) LIMIT 1) IS NOT NULL THEN 5
     ELSE 4 END)sql";

std::string numbers(const auto& enumerators) {
    std::vector<std::string> all;
    for (const auto each : enumerators) all.push_back(std::to_string(static_cast<int>(each)));
    return joined(all, ", ");
}

/// From a few identifiers to whoever lists them: those that they identify are in an index of their own.
std::string ofEitherRole(const std::string& from, const std::string& tests) {
    std::vector<std::string> parts;
    for (const std::string_view role : {"e.role = 0", "e.role <> 0"}) {
        parts.push_back(fmt::format(
            "SELECT h.canonical_id AS id FROM {} CROSS JOIN profile h WHERE h.id = e.home AND {}{}", from,
            role, tests));
    }
    return joined(parts, " UNION ALL ");
}

/// The place of the newest statement for which it holds; unknown if nobody asks for it.
std::string newest(const std::string& condition, bool isAsked) {
    if (!isAsked) return "CAST(NULL AS bigint)";
    return fmt::format("max(CASE WHEN {} THEN r.place END) OVER (PARTITION BY r.identifier_id)", condition);
}

/// Which are shown of identifiers that ever had one of these, of identifiers of the scope. What is less
/// strict than all of these is not told apart: that somebody was blocked takes the longest to find out.
std::string shown(std::span<const EndpointState> states, SegmentText& text) {
    const bool asksBlocks = std::ranges::max(states) >= EndpointState::Blocked;
    const auto homes = text.ofScope("y.home");
    const auto mine = homes.empty() ? std::string{}
                                    : fmt::format(
                                          " AND b.identifier_id IN (SELECT y.identifier_id FROM"
                                          " profile_identifier y WHERE 1 = 1{})",
                                          homes);
    const auto now = text.made.bind(base::toMillis(text.scope.now));
    return replaceMarks(kShown, {{"{now}", now},
                                 {"{staff}", model::kStaffSource},
                                 {"{opt_in}", model::kDoubleOptIn},
                                 {"{order}", stampOrder("s.at", text.dialect)},
                                 {"{states}", numbers(states)},
                                 {"{newest r.kind = 2}", newest("r.kind = 2", asksBlocks)},
                                 {"{newest r.blocks = 1}", newest("r.blocks = 1", asksBlocks)},
                                 {"{newest r.fails = 1}", newest("r.fails = 1", asksBlocks)},
                                 {"{mine}", mine}});
}

/// Most are active: PostgreSQL, which expects few of anything that it has to compute, is told who is not.
std::string isShown(const std::vector<EndpointState>& states) {
    const auto has = [&](EndpointState state) { return std::ranges::find(states, state) != states.end(); };
    if (!has(EndpointState::Active)) return fmt::format("{} IN ({})", kDefault, numbers(states));
    std::vector<EndpointState> others;
    for (const auto name : model::kEndpointStates.names)
        if (const auto state = *model::kEndpointStates.find(name); !has(state)) others.push_back(state);
    return others.empty() ? "1 = 1" : fmt::format("{} NOT IN ({})", kDefault, numbers(others));
}

}  // namespace

std::string stampOrder(std::string_view at, const Dialect& dialect) {
    const auto bytes = dialect.byBytes();
    return fmt::format("o.attested, {}, o.source_name{}, o.given_id{}, o.key_id, o.content_hash{}", at, bytes,
                       bytes, bytes);
}

ProfileSet profilesWith(const model::IdentifierCondition& condition, SegmentText& text) {
    const auto& states = condition.states;
    // What is shown without an entry of it is all that the other states leave.
    const bool needsEntry = !states.empty() && std::ranges::max(states) < EndpointState::Unconfirmed;
    auto tests = fmt::format(" AND i.type = {}{}", text.made.bind(condition.type), text.ofScope("e.home"));
    if (condition.value) tests += " AND " + compareText("i.value", *condition.value, text);
    if (!condition.roles.empty()) tests += fmt::format(" AND e.role IN ({})", numbers(condition.roles));
    if (needsEntry) {
        tests += fmt::format(" AND shown.state IN ({})", numbers(states));
        return {
            ofEitherRole(fmt::format("{} AS shown CROSS JOIN profile_identifier e CROSS JOIN identifier i",
                                     text.name(shown(states, text))),
                         " AND e.identifier_id = shown.identifier_id AND i.id = e.identifier_id" + tests)};
    }
    std::string known;
    if (!states.empty()) {
        known = fmt::format(" LEFT JOIN {} AS shown ON shown.identifier_id = e.identifier_id",
                            text.name(shown(kWithEntry, text)));
        tests += " AND " + isShown(states);
    }
    if (condition.value) {
        return {ofEitherRole("identifier i CROSS JOIN profile_identifier e" + known,
                             " AND e.identifier_id = i.id" + tests)};
    }
    return {
        fmt::format("SELECT h.canonical_id AS id FROM profile_identifier e JOIN identifier i ON i.id ="
                    " e.identifier_id JOIN profile h ON h.id = e.home{} WHERE 1 = 1{}",
                    known, tests)};
}

}  // namespace kith::storage
