// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <thread>

#include "core/base/log.hpp"
#include "core/model/catalogue.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/database.hpp"

namespace kith::catalogue {

struct KeeperSettings {
    /// How soon is seen what other servers have changed, where nothing makes this one look at once.
    std::chrono::milliseconds interval = std::chrono::seconds{2};
};

/// Keeps the fields and categories of this server what they are in the database, which other servers change
/// too. Thread-safe.
class Keeper {
public:
    /// All of them outlive this.
    Keeper(model::Catalogue& catalogue, storage::Database& database, const plugins::Registry& registry,
           base::Log& log, KeeperSettings settings = {});
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Looks at the version in the database, and reads what it is of if it has moved. Throws Error if the
    /// database can't be read; the definitions stay what they were.
    void refresh();

    /// Refreshes after each interval, on a thread of its own, until it is stopped.
    void start();
    void stop();

private:
    void runForEver(const std::stop_token& stop);
    void tryRefresh();

    model::Catalogue& catalogue_;
    storage::Database& database_;
    const plugins::Registry& registry_;
    base::Log& log_;
    KeeperSettings settings_;
    std::mutex reading_;  ///< Held by whoever reads everything: one at a time.
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    bool failing_ = false;
    std::jthread thread_;  ///< Ends before what it uses.
};

}  // namespace kith::catalogue
