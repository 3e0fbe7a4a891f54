// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/http/connection.hpp"
#include "core/http/response.hpp"

namespace kith::http {

/// How an answer stands on its connection.
struct AnswerForm {
    bool withoutBody = false;  ///< For HEAD: the headers of the body, not the body.
    bool keepAlive = true;
    bool endless = false;  ///< Its body follows, and ends with the connection.
    bool chunked = false;  ///< Its body follows as chunks.
    base::Time date;
};

/// Writes the answer: status line, headers, body. `Content-Length`, `Transfer-Encoding`, `Connection` and
/// `Date` are these functions' own and dropped from the response's. False if the client is gone or too slow.
[[nodiscard]] bool writeAnswer(Connection& connection, const Response& response, const AnswerForm& form,
                               Pace& pace);
/// The same as bytes, to be sent later.
[[nodiscard]] std::string renderAnswer(const Response& response, const AnswerForm& form);

/// A part of a chunked body, and what ends the body.
[[nodiscard]] std::string renderChunk(std::string_view bytes);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace kith::http
