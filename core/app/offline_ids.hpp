// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/base/id.hpp"
#include "core/storage/node_lease.hpp"

namespace kith::app {

/// Ids for a short command that writes beside a server that may be running.
class OfflineIds {
public:
    /// Both outlive this; the core's tables are there. Throws Error{Storage} like NodeLease::take.
    OfflineIds(const storage::Database& database, const base::Clock& clock);

    [[nodiscard]] base::IdGenerator& operator*() const noexcept { return *ids_; }

private:
    std::unique_ptr<storage::NodeLease> lease_;
    std::unique_ptr<base::IdGenerator> ids_;
};

}  // namespace kith::app
