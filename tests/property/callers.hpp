// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/outcome.hpp"
#include "tests/support/history_item.hpp"
#include "tests/support/picture.hpp"

namespace kith::test {

class Deployed;

/// How many write at once.
inline constexpr std::size_t kCallers = 4;

/// The same history about other people: every value and every id of an activity is the caller's own, as is
/// the key. Orders stay as they are. Callers are apart from 0 to 8.
[[nodiscard]] std::vector<Item> ofCaller(const std::vector<Item>& history, std::size_t caller);

/// One decision of every kind, in an order in which each can be carried out, about two people who are
/// observed first.
[[nodiscard]] std::vector<Item> oneDecisionOfEachKind();

/// A history that begins with those, and whose own decisions and edits are of the same numbers as before
/// among what it makes itself.
[[nodiscard]] std::vector<Item> afterOneDecisionOfEachKind(std::vector<Item> history);

/// Writes everything, in batches of `atOnce`, from several callers at once; `done(first, outcomes)` for each
/// batch, on any of their threads.
using Done = std::function<void(std::size_t, const std::vector<model::Outcome>&)>;
void writeAll(Deployed& on, std::span<const Item> all, std::size_t atOnce, const Done& done);

/// What several callers see in their pictures, each of the profiles that it made (`made`, in that order), as
/// one picture of them all.
class JoinedPicture {
public:
    /// `all`: every profile that there is, which gives the numbers.
    explicit JoinedPicture(std::vector<base::ProfileId> all) : all_(std::move(all)) {}

    void add(const Picture& picture, const std::vector<base::ProfileId>& made);
    [[nodiscard]] const Picture& picture() const noexcept { return joined_; }

private:
    std::vector<base::ProfileId> all_;
    Picture joined_;
};

}  // namespace kith::test
