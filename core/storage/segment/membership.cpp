// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/membership.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/storage/segment/set_reading.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::Condition;
using model::ConditionGroup;

/// So many profiles are named one by one: what a statement takes for that grows with their square.
constexpr std::size_t kNamed = 1'000;

/// A question as a text, with the session that it is put to.
class Asked {
public:
    Asked(Session& session, const SegmentQuestion& question)
        : scope_{question.now},
          text_{session.dialect(), scope_, made_},
          members_(membersOf(question.condition, question.book, text_)) {}

    [[nodiscard]] MadeSql& made() noexcept { return made_; }
    /// `FROM profile p … WHERE …`, in what begins as with() says.
    [[nodiscard]] const std::string& members() const noexcept { return members_; }
    [[nodiscard]] std::string with() const { return text_.with(); }
    /// The name of the query of their ids.
    [[nodiscard]] std::string named() { return text_.name("SELECT p.id AS id " + members_); }

private:
    MadeSql made_;
    SegmentScope scope_;
    SegmentText text_;
    std::string members_;
};

std::vector<base::ProfileId> idsOf(Session& session, const std::string& sql, const MadeSql& made) {
    std::vector<base::ProfileId> ids;
    session.eachMade<base::ProfileId>(sql, made, [&](base::ProfileId id) { ids.push_back(id); });
    return ids;
}

/// What stands in the parentheses of an IN.
std::string listOf(std::span<const base::ProfileId> profiles, const Dialect& dialect, MadeSql& made) {
    if (profiles.size() > kNamed) {
        constexpr std::array<RowColumn, 1> kColumns{{{"id", false}}};
        auto rows = nlohmann::json::array();
        for (const auto id : profiles) rows.push_back({{"id", id.value}});
        return "SELECT among.id FROM " + dialect.jsonRows(made.bind(rows.dump()), "among", kColumns);
    }
    std::vector<std::string> names;
    for (const auto id : profiles) names.push_back(made.bind(id.value));
    return joined(names, ", ");
}

bool holds(Session& session, const Condition& condition, const SegmentQuestion& question,
           const SegmentScope& scope) {
    MadeSql made;
    SegmentText text{session.dialect(), scope, made};
    const auto sql = "SELECT p.id " + membersOf(condition, question.book, text);
    return !idsOf(session, text.with() + sql, made).empty();
}

Reason reasonOf(Session& session, const Condition& condition, const SegmentQuestion& question,
                const SegmentScope& scope) {
    Reason reason{&condition, false, {}};
    const auto* group = std::get_if<ConditionGroup>(&condition.node);
    if (group == nullptr) {
        reason.holds = holds(session, condition, question, scope);
        return reason;
    }
    for (const auto& child : group->children)
        reason.children.push_back(reasonOf(session, child, question, scope));
    switch (group->kind) {
        case ConditionGroup::Kind::All:
            reason.holds = std::ranges::all_of(reason.children, &Reason::holds);
            break;
        case ConditionGroup::Kind::Any:
            reason.holds = std::ranges::any_of(reason.children, &Reason::holds);
            break;
        case ConditionGroup::Kind::None:
            reason.holds = std::ranges::none_of(reason.children, &Reason::holds);
            break;
    }
    return reason;
}

}  // namespace

MemberSample sampleMembers(Session& session, const SegmentQuestion& question, std::size_t most) {
    const SetReading reading(session);
    Asked asked(session, question);
    MemberSample sample;
    const auto members = asked.named();  // Carried out once, for their number and for the first of them.
    const auto sql =
        fmt::format("{}SELECT (SELECT count(*) FROM {}), m.id FROM {} m ORDER BY m.id LIMIT {}", asked.with(),
                    members, members, asked.made().bind(static_cast<std::int64_t>(most)));
    session.eachMade<std::int64_t, base::ProfileId>(sql, asked.made(),
                                                    [&](std::int64_t count, base::ProfileId id) {
                                                        sample.count = count;
                                                        sample.first.push_back(id);
                                                    });
    return sample;
}

std::vector<base::ProfileId> listMembers(Session& session, const SegmentQuestion& question,
                                         base::ProfileId after, std::size_t most) {
    const SetReading reading(session);
    Asked asked(session, question);
    const auto sql =
        fmt::format("{}SELECT p.id {} AND p.id > {} ORDER BY p.id LIMIT {}", asked.with(), asked.members(),
                    asked.made().bind(after.value), asked.made().bind(static_cast<std::int64_t>(most)));
    return idsOf(session, sql, asked.made());
}

std::vector<MemberPlace> walkMembers(Session& session, const SegmentQuestion& question,
                                     const MemberOrder& order, const MemberPlace& after, std::size_t most) {
    const SetReading reading(session);
    Asked asked(session, question);
    // By an index of the order, which is of the profiles that live, SQLite comes to the first members soon;
    // PostgreSQL, which would expect one of them, takes the first of all.
    const bool isSqlite = session.dialect().engine() == Engine::Sqlite;
    const std::string_view alive = isSqlite ? " AND p.canonical_id = p.id" : "";
    const std::string_view tie = isSqlite ? "canonical_id" : "id";
    auto& made = asked.made();
    const auto from = order.isText ? made.bind(after.text) : made.bind(after.number);
    const auto direction = order.isDescending ? "DESC" : "ASC";
    const auto sql = fmt::format(
        "{0}SELECT p.id, p.{1} {2}{3} AND (p.{1}, p.{9}) {4} ({5}, {6}) ORDER BY p.{1} {7}, p.{9} {7} LIMIT "
        "{8}",
        asked.with(), order.column, asked.members(), alive, order.isDescending ? "<" : ">", from,
        made.bind(after.id.value), direction, made.bind(static_cast<std::int64_t>(most)), tie);
    std::vector<MemberPlace> places;
    if (order.isText) {
        session.eachMade<base::ProfileId, std::string>(sql, made, [&](base::ProfileId id, std::string text) {
            places.push_back({0, std::move(text), id});
        });
    } else {
        session.eachMade<base::ProfileId, std::int64_t>(sql, made,
                                                        [&](base::ProfileId id, std::int64_t number) {
                                                            places.push_back({number, {}, id});
                                                        });
    }
    return places;
}

std::int64_t countMembers(Session& session, const SegmentQuestion& question,
                          std::optional<std::int64_t> most) {
    const SetReading reading(session);
    Asked asked(session, question);
    const auto limit = most ? " LIMIT " + asked.made().bind(*most) : std::string{};
    const auto sql =
        asked.with() +
        (most ? fmt::format("SELECT count(*) FROM (SELECT p.id AS id {}{}) AS member", asked.members(), limit)
              : "SELECT count(*) " + asked.members());
    std::int64_t count = 0;
    session.eachMade<std::int64_t>(sql, asked.made(), [&](std::int64_t found) { count = found; });
    return count;
}

std::vector<base::ProfileId> membersAmong(Session& session, const SegmentQuestion& question,
                                          std::span<const base::ProfileId> profiles) {
    if (profiles.empty()) return {};
    const SetReading reading(session);
    Asked asked(session, question);
    const auto ids = listOf(profiles, session.dialect(), asked.made());
    return idsOf(session,
                 fmt::format("{}SELECT p.id {} AND p.id IN ({})", asked.with(), asked.members(), ids),
                 asked.made());
}

bool isListed(Session& session, base::ProfileId live) {
    const auto listed = session.first<bool>("SELECT listed FROM profile WHERE id = :id", live);
    return listed && std::get<0>(*listed);
}

Reason whyMember(Session& session, const SegmentQuestion& question,
                 const std::vector<base::ProfileId>& homes) {
    const SetReading reading(session);
    return reasonOf(session, question.condition, question, SegmentScope{question.now, homes});
}

}  // namespace kith::storage
