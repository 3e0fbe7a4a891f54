// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_count.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/profile_candidates.hpp"
#include "core/storage/profile_fold.hpp"
#include "core/storage/profile_page.hpp"
#include "core/storage/segment/membership.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using model::Condition;
using model::ConditionGroup;

/// How many parts of a list are walked along.
constexpr int kWalkedParts = 10;

ProfileTotal totalOf(std::int64_t counted) {
    return {std::min(counted, kMaxCounted), counted > kMaxCounted};
}

model::Comparison equals(model::FieldValue value) {
    return {model::Operator::Equals, {std::move(value)}, 0};
}

Condition attributeIs(model::Attribute attribute, const std::string& text) {
    return Condition{model::ProfileCondition{attribute, equals({model::ValueKind::Text, 0, text})}};
}

Condition hasTag(const std::string& tag) {
    const model::FieldValue value{model::ValueKind::Text, 0, tag};
    return Condition{model::FieldCondition{
        std::string(kTagsField), model::ValueKind::Text, true, {model::Operator::Contains, {value}, 0}}};
}

Condition hasEndpoint(const EndpointFilter& filter) {
    ConditionGroup any{ConditionGroup::Kind::Any, {}};
    for (const auto& type : filter.types) {
        model::IdentifierCondition identifier{type, {}, {}, {}};
        if (filter.state) identifier.states.push_back(*filter.state);
        any.children.push_back(Condition{std::move(identifier)});
    }
    return Condition{std::move(any)};
}

/// Whether a condition can ask what the query does. Those who are not listed are in no segment.
bool isAskable(const ProfileQuery& query) {
    const bool isEndpoint = !query.endpoint || (!query.endpoint->types.empty() && !query.endpoint->reason);
    return !query.search && !query.ids && !takesUnlisted(query.known) && isEndpoint;
}

ConditionGroup askedBy(const ProfileQuery& query) {
    ConditionGroup all{ConditionGroup::Kind::All, {}};
    auto& each = all.children;
    if (query.known != KnownFilter::Listed) {
        const std::int64_t known = query.known == KnownFilter::Known ? 1 : 0;
        each.push_back(Condition{model::ProfileCondition{model::Attribute::Known,
                                                         equals({model::ValueKind::Boolean, known, {}})}});
    }
    if (query.source) {
        each.push_back(attributeIs(model::Attribute::SourceType, query.source->type));
        if (query.source->name)
            each.push_back(attributeIs(model::Attribute::SourceName, *query.source->name));
    }
    if (query.tag) each.push_back(hasTag(*query.tag));
    if (query.category)
        each.push_back(Condition{model::SubscriptionCondition{
            query.category->category, query.category->subscribedByDefault, {query.category->state}}});
    if (query.endpoint) each.push_back(hasEndpoint(*query.endpoint));
    if (query.segment != nullptr) each.push_back(query.segment->condition);
    return all;
}

/// How many there are who are listed, or who are not; it is no use to know of more than a total tells.
std::int64_t countListed(Session& session, bool listed) {
    std::int64_t counted = 0;
    session.each<std::int64_t>(
        R"sql(
SELECT count(*)
FROM (SELECT x.id FROM profile x WHERE x.canonical_id = x.id AND x.listed = :listed LIMIT :most) e
)sql",
        [&](std::int64_t some) { counted = some; }, listed, kMaxCounted + 1);
    return counted;
}

/// Those of whom nothing else is asked. Who is not listed is anonymous.
ProfileTotal countEverybody(Session& session, KnownFilter known, base::Time now) {
    auto counted = takesUnlisted(known) ? countListed(session, false) : 0;
    if (known == KnownFilter::Anonymous) {
        ProfileQuery listed;
        listed.known = KnownFilter::ListedAnonymous;
        const SegmentBook none;
        const Condition condition{askedBy(listed)};
        if (counted <= kMaxCounted) counted += countMembers(session, {condition, none, now}, kMaxCounted + 1);
    } else {
        counted += countListed(session, true);
    }
    return totalOf(counted);
}

std::int64_t sizeOf(const std::vector<ProfileRow>& rows) {
    return static_cast<std::int64_t>(rows.size());
}

ProfileTotal countCandidates(Session& session, const ProfileQuery& query, const ProfileCandidates& candidates,
                             base::Time now) {
    const auto most = candidates.ids.size() + candidates.identified.size() + 1;
    auto part = readProfilePart(session, query, candidates, ProfileOrder(query.sort).start(), most);
    if (asksForFold(query, candidates)) keepFolded(session, query, candidates, now, part.items);
    auto total = totalOf(sizeOf(part.items));
    if (candidates.isCut) total.atLeast = true;
    return total;
}

ProfileTotal walk(Session& session, const ProfileQuery& query, const ProfileCandidates& candidates,
                  base::Time now) {
    auto after = ProfileOrder(query.sort).start();
    std::int64_t counted = 0;
    for (int parts = 0; parts < kWalkedParts; ++parts) {
        auto part = readProfilePart(session, query, candidates, after, kFolded);
        if (asksForFold(query, candidates)) keepFolded(session, query, candidates, now, part.items);
        counted += sizeOf(part.items);
        if (!part.end) return {counted, candidates.isCut};
        after = *std::move(part.end);
    }
    return {counted, true};
}

}  // namespace

ProfileTotal countProfiles(Session& session, const ProfileQuery& query, base::Time now) {
    const bool isAsked = query.source || query.tag || query.category || query.endpoint || query.search ||
                         query.ids || query.segment != nullptr || query.known == KnownFilter::Known ||
                         query.known == KnownFilter::ListedAnonymous;
    if (!isAsked) return countEverybody(session, query.known, now);
    if (isAskable(query)) {
        const SegmentBook none;
        const Condition condition{askedBy(query)};
        const auto& book = query.segment != nullptr ? query.segment->book : none;
        return totalOf(countMembers(session, {condition, book, now}, kMaxCounted + 1));
    }
    const auto candidates = findCandidates(session, query);
    return candidates.found ? countCandidates(session, query, candidates, now)
                            : walk(session, query, candidates, now);
}

}  // namespace kith::storage
