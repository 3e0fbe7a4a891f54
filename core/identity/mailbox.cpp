// SPDX-License-Identifier: Apache-2.0
#include "core/identity/mailbox.hpp"

#include <algorithm>
#include <array>

namespace kith::identity {
namespace {

/// What a provider says of its own addresses; one that says nothing may tell all of them apart.
struct Provider {
    std::string_view domain;
    std::string_view mailboxes;  ///< The domain that stands for all under which a mailbox is reached.
    bool ignoresDots;
};

constexpr std::array kProviders{
    // https://support.google.com/mail/answer/7436150 (dots),
    // https://support.google.com/a/users/answer/9282734
    // (tags), https://support.google.com/mail/answer/10313 (both domains).
    Provider{"gmail.com", "gmail.com", true},
    Provider{"googlemail.com", "gmail.com", true},
    // https://learn.microsoft.com/exchange/recipients-in-exchange-online/plus-addressing-in-exchange-online
    Provider{"outlook.com", "outlook.com", false},
    Provider{"hotmail.com", "hotmail.com", false},
    Provider{"live.com", "live.com", false},
    // https://www.fastmail.help/hc/en-us/articles/360060591053-Plus-addressing-and-subdomain-addressing
    Provider{"fastmail.com", "fastmail.com", false},
    // https://proton.me/support/addresses-and-aliases
    Provider{"proton.me", "proton.me", false},
    Provider{"protonmail.com", "protonmail.com", false},
};

struct Parts {
    std::string local;
    std::string_view domain;
    const Provider* provider = nullptr;
};

/// Without the tag. The local part of "+tag@…" is empty.
std::optional<Parts> partsOf(std::string_view address) {
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) return std::nullopt;
    Parts parts;
    parts.local = address.substr(0, std::min(at, address.find('+')));
    parts.domain = address.substr(at + 1);
    const auto* found = std::ranges::find(kProviders, parts.domain, &Provider::domain);
    if (found != kProviders.end()) parts.provider = found;
    return parts;
}

std::optional<std::string> joined(const std::string& local, std::string_view domain) {
    if (local.empty()) return std::nullopt;
    return local + '@' + std::string(domain);
}

}  // namespace

std::optional<std::string> mailboxOf(std::string_view address) {
    auto parts = partsOf(address);
    if (!parts || parts->provider == nullptr) return std::nullopt;
    if (parts->provider->ignoresDots) std::erase(parts->local, '.');
    return joined(parts->local, parts->provider->mailboxes);
}

std::optional<std::string> withoutDotsAndTag(std::string_view address) {
    auto parts = partsOf(address);
    if (!parts || (parts->provider != nullptr && parts->provider->ignoresDots)) return std::nullopt;
    std::erase(parts->local, '.');
    return joined(parts->local, parts->domain);
}

}  // namespace kith::identity
