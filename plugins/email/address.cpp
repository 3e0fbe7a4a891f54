// SPDX-License-Identifier: Apache-2.0
#include "address.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <arpa/inet.h>
#include <idn2.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace kith::email {
namespace {

constexpr std::size_t kMaxLocal = 64;
constexpr std::size_t kMaxAddress = 254;
constexpr std::size_t kMaxDomain = 253;
constexpr std::size_t kMaxLabel = 63;

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAscii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}
bool isLetterOrDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}
bool isAtomCharacter(char c) {
    return !isAscii(c) || isLetterOrDigit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

sdk::Rejection malformed(std::string detail) {
    return {"malformed_address", std::move(detail)};
}

void requireSuccess(UErrorCode error) {
    if (U_FAILURE(error)) throw std::bad_alloc();
}

/// Looked up once, by whoever is first: ICU is built without the sanitizers, which see no order in its own
/// first time.
const icu::Normalizer2& composing() {
    static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
        UErrorCode error = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFCInstance(error);
        requireSuccess(error);
        return *found;
    }();
    return instance;
}

icu::UnicodeString nfc(const icu::UnicodeString& text) {
    UErrorCode error = U_ZERO_ERROR;
    auto result = composing().normalize(text, error);
    requireSuccess(error);
    return result;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string out;
    return text.toUTF8String(out);
}

/// Trimmed of white space and of what browsers and spreadsheets put around a copied address.
icu::UnicodeString trimmed(const icu::UnicodeString& text) {
    const auto isOuter = [](UChar32 c) { return u_isUWhiteSpace(c) != 0 || c == 0xFEFF || c == 0x200B; };
    std::int32_t begin = 0;
    std::int32_t end = text.length();
    while (begin < end && isOuter(text.char32At(begin))) begin = text.moveIndex32(begin, 1);
    while (end > begin && isOuter(text.char32At(text.moveIndex32(end, -1)))) end = text.moveIndex32(end, -1);
    return {text, begin, end - begin};
}

/// Nothing that can't be seen or typed: no control, format, private, unassigned or space character.
bool isVisible(std::string_view text) {
    constexpr std::uint32_t hidden = U_GC_C_MASK | U_GC_Z_MASK;
    const auto decoded =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    for (std::int32_t i = 0; i < decoded.length(); i = decoded.moveIndex32(i, 1)) {
        const UChar32 c = decoded.char32At(i);
        if (c >= 0x80 && (U_GET_GC_MASK(c) & hidden) != 0) return false;
    }
    return true;
}

bool isDotAtom(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '.' || isAtomCharacter(c); });
}

/// The content of a quoted string, without its quotes and escapes.
std::optional<std::string> unquoted(std::string_view text) {
    if (text.size() < 3 || text.front() != '"' || text.back() != '"') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escaped = text[i] == '\\';
        if (text[i] == '"' || (escaped && (++i == text.size() || !isAscii(text[i]))) || isControl(text[i])) {
            return std::nullopt;
        }
        out += text[i];
    }
    return out;
}

/// As short as RFC 5321 allows it to be written.
std::string quotedIfNeeded(std::string_view local) {
    if (isDotAtom(local)) return std::string(local);
    std::string out = "\"";
    for (const char c : local) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string folded(std::string_view text) {
    auto decoded =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    return utf8(nfc(decoded.foldCase(U_FOLD_CASE_DEFAULT)));
}

std::string withPolicy(const DomainPolicy& policy, const std::string& local) {
    auto kept = local;
    if (policy.ignoreTag) kept.erase(std::min(kept.find('+'), kept.size()));
    if (policy.ignoreDots) kept.erase(std::remove(kept.begin(), kept.end(), '.'), kept.end());
    return kept.empty() ? local : kept;
}

bool isHostName(std::string_view domain) {
    if (domain.empty() || domain.size() > kMaxDomain) return false;
    bool numeric = false;
    for (std::size_t begin = 0; begin <= domain.size();) {
        const auto end = std::min(domain.find('.', begin), domain.size());
        const auto label = domain.substr(begin, end - begin);
        if (label.empty() || label.size() > kMaxLabel || label.front() == '-' || label.back() == '-')
            return false;
        if (!std::all_of(label.begin(), label.end(), [](char c) { return isLetterOrDigit(c) || c == '-'; }))
            return false;
        numeric = std::all_of(label.begin(), label.end(), isDigit);
        begin = end + 1;
    }
    return !numeric;
}

/// `[192.0.2.1]` or `[IPv6:2001:db8::1]`, in the shortest form.
std::string addressLiteral(std::string_view domain) {
    constexpr std::string_view ipv6Tag = "ipv6:";
    std::string inner(domain.substr(1, domain.size() - 2));
    std::transform(inner.begin(), inner.end(), inner.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    const bool six = inner.starts_with(ipv6Tag);
    if (six) inner.erase(0, ipv6Tag.size());
    unsigned char bytes[sizeof(in6_addr)];
    char text[INET6_ADDRSTRLEN];
    const int family = six ? AF_INET6 : AF_INET;
    if (inet_pton(family, inner.c_str(), bytes) != 1) return {};
    if (inet_ntop(family, bytes, text, sizeof text) == nullptr) return {};
    return (six ? "[ipv6:" : "[") + std::string(text) + "]";
}

bool isShort(std::string_view local, std::string_view domain) {
    return local.size() <= kMaxLocal && local.size() + 1 + domain.size() <= kMaxAddress;
}

sdk::Rejection tooLong() {
    return {"address_too_long", "At most 64 bytes before the @, and 254 together."};
}

std::string toAscii(const std::string& domain) {
    char* raw = nullptr;
    // Not IDN2_USE_STD3_ASCII_RULES: it leaves out what it forbids (`a b` is `ab`); isHostName refuses it.
    const int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
    const int result = idn2_to_ascii_8z(domain.c_str(), &raw, flags);
    const std::unique_ptr<char, void (*)(void*)> owned(raw, idn2_free);
    return result == IDN2_OK && raw != nullptr ? std::string(raw) : std::string{};
}

}  // namespace

std::string normalizeDomain(std::string_view domain) {
    if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') return addressLiteral(domain);
    std::string ascii(domain);
    // A-labels are compared as they stand in DNS, even those that IDNA 2008 would not make today.
    if (!std::all_of(ascii.begin(), ascii.end(), isAscii)) ascii = toAscii(ascii);
    std::transform(ascii.begin(), ascii.end(), ascii.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    if (ascii.size() > 1 && ascii.back() == '.') ascii.pop_back();
    return isHostName(ascii) ? ascii : std::string{};
}

sdk::Outcome<std::string> AddressNormalizer::normalize(std::string_view given) const {
    const auto decoded =
        icu::UnicodeString::fromUTF8(icu::StringPiece(given.data(), static_cast<std::int32_t>(given.size())));
    const auto text = utf8(nfc(trimmed(decoded)));
    const auto at = text.rfind('@');
    if (at == std::string::npos) return malformed("An address needs an @.");

    const auto written = std::string_view(text).substr(0, at);
    const bool isQuoted = written.starts_with('"');
    const auto local = isQuoted ? unquoted(written) : std::optional(std::string(written));
    if (!local || (!isQuoted && !isDotAtom(*local)) || !isVisible(*local)) {
        return malformed("The part before the @ is not one that RFC 5321 allows.");
    }
    auto domain = normalizeDomain(std::string_view(text).substr(at + 1));
    if (domain.empty()) return malformed("The part after the @ is no domain.");
    if (!isShort(quotedIfNeeded(*local), domain)) return tooLong();

    auto comparable = folded(*local);
    auto policy = policies_.find(domain);
    if (policy != policies_.end() && !policy->second.sameAs.empty()) {
        domain = policy->second.sameAs;
        policy = policies_.find(domain);
    }
    if (policy != policies_.end() && isDotAtom(comparable))
        comparable = withPolicy(policy->second, comparable);
    // Some letters take more bytes without case.
    auto compared = quotedIfNeeded(comparable);
    if (!isShort(compared, domain)) return tooLong();
    return std::move(compared) + '@' + domain;
}

std::string_view addressIn(std::string_view mailbox) {
    while (!mailbox.empty() && mailbox.back() == ' ') mailbox.remove_suffix(1);
    if (!mailbox.ends_with('>')) return mailbox;
    const auto open = mailbox.rfind('<');
    if (open == std::string_view::npos) return mailbox;
    return mailbox.substr(open + 1, mailbox.size() - open - 2);
}

}  // namespace kith::email
