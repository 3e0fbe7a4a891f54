// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

/// A state that keeps an address from being written to, or did: one item per address and state.
struct Suppression {
    std::string address;  ///< Names the address: the id of its row, or its hash.
    std::string type;
    std::optional<std::string> value;  ///< Nothing if all that is known is the hash.
    model::EndpointStateView state;
    /// Who lifted it, as far as that is known; nothing while it stands.
    std::optional<DecisionView> lifted = {};

    [[nodiscard]] std::string id() const;
};

/// Everything that is set has to hold.
struct SuppressionFilter {
    bool lifted = false;  ///< What was lifted, instead of what stands.
    std::optional<std::string> type = {};
    std::optional<model::EndpointState> state = {};
    std::optional<std::string> reason = {};

    [[nodiscard]] bool takes(const Suppression& each) const;
};

struct SuppressionPage {
    std::vector<Suppression> items;
    std::string nextCursor;  ///< Empty after the last page.
};

/// How many addresses are in a state for a reason.
struct SuppressionCount {
    std::string type;
    model::EndpointState state = model::EndpointState::Active;
    std::string reason;  ///< Empty if none was given.
    std::int64_t addresses = 0;
};

struct SuppressionCounts {
    std::vector<SuppressionCount> items;  ///< By type, state, reason: at most kMostReasons.
    std::int64_t otherReasons = 0;        ///< Of reasons beyond those, which may be any words.
    std::int64_t total = 0;
    bool atLeast = false;  ///< There are more addresses than are looked at.
};

/// What stands at a moment, and the newest of each state that was lifted, in all that is known of addresses:
/// in the ledgers of those that have a row, and in what is kept by the hashes of the others.
class Suppressions {
public:
    static constexpr std::size_t kMostCounted = 500'000;
    static constexpr std::size_t kMostReasons = 1'000;

    /// `key`: of the hashes.
    Suppressions(Session& session, const model::HashKey& key, base::Time now)
        : session_(session), key_(key), now_(now) {}

    /// A page of at most `limit`, which may have less though another follows: it looks at a bounded number of
    /// addresses. What stands while all pages are read is on one of them, or on two if it comes again or is
    /// erased meanwhile. Throws Error{InvalidInput} for a cursor that is not one of this list and a limit
    /// outside 1 to kMaxPage.
    [[nodiscard]] SuppressionPage list(const SuppressionFilter& filter, const std::string& cursor,
                                       std::size_t limit);
    /// What the pages of list() come to, each address and state once. Which of them stands is what its fold
    /// says, so that every address with such a state is read: exact for the first kMostCounted, those with
    /// rows before the hashes. With a state that suppresses nothing, those of whom that was said.
    [[nodiscard]] SuppressionCounts count(const SuppressionFilter& filter);
    /// Of one address, what was lifted too, the strictest first.
    [[nodiscard]] std::vector<Suppression> of(const model::Identifier& address);
    /// The one of that id; nothing if there is none, or it does not stand any more.
    [[nodiscard]] std::optional<Suppression> find(std::string_view id);

private:
    struct Page;
    using ByRow = std::multimap<base::IdentifierId, Suppression>;
    using ByHash = std::multimap<std::string, Suppression, std::less<>>;

    [[nodiscard]] bool walkRows(Page& page);
    [[nodiscard]] bool walkHashes(Page& page);
    /// Each once, in their order; of their states those before `end`.
    [[nodiscard]] ByRow ofRows(std::vector<base::IdentifierId> rows, int end);
    [[nodiscard]] ByHash ofHashes(const std::vector<std::string>& hashes, int end);

    Session& session_;
    const model::HashKey& key_;
    base::Time now_;
};

}  // namespace kith::storage
