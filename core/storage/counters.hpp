// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/time.hpp"

namespace kith::storage {

class Session;

// How many there are of what the overview shows, changed in the transaction that changes the rows, so that a
// counter is at every moment what its tables say: `kith check` counts them again. Hence what goes counts no
// more: a merged, deleted or erased profile, and an activity that retention removed, whose day then shows
// what is left of it. (An activity of somebody who was erased counts until its row goes.)
//
// All writers change the same few counters, those of today. On PostgreSQL they would wait for each other's
// commit on these rows, and two that took them in different orders for ever. So each counter is several rows,
// and a transaction adds to those of a stripe that no other has at that moment (Dialect::counterStripe): no
// row is waited for, and readers sum a few rows each, whatever happened since. Rows of changes only, summed
// now and then, would do as well, but nothing bounds how many a reader meets while nobody sums them.
// Maintenance makes one row of several. On SQLite there is one writer and one stripe.

/// What is counted, as it stands in the table `counter`, and what the other columns of its key say.
enum class Counted : std::int64_t {
    Profiles = 1,      ///< Live ones. code: whether they are known.
    ProfilesBySource,  ///< The same. name, detail: type and name of the source.
    ProfilesByDay,     ///< The same. period: the day on which they were first seen. name: type of the source.
    Activities,        ///< period: their day. name: channel. code: the status, or kNoStatus.
    EndpointStates,    ///< That stand until something is said. name: type. detail: reason. code: the state.
    EndpointBlocks,    ///< The same, of blocks. period: the hour in which they end.
    Conflicts,         ///< Pairs whose merge was refused. period: the day on which it was first.
};

struct CounterKey {
    Counted subject = Counted::Profiles;
    std::int64_t period = 0;  ///< Days or hours since 1970 in UTC; 0 of what is not counted by time.
    std::string name = {};
    std::string detail = {};
    std::int64_t code = 0;

    friend auto operator<=>(const CounterKey&, const CounterKey&) = default;
    friend bool operator==(const CounterKey&, const CounterKey&) = default;
};

[[nodiscard]] std::int64_t dayOf(base::Time time) noexcept;
[[nodiscard]] std::int64_t hourOf(base::Time time) noexcept;

/// What a live profile is counted by.
struct CountedProfile {
    bool known = false;
    std::string_view sourceType;
    std::string_view sourceName;
    base::Time createdAt;
};

/// What a transaction changes of the counters, until it is written. Not thread-safe.
class Counts {
public:
    void add(CounterKey key, std::int64_t by) { changes_[std::move(key)] += by; }
    void addProfile(const CountedProfile& profile, std::int64_t by);
    /// `status`: its number, or kNoStatus.
    void addActivity(base::Time at, std::string_view channel, int status, std::int64_t by);
    void addConflict(base::Time firstAt, std::int64_t by);

    /// Those that are not 0 are what there is to write.
    [[nodiscard]] const std::map<CounterKey, std::int64_t>& changes() const noexcept { return changes_; }

    /// Inside of a write transaction, best at its end. Begins anew.
    void write(Session& session);

private:
    std::map<CounterKey, std::int64_t> changes_;
};

/// Makes one row of each of at most `most` counters that have several, and of those that came to nothing
/// none. Inside of a write transaction that the caller opened; how many they were.
std::size_t foldCounters(Session& session, std::size_t most);

/// The same of all counters by source: no source is named by which nobody is counted. The transaction of the
/// last of them may have left rows that come to nothing together.
void forgetUnusedSources(Session& session);

}  // namespace kith::storage
