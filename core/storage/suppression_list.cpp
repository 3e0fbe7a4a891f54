// SPDX-License-Identifier: Apache-2.0
#include "core/storage/suppression_list.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/model/vocabulary.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/facts_loader.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using base::IdentifierId;
using model::EndpointEntry;
using model::EndpointState;

constexpr std::string_view kList = "suppressions";
/// Addresses that one page looks at, and of these at once: many may have been suppressed before, and be no
/// more.
constexpr std::size_t kMostLookedAt = 5'000;
constexpr std::size_t kLeastAtOnce = 50;

constexpr std::string_view kNextRows = R"(
SELECT state, identifier_id FROM endpoint_state
WHERE current = 1 AND kind = 0 AND (state, identifier_id) > (:state, :identifier) AND state <= :last
GROUP BY state, identifier_id ORDER BY state, identifier_id LIMIT :most)";

// Of the erased the job has not come to all rows at once; they are shown to nobody all the same.
constexpr std::string_view kAddresses = R"(
SELECT identifier.id, identifier.type, identifier.value,
       CASE WHEN NOT EXISTS (SELECT 1 FROM profile_identifier AS held
                             WHERE held.identifier_id = identifier.id AND held.role = 0)
             AND NOT EXISTS (SELECT 1 FROM profile_identifier AS listing
                             WHERE listing.identifier_id = identifier.id AND listing.role <> 0)
             AND (EXISTS (SELECT 1 FROM removed_identifier AS entry CROSS JOIN profile CROSS JOIN removal
                          WHERE entry.identifier_id = identifier.id AND profile.id = entry.home
                            AND removal.profile_id = profile.removed_live AND removal.erased = 1)
                  OR EXISTS (SELECT 1 FROM named_identifier AS entry CROSS JOIN profile CROSS JOIN removal
                             WHERE entry.identifier_id = identifier.id AND profile.id = entry.home
                               AND removal.profile_id = profile.removed_live AND removal.erased = 1))
            THEN 1 ELSE 0 END
FROM {rows id bigint} CROSS JOIN identifier WHERE identifier.id = given.id)";

constexpr std::string_view kNextHashes =
    "SELECT hash FROM suppression WHERE hash >= :hash GROUP BY hash ORDER BY hash LIMIT :most";

constexpr std::string_view kHashes = R"(
SELECT known.hash, known.type, kept.id, kept.kind, kept.state, kept.reason, kept.until_at, kept.at,
       COALESCE(kept.observation_id, 1 + kept.by_staff)
FROM {rows hash text} CROSS JOIN forgotten_identifier AS known CROSS JOIN suppression AS kept
WHERE known.hash = given.hash AND kept.hash = known.hash)";

constexpr std::string_view kRowOf = "SELECT id FROM identifier WHERE type = :type AND value = :value";

/// Of a hash, which no id of a row has.
constexpr std::size_t kHashDigits = 2 * std::tuple_size_v<model::Hash>;
/// How many states suppress: the strictest.
constexpr int kSuppressingStates = static_cast<int>(model::kSuppressingStates.names.size());

/// The strictest first.
template <class Take>
void eachStanding(const model::EndpointFold& fold, base::Time now, const Take& take) {
    for (auto& state : fold.view(false, now).states)
        if (!state.lifted && static_cast<int>(state.state) < kSuppressingStates) take(std::move(state));
}

}  // namespace

std::string Suppression::id() const {
    return address + '.' + std::string(model::endpointStateName(state.state));
}

bool SuppressionFilter::takes(const Suppression& each) const {
    return (!type || each.type == *type) && (!state || each.state.state == *state) &&
           (!reason || each.state.reason == *reason);
}

/// What a list came to: the state of an address that has a row, in the order of the states and in each of the
/// rows; then the state of a hash, in the order of the hashes and for each of the states.
struct Suppressions::Page {
    const SuppressionFilter& filter;
    std::size_t limit;
    bool inHashes = false;
    int state = 0;
    IdentifierId row = {};
    std::string hash = {};
    std::size_t lookedAt = 0;
    std::vector<Suppression> items = {};

    [[nodiscard]] bool isFull() const { return items.size() == limit; }
    [[nodiscard]] std::size_t atOnce() const { return std::clamp(limit, kLeastAtOnce, kMaxPage); }
    void add(const Suppression& each) {
        if (filter.takes(each)) items.push_back(each);
    }
    void beginHashes() {
        inHashes = true;
        state = -1;
    }
    void goOn(const std::string& cursor) {
        auto read = readCursor(cursor, kList, 3);
        inHashes = read.numbers[0] != 0;
        state = static_cast<int>(std::clamp<std::int64_t>(read.numbers[1], -1, kSuppressingStates));
        row = {read.numbers[2]};
        hash = std::move(read.text);
    }
    [[nodiscard]] std::string cursor() const {
        return writeCursor({std::string(kList), {inHashes ? 1 : 0, state, row.value}, hash});
    }
};

SuppressionPage Suppressions::list(const SuppressionFilter& filter, const std::string& cursor,
                                   std::size_t limit) {
    checkLimit(limit);
    Page page{filter, limit};
    page.state = static_cast<int>(filter.state.value_or(EndpointState::Complained));
    if (!cursor.empty()) page.goOn(cursor);
    bool isOver = false;
    while (!isOver && !page.isFull() && page.lookedAt < kMostLookedAt) {
        if (page.inHashes)
            isOver = walkHashes(page);
        else if (walkRows(page))
            page.beginHashes();
    }
    return {std::move(page.items), isOver ? std::string{} : page.cursor()};
}

/// True once there is no row any more.
bool Suppressions::walkRows(Page& page) {
    const auto last = page.filter.state.value_or(EndpointState::Blocked);
    std::vector<std::pair<int, IdentifierId>> next;
    session_.each<int, IdentifierId>(
        kNextRows, [&](int state, IdentifierId row) { next.emplace_back(state, row); }, page.state, page.row,
        static_cast<int>(last), page.atOnce());
    page.lookedAt += next.size();
    std::vector<IdentifierId> rows;
    for (const auto& [state, row] : next) rows.push_back(row);
    const auto standing = ofRows(std::move(rows));
    for (const auto& [state, row] : next) {
        page.state = state;
        page.row = row;
        const auto of = standing.equal_range(row);
        for (auto each = of.first; each != of.second; ++each)
            if (static_cast<int>(each->second.state.state) == state) page.add(each->second);
        if (page.isFull()) return false;
    }
    return next.size() < page.atOnce();
}

bool Suppressions::walkHashes(Page& page) {
    std::vector<std::string> next;
    session_.each<std::string>(
        kNextHashes, [&](std::string hash) { next.push_back(std::move(hash)); }, std::string_view{page.hash},
        page.atOnce());
    page.lookedAt += next.size();
    const auto standing = ofHashes(next);
    for (const auto& hash : next) {
        const auto of = standing.equal_range(hash);
        for (auto each = of.first; each != of.second; ++each) {
            const auto state = static_cast<int>(each->second.state.state);
            if (hash == page.hash && state <= page.state) continue;
            page.add(each->second);
            if (!page.isFull()) continue;
            page.hash = hash;
            page.state = state;
            return false;
        }
    }
    if (!next.empty()) page.hash = next.back();
    page.state = kSuppressingStates;
    return next.size() < page.atOnce();
}

Suppressions::ByRow Suppressions::ofRows(std::vector<IdentifierId> rows) {
    identity::FactKeys keys;
    keys.endpoints = std::move(rows);
    std::ranges::sort(keys.endpoints);
    keys.endpoints.erase(std::unique(keys.endpoints.begin(), keys.endpoints.end()), keys.endpoints.end());
    Origins origins;
    auto facts = loadFacts(session_, origins, keys);
    ByRow standing;
    auto read = session_.lookup<IdentifierId, std::string, std::string, bool>(
        kAddresses, [&](IdentifierId row, std::string type, std::string value, bool isErased) {
            model::EndpointFold fold;
            for (const auto& entry : facts.endpoints[row]) fold.add(entry.row);
            Suppression address{row.text(), std::move(type), std::move(value), {}};
            if (isErased) {
                address.address = forgottenHash(key_, {address.type, *address.value});
                address.value.reset();
            }
            eachStanding(fold, now_, [&](model::EndpointStateView state) {
                address.state = std::move(state);
                standing.emplace(row, address);
            });
        });
    for (const auto row : keys.endpoints) read.add(row);
    read.run();
    return standing;
}

Suppressions::ByHash Suppressions::ofHashes(const std::vector<std::string>& hashes) {
    Origins origins;
    std::map<std::string, std::pair<std::string, std::vector<EndpointEntry>>> ledgers;
    auto read = session_.lookup<std::string, std::string, base::RowId, EndpointEntry::Kind, EndpointState,
                                std::string, std::optional<base::Time>, base::Time, base::ObservationId>(
        kHashes,
        [&](std::string hash, std::string type, base::RowId id, EndpointEntry::Kind kind, EndpointState state,
            std::string reason, std::optional<base::Time> until, base::Time at, base::ObservationId by) {
            auto& [ofType, entries] = ledgers[std::move(hash)];
            ofType = std::move(type);
            entries.push_back({id, {}, kind, state, std::move(reason), {}, until, origins.stamp(by, at)});
        });
    for (const auto& hash : hashes) read.add(hash);
    read.run();
    origins.load(session_);
    ByHash standing;
    for (auto& [hash, ledger] : ledgers) {
        model::EndpointFold fold;
        for (auto& entry : ledger.second) {
            Origins::grade(entry.stamp);
            fold.add(entry);
        }
        eachStanding(fold, now_, [&, &hash = hash, &type = ledger.first](model::EndpointStateView state) {
            standing.emplace(hash, Suppression{hash, type, std::nullopt, std::move(state)});
        });
    }
    return standing;
}

std::vector<Suppression> Suppressions::of(const model::Identifier& address) {
    std::vector<Suppression> found;
    const auto row =
        session_.first<IdentifierId>(kRowOf, std::string_view{address.type}, std::string_view{address.value});
    if (row) {
        for (auto& [id, each] : ofRows({std::get<0>(*row)})) found.push_back(std::move(each));
    } else {
        for (auto& [hash, each] : ofHashes({forgottenHash(key_, address)})) found.push_back(std::move(each));
    }
    return found;
}

std::optional<Suppression> Suppressions::find(std::string_view id) {
    const auto dot = std::min(id.find('.'), id.size());
    const auto address = id.substr(0, dot);
    std::vector<Suppression> found;
    if (address.size() == kHashDigits) {
        for (auto& [hash, each] : ofHashes({std::string(address)})) found.push_back(std::move(each));
    } else if (const auto row = IdentifierId::parse(address)) {
        for (auto& [same, each] : ofRows({*row})) found.push_back(std::move(each));
    }
    const auto is = [&](const Suppression& each) { return each.id() == id; };
    const auto each = std::ranges::find_if(found, is);
    return each == found.end() ? std::nullopt : std::optional{std::move(*each)};
}

}  // namespace kith::storage
