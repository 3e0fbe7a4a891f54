// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/storage/export/place.hpp"

namespace kith::storage {

class Session;

/// A static segment that lists a home.
struct ExportedMembership {
    std::int64_t segment = 0;
    base::ProfileId home;
    std::string key;
    std::string name;
    base::Time at;
};

[[nodiscard]] std::vector<ExportedMembership> nextMemberships(Session& session, RowPlace& place,
                                                              std::size_t wanted);

}  // namespace kith::storage
