// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace kith::http {

struct Request;
struct Response;

/// What the server tells whoever counts. Called from several threads at once, on the way of every request:
/// implementations are thread-safe, fast and do not throw.
class Observer {
public:
    virtual ~Observer() = default;

    /// After an answer was sent or given up. `route` is the pattern, or `unmatched`; `method` is one that
    /// kith knows, or `OTHER`; so both are safe as labels. `seconds` count from the end of the request's
    /// head.
    virtual void requestFinished(std::string_view route, std::string_view method, int status,
                                 double seconds) noexcept = 0;
    /// How many connections are open.
    virtual void connectionsChanged(std::size_t open) noexcept = 0;
    /// How many requests wait for a worker.
    virtual void queueChanged(std::size_t waiting) noexcept = 0;
};

/// Told what people do. Called on the way of a request, before its answer leaves: implementations are
/// thread-safe and do not throw.
class Witness {
public:
    virtual ~Witness() = default;
    /// A person made this call, which changes something unless it was refused, and that is its answer.
    virtual void acted(const Request& request, const Response& response) noexcept = 0;
};

}  // namespace kith::http
