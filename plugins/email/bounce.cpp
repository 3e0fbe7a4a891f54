// SPDX-License-Identifier: Apache-2.0
#include "bounce.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace kith::email {
namespace {

enum class Kind { Dead, Message, Unclear };

struct Finding {
    std::string_view reason;
    Kind kind;
};

struct Phrase {
    std::string_view words;
    Finding finding;
};

constexpr Finding kInactive{"inactive_address", Kind::Dead};
constexpr Finding kNoDomain{"domain_not_found", Kind::Dead};
constexpr Finding kFull{"mailbox_full", Kind::Message};
constexpr Finding kTooLarge{"message_too_large", Kind::Message};
constexpr Finding kContent{"content_rejected", Kind::Message};
constexpr Finding kPolicy{"policy_rejected", Kind::Message};
constexpr Finding kUnreachable{"unreachable", Kind::Message};
constexpr Finding kExpired{"expired", Kind::Message};
constexpr Finding kSystem{"mail_system", Kind::Message};

// Words win over codes: servers use 5.7.1, 5.4.1 and 5.0.0 for everything. The first that occurs counts.
constexpr std::array kPhrases{
    Phrase{"mailbox full", kFull},
    Phrase{"mailbox is full", kFull},
    Phrase{"over quota", kFull},
    Phrase{"overquota", kFull},
    Phrase{"quota exceeded", kFull},
    Phrase{"exceeded storage", kFull},
    Phrase{"out of storage", kFull},
    Phrase{"insufficient storage", kFull},
    Phrase{"user unknown", kInactive},
    Phrase{"unknown user", kInactive},
    Phrase{"unknown recipient", kInactive},
    Phrase{"unknown address", kInactive},
    Phrase{"unknown local part", kInactive},
    Phrase{"no such user", kInactive},
    Phrase{"no such mailbox", kInactive},
    Phrase{"no such recipient", kInactive},
    Phrase{"no such address", kInactive},
    Phrase{"no mailbox here", kInactive},
    Phrase{"user not found", kInactive},
    Phrase{"mailbox not found", kInactive},
    Phrase{"recipient not found", kInactive},
    Phrase{"address rejected: access denied", kInactive},
    Phrase{"account that you tried to reach does not exist", kInactive},
    Phrase{"mailbox does not exist", kInactive},
    Phrase{"user does not exist", kInactive},
    Phrase{"account has been disabled", kInactive},
    Phrase{"account is disabled", kInactive},
    Phrase{"mailbox disabled", kInactive},
    Phrase{"account is inactive", kInactive},
    Phrase{"mailbox is inactive", kInactive},
    Phrase{"host not found", kNoDomain},
    Phrase{"domain not found", kNoDomain},
    Phrase{"domain does not exist", kNoDomain},
    Phrase{"host or domain name not found", kNoDomain},
    Phrase{"message size exceeds", kTooLarge},
    Phrase{"message too large", kTooLarge},
    Phrase{"message too big", kTooLarge},
};

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// `5.1.1` at the beginning of `text`, with what stands behind it cut off.
std::string_view codeAt(std::string_view text) {
    std::size_t end = 0;
    for (int part = 0; part < 3; ++part) {
        const auto begin = end;
        while (end < text.size() && isDigit(text[end]) && end - begin < 3) ++end;
        if (end == begin) return {};
        if (part == 0 && (end != 1 || (text[0] != '2' && text[0] != '4' && text[0] != '5'))) return {};
        if (part < 2 && (end == text.size() || text[end++] != '.')) return {};
    }
    const bool goesOn =
        end < text.size() &&
        (isDigit(text[end]) || (text[end] == '.' && end + 1 < text.size() && isDigit(text[end + 1])));
    return goesOn ? std::string_view{} : text.substr(0, end);
}

bool hasDetail(std::string_view code) {
    return code.size() >= 5 && code.substr(1) != ".0.0";
}

/// The status itself, or a better one from the words.
std::string_view bestCode(std::string_view status, std::string_view text) {
    const auto given = codeAt(status);
    if (hasDetail(given)) return given;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && (isDigit(text[i - 1]) || text[i - 1] == '.')) continue;
        if (const auto found = codeAt(text.substr(i)); hasDetail(found)) return found;
    }
    return given;
}

/// What `subject.detail` of an enhanced status code says.
std::optional<Finding> ofSubject(std::string_view subjectAndDetail) {
    struct Exact {
        std::string_view code;
        Finding finding;
    };
    constexpr std::array exact{
        Exact{"1.0", kInactive}, Exact{"1.1", kInactive},   Exact{"1.2", kNoDomain}, Exact{"1.3", kInactive},
        Exact{"1.6", kInactive}, Exact{"1.10", kNoDomain},  Exact{"1.7", kPolicy},   Exact{"1.8", kPolicy},
        Exact{"2.1", kInactive}, Exact{"2.2", kFull},       Exact{"2.3", kTooLarge}, Exact{"3.4", kTooLarge},
        Exact{"4.4", kNoDomain}, Exact{"4.310", kNoDomain}, Exact{"4.7", kExpired},
    };
    for (const auto& each : exact) {
        if (each.code == subjectAndDetail) return each.finding;
    }
    switch (subjectAndDetail.front()) {
        case '3':
            return kSystem;
        case '4':
            return kUnreachable;
        case '5':
            return Finding{"protocol_error", Kind::Message};
        case '6':
            return kContent;
        case '7':
            return kPolicy;
        default:
            return std::nullopt;
    }
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return out;
}

std::optional<Finding> find(std::string_view code, std::string_view text) {
    const auto words = lowered(text);
    for (const auto& phrase : kPhrases) {
        if (words.find(phrase.words) != std::string::npos) return phrase.finding;
    }
    return code.size() > 2 ? ofSubject(code.substr(2)) : std::nullopt;
}

}  // namespace

Diagnosis diagnose(std::string_view status, std::string_view text) {
    const auto code = bestCode(status, text);
    const bool temporary = code.starts_with('4');
    const auto finding = find(code, text).value_or(Finding{"bounced", Kind::Unclear});
    return {std::string(finding.reason), finding.kind == Kind::Dead && !temporary,
            finding.kind == Kind::Message || temporary};
}

std::string_view diagnosticText(std::string_view diagnosticCode) {
    const auto semicolon = diagnosticCode.find(';');
    if (semicolon > 16) return diagnosticCode;
    const auto type = diagnosticCode.substr(0, semicolon);
    const bool isType = std::all_of(type.begin(), type.end(), [](char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    });
    if (!isType || type.empty()) return diagnosticCode;
    auto text = diagnosticCode.substr(semicolon + 1);
    while (text.starts_with(' ')) text.remove_prefix(1);
    return text.empty() ? diagnosticCode : text;
}

std::string_view machineBehind(std::string_view userAgent) {
    // Apple's privacy relay loads every picture under this name and nothing else.
    if (userAgent == "Mozilla/5.0") return "prefetch";
    const auto words = lowered(userAgent);
    constexpr std::array<std::string_view, 6> scanners{"barracuda",   "mimecast",   "proofpoint",
                                                       "bingpreview", "trendmicro", "symantec"};
    const bool scans = std::any_of(scanners.begin(), scanners.end(), [&](std::string_view name) {
        return words.find(name) != std::string::npos;
    });
    return scans ? "scanner" : "";
}

}  // namespace kith::email
