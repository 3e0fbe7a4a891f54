// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "core/storage/erasure/erased_rows.hpp"
#include "core/storage/erasure/gone_identifiers.hpp"
#include "core/storage/erasure/own_links.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;

constexpr std::string_view kListed =
    "SELECT entry.identifier_id FROM {rows home bigint} CROSS JOIN removed_identifier AS entry"
    " WHERE entry.home = given.home";

constexpr std::string_view kUnlist = R"(
DELETE FROM removed_identifier
WHERE (home, identifier_id) IN (SELECT home, identifier_id FROM {rows home bigint, identifier_id bigint}))";
constexpr std::string_view kUnname = R"(
DELETE FROM named_identifier
WHERE (home, identifier_id) IN (SELECT home, identifier_id FROM {rows home bigint, identifier_id bigint}))";

std::size_t removeOf(Session& session, const model::HashKey& addressKey, base::ProfileId home,
                     std::size_t most, RemovedRows& removed) {
    const auto named = namedBy(session, home, std::min(most, kIdentifiersAtOnce));
    if (named.empty()) return 0;
    GoneIdentifiers identifiers(session, addressKey);
    auto gone = identifiers.lock(home, named);
    for (auto& each : gone) each.finder = home;
    if (const auto count = identifiers.removeMany(gone, most, removed)) return count;
    auto done = named;
    std::erase_if(done, [&](IdentifierId id) {
        return std::ranges::find(gone, id, &LockedIdentifier::id) != gone.end();
    });
    if (const auto count = removeOwnLinks(session, home, done, most, removed)) return count;
    identifiers.forget(gone, removed);
    for (const auto& each : gone) done.push_back(each.id);
    auto unlist = session.bulk(kUnlist);
    auto unname = session.bulk(kUnname);
    for (const auto id : done) {
        unlist.add(home, id);
        unname.add(home, id);
    }
    removed["listings"] += static_cast<std::size_t>(unlist.run());
    unname.run();
    return done.size();
}

}  // namespace

std::vector<model::Identifier> lockIdentifiers(Session& session, const model::Person& person,
                                               std::size_t most) {
    std::vector<IdentifierId> wanted;
    auto listed = session.lookup<IdentifierId>(kListed, [&](IdentifierId id) { wanted.push_back(id); });
    for (const auto home : person.homes) listed.add(home);
    listed.run();
    base::ProfileId first;
    std::vector<IdentifierId> next;
    for (const auto home : person.homes) {
        first = home;
        next = namedBy(session, home, std::min(most, kIdentifiersAtOnce));
        if (!next.empty()) break;
    }
    wanted.insert(wanted.end(), next.begin(), next.end());
    std::ranges::sort(wanted);
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto locked = lockRows(session, wanted);
    const auto forgotten = namedHere(session, first, std::move(next));
    std::vector<model::Identifier> identifiers;
    for (const auto& each : locked)
        if (std::ranges::find(forgotten, each.id) != forgotten.end()) identifiers.push_back(each.identifier);
    return identifiers;
}

std::size_t removeIdentifiers(Session& session, const model::HashKey& addressKey, const model::Person& person,
                              std::size_t most, RemovedRows& removed) {
    for (const auto home : person.homes) {
        if (const auto count = removeOf(session, addressKey, home, most, removed)) return count;
    }
    return 0;
}

}  // namespace kith::storage
