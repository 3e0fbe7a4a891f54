// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/http/fetcher.hpp"
#include "https_server.hpp"
#include "keys.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::test {

/// A server on loopback in the place of Amazon's, with a certificate of an authority made for the test.
class Amazon {
public:
    static constexpr std::int64_t kSoon = 4'000'000'000;
    inline static const std::string kHost = "sns.us-west-2.amazonaws.com";

    explicit Amazon(HttpsServer::Serve serve, const std::string& name = kHost, std::int64_t until = kSoon)
        : server_(
              folder_.write("server.pem", serverKey_.certificatePem(name, 0, until, &authority_)).string(),
              folder_.write("server.key", serverKey_.privateKeyPem()).string(), std::move(serve)) {}

    /// Reaches this server under Amazon's name, and trusts its authority.
    [[nodiscard]] http::FetcherSettings settings() const {
        return {.caFile = folder_.write("ca.pem", authority_.certificatePem("Test CA", 0, kSoon)).string(),
                .connectTo = route()};
    }
    /// Trusts what the system trusts.
    [[nodiscard]] http::FetcherSettings strangersSettings() const {
        return {.caFile = {}, .connectTo = route()};
    }

private:
    [[nodiscard]] std::vector<std::string> route() const {
        return {kHost + ":443:127.0.0.1:" + std::to_string(server_.port())};
    }

    TemporaryFolder folder_;
    SigningKey authority_ = SigningKey::ec();
    SigningKey serverKey_ = SigningKey::ec();
    HttpsServer server_;
};

}  // namespace kith::test
