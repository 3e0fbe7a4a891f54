// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/definitions.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

/// Brings one or more identifier types; implemented by plugins, and by the core for `external_id`.
/// Thread-safe.
class IdentifierSource {
public:
    virtual ~IdentifierSource() = default;
    /// The rules of its types before configuration; their `order` ranks the source's own suggestion.
    [[nodiscard]] virtual std::vector<IdentifierRule> types() const = 0;
    /// Values that never identify, beyond the core's list.
    [[nodiscard]] virtual std::vector<std::string> blockedValues(std::string_view type) const = 0;
    /// The normalised value of `given` (valid UTF-8, trimmed by nobody yet), or why it is none.
    [[nodiscard]] virtual std::variant<std::string, Invalid> normalize(std::string_view type,
                                                                       std::string_view given) const = 0;
};

/// What this deployment knows. Its identifier types and channels come with its plugins: they are there from
/// the start and never change. Its fields and categories can be changed while it runs, so whoever asks for
/// them keeps the definitions of that moment for as long as it works with them. Thread-safe.
class Catalogue {
public:
    using BlockedValues = std::map<std::string, std::vector<std::string>, std::less<>>;

    /// `blockedValues`: by type, or `*` for every type; compared trimmed and without case, and one that ends
    /// in `*` blocks everything that begins so. Without `definitions` there are no fields and no categories.
    /// Throws Error{Configuration} with a violation per rule without a source.
    Catalogue(IdentifierRules rules, std::map<std::string, const IdentifierSource*, std::less<>> sources,
              const BlockedValues& blockedValues, std::set<std::string, std::less<>> channels,
              std::shared_ptr<const Definitions> definitions = std::make_shared<const Definitions>());

    /// The same with other fields and categories.
    [[nodiscard]] Catalogue with(std::shared_ptr<const Definitions> definitions) const;

    [[nodiscard]] const IdentifierRules& rules() const noexcept { return rules_; }
    /// The source of a type. Null if there is none.
    [[nodiscard]] const IdentifierSource* source(std::string_view type) const noexcept;
    /// Whether a value (trimmed, without case) never identifies: the core's list, the source's, the
    /// deployment's.
    [[nodiscard]] bool isBlocked(std::string_view type, std::string_view value) const;
    /// The channels that plugins bring, by name.
    [[nodiscard]] const std::set<std::string, std::less<>>& channels() const noexcept { return channels_; }

    /// The fields and categories as they stand now. Never null.
    [[nodiscard]] std::shared_ptr<const Definitions> definitions() const;
    /// Others take their place; whoever works with the former ones goes on with those.
    void define(std::shared_ptr<const Definitions> definitions);

private:
    /// Folded values and, without their `*`, beginnings.
    struct Blocked {
        std::set<std::string, std::less<>> values;
        std::vector<std::string> beginnings;
        void add(std::string_view value);
        [[nodiscard]] bool contains(std::string_view folded) const;
    };

    /// Apart, so that a catalogue can be moved before anybody uses it.
    struct Current {
        mutable std::mutex mutex;
        std::shared_ptr<const Definitions> definitions;  ///< Guarded by the mutex.
    };

    void indexTypes(const BlockedValues& blockedValues, std::vector<base::Violation>& violations);

    IdentifierRules rules_;
    std::map<std::string, const IdentifierSource*, std::less<>> sources_;
    std::map<std::string, Blocked, std::less<>> blocked_;  ///< By type, each with what holds for all.
    std::set<std::string, std::less<>> channels_;
    std::unique_ptr<Current> current_;
};

/// What is said of a type that no source brings: the one that was perhaps meant, else which there are.
[[nodiscard]] std::string noSuchType(const Catalogue& catalogue, std::string_view given);

}  // namespace kith::model
