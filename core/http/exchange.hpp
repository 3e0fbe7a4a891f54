// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <string>

#include "core/http/answer_writer.hpp"
#include "core/http/connection.hpp"
#include "core/http/gate.hpp"
#include "core/http/request_head.hpp"
#include "core/http/request_ids.hpp"
#include "core/http/server.hpp"
#include "core/http/stream_places.hpp"
#include "core/http/trusted_proxies.hpp"

namespace kith::http {

/// Serves one request at a time on a connection whose input begins with a whole head: reads it, asks the
/// gate, reads the body, runs the handler, and answers, whatever happens on the way. Thread-safe.
class Exchange {
public:
    /// Once `stopping` is set, every answer closes its connection.
    Exchange(const ServerSettings& settings, const ServerParts& parts, const std::atomic<bool>& stopping);

    /// The request at hand, or the answer that was held and is due.
    [[nodiscard]] After serve(Connection& connection);

    /// Tells the client why its request is not read, without waiting for it.
    void refuse(Connection& connection, const WireFault& fault);

private:
    struct Turn;
    class Streaming;

    [[nodiscard]] static std::optional<base::KeyId> keyOf(const Turn& turn);
    After release(Connection& connection);
    /// When the answer may leave, if it may not at once.
    static std::optional<Connection::Clock::time_point> dueTime(const Turn& turn, const Response& response);
    [[nodiscard]] Pace answerPace() const;
    /// The answer of who fails at it; nothing if `work` is done.
    template <class Work>
    std::optional<Response> attempt(const Turn& turn, Work work) const;
    Response answer(Turn& turn);
    Response route(Turn& turn);
    /// Makes the answer the connection's to come, unless there are too many of them: then it is a refusal.
    bool beginStream(Turn& turn, Response& response);
    [[nodiscard]] AnswerForm formOf(const Turn& turn) const;
    /// That of the router, or of a page that was called with a slash at its end.
    Match findRoute(std::optional<Method> method, std::span<const std::string> segments) const;
    Response unrouted(const Turn& turn, const std::string& allow);
    std::optional<Response> receiveBody(Turn& turn) const;
    void witness(const Turn& turn, const Response& response) const;
    void complete(const Turn& turn, Response& response) const;
    void account(const Turn& turn, const Response& response) const;
    void logFailure(const Turn& turn, std::string_view code, std::string_view context) const;

    const ServerSettings& settings_;
    ServerParts parts_;
    const std::atomic<bool>& stopping_;
    TrustedProxies proxies_;
    Gate gate_;
    RequestIds ids_;
    StreamPlaces streams_;
};

}  // namespace kith::http
