// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/keeper.hpp"

#include <exception>
#include <utility>

#include "core/base/error.hpp"
#include "core/catalogue/definer.hpp"
#include "core/storage/catalogue_store.hpp"

namespace kith::catalogue {

Keeper::Keeper(model::Catalogue& catalogue, storage::Database& database, const plugins::Registry& registry,
               base::Log& log, KeeperSettings settings)
    : catalogue_(catalogue), database_(database), registry_(registry), log_(log), settings_(settings) {}

void Keeper::refresh() {
    const auto version =
        database_.read([](storage::Session& session) { return storage::catalogueVersion(session); });
    if (catalogue_.definitions()->version() >= version) return;
    const std::scoped_lock lock(reading_);
    // Whoever was waited for has read it, or something newer.
    if (catalogue_.definitions()->version() >= version) return;
    const auto stored =
        database_.read([](storage::Session& session) { return storage::readCatalogue(session); });
    catalogue_.define(defineAll(stored, registry_, log_));
}

void Keeper::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { runForEver(stop); });
}

void Keeper::stop() {
    thread_ = {};
}

void Keeper::runForEver(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        tryRefresh();
        std::unique_lock lock(mutex_);
        stopped_.wait_for(lock, stop, settings_.interval, [] { return false; });
    }
}

// Told once, not with every look while the database is away.
void Keeper::tryRefresh() {
    try {
        refresh();
        failing_ = false;
    } catch (const base::Error& error) {
        if (!std::exchange(failing_, true))
            log_.warning("catalogue_not_read",
                         {{"code", base::codeName(error.code())}, {"context", error.context()}});
    } catch (const std::exception&) {
        if (!std::exchange(failing_, true)) log_.warning("catalogue_not_read", {{"code", "internal"}});
    }
}

}  // namespace kith::catalogue
