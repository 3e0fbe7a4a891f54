// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/pages/html.hpp"
#include "core/api/pages/texts.hpp"
#include "core/http/request.hpp"

/// What a page showed to whoever sends its form, so that nobody agrees to words that are others by then. The
/// form says it in a hidden field.
namespace kith::api {

/// The digest of a page: of its own texts, and of `words`, which stand there beside them. It is no secret:
/// who sends another one says no more than that they read something else.
[[nodiscard]] std::string digestOf(const PageTexts& texts, std::span<const std::string_view> words);

/// The hidden field.
void writeDigest(Html& html, std::string_view digest);

/// The digest of what was read, if it was another page than the one of `digest`; empty for what is no digest.
/// Nothing also for a form that does not say it, as those of mail programs and of clients of their own.
[[nodiscard]] std::optional<std::string> otherDigest(const http::Params& form, std::string_view digest);

}  // namespace kith::api
