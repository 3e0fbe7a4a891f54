// SPDX-License-Identifier: Apache-2.0
#include "core/storage/change_list.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <unordered_set>
#include <utility>

#include "core/identity/world.hpp"
#include "core/storage/choices.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/listings.hpp"
#include "core/storage/merge_sides.hpp"
#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kList = "changes";

using Text = std::optional<std::string>;

/// The newest `wanted` changes written before an id, of each kind.
class ChangeReader {
public:
    ChangeReader(Session& session, base::RowId before, std::int64_t wanted)
        : session_(session), before_(before), wanted_(wanted) {}

    void readFields(const std::vector<base::ProfileId>& homes);
    void readConsents(const std::vector<base::ProfileId>& homes);
    void readMerges(const std::vector<base::ProfileId>& homes);
    void readUndos(const std::vector<base::ProfileId>& homes);
    void readIdentifiers(const std::vector<base::ProfileId>& homes);
    void readLives(const std::vector<base::ProfileId>& homes);
    void readEndpoints(const Listings& listings);

    [[nodiscard]] std::vector<ChangeView> take() { return std::move(changes_); }

private:
    template <class What>
    void add(base::RowId id, base::Time at, ProvenanceView by, What what) {
        changes_.push_back({id, at, std::move(by), std::move(what)});
    }
    template <class Lookup>
    void run(Lookup lookup, const std::vector<base::ProfileId>& homes) {
        for (const auto home : homes) lookup.add(home, before_, wanted_);
        lookup.run();
    }

    Session& session_;
    base::RowId before_;
    std::int64_t wanted_;
    std::vector<ChangeView> changes_;
};

void ChangeReader::readFields(const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.at, c.field, c.element, c.before_value, c.after_value, {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.field, x.element, x.before_value, x.after_value, x.observation_id
    FROM field_change x WHERE x.home = {row home} AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) c
CROSS JOIN observation o
WHERE o.id = c.observation_id
)sql");
    run(lookupWithOrigin<base::RowId, base::Time, std::string, std::string, Text, Text>(
            session_, kSql,
            [this](base::RowId id, base::Time at, std::string field, std::string element, Text before,
                   Text after, ProvenanceView by) {
                add(id, at, std::move(by),
                    FieldChangeView{std::move(field), std::move(element), std::move(before),
                                    std::move(after)});
            }),
        homes);
}

void ChangeReader::readConsents(const std::vector<base::ProfileId>& homes) {
    // What was said before on the category is looked for among the home's last 100 consents.
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.at, c.category, c.subscribed, c.given_by, c.wording, c.ip, c.reason, c.comment, c.proof,
       (SELECT p.subscribed
        FROM (SELECT q.id, q.category, q.subscribed FROM consent q WHERE q.home = c.home AND q.id < c.id
              ORDER BY q.id DESC LIMIT 100) p
        WHERE p.category = c.category ORDER BY p.id DESC LIMIT 1), {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.home, x.id, x.at, x.category, x.subscribed, x.given_by, x.wording, x.ip, x.reason, x.comment,
           x.proof, x.observation_id
    FROM consent x WHERE x.home = {row home} AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) c
CROSS JOIN observation o
WHERE o.id = c.observation_id
)sql");
    run(lookupWithOrigin<base::RowId, base::Time, std::string, bool, std::string, std::string, std::string,
                         Text, Text, Text, std::optional<bool>>(
            session_, kSql,
            [this](base::RowId id, base::Time at, std::string category, bool subscribed, std::string by,
                   std::string wording, std::string ip, Text reason, Text comment, Text proof,
                   std::optional<bool> before, ProvenanceView origin) {
                add(id, at, std::move(origin),
                    ConsentChangeView{std::move(category), before, subscribed, std::move(by),
                                      std::move(wording), std::move(ip), std::move(reason),
                                      std::move(comment), std::move(proof)});
            }),
        homes);
}

// What was decided stays when the observation of it went with somebody who was erased: here and below.
void ChangeReader::readMerges(const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT m.id, m.at, m.survivor, m.absorbed, m.rule,
       CASE WHEN s.canonical_id <> 0 AND q.canonical_id <> 0 THEN m.reason END, m.choices, {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.survivor, x.absorbed, x.rule, x.reason, x.choices, x.observation_id
    FROM merge_record x WHERE x.survivor = {row home} AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) m
CROSS JOIN profile s
CROSS JOIN profile q
LEFT JOIN observation o ON o.id = m.observation_id
WHERE s.id = m.survivor AND q.id = m.absorbed
)sql");
    const auto first = changes_.size();
    std::vector<MergeHomes> merges;
    run(lookupWithOrigin<base::RowId, base::Time, base::ProfileId, base::ProfileId, std::string, Text,
                         std::string>(
            session_, kSql,
            [&](base::RowId id, base::Time at, base::ProfileId survivor, base::ProfileId absorbed,
                std::string rule, Text reason, std::string choices, ProvenanceView by) {
                merges.push_back({survivor, absorbed, homesIn(choices)});
                add(id, at, std::move(by),
                    MergeChangeView{survivor, absorbed, std::move(rule), std::move(reason).value_or(""),
                                    std::move(choices)});
            }),
        homes);
    keepHomesOfSides(session_, merges, Sides::Living);
    for (std::size_t i = 0; i < merges.size(); ++i)
        keepChoicesOf(std::get<MergeChangeView>(changes_[first + i].what).choices, merges[i].homes);
}

// It is a change of both sides, which may be one again by now.
void ChangeReader::readUndos(const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT u.observation_id, (SELECT y.at FROM merge_undo y WHERE y.merge_id = u.id), u.id, u.survivor, u.absorbed,
       {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.survivor, x.absorbed, x.observation_id
    FROM (SELECT m.id, m.survivor, m.absorbed,
                 (SELECT y.observation_id FROM merge_undo y WHERE y.merge_id = m.id) AS observation_id
          FROM merge_record m WHERE m.survivor = {row home} OR m.absorbed = {row home}) x
    WHERE x.observation_id < {row before}
    ORDER BY x.observation_id DESC LIMIT {row wanted}) u
LEFT JOIN observation o ON o.id = u.observation_id
)sql");
    std::unordered_set<base::MergeId> told;
    run(lookupWithOrigin<base::RowId, base::Time, base::MergeId, base::ProfileId, base::ProfileId>(
            session_, kSql,
            [&](base::RowId id, base::Time at, base::MergeId merge, base::ProfileId survivor,
                base::ProfileId absorbed, ProvenanceView by) {
                if (told.insert(merge).second)
                    add(id, at, std::move(by), UndoChangeView{merge, survivor, absorbed});
            }),
        homes);
}

void ChangeReader::readIdentifiers(const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.at, i.type, i.value, c.attached, {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.identifier_id, x.attached, x.observation_id
    FROM identifier_change x WHERE x.home = {row home} AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) c
CROSS JOIN identifier i
LEFT JOIN observation o ON o.id = c.observation_id
WHERE i.id = c.identifier_id
)sql");
    run(lookupWithOrigin<base::RowId, base::Time, std::string, std::string, bool>(
            session_, kSql,
            [this](base::RowId id, base::Time at, std::string type, std::string value, bool attached,
                   ProvenanceView by) {
                add(id, at, std::move(by),
                    IdentifierChangeView{{std::move(type), std::move(value)}, attached});
            }),
        homes);
}

// Whoever was seen when it was restored may be another person since an undo, and erased.
void ChangeReader::readLives(const std::vector<base::ProfileId>& homes) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.at, c.life, {origin}
FROM {rows home bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.id, x.at, x.life, x.observation_id
    FROM life_change x WHERE x.home = {row home} AND x.id < {row before}
    ORDER BY x.id DESC LIMIT {row wanted}) c
LEFT JOIN observation o ON o.id = c.observation_id
)sql");
    run(lookupWithOrigin<base::RowId, base::Time, identity::Life>(
            session_, kSql,
            [this](base::RowId id, base::Time at, identity::Life life, ProvenanceView by) {
                add(id, at, std::move(by), LifeChangeView{life == identity::Life::Live});
            }),
        homes);
}

void ChangeReader::readEndpoints(const Listings& listings) {
    static const std::string kSql = withStateOrigin(R"sql(
SELECT s.identifier_id, s.id, s.at, s.state, s.reason, s.detail, s.until_at,
       (SELECT p.state FROM endpoint_state p
        WHERE p.identifier_id = s.identifier_id AND p.id < s.id AND p.kind IN (0, 3) ORDER BY p.id DESC LIMIT 1), {origin}
FROM {rows identifier_id bigint, before bigint, wanted bigint}
CROSS JOIN {lateral} (
    SELECT x.identifier_id, x.id, x.at, x.state, x.reason, x.detail, x.until_at, x.observation_id
    FROM endpoint_state x
    WHERE x.identifier_id = {row identifier_id} AND x.id < {row before} AND x.kind IN (0, 3)
    ORDER BY x.id DESC LIMIT {row wanted}) s
CROSS JOIN observation o {erased}
WHERE o.id = s.observation_id
)sql");
    const auto identifiers = listings.identifiers();
    auto rows =
        lookupWithOrigin<base::IdentifierId, base::RowId, base::Time, model::EndpointState, std::string,
                         std::string, std::optional<base::Time>, std::optional<model::EndpointState>>(
            session_, kSql,
            [&](base::IdentifierId identifier, base::RowId id, base::Time at, model::EndpointState state,
                std::string reason, std::string detail, std::optional<base::Time> until,
                std::optional<model::EndpointState> before, ProvenanceView by) {
                add(id, at, std::move(by),
                    EndpointChangeView{identifiers.at(identifier), before, state, std::move(reason),
                                       std::move(detail), until});
            });
    for (const auto& [id, identifier] : identifiers) rows.add(id, before_, wanted_);
    rows.run();
}

}  // namespace

ChangePage listChanges(Session& session, const ProfileRef& ref, const std::string& cursor, std::size_t limit,
                       std::optional<ChangeKind> kind) {
    checkLimit(limit);
    base::RowId before{std::numeric_limits<std::int64_t>::max()};
    if (!cursor.empty()) before = {readCursor(cursor, kList, 1).numbers.front()};
    const auto listings = readListings(session, ref);
    ChangeReader reader(session, before, static_cast<std::int64_t>(limit) + 1);
    const auto wants = [&](ChangeKind each) { return kind.value_or(each) == each; };
    if (wants(ChangeKind::Field)) reader.readFields(listings.homes);
    if (wants(ChangeKind::Subscription)) reader.readConsents(listings.homes);
    if (wants(ChangeKind::Merge)) reader.readMerges(listings.homes);
    if (wants(ChangeKind::Undo)) reader.readUndos(listings.homes);
    if (wants(ChangeKind::Identifier)) reader.readIdentifiers(listings.homes);
    if (wants(ChangeKind::Life)) reader.readLives(listings.homes);
    if (wants(ChangeKind::Endpoint)) reader.readEndpoints(listings);

    ChangePage page{listings.live, reader.take(), {}};
    std::ranges::sort(page.items, std::greater{}, &ChangeView::id);
    if (page.items.size() > limit) {
        page.items.resize(limit);
        page.nextCursor = writeCursor({std::string{kList}, {page.items.back().id.value}, {}});
    }
    return page;
}

}  // namespace kith::storage
