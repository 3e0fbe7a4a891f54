// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/http/headers.hpp"
#include "core/http/stream.hpp"

namespace kith::http {

/// One answer, complete. The server adds `Content-Length`, `Date`, `Request-Id`, `Connection`, the security
/// headers and, unless it is set here, `Cache-Control: no-store`; it leaves the body out for HEAD. A 200 to a
/// GET that may be kept (`Cache-Control` is set here) gets an `ETag` of its bytes if it has none, and is
/// answered 304 to who has it.
struct Response {
    /// 200 to 599. A handler that leaves it unset has not answered: the client gets a 500.
    int status = 0;
    Headers headers;
    /// Moved, never copied, on its way to the socket.
    std::string body;
    /// Where the body comes from instead, in time; for a GET alone.
    std::shared_ptr<Stream> stream = {};

    /// An empty body, by default 204.
    [[nodiscard]] static Response empty(int status = 204);
    /// `application/json`. Text in `value` that is not UTF-8 is replaced, not thrown about.
    [[nodiscard]] static Response json(int status, const nlohmann::json& value);
    /// `application/json` that is already rendered.
    [[nodiscard]] static Response renderedJson(int status, std::string json);
    [[nodiscard]] static Response text(int status, std::string text,
                                       std::string_view contentType = "text/plain; charset=utf-8");
};

}  // namespace kith::http
