// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

#include "core/http/poster.hpp"

namespace kith::webhooks {

struct DelivererSettings {
    http::PosterSettings post = {};
    int attempts = 12;                            ///< Then it is a dead letter.
    std::chrono::milliseconds firstRetry{5'000};  ///< Doubled each time.
    std::chrono::milliseconds longestRetry{3'600'000};
    std::size_t atOnce = 8;               ///< Requests to one webhook.
    std::chrono::milliseconds poll{500};  ///< How soon is seen what other servers did.
};

}  // namespace kith::webhooks
