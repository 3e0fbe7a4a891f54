// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/hash.hpp"

namespace kith::storage {

class Session;

/// Of the identifiers that only claims named, the last of them before a time, and that nobody lists any more,
/// those after one: they are known by their hashes from then on, as those of the erased. In a write
/// transaction that the caller opened.
struct Unkept {
    base::IdentifierId last;
    std::size_t forgotten = 0;
    bool isOver = false;
};
[[nodiscard]] Unkept forgetUnkept(Session& session, const model::HashKey& addressKey, base::Time before,
                                  base::IdentifierId after, std::size_t most);

}  // namespace kith::storage
