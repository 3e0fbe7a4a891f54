// SPDX-License-Identifier: Apache-2.0
#include "core/storage/suppression_list.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "core/base/id_time.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/codes.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/facts_loader.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/nobody.hpp"
#include "core/storage/provenance.hpp"
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

/// By how much the clocks of servers may differ, and how long the rows of a group may wait for its commit.
constexpr std::chrono::minutes kMargin{1};
constexpr IdentifierId kNewest{std::numeric_limits<std::int64_t>::max()};

constexpr std::string_view kNextRows = R"(
SELECT identifier_id FROM endpoint_state
WHERE current = 1 AND kind = 0 AND state = :state AND identifier_id > :after AND identifier_id <= :last
GROUP BY identifier_id ORDER BY identifier_id LIMIT :most)";

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

/// Who lifted a state is still to be read.
std::optional<DecisionView> liftingOf(const model::EndpointStateView& state) {
    if (!state.lifted) return std::nullopt;
    const auto& lifted = *state.lifted;
    const auto by = lifted.origin ? lifted.origin->row : base::ObservationId{};
    const bool isNobodys = by == kNobody || by == kNobodyOfStaff;
    return DecisionView{lifted.at, isNobodys ? base::ObservationId{} : by, lifted.reason, {}};
}

/// Leaves of an erased person's ledger what will be kept of it.
void forgetWords(std::vector<identity::Tracked<EndpointEntry>>& entries) {
    for (auto& [entry, current, change] : entries) {
        entry.reason = model::keptReason(entry.reason, entry.stamp.origin->sourceType == model::kStaffSource);
        entry.detail = {};
    }
}

/// The strictest first, those before `end`.
template <class Take>
void eachState(const model::EndpointFold& fold, base::Time now, int end, const Take& take) {
    auto view = fold.view(false, now);
    for (auto& state : view.states) {
        if (static_cast<int>(state.state) >= end) continue;
        auto lifted = liftingOf(state);
        take(std::move(state), std::move(lifted));
    }
}

}  // namespace

std::string Suppression::id() const {
    return address + '.' + std::string(model::endpointStateName(state.state));
}

bool SuppressionFilter::takes(const Suppression& each) const {
    return each.lifted.has_value() == lifted && (!type || each.type == *type) &&
           (!state || each.state.state == *state) && (!reason || each.state.reason == *reason);
}

/// What a list came to. While it goes on, addresses are erased, so that of a row a hash is left, and come
/// again, so that a hash gives way to a new row. Hence three parts follow each other: the rows that were
/// there before the list began, in the order of their states; the hashes; and the rows made since, as the
/// first. What is no hash any more when the list comes to it has a row of the third part. (Who comes and is
/// erased while the list goes on may be in none.)
struct Suppressions::Page {
    enum class Part : std::int64_t { OldRows, Hashes, NewRows };

    const SuppressionFilter& filter;
    std::size_t limit;
    IdentifierId began;  ///< No row up to it is made any more.
    Part part = Part::OldRows;
    int state = firstState();  ///< Of a hash: the last one that was listed.
    IdentifierId row = {};
    std::string hash = {};
    std::size_t lookedAt = 0;
    std::vector<Suppression> items = {};

    [[nodiscard]] bool isFull() const { return items.size() == limit; }
    [[nodiscard]] std::size_t atOnce() const { return std::clamp(limit, kLeastAtOnce, kMaxPage); }
    [[nodiscard]] int firstState() const {
        return static_cast<int>(filter.state.value_or(EndpointState::Complained));
    }
    [[nodiscard]] int lastState() const {
        return static_cast<int>(filter.state.value_or(EndpointState::Blocked));
    }
    [[nodiscard]] int endOfStates() const { return std::max(kSuppressingStates, lastState() + 1); }
    [[nodiscard]] IdentifierId lastRow() const { return part == Part::OldRows ? began : kNewest; }
    void add(const Suppression& each) {
        if (filter.takes(each)) items.push_back(each);
    }
    /// After the last address of a state, or the last hash. False if nothing follows.
    [[nodiscard]] bool next() {
        if (part == Part::Hashes) {
            part = Part::NewRows;
            state = firstState();
        } else if (state < lastState()) {
            ++state;
        } else if (part == Part::OldRows) {
            part = Part::Hashes;
            state = -1;
        } else {
            return false;
        }
        row = part == Part::NewRows ? began : IdentifierId{};
        return true;
    }
    void goOn(const std::string& cursor) {
        auto read = readCursor(cursor, kList, 4);
        part = static_cast<Part>(std::clamp<std::int64_t>(read.numbers[0], 0, 2));
        state = static_cast<int>(std::clamp<std::int64_t>(read.numbers[1], -1, kSuppressingStates));
        row = {read.numbers[2]};
        began = {read.numbers[3]};
        hash = std::move(read.text);
    }
    [[nodiscard]] std::string cursor() const {
        return writeCursor(
            {std::string(kList), {static_cast<std::int64_t>(part), state, row.value, began.value}, hash});
    }
};

SuppressionPage Suppressions::list(const SuppressionFilter& filter, const std::string& cursor,
                                   std::size_t limit) {
    checkLimit(limit);
    Page page{filter, limit, {base::firstIdAt(now_ - kMargin)}};
    if (!cursor.empty()) page.goOn(cursor);
    bool isOver = false;
    while (!isOver && !page.isFull() && page.lookedAt < kMostLookedAt) {
        const bool isWalked = page.part == Page::Part::Hashes ? walkHashes(page) : walkRows(page);
        isOver = isWalked && !page.next();
    }
    readLifters(session_, decisionsIn(page.items, &Suppression::lifted));
    return {std::move(page.items), isOver ? std::string{} : page.cursor()};
}

SuppressionCounts Suppressions::count(const SuppressionFilter& filter) {
    Page page{filter, kMaxPage, {base::firstIdAt(now_ - kMargin)}};
    std::map<std::tuple<std::string, EndpointState, std::string>, std::int64_t> counted;
    SuppressionCounts counts;
    bool isOver = false;
    while (!isOver && page.lookedAt < kMostCounted) {
        const bool isWalked = page.part == Page::Part::Hashes ? walkHashes(page) : walkRows(page);
        isOver = isWalked && !page.next();
        for (const auto& [address, type, value, state, lifted] : page.items) {
            ++counts.total;
            const std::tuple key{type, state.state, state.reason};
            if (counted.size() < kMostReasons || counted.contains(key))
                ++counted[key];
            else
                ++counts.otherReasons;
        }
        page.items.clear();
    }
    counts.atLeast = !isOver;
    for (const auto& [key, addresses] : counted) {
        const auto& [type, state, reason] = key;
        counts.items.push_back({type, state, reason, addresses});
    }
    return counts;
}

/// True once there is no row of that state any more.
bool Suppressions::walkRows(Page& page) {
    std::vector<IdentifierId> next;
    session_.each<IdentifierId>(
        kNextRows, [&](IdentifierId row) { next.push_back(row); }, page.state, page.row, page.lastRow(),
        page.atOnce());
    page.lookedAt += next.size();
    const auto found = ofRows(next, page.endOfStates());
    for (const auto row : next) {
        page.row = row;
        const auto of = found.equal_range(row);
        for (auto each = of.first; each != of.second; ++each)
            if (static_cast<int>(each->second.state.state) == page.state) page.add(each->second);
        if (page.isFull()) return false;
    }
    return next.size() < page.atOnce();
}

/// True once there is no hash any more.
bool Suppressions::walkHashes(Page& page) {
    std::vector<std::string> next;
    session_.each<std::string>(
        kNextHashes, [&](std::string hash) { next.push_back(std::move(hash)); }, std::string_view{page.hash},
        page.atOnce());
    page.lookedAt += next.size();
    const auto found = ofHashes(next, page.endOfStates());
    for (const auto& hash : next) {
        const auto of = found.equal_range(hash);
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
    page.state = page.endOfStates();
    return next.size() < page.atOnce();
}

Suppressions::ByRow Suppressions::ofRows(std::vector<IdentifierId> rows, int end) {
    identity::FactKeys keys;
    keys.endpoints = std::move(rows);
    Origins origins;
    auto facts = loadFacts(session_, origins, keys);
    ByRow found;
    auto read = session_.lookup<IdentifierId, std::string, std::string, bool>(
        kAddresses, [&](IdentifierId row, std::string type, std::string value, bool isErased) {
            Suppression address{row.text(), std::move(type), std::move(value), {}};
            if (isErased) {
                address.address = forgottenHash(key_, {address.type, *address.value});
                address.value.reset();
                forgetWords(facts.endpoints[row]);
            }
            model::EndpointFold fold;
            for (const auto& entry : facts.endpoints[row]) fold.add(entry.row);
            eachState(fold, now_, end,
                      [&](model::EndpointStateView state, std::optional<DecisionView> lifted) {
                          address.state = std::move(state);
                          address.lifted = std::move(lifted);
                          // What the erased said is not shown, though it may still be there.
                          if (isErased && address.lifted) address.lifted->observation = {};
                          found.emplace(row, address);
                      });
        });
    for (const auto row : keys.endpoints) read.add(row);
    read.run();
    return found;
}

Suppressions::ByHash Suppressions::ofHashes(const std::vector<std::string>& hashes, int end) {
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
    ByHash found;
    for (auto& [hash, ledger] : ledgers) {
        model::EndpointFold fold;
        for (auto& entry : ledger.second) {
            Origins::grade(entry.stamp);
            fold.add(entry);
        }
        eachState(fold, now_, end,
                  [&, &hash = hash, &type = ledger.first](model::EndpointStateView state,
                                                          std::optional<DecisionView> lifted) {
                      found.emplace(
                          hash, Suppression{hash, type, std::nullopt, std::move(state), std::move(lifted)});
                  });
    }
    return found;
}

std::vector<Suppression> Suppressions::of(const model::Identifier& address) {
    std::vector<Suppression> found;
    const auto row =
        session_.first<IdentifierId>(kRowOf, std::string_view{address.type}, std::string_view{address.value});
    if (row) {
        for (auto& [id, each] : ofRows({std::get<0>(*row)}, kSuppressingStates))
            found.push_back(std::move(each));
    } else {
        for (auto& [hash, each] : ofHashes({forgottenHash(key_, address)}, kSuppressingStates))
            found.push_back(std::move(each));
    }
    readLifters(session_, decisionsIn(found, &Suppression::lifted));
    return found;
}

std::optional<Suppression> Suppressions::find(std::string_view id) {
    const auto dot = std::min(id.find('.'), id.size());
    const auto address = id.substr(0, dot);
    std::vector<Suppression> found;
    if (address.size() == kHashDigits) {
        for (auto& [hash, each] : ofHashes({std::string(address)}, kSuppressingStates))
            found.push_back(std::move(each));
    } else if (const auto row = IdentifierId::parse(address)) {
        for (auto& [same, each] : ofRows({*row}, kSuppressingStates)) found.push_back(std::move(each));
    }
    const auto is = [&](const Suppression& each) { return !each.lifted && each.id() == id; };
    const auto each = std::ranges::find_if(found, is);
    return each == found.end() ? std::nullopt : std::optional{std::move(*each)};
}

}  // namespace kith::storage
