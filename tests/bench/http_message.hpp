// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kith::bench {

[[nodiscard]] std::string getRequest(std::string_view path, std::string_view key);
[[nodiscard]] std::string deleteRequest(std::string_view path, std::string_view key);
[[nodiscard]] std::string postRequest(std::string_view path, std::string_view key, std::string_view json);

/// The first answer in what was received, once it is whole. Throws std::runtime_error if it is no success
/// with a Content-Length, or without content.
struct Answer {
    std::size_t size = 0;  ///< With its head.
    std::string_view body;
};
[[nodiscard]] std::optional<Answer> answerIn(std::string_view received);

}  // namespace kith::bench
