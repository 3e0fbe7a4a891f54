// SPDX-License-Identifier: Apache-2.0
#include "core/storage/duplicate_list.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <set>
#include <span>
#include <tuple>
#include <unordered_map>

#include "core/storage/codes.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/described.hpp"
#include "core/storage/duplicate_pairs.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::MatchKey;

constexpr std::string_view kAll = "duplicates";
constexpr std::string_view kOfProfile = "duplicates-of-profile";
constexpr std::string_view kDismissed = "duplicates-dismissed";

// Read after the pairs, and so perhaps not there any more.
constexpr std::string_view kLive = R"sql(
SELECT p.id, p.known, p.created_at, p.updated_at, p.source_type, p.source_name
FROM {rows id bigint} CROSS JOIN profile p
WHERE p.id = given.id AND p.canonical_id = p.id
)sql";

/// A pair with what it was found to agree in.
struct Candidate {
    DuplicatePair pair;
    MatchKey strongest;  ///< If it has reasons.
    DuplicateView view;
};

using DescribedById = std::unordered_map<base::ProfileId, identity::Described>;

DescribedById describe(Session& session, const std::vector<DuplicatePair>& pairs) {
    std::set<base::ProfileId> profiles;
    for (const auto& pair : pairs) profiles.insert({pair.a, pair.b});
    return readDescribed(session, std::vector(profiles.begin(), profiles.end()));
}

std::vector<MatchKey> commonKeys(const identity::Described& a, const identity::Described& b) {
    std::vector<MatchKey> common;
    std::ranges::set_intersection(keysOf(a), keysOf(b), std::back_inserter(common));
    return common;
}

/// Each of the pairs with the reasons that it has by now, perhaps none.
std::vector<Candidate> judge(Session& session, const std::vector<DuplicatePair>& pairs) {
    const auto described = describe(session, pairs);
    std::vector<std::vector<MatchKey>> common;
    std::set<MatchKey> asked;
    for (const auto& pair : pairs) {
        common.push_back(commonKeys(described.at(pair.a), described.at(pair.b)));
        asked.insert(common.back().begin(), common.back().end());
    }
    const auto telling = keepTelling(session, {asked.begin(), asked.end()});
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& a = described.at(pairs[i].a);
        const auto& b = described.at(pairs[i].b);
        const auto reasons = identity::reasonsFor(a, b, [&](const MatchKey& key) {
            return std::ranges::binary_search(common[i], key) && std::ranges::binary_search(telling, key);
        });
        DuplicateView view;
        view.score = identity::scoreOf(reasons);
        view.a.traits = a.traits;
        view.b.traits = b.traits;
        for (const auto& reason : reasons) {
            auto& shown = view.reasons.emplace_back();
            shown.agreement = reason.key.agreement;
            if (reason.first != nullptr) shown.identifiers = {*reason.first, *reason.second};
        }
        candidates.push_back({pairs[i], reasons.empty() ? MatchKey{} : reasons.front().key, std::move(view)});
    }
    return candidates;
}

/// What was written since a pair was found, and a hash that two texts have, are seen here: reasons are made
/// of the values themselves.
std::vector<Candidate> keepLikely(std::vector<Candidate> candidates) {
    std::erase_if(candidates, [](const Candidate& each) { return each.view.reasons.empty(); });
    return candidates;
}

SummaryAsked askedBy(const DuplicateQuery& query, base::Time now) {
    return {now, {}, query.addressTypes};
}

/// Those whose profiles are there, with their summaries. Who waits to be looked at is known.
std::vector<DuplicateView> show(Session& session, std::vector<Candidate>&& candidates,
                                const SummaryAsked& asked) {
    std::set<base::ProfileId> profiles;
    for (const auto& candidate : candidates) profiles.insert({candidate.pair.a, candidate.pair.b});
    std::vector<ProfileSummary> summaries;
    auto rows = session.lookup<base::ProfileId, bool, base::Time, base::Time, std::string, std::string>(
        kLive, [&](base::ProfileId id, bool known, base::Time createdAt, base::Time updatedAt,
                   std::string sourceType, std::string sourceName) {
            auto& summary = summaries.emplace_back();
            summary.id = id;
            summary.known = known;
            summary.createdAt = createdAt;
            summary.updatedAt = updatedAt;
            summary.source = {std::move(sourceType), std::move(sourceName)};
        });
    for (const auto profile : profiles) rows.add(profile);
    rows.run();
    completeSummaries(session, summaries, asked);
    std::unordered_map<base::ProfileId, const ProfileSummary*> byId;
    for (const auto& summary : summaries) byId.emplace(summary.id, &summary);
    std::vector<DuplicateView> views;
    for (auto& [pair, strongest, view] : candidates) {
        const auto a = byId.find(pair.a);
        const auto b = byId.find(pair.b);
        if (a == byId.end() || b == byId.end()) continue;
        if (!view.dismissed && !(a->second->known && b->second->known)) continue;
        view.a.summary = *a->second;
        view.b.summary = *b->second;
        views.push_back(std::move(view));
    }
    return views;
}

DuplicatePair readPlace(const std::string& cursor) {
    if (cursor.empty()) return {{{}, std::numeric_limits<std::int64_t>::min()}, {}, {}};
    const auto read = readCursor(cursor, kAll, 4).numbers;
    // An agreement that is none is a place all the same.
    return {{static_cast<identity::Agreement>(read[0]), read[1]},
            base::ProfileId{read[2]},
            base::ProfileId{read[3]}};
}

std::string writePlace(const DuplicatePair& pair) {
    const auto [key, a, b] = pair;
    return writeCursor(
        {std::string(kAll), {static_cast<std::int64_t>(key.agreement), key.value, a.value, b.value}, {}});
}

/// More than `wanted`, if there are, of those about which nobody decided; mostly the first ones will do.
std::vector<DuplicatePair> firstUndecided(Session& session, std::span<const DuplicatePair> range,
                                          std::size_t wanted) {
    constexpr std::size_t kFewest = 100;
    std::vector<DuplicatePair> kept;
    while (!range.empty() && kept.size() <= wanted) {
        const auto some = range.first(std::min(range.size(), std::max(wanted + 1, kFewest)));
        range = range.subspan(some.size());
        std::ranges::move(keepUndecided(session, some), std::back_inserter(kept));
    }
    return kept;
}

DuplicatePage listAll(Session& session, const DuplicateQuery& query, base::Time now) {
    const auto range = readPairs(session, readPlace(query.cursor));
    auto pairs = firstUndecided(session, range.pairs, query.limit);
    DuplicatePage page;
    if (pairs.size() > query.limit) {
        pairs.resize(query.limit);
        page.nextCursor = writePlace(pairs.back());
    } else if (!range.isLast) {
        page.nextCursor = writePlace(range.end);
    }
    // Two that have several keys in common stand with the strongest one.
    auto candidates = keepLikely(judge(session, pairs));
    std::erase_if(candidates, [](const Candidate& each) { return each.pair.key != each.strongest; });
    page.items = show(session, std::move(candidates), askedBy(query, now));
    return page;
}

DuplicatePage listOf(Session& session, const DuplicateQuery& query, base::Time now) {
    const auto live = resolveProfile(session, *query.profile).live;
    auto candidates = keepLikely(judge(session, keepUndecided(session, readPairsOf(session, live))));
    const auto placeOf = [&](const Candidate& candidate) {
        return std::pair{-std::int64_t{candidate.view.score},
                         (candidate.pair.a == live ? candidate.pair.b : candidate.pair.a).value};
    };
    std::ranges::sort(candidates, {}, placeOf);
    if (!query.cursor.empty()) {
        const auto read = readCursor(query.cursor, kOfProfile, 2).numbers;
        std::erase_if(candidates, [&](const Candidate& candidate) {
            return placeOf(candidate) <= std::pair{read[0], read[1]};
        });
    }
    DuplicatePage page;
    if (candidates.size() > query.limit) {
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(query.limit), candidates.end());
        const auto [score, other] = placeOf(candidates.back());
        page.nextCursor = writeCursor({std::string(kOfProfile), {score, other}, {}});
    }
    page.items = show(session, std::move(candidates), askedBy(query, now));
    return page;
}

DismissedPlace readDismissedPlace(const std::string& cursor) {
    if (cursor.empty()) return {base::Time::max(), {}, {}};
    const auto read = readCursor(cursor, kDismissed, 3).numbers;
    return {base::fromMillis(read[0]), base::ProfileId{read[1]}, base::ProfileId{read[2]}};
}

DuplicatePage listDismissed(Session& session, const DuplicateQuery& query, base::Time now) {
    const auto before = readDismissedPlace(query.cursor);
    auto dismissed = query.profile ? dismissedOf(session, resolveProfile(session, *query.profile).live)
                                   : newestDismissed(session, before, query.limit + 1);
    std::erase_if(dismissed, [&](const DismissedPair& each) { return each.place() >= before; });
    std::ranges::sort(dismissed, std::greater{}, &DismissedPair::place);
    DuplicatePage page;
    if (dismissed.size() > query.limit) {
        dismissed.erase(dismissed.begin() + static_cast<std::ptrdiff_t>(query.limit), dismissed.end());
        const auto [at, a, b] = dismissed.back().place();
        page.nextCursor = writeCursor({std::string(kDismissed), {base::toMillis(at), a.value, b.value}, {}});
    }
    keepFirstDismissed(session, dismissed);
    std::vector<DuplicatePair> pairs;
    for (const auto& each : dismissed) pairs.push_back({{}, each.live.first, each.live.second});
    auto candidates = judge(session, pairs);
    for (std::size_t i = 0; i < candidates.size(); ++i)
        candidates[i].view.dismissed = std::move(dismissed[i].dismissal);
    page.items = show(session, std::move(candidates), askedBy(query, now));
    return page;
}

}  // namespace

DuplicatePage listDuplicates(Session& session, const DuplicateQuery& query, base::Time now) {
    checkLimit(query.limit);
    if (query.dismissed) return listDismissed(session, query, now);
    return query.profile ? listOf(session, query, now) : listAll(session, query, now);
}

}  // namespace kith::storage
