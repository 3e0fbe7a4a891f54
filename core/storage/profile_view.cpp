// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_view.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/model/subscription_fold.hpp"
#include "core/storage/ledger.hpp"
#include "core/storage/profile_sql.hpp"
#include "core/storage/provenance.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

enum class Section { Profile, Identifier, Endpoint, Field, Consent, Counter, Home };

using Number = std::optional<std::int64_t>;
using Text = std::optional<std::string_view>;

/// The columns after the section's; each section says in kProfileSql what it puts where.
struct SectionRow {
    std::array<Number, 11> numbers;
    std::array<Text, 9> texts;

    [[nodiscard]] std::int64_t number(std::size_t at) const { return numbers[at].value_or(0); }
    [[nodiscard]] base::Time time(std::size_t at) const { return base::fromMillis(number(at)); }
    [[nodiscard]] std::string_view text(std::size_t at) const {
        return texts[at].value_or(std::string_view{});
    }
    template <class Value>
    [[nodiscard]] Value as(std::size_t at) const {
        return static_cast<Value>(number(at));
    }
};

// An endpoint is unconfirmed while everybody lists its identifier as claimed only. `{numbers}` and `{texts}`
// of a field tell the `{observation}`, where it is read.
constexpr std::string_view kProfileSql = R"sql(
SELECT 0 AS section, p.id AS n0, p.version AS n1, p.created_at AS n2, p.updated_at AS n3, p.known AS n4,
       CAST(NULL AS bigint) AS n5, CAST(NULL AS bigint) AS n6, CAST(NULL AS bigint) AS n7,
       CAST(NULL AS bigint) AS n8, CAST(NULL AS bigint) AS n9, CAST(NULL AS bigint) AS n10,
       p.source_type AS t0, p.source_name AS t1, CAST(NULL AS text) AS t2, CAST(NULL AS text) AS t3,
       CAST(NULL AS text) AS t4, CAST(NULL AS text) AS t5, CAST(NULL AS text) AS t6, CAST(NULL AS text) AS t7,
       CAST(NULL AS text) AS t8
FROM live CROSS JOIN profile p
WHERE p.id = live.id
UNION ALL
SELECT 1, e.identifier_id, e.role, e.first_seen, e.last_seen,
       CASE WHEN e.role <> 2
              OR (SELECT 1 FROM profile_identifier x WHERE x.identifier_id = e.identifier_id AND x.role = 0 LIMIT 1) IS NOT NULL
              OR (SELECT 1 FROM profile_identifier x
                         WHERE x.identifier_id = e.identifier_id AND x.role <> 0 AND x.role = 1 LIMIT 1) IS NOT NULL
            THEN 0 ELSE 1 END,
       NULL, NULL, NULL, NULL, NULL, NULL, i.type, i.value, e.given, NULL, NULL, NULL, NULL, NULL, NULL
FROM {homes} CROSS JOIN profile_identifier e CROSS JOIN identifier i
WHERE e.home = h.id AND i.id = e.identifier_id
UNION ALL
SELECT 2, s.identifier_id, s.id, s.kind, s.state, s.until_at, s.at, o.attested, o.key_id, o.id, o.observed_at, o.received_at,
       s.reason, s.detail, o.source_type, CASE WHEN ended.profile_id IS NULL THEN o.source_name ELSE '' END,
       CASE WHEN ended.profile_id IS NULL THEN o.given_id ELSE '' END, o.content_hash, NULL, NULL, NULL
FROM {homes} CROSS JOIN profile_identifier e CROSS JOIN endpoint_state s CROSS JOIN observation o {erased}
WHERE e.home = h.id AND s.identifier_id = e.identifier_id AND s.current = 1 AND o.id = s.observation_id
UNION ALL
SELECT 3, f.kind, f.number_value, NULL, NULL, NULL, f.at, {numbers},
       f.field, f.element, {texts}, f.text_value, NULL, NULL
FROM {homes} CROSS JOIN field_value f{observation}
WHERE f.home = h.id AND f.current = 1 AND f.present = 1
UNION ALL
SELECT 4, c.subscribed, NULL, NULL, NULL, NULL, c.at, o.attested, o.key_id, o.id, o.observed_at, o.received_at,
       c.category, c.given_by, o.source_type, o.source_name, o.given_id, o.content_hash, c.reason,
       c.comment, c.proof
FROM {homes} CROSS JOIN consent c CROSS JOIN observation o
WHERE c.home = h.id AND c.current = 1 AND o.id = c.observation_id
UNION ALL
SELECT 5, a.kind, a.status, a.count, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       a.channel, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM {homes} CROSS JOIN activity_counter a
WHERE a.home = h.id AND a.count <> 0
UNION ALL
SELECT 6, (SELECT a.at FROM activity a WHERE a.home = h.id ORDER BY a.at DESC LIMIT 1),
       h.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM {homes}
)sql";

const ProfileSql& profileSql(Provenance provenance) {
    static const ProfileSql kPlain(replaceMarks(kProfileSql, {{"{erased}", kJoinErased},
                                                              {"{numbers}", "NULL, NULL, NULL, NULL, NULL"},
                                                              {"{texts}", "NULL, NULL, NULL, NULL"},
                                                              {"{observation}", ""}}));
    static const ProfileSql kTold(replaceMarks(
        kProfileSql, {{"{erased}", kJoinErased},
                      {"{numbers}", "o.attested, o.key_id, o.id, o.observed_at, o.received_at"},
                      {"{texts}", "o.source_type, o.source_name, o.given_id, o.content_hash"},
                      {"{observation}", " LEFT JOIN observation o ON o.id = f.observation_id"}}));
    return provenance == Provenance::Read ? kTold : kPlain;
}

/// Collects the rows of the sections, which may come in any order.
class ViewBuilder {
public:
    void add(Section section, const SectionRow& row);
    [[nodiscard]] bool found() const noexcept { return static_cast<bool>(view_.id); }
    [[nodiscard]] ProfileView finish(base::Time now);

private:
    struct Listing {
        IdentifierView view;
        bool onlyClaimed = false;
    };

    void addProfile(const SectionRow& row);
    void addListing(const SectionRow& row);
    void addEndpointEntry(const SectionRow& row);
    void addField(const SectionRow& row);
    void addConsent(const SectionRow& row);
    void addCounter(const SectionRow& row);
    void addHome(const SectionRow& row);

    void mergeListings();
    void foldSubscriptions();
    void sumCounters();

    ProfileView view_;
    std::vector<Listing> listings_;
    EndpointLedgers ledgers_;
    std::vector<model::Consent> consents_;
};

StampColumns stampColumns(const SectionRow& row) {
    return {.attested = row.number(6) != 0,
            .at = row.time(5),
            .key = {row.number(7)},
            .sourceType = row.text(2),
            .sourceName = row.text(3),
            .givenId = row.text(4),
            .contentHash = row.text(5),
            .row = {row.number(8)},
            .observedAt = row.time(9),
            .receivedAt = row.time(10)};
}

void ViewBuilder::add(Section section, const SectionRow& row) {
    switch (section) {
        case Section::Profile:
            return addProfile(row);
        case Section::Identifier:
            return addListing(row);
        case Section::Endpoint:
            return addEndpointEntry(row);
        case Section::Field:
            return addField(row);
        case Section::Consent:
            return addConsent(row);
        case Section::Counter:
            return addCounter(row);
        case Section::Home:
            return addHome(row);
    }
}

void ViewBuilder::addProfile(const SectionRow& row) {
    view_.id = {row.number(0)};
    view_.version = row.number(1);
    view_.createdAt = row.time(2);
    view_.updatedAt = row.time(3);
    view_.known = row.number(4) != 0;
    view_.source = {std::string{row.text(0)}, std::string{row.text(1)}};
}

void ViewBuilder::addListing(const SectionRow& row) {
    auto& listing = listings_.emplace_back();
    listing.view.id = {row.number(0)};
    listing.view.role = row.as<model::Role>(1);
    listing.view.firstSeen = row.time(2);
    listing.view.lastSeen = row.time(3);
    listing.onlyClaimed = row.number(4) != 0;
    listing.view.identifier = {std::string{row.text(0)}, std::string{row.text(1)}};
    listing.view.given = row.text(2);
}

void ViewBuilder::addEndpointEntry(const SectionRow& row) {
    model::EndpointEntry entry;
    entry.identifier = {row.number(0)};
    entry.id = {row.number(1)};
    entry.kind = row.as<model::EndpointEntry::Kind>(2);
    entry.state = row.as<model::EndpointState>(3);
    if (row.numbers[4]) entry.until = row.time(4);
    entry.reason = row.text(0);
    entry.detail = row.text(1);
    entry.stamp = makeStamp(stampColumns(row));
    ledgers_.add(std::move(entry));
}

void ViewBuilder::addField(const SectionRow& row) {
    const auto element = row.text(1);
    auto& field = view_.fields.emplace_back();
    field.field = row.text(0);
    if (model::isOfSet(element)) field.element = element;
    field.value = {row.as<model::ValueKind>(0), row.number(1), std::string{row.text(6)}};
    field.at = row.time(5);
    if (row.numbers[8]) field.origin = makeStamp(stampColumns(row)).origin;
}

void ViewBuilder::addConsent(const SectionRow& row) {
    auto& consent = consents_.emplace_back();
    consent.subscribed = row.number(0) != 0;
    consent.category = row.text(0);
    consent.by = row.text(1);
    if (row.texts[6]) consent.reason = std::string{*row.texts[6]};
    if (row.texts[7]) consent.comment = std::string{*row.texts[7]};
    if (row.texts[8]) consent.proof = std::string{*row.texts[8]};
    consent.stamp = makeStamp(stampColumns(row));
}

void ViewBuilder::addCounter(const SectionRow& row) {
    auto& count = view_.activity.emplace_back();
    count.channel = row.text(0);
    count.kind = row.as<model::ActivityKind>(0);
    if (row.number(1) != 0) count.status = row.as<model::Status>(1);
    count.count = row.number(2);
}

void ViewBuilder::addHome(const SectionRow& row) {
    view_.homes.push_back({row.number(1)});
    if (!row.numbers[0]) return;
    view_.lastActivityAt = std::max(view_.lastActivityAt.value_or(row.time(0)), row.time(0));
}

/// After a merge two homes may list one identifier: the strongest role and the widest times stand.
void ViewBuilder::mergeListings() {
    std::ranges::sort(listings_, {}, [](const Listing& each) {
        return std::tie(each.view.id, each.view.role, each.view.firstSeen, each.view.given);
    });
    for (auto& listing : listings_) {
        auto& kept = view_.identifiers;
        if (kept.empty() || kept.back().id != listing.view.id) {
            kept.push_back(std::move(listing.view));
            continue;
        }
        kept.back().firstSeen = std::min(kept.back().firstSeen, listing.view.firstSeen);
        kept.back().lastSeen = std::max(kept.back().lastSeen, listing.view.lastSeen);
    }
}

void ViewBuilder::foldSubscriptions() {
    std::ranges::stable_sort(consents_, {}, &model::Consent::category);
    for (auto begin = consents_.begin(); begin != consents_.end();) {
        const auto end = std::find_if(begin, consents_.end(),
                                      [&](const auto& each) { return each.category != begin->category; });
        if (auto state = model::foldSubscription({begin, end})) {
            view_.subscriptions.push_back({begin->category, state->state, state->since.value_or(base::Time{}),
                                           std::move(state->by), std::move(state->origin),
                                           std::move(state->reason), std::move(state->comment),
                                           std::move(state->proof)});
        }
        begin = end;
    }
}

void ViewBuilder::sumCounters() {
    auto& counts = view_.activity;
    const auto key = [](const ActivityCount& each) { return std::tie(each.channel, each.kind, each.status); };
    std::ranges::sort(counts, {}, key);
    std::size_t kept = 0;
    for (std::size_t i = 1; i < counts.size(); ++i) {
        if (key(counts[kept]) == key(counts[i]))
            counts[kept].count += counts[i].count;
        else if (++kept != i)
            counts[kept] = std::move(counts[i]);
    }
    if (!counts.empty()) counts.resize(kept + 1);
}

ProfileView ViewBuilder::finish(base::Time now) {
    ledgers_.sort();
    for (auto& listing : listings_)
        listing.view.endpoint = ledgers_.fold(listing.view.id, listing.onlyClaimed, now);
    mergeListings();
    std::ranges::sort(view_.identifiers, {}, [](const IdentifierView& each) {
        return std::tie(each.identifier.type, each.firstSeen, each.id);
    });
    std::ranges::sort(view_.fields, {},
                      [](const FieldView& each) { return std::tie(each.field, each.element); });
    foldSubscriptions();
    sumCounters();
    view_.lastSeenAt = view_.lastActivityAt;
    for (const auto& listed : view_.identifiers)
        view_.lastSeenAt = std::max(view_.lastSeenAt.value_or(listed.lastSeen), listed.lastSeen);
    return std::move(view_);
}

/// `whom`: as ProfileSql takes it. Nothing if there is nobody.
template <class Whom>
std::optional<ProfileView> readView(Session& session, const Whom& whom, base::Time now,
                                    Provenance provenance) {
    ViewBuilder builder;
    profileSql(provenance)
        .each<std::int64_t, Number, Number, Number, Number, Number, Number, Number, Number, Number, Number,
              Number, Text, Text, Text, Text, Text, Text, Text, Text, Text>(
            session, whom,
            [&](std::int64_t section, Number n0, Number n1, Number n2, Number n3, Number n4, Number n5,
                Number n6, Number n7, Number n8, Number n9, Number n10, Text t0, Text t1, Text t2, Text t3,
                Text t4, Text t5, Text t6, Text t7, Text t8) {
                builder.add(static_cast<Section>(section), {{n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10},
                                                            {t0, t1, t2, t3, t4, t5, t6, t7, t8}});
            });
    if (!builder.found()) return std::nullopt;
    return builder.finish(now);
}

}  // namespace

ProfileView readProfile(Session& session, const ProfileRef& ref, base::Time now, Provenance provenance) {
    auto found = readView(session, ref, now, provenance);
    if (!found) throwNoProfile(session, ref);
    return *std::move(found);
}

ProfileView readUnited(Session& session, base::ProfileId survivor, base::ProfileId absorbed, base::Time now) {
    auto found = readView(session, UnitedProfiles{survivor, absorbed}, now, Provenance::Omitted);
    if (!found) throwNoProfile(session, survivor);
    return *std::move(found);
}

}  // namespace kith::storage
