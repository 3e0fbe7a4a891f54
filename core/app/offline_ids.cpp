// SPDX-License-Identifier: Apache-2.0
#include "core/app/offline_ids.hpp"

#include <chrono>

#include "core/storage/id_room.hpp"

namespace kith::app {
namespace {

/// A hundred thousand ids. The next command's are ahead of the clock until this is over.
constexpr std::chrono::milliseconds kRoom{50};

}  // namespace

OfflineIds::OfflineIds(const storage::Database& database, const base::Clock& clock)
    : ids_(std::make_unique<base::IdGenerator>(clock)) {
    // A SQLite file's lease belongs to its server, which never takes the highest number.
    if (database.engine() == storage::Engine::Postgresql) lease_ = storage::NodeLease::take(database);
    const auto node = lease_ ? lease_->node() : base::IdGenerator::kMaxNode;
    storage::giveRoom(*database.openWriter(), node, *ids_, clock.now(), kRoom);
}

}  // namespace kith::app
