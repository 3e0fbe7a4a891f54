// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "core/base/id.hpp"

namespace kith::storage {

/// How far a list is told that is read owner after owner (homes, or identifiers), each in the order of a key.
template <class Key, class Owner = base::ProfileId>
class ExportPlace {
public:
    /// `start`: the key before the first of every owner.
    ExportPlace(std::vector<Owner> owners, Key start)
        : owners_(std::move(owners)), start_(start), after_(std::move(start)) {}

    [[nodiscard]] bool isEnd() const noexcept { return owner_ == owners_.size(); }

    /// The next rows, at most `wanted`; perhaps none, though it is not the end: it looks at a few owners
    /// only, so that it takes little time. `read(owner, after, wanted)` gives rows in order, `keyOf(row)`
    /// their key.
    template <class Read, class KeyOf>
    [[nodiscard]] auto next(std::size_t wanted, Read read, KeyOf keyOf) {
        decltype(read(owners_[0], after_, wanted)) rows;
        for (std::size_t looked = 0; looked < kOwnersAtOnce && !isEnd() && rows.size() < wanted; ++looked) {
            const auto missing = wanted - rows.size();
            auto found = read(owners_[owner_], after_, missing);
            if (found.size() < missing) {
                ++owner_;
                after_ = start_;
            } else {
                after_ = keyOf(found.back());
            }
            std::ranges::move(found, std::back_inserter(rows));
        }
        return rows;
    }

private:
    static constexpr std::size_t kOwnersAtOnce = 20;

    std::vector<Owner> owners_;
    Key start_;
    Key after_;
    std::size_t owner_ = 0;
};

/// The place in a list in the order of rows' ids, which grow.
using RowPlace = ExportPlace<std::int64_t>;

}  // namespace kith::storage
