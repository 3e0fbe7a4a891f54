// SPDX-License-Identifier: Apache-2.0
#include "core/http/stream_places.hpp"

namespace kith::http {

std::optional<base::Error> StreamPlaces::take(const std::optional<base::KeyId>& key) {
    const std::scoped_lock lock(mutex_);
    if (taken_ >= most_)
        return base::Error(base::ErrorCode::Overloaded, "Too many wait for answers. Try again later.");
    if (key) {
        auto& ofKey = takenByKey_[*key];
        if (ofKey >= mostPerKey_)
            return base::Error(base::ErrorCode::RateLimited, "Too many wait for answers with this key.");
        ++ofKey;
    }
    ++taken_;
    return std::nullopt;
}

void StreamPlaces::giveBack(const std::optional<base::KeyId>& key) noexcept {
    const std::scoped_lock lock(mutex_);
    --taken_;
    if (!key) return;
    const auto ofKey = takenByKey_.find(*key);
    if (--ofKey->second == 0) takenByKey_.erase(ofKey);
}

}  // namespace kith::http
