// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tests/support/history_item.hpp"

namespace kith::test {

/// What a history may hold.
struct HistoryShape {
    bool claims = true;       ///< Claimed observations beside attested ones.
    bool mishaps = true;      ///< Blocked values, and more values of a unique type than one person has.
    bool nameless = true;     ///< Some observations without an id of their own.
    std::string prefix = {};  ///< Before every value and id, to keep histories apart.
    std::uint32_t people = 2;
    bool edits = false;  ///< Edits of profiles beside observations.
    /// Merges by hand, merges taken back, prohibitions and their lifting, and opt-ins that the staff tell.
    bool decisions = false;
    std::uint32_t valuesEach = 3;  ///< Of every type but external_id, of which each has one.
    bool tokens = false;           ///< Claims that come with identity tokens beside others.
    /// Profiles are deleted, restored and erased among the decisions, and observations restore some. All
    /// times differ, since an erasure takes away what settles equal ones.
    bool lives = false;
};

/// A random number that depends on nothing but the seed and how often it was asked; the same on every
/// platform.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// 0 to bound - 1.
    std::uint32_t below(std::uint32_t bound);
    bool chance(std::uint32_t percent) { return below(100) < percent; }

private:
    std::uint64_t state_;
};

/// One observation per seed, about a few people with a few values of every type each: values are shared and
/// mixed up, times are few and often equal, some observations repeat earlier ones. A history without some of
/// its seeds is the history without those observations, so that failing ones can be made shorter.
[[nodiscard]] std::vector<Item> makeHistory(std::span<const std::uint64_t> seeds,
                                            const HistoryShape& shape = {});

/// Leaves out observations, and activities of observations, until the rest is a set that triggers a refusal
/// in no order and carries each activity for one person only; with `bridges` false, also one in which no
/// moving identifier, nor any chain of observations holding only such, connects two people. Needs a history
/// of attested observations.
[[nodiscard]] std::vector<Item> keepSafe(const std::vector<Item>& history, bool bridges);

/// `count` observations or a few more about many people, a safe set without bridges, each with an id; in an
/// order in which those about one person are far apart. (A part of a safe set need not be safe, so none is
/// cut off.)
[[nodiscard]] std::vector<Item> makeCrowd(std::uint64_t seed, std::size_t count);

/// In place, the same on every platform.
template <class Value>
void shuffle(std::vector<Value>& values, Dice& dice) {
    for (std::size_t left = values.size(); left > 1; --left) {
        std::swap(values[left - 1], values[dice.below(static_cast<std::uint32_t>(left))]);
    }
}

}  // namespace kith::test
