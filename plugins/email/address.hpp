// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <kith/sdk/identifier_source.hpp>

namespace kith::email {

/// What a mail system is known to do with local parts. Nothing is assumed of one that is not listed.
struct DomainPolicy {
    bool ignoreDots = false;
    bool ignoreTag = false;  ///< What follows the first `+`.
    std::string sameAs;      ///< The domain whose addresses and policy these are; empty: its own.
};

/// By normalised domain.
using DomainPolicies = std::map<std::string, DomainPolicy, std::less<>>;

/// The identifier type `email`: a mailbox of RFC 5321 with the internationalised forms of RFC 6531. Trimmed,
/// NFC, the domain in lower-case A-labels (UTS #46, non-transitional), the local part case-folded and without
/// quotes that it does not need. Local part at most 64 bytes, the whole at most 254, both before folding.
class AddressNormalizer final : public sdk::IdentifierSource {
public:
    explicit AddressNormalizer(DomainPolicies policies) : policies_(std::move(policies)) {}

    [[nodiscard]] sdk::Outcome<std::string> normalize(std::string_view given) const override;

private:
    DomainPolicies policies_;
};

/// A domain in lower-case A-labels, without a dot at its end; empty if it can't be one.
[[nodiscard]] std::string normalizeDomain(std::string_view domain);

/// The address of `Ann Example <ann@example.com>`; a text without angle brackets as it is.
[[nodiscard]] std::string_view addressIn(std::string_view mailbox);

}  // namespace kith::email
