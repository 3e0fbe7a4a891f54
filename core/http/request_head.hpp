// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/http/headers.hpp"
#include "core/http/wire_fault.hpp"

namespace kith::http {

/// How the end of a request's body is known.
struct BodyFraming {
    bool chunked = false;
    std::uint64_t length = 0;

    [[nodiscard]] bool hasBody() const noexcept { return chunked || length > 0; }
};

/// The request line and the header fields of one HTTP/1 request.
struct RequestHead {
    std::string method;
    std::string target;
    Headers headers;
    BodyFraming body;
    /// HTTP/1.0, which knows no chunks and closes unless it is asked not to.
    bool old = false;
    bool keepAlive = true;
    bool expectsContinue = false;
};

/// The end of the first head in `buffer`, its blank line included; nothing if it has not come yet. `from`
/// says how much earlier calls have looked at, so that a dribbled head is not read again and again.
[[nodiscard]] std::optional<std::size_t> findHeadEnd(std::string_view buffer, std::size_t from);

/// Reads one head, its blank line included, strictly by RFC 9112: what two readers could understand in two
/// ways (folded or bare lines, space before a colon, two framings of the body) is refused.
[[nodiscard]] std::variant<RequestHead, WireFault> parseHead(std::string_view text);

}  // namespace kith::http
