// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kith::email {

/// What a mail system said about one recipient.
struct Diagnosis {
    std::string reason;  ///< A code in snake_case: `inactive_address`, `mailbox_full`, …; never empty.
    bool addressDead = false;  ///< It speaks of the address, for good.
    bool messageOnly = false;  ///< It speaks of this message, or of a passing state.
};

/// Reads an enhanced status code (RFC 3463; may be empty or without detail: then the text is searched for a
/// better one) and the words beside it.
[[nodiscard]] Diagnosis diagnose(std::string_view status, std::string_view text);

/// The words of a `Diagnostic-Code` (RFC 3464) without its type: `smtp; 550 5.1.1 …` is `550 5.1.1 …`.
[[nodiscard]] std::string_view diagnosticText(std::string_view diagnosticCode);

/// What opened or followed a link, by the name it gives itself: empty for a person, `prefetch` for a mail
/// program that loads pictures by itself, `scanner` for a filter.
[[nodiscard]] std::string_view machineBehind(std::string_view userAgent);

}  // namespace kith::email
