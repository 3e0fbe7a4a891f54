// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/identifier.hpp"

/// Profiles that may be one person though no identifier joins them. That is for a person to judge: nothing
/// here merges anybody.
namespace kith::identity {

/// What two profiles agree in, the strongest first. All but the last find candidates.
enum class Agreement {
    Mailbox,         ///< Two addresses that their provider delivers to one mailbox.
    NameAndAddress,  ///< The same words of the name, the same street, and the same postcode or town.
    AddressVariant,  ///< Two addresses that differ in dots or a plus tag, at a provider that may tell them
                     ///< apart.
    PhoneNotation,   ///< One national number under two country codes, or with a zero in front.
    Name,            ///< The same name, which makes other reasons stronger.
};

/// Certainty in percent that an agreement gives when it is the only one.
[[nodiscard]] int pointsOf(Agreement agreement) noexcept;

/// The fields of which a name and an address consist.
inline constexpr std::array<std::string_view, 5> kTraitFields{"first_name", "last_name", "address.street",
                                                              "address.town", "address.postcode"};
using Traits = std::array<std::string, kTraitFields.size()>;  ///< In that order; empty: not known.
/// Null if the field is none of them.
[[nodiscard]] std::string* traitOf(Traits& traits, std::string_view field) noexcept;

/// The types of identifiers that are compared.
inline constexpr std::array<std::string_view, 2> kComparedTypes{"email", "phone"};
[[nodiscard]] bool isCompared(std::string_view type) noexcept;

/// What is compared of a profile: what it lists that is not merely claimed, and what its fields say.
struct Described {
    std::vector<model::Identifier> identifiers;
    Traits traits;
};

/// Equal for two profiles if they agree, and for hardly any others: by it one is found from the other.
struct MatchKey {
    Agreement agreement = Agreement::Mailbox;
    std::int64_t value = 0;

    friend auto operator<=>(const MatchKey&, const MatchKey&) = default;
};

/// A profile has at most so many keys by its identifiers; the others find nobody.
inline constexpr std::size_t kMaxIdentifierKeys = 40;

/// Sorted, each once.
[[nodiscard]] std::vector<MatchKey> identifierKeys(std::span<const model::Identifier* const> identifiers);
[[nodiscard]] std::vector<MatchKey> traitKeys(const Traits& traits);
[[nodiscard]] std::vector<MatchKey> keysOf(const Described& profile);
/// Whether it is one of traitKeys.
[[nodiscard]] bool isOfTraits(Agreement agreement) noexcept;

/// A key that more profiles than this have says nothing: a household, an office, a wrong default.
inline constexpr std::int64_t kMaxHolders = 10;

struct Reason {
    MatchKey key;  ///< Of a name: no key.
    /// The identifiers of the two that agree; null if it is about their fields.
    const model::Identifier* first = nullptr;
    const model::Identifier* second = nullptr;
};

/// Why the two may be one person, the strongest reason first; none if nothing but their names agrees. Two
/// identifiers are one reason, and equal ones are none: one that both list was refused to one of them, which
/// is a conflict. `isEvidence` tells the keys that count. Points into the two.
[[nodiscard]] std::vector<Reason> reasonsFor(const Described& a, const Described& b,
                                             const std::function<bool(MatchKey)>& isEvidence);

/// How certain it is in percent, 1 to 99: each kind of agreement leaves a part of the doubt.
[[nodiscard]] int scoreOf(std::span<const Reason> reasons) noexcept;

}  // namespace kith::identity
