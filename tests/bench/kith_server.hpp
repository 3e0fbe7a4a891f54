// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "tests/support/process.hpp"

namespace kith::bench {

/// `kith serve` with the configuration as it is shipped, in a process of its own, on a free port.
class KithServer {
public:
    explicit KithServer(const std::string& databaseUrl);

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// One with the right `admin`.
    [[nodiscard]] const std::string& key() const noexcept { return key_; }

private:
    std::string key_;
    test::Process process_;
    std::uint16_t port_;
};

/// A stock Poco server in a process of its own that sends the content of a file to whoever asks.
class BareServer {
public:
    explicit BareServer(const std::string& file);
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    test::Process process_;
    std::uint16_t port_;
};

}  // namespace kith::bench
