// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/http/test_server.hpp"

namespace kith::test {

/// A message as a receiver of webhooks gets it.
struct Message {
    http::Headers headers;
    std::string body;

    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or(""));
    }
    [[nodiscard]] nlohmann::json event() const { return nlohmann::json::parse(body); }
};

/// An HTTP server that takes webhooks.
class WebhookReceiver {
public:
    using Answer = std::function<http::Response(const Message&)>;

    /// `answer` is called on several threads; by default 200.
    explicit WebhookReceiver(Answer answer = {});

    [[nodiscard]] std::string url() const { return server_.server.url() + "/hook"; }
    /// The first `count` messages, or more, once they are there; fails the test if they never are.
    [[nodiscard]] std::vector<Message> waitFor(std::size_t count);
    [[nodiscard]] std::vector<Message> messages();

private:
    Answer answer_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Message> messages_;
    TestServer server_;  ///< Ends before what it uses.
};

/// Whether the message is signed with that secret as Standard Webhooks say, by OpenSSL.
[[nodiscard]] bool isSigned(const Message& message, const std::string& secret);

}  // namespace kith::test
