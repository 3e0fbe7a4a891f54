// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/request.hpp"

namespace kith::api {

/// The media types in which browsers and mail programs (RFC 8058, section 3.2) send forms.
[[nodiscard]] const std::vector<std::string>& formTypes();

/// Bytes of a form.
inline constexpr std::size_t kMaxForm = std::size_t{32} * 1024;

/// The fields of a form, by its `Content-Type`: `multipart/form-data` (RFC 7578), or else
/// `application/x-www-form-urlencoded`. Nothing if it is malformed, or holds anything but UTF-8 without
/// U+0000.
[[nodiscard]] std::optional<http::Params> readForm(std::string_view body, std::string_view contentType);

}  // namespace kith::api
