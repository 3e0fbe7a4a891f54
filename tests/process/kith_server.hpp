// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/http/raw_client.hpp"
#include "tests/process/program.hpp"

namespace kith::test {

/// One kept connection to a server, on which a key calls the API.
class ApiClient {
public:
    ApiClient(std::uint16_t port, std::string key) : client_(port), key_(std::move(key)) {}

    Answer get(std::string_view path) { return call("GET", path, ""); }
    Answer post(std::string_view path, const nlohmann::json& body) { return call("POST", path, body.dump()); }
    Answer call(std::string_view method, std::string_view path, std::string_view body,
                std::string_view headers = "") {
        send(method, path, body, headers);
        return read();
    }
    void send(std::string_view method, std::string_view path, std::string_view body,
              std::string_view headers = "");
    Answer read() { return client_.read(); }

    [[nodiscard]] RawClient& raw() { return client_; }

private:
    RawClient client_;
    std::string key_;
};

/// A `kith serve` of a test's own on a free port, killed when it goes out of scope.
class KithServer {
public:
    /// Returns when it is ready; throws std::runtime_error with what it said if it ends before. `settings`
    /// are those of `--set`.
    explicit KithServer(std::string databaseUrl, const std::vector<std::string>& settings = {});

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] Process& process() noexcept { return process_; }
    [[nodiscard]] const Process& process() const noexcept { return process_; }
    [[nodiscard]] RawClient connect() const { return RawClient(port_); }
    [[nodiscard]] ApiClient client(const std::string& key) const { return {port_, key}; }
    /// A new key with that right.
    [[nodiscard]] std::string key(const std::string& right) const;
    /// Asks it to stop and waits for its end.
    Ended stop();

private:
    std::string databaseUrl_;
    Process process_;
    std::uint16_t port_ = 0;
};

/// `kith serve` on that database and a free port, as words.
[[nodiscard]] std::vector<std::string> serving(const std::string& databaseUrl,
                                               const std::vector<std::string>& settings = {});

/// The number that the line of `/metrics` which begins with that text gives; the client's key may read.
[[nodiscard]] double metric(ApiClient& client, const std::string& line);

}  // namespace kith::test
