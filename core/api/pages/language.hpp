// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kith::api {

/// Languages that somebody wants, the best first, in lower case.
using WantedLanguages = std::vector<std::string>;

/// What was chosen, if it is a language, before those of an `Accept-Language` (RFC 9110, section 12.5.4), of
/// which the first 20 count and what is malformed does not.
[[nodiscard]] WantedLanguages wantedLanguages(std::string_view chosen, std::string_view accepted);

/// Which of the offered tags serves best, by lookup (RFC 4647, section 3.4): `uk` for who wants `uk-UA`. And
/// `pt-BR` for who wants `pt`, if nothing is closer. Nothing if none of them is wanted.
[[nodiscard]] std::optional<std::size_t> bestLanguage(const WantedLanguages& wanted,
                                                      std::span<const std::string_view> offered);

}  // namespace kith::api
