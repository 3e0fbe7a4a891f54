// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "tests/support/history_item.hpp"
#include "tests/support/picture.hpp"

namespace kith::test {

/// The same history about other people: every value and every id of an activity is the caller's own, as is
/// the key. Orders stay as they are.
[[nodiscard]] std::vector<Item> ofCaller(const std::vector<Item>& history, std::size_t caller);

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
