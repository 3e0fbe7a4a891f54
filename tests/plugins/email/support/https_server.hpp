// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace kith::test {

struct Page {
    int status = 200;
    std::string body;
    std::string location;  ///< Of a redirect.
};

/// A real HTTPS server on a free loopback port, until it is destroyed. `serve` is called on its threads.
class HttpsServer {
public:
    using Serve = std::function<Page(const std::string& path)>;

    /// The files are PEM: the server's certificate and its private key.
    HttpsServer(const std::string& certificateFile, const std::string& keyFile, Serve serve);
    ~HttpsServer();
    HttpsServer(const HttpsServer&) = delete;
    HttpsServer& operator=(const HttpsServer&) = delete;

    [[nodiscard]] int port() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace kith::test
