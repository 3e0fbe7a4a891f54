// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/error.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

/// Why a value was not taken: a code in snake_case and a sentence.
struct Invalid {
    std::string code;
    std::string detail;
};

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

/// A value of a field as it arrived: exact number tokens, so that no digit is lost.
struct FieldInput {
    enum class Kind { Null, Boolean, Number, Text, Json };
    Kind kind = Kind::Null;
    bool truth = false;
    std::string_view text;  ///< The number token as written, the text, or JSON text; borrowed for the call.
};

/// A field's type with its options applied. Thread-safe.
class FieldValidator {
public:
    virtual ~FieldValidator() = default;
    /// For a set, called once per element.
    [[nodiscard]] virtual std::variant<FieldValue, Invalid> validate(const FieldInput& input) const = 0;
};

/// A kind of field, brought by a plugin. Thread-safe.
class FieldType {
public:
    virtual ~FieldType() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    [[nodiscard]] virtual ValueKind kind() const = 0;
    [[nodiscard]] virtual bool isSet() const = 0;
    /// Throws Error{Configuration} whose violations point into `options`.
    [[nodiscard]] virtual std::unique_ptr<FieldValidator> prepare(const nlohmann::json& options) const = 0;
};

struct FieldDefinition {
    std::string key;  ///< Lower case, digits, `_`, `.`; at most 100 bytes.
    std::string group;
    std::string type;
    ValueKind kind = ValueKind::Text;
    bool isSet = false;
    bool personal = false;
    std::unique_ptr<FieldValidator> validator;
};

struct Category {
    std::string key;
    std::map<std::string, std::string> names;  ///< By language tag.
    std::optional<bool> subscribedByDefault;   ///< None: no default state.
    bool isPublic = true;                      ///< Shown to people, on their preferences page.
};

/// What this deployment knows: identifier types, fields, categories, channels. Built once at the start, then
/// immutable and shared by all threads.
class Catalogue {
public:
    using BlockedValues = std::map<std::string, std::vector<std::string>, std::less<>>;

    /// `blockedValues`: by type, or `*` for every type; compared trimmed and without case, and one that ends
    /// in `*` blocks everything that begins so. Throws Error{Configuration} with a violation per fault: a
    /// rule without a source, a key that is malformed or used twice.
    Catalogue(IdentifierRules rules, std::map<std::string, const IdentifierSource*, std::less<>> sources,
              const BlockedValues& blockedValues, std::vector<FieldDefinition> fields,
              std::vector<Category> categories, std::set<std::string, std::less<>> channels);

    [[nodiscard]] const IdentifierRules& rules() const noexcept { return rules_; }
    /// The source of a type. Null if there is none.
    [[nodiscard]] const IdentifierSource* source(std::string_view type) const noexcept;
    /// Whether a value (trimmed, without case) never identifies: the core's list, the source's, the
    /// deployment's.
    [[nodiscard]] bool isBlocked(std::string_view type, std::string_view value) const;
    [[nodiscard]] const FieldDefinition* field(std::string_view key) const noexcept;
    [[nodiscard]] const std::vector<FieldDefinition>& fields() const noexcept { return fields_; }
    [[nodiscard]] const Category* category(std::string_view key) const noexcept;
    [[nodiscard]] const std::vector<Category>& categories() const noexcept { return categories_; }
    /// The channels that plugins bring, by name.
    [[nodiscard]] const std::set<std::string, std::less<>>& channels() const noexcept { return channels_; }

private:
    /// Folded values and, without their `*`, beginnings.
    struct Blocked {
        std::set<std::string, std::less<>> values;
        std::vector<std::string> beginnings;
        void add(std::string_view value);
        [[nodiscard]] bool contains(std::string_view folded) const;
    };

    void indexTypes(const BlockedValues& blockedValues, std::vector<base::Violation>& violations);
    void indexKeys(std::vector<base::Violation>& violations);

    IdentifierRules rules_;
    std::map<std::string, const IdentifierSource*, std::less<>> sources_;
    std::map<std::string, Blocked, std::less<>> blocked_;  ///< By type, each with what holds for all.
    std::vector<FieldDefinition> fields_;
    std::vector<Category> categories_;
    std::set<std::string, std::less<>> channels_;
    std::map<std::string_view, const FieldDefinition*, std::less<>> fieldByKey_;
    std::map<std::string_view, const Category*, std::less<>> categoryByKey_;
};

/// Whether a field or a category may be called that: lower-case letters, digits, `_` and `.`, a letter
/// first, at most 100 bytes. Categories may hold `-` too.
[[nodiscard]] bool isFieldKey(std::string_view key) noexcept;
[[nodiscard]] bool isCategoryKey(std::string_view key) noexcept;

/// The fields every deployment has, by the key, type and options of the field types that bring them. All are
/// personal data but the tags.
struct BuiltInField {
    std::string_view key;
    std::string_view group;
    std::string_view type;
    std::string_view options;  ///< JSON.
};
[[nodiscard]] const std::vector<BuiltInField>& builtInFields();

}  // namespace kith::model
