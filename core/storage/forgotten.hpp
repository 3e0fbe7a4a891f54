// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

/// By which an address is known once its row was erased: nobody without the key can try a guess on it.
[[nodiscard]] inline std::string forgottenHash(const model::HashKey& key,
                                               const model::Identifier& identifier) {
    return model::hexOf(model::keyedHashOf(key, identifier.type + ':' + identifier.value));
}

}  // namespace kith::storage
