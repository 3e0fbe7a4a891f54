// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_list.hpp"

#include <utility>

#include "core/storage/profile_candidates.hpp"
#include "core/storage/profile_fold.hpp"
#include "core/storage/profile_page.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

std::vector<ProfileSummary> summaries(Session& session, std::vector<ProfileRow> rows,
                                      const SummaryAsked& asked) {
    std::vector<ProfileSummary> items;
    for (auto& row : rows) items.push_back(std::move(row.summary));
    completeSummaries(session, items, asked);
    return items;
}

}  // namespace

ProfilePage listProfiles(Session& session, const ProfileQuery& query, base::Time now) {
    checkLimit(query.limit);
    const ProfileOrder order(query.sort);
    const auto after = query.cursor.empty() ? order.start() : order.read(query.cursor);
    const auto candidates = findCandidates(session, query);
    const bool folds = asksForFold(query, candidates);
    auto part = readProfilePart(session, query, candidates, after, folds ? kFolded : query.limit + 1);
    if (folds) keepFolded(session, query, candidates, now, part.items);
    cutPart(part, query.limit, [](const ProfileRow& row) { return row.key; });

    ProfilePage page;
    page.isCut = candidates.isCut;
    page.alongOrder = !candidates.found;
    if (part.end) page.nextCursor = order.write(*part.end);
    page.items =
        summaries(session, std::move(part.items), {now, query.fields, query.addressTypes, query.identifiers});
    return page;
}

}  // namespace kith::storage
