// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace kith::http {

struct ClientRequest {
    std::string method;                ///< `POST`
    std::string path;                  ///< Below the server's URL, with its query: `/v1/observations`.
    std::string body;                  ///< JSON; empty: none.
    std::vector<std::string> headers;  ///< More of them: `User-Agent: curl`.
};

struct ClientAnswer {
    int status = 0;
    std::string body;
    std::chrono::seconds retryAfter{0};  ///< What the server asks for; 0 if nothing.
};

/// Speaks to a kith server as any client does: JSON over HTTP or HTTPS, one kept-alive connection, no proxy,
/// redirects not followed. One call at a time.
class Client {
public:
    /// `url` as `http://127.0.0.1:8080`; `key` goes into each request's Authorization. Throws
    /// Error{InvalidInput} if the URL is not one.
    Client(std::string url, const std::string& key);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Any status is an answer. Throws Error{Unavailable} if there is none, Timeout if it takes longer than
    /// two minutes, TooLarge if it is longer than 64 MiB.
    [[nodiscard]] ClientAnswer send(const ClientRequest& request);

private:
    struct Transfer;

    std::string url_;
    std::string authorization_;
    std::unique_ptr<Transfer> transfer_;
};

}  // namespace kith::http
