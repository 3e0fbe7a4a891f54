// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kith::model {

/// How an identifier binds people together; IDENTITY.md's three classes, documented in
/// core/identity/README.md.
enum class IdentifierClass {
    Unique,   ///< Two profiles with different values never merge.
    Linking,  ///< An attested observation carrying values of two profiles merges them.
    Moving,   ///< Goes to the profile seen with it last; never merges two known profiles.
};

/// What an identifier is to one profile that lists it.
enum class Role {
    Identifying,  ///< Finds the profile; at most one profile per value.
    Shared,       ///< Listed and reachable, but does not identify.
    Claimed,      ///< Unconfirmed; finds nobody.
};

/// `unique`, `linking` or `moving`.
[[nodiscard]] std::string_view identifierClassName(IdentifierClass cls) noexcept;
[[nodiscard]] std::optional<IdentifierClass> findIdentifierClass(std::string_view name) noexcept;
[[nodiscard]] std::string_view roleName(Role role) noexcept;

/// A normalised identifier.
struct Identifier {
    std::string type;
    std::string value;

    friend auto operator<=>(const Identifier&, const Identifier&) = default;
};

/// The rules of one identifier type in this deployment: its source's defaults with the configuration over
/// them.
struct IdentifierRule {
    std::string type;
    IdentifierClass cls = IdentifierClass::Moving;
    std::uint32_t limit = 0;  ///< Identifying values per profile, at least 1; 1 for unique types.
    int order = 0;            ///< Matching order over all types; smaller comes first, no two are equal.
    std::string channel;      ///< The channel that can reach it; empty if it is no endpoint.
    /// Of the source's normaliser: another one may make another value of what was given.
    std::uint32_t normalizerVersion = 1;

    /// Whether something can be sent there. Any type may have states; only an address gets links.
    [[nodiscard]] bool isAddress() const noexcept { return !channel.empty(); }
};

/// A rule of a type is found by its name. Immutable once built, so shared between threads freely.
class IdentifierRules {
public:
    IdentifierRules() = default;
    /// Throws Error{Configuration} for two rules of one type or order, a limit of 0, or a unique type whose
    /// limit is not 1.
    explicit IdentifierRules(std::vector<IdentifierRule> rules);

    /// Null if no source brings that type. Valid as long as this object.
    [[nodiscard]] const IdentifierRule* find(std::string_view type) const noexcept;
    /// In matching order.
    [[nodiscard]] const std::vector<IdentifierRule>& all() const noexcept { return rules_; }

private:
    std::vector<IdentifierRule> rules_;
};

}  // namespace kith::model
