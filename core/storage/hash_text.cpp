// SPDX-License-Identifier: Apache-2.0
#include "core/storage/hash_text.hpp"

#include <charconv>

#include "core/base/error.hpp"

namespace kith::storage {

model::Hash parseHash(std::string_view digits) {
    model::Hash hash{};
    bool good = digits.size() == 2 * hash.size();
    for (std::size_t i = 0; good && i < hash.size(); ++i) {
        const char* const pair = digits.data() + 2 * i;
        good = std::from_chars(pair, pair + 2, hash[i], 16).ptr == pair + 2;
    }
    if (!good) throw base::Error(base::ErrorCode::Internal, "a stored hash is none");
    return hash;
}

}  // namespace kith::storage
