// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/id.hpp"

namespace kith::http {

/// How many answers may be streams at once: in all, and with one key, so that no client takes all of them.
/// Thread-safe.
class StreamPlaces {
public:
    StreamPlaces(std::size_t most, std::size_t mostPerKey) : most_(most), mostPerKey_(mostPerKey) {}

    /// Takes one, or says why there is none.
    [[nodiscard]] std::optional<base::Error> take(const std::optional<base::KeyId>& key);
    void giveBack(const std::optional<base::KeyId>& key) noexcept;

private:
    std::size_t most_;
    std::size_t mostPerKey_;
    std::mutex mutex_;
    std::size_t taken_ = 0;
    std::unordered_map<base::KeyId, std::size_t> takenByKey_;
};

}  // namespace kith::http
