// SPDX-License-Identifier: Apache-2.0
#include "core/storage/service_lease.hpp"

#include <cstdint>
#include <utility>

namespace kith::storage {
namespace {

constexpr std::chrono::seconds kTrusted{2};

}  // namespace

ServiceLease::ServiceLease(const Database& database, std::string name)
    : database_(database), name_(std::move(name)) {}

bool ServiceLease::hold() {
    if (database_.engine() == Engine::Sqlite) return true;
    const auto now = std::chrono::steady_clock::now();
    if (held_ && session_->isQuiet() && now - asked_ < kTrusted) return true;
    if (held_ && isConnected()) {
        asked_ = now;
        return true;
    }
    if (std::exchange(held_, false)) return false;
    if (!session_) session_ = database_.openWriter();
    session_->repair();
    const auto locked = session_->first<std::int64_t>(
        "SELECT CAST(CAST(pg_try_advisory_lock(hashtext('kith service'), hashtext(:name)) AS integer)"
        " AS bigint)",
        std::string_view{name_});
    held_ = locked && std::get<0>(*locked) == 1;
    asked_ = now;
    return held_;
}

void ServiceLease::release() noexcept {
    held_ = false;
    session_.reset();
}

bool ServiceLease::isConnected() {
    try {
        return session_->first<std::int64_t>("SELECT CAST(1 AS bigint)").has_value();
    } catch (const base::Error&) {
        return false;
    }
}

}  // namespace kith::storage
