// SPDX-License-Identifier: Apache-2.0
#include "core/app/offline_ids.hpp"

namespace kith::app {

OfflineIds::OfflineIds(const storage::Database& database, const base::Clock& clock) {
    // A SQLite file's lease belongs to its server, which never takes the highest number.
    if (database.engine() == storage::Engine::Postgresql) lease_ = storage::NodeLease::take(database);
    ids_ = std::make_unique<base::IdGenerator>(clock, lease_ ? lease_->node() : base::IdGenerator::kMaxNode);
}

}  // namespace kith::app
