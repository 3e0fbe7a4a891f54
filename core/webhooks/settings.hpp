// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

#include "core/http/poster.hpp"

namespace kith::webhooks {

struct DelivererSettings {
    http::PosterSettings post = {};
    int attempts = 40;                            ///< Then it is a dead letter.
    std::chrono::milliseconds firstRetry{5'000};  ///< Doubled each time.
    /// So soon is seen that a receiver is there again.
    std::chrono::milliseconds longestRetry{300'000};
    std::size_t atOnce = 8;               ///< Requests to one webhook.
    std::chrono::milliseconds poll{500};  ///< How soon is seen what other servers did.
};

}  // namespace kith::webhooks
