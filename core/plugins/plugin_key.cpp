// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/plugin_key.hpp"

#include <cstdint>
#include <limits>

namespace kith::plugins {

base::KeyId keyOfPlugin(std::string_view plugin) noexcept {
    // FNV-1a: stable for ever, and spread enough for the few plugins of a deployment.
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : plugin) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
    return base::KeyId{std::numeric_limits<std::int64_t>::min() + static_cast<std::int64_t>(hash >> 1U)};
}

}  // namespace kith::plugins
