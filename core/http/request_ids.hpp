// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace kith::http {

/// The `Request-Id` of each request. Thread-safe.
class RequestIds {
public:
    RequestIds();

    /// What the client gave, if it is 1 to 64 characters of `A-Za-z0-9_-`; else a new one.
    [[nodiscard]] std::string adoptOrMake(std::string_view given);
    /// Unlike any other, of this process or of others.
    [[nodiscard]] std::string make();

private:
    std::string prefix_;
    std::atomic<std::uint64_t> count_{0};
};

}  // namespace kith::http
