// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/field_type.hpp"
#include "core/model/names.hpp"
#include "core/model/operators.hpp"

namespace kith::model {

/// Texts for people, by language tag (BCP 47).
using Texts = std::map<std::string, std::string>;

inline constexpr Names<MergeRule, 2> kMergeRules{{"latest", "first"}};

struct FieldDefinition {
    std::string key;  ///< Lower case, digits, `_`, `.`; at most 100 bytes.
    std::string group;
    std::string type;
    ValueKind kind = ValueKind::Text;
    bool isSet = false;
    bool personal = false;
    std::unique_ptr<FieldValidator> validator;
    Operators operators = {};  ///< Those that a segment may compare it with.
    bool archived = false;     ///< Takes no values, and shows those that it has in the history alone.
    bool indexed = true;       ///< People may be looked for by it.
    MergeRule mergeRule = MergeRule::Latest;
    bool inUse = true;  ///< Whether it is known that a value of it was ever written.
};

struct Category {
    std::string key;
    Texts names;
    std::optional<bool> subscribedByDefault;  ///< None: no default state.
    Texts descriptions = {};
    bool isPublic = true;                              ///< False: of the organisation alone.
    std::set<std::string, std::less<>> channels = {};  ///< Empty: all of them.
    bool archived = false;

    /// Whether what it is about is sent by that channel.
    [[nodiscard]] bool isFor(std::string_view channel) const {
        return channels.empty() || channels.contains(channel);
    }
};

/// The fields and categories of a deployment as they stood at one moment. Immutable and shared by all
/// threads: another moment has other definitions.
class Definitions {
public:
    Definitions() = default;
    /// `version`: of what they were read from. Throws Error{Configuration} with a violation per key that is
    /// malformed or used twice.
    Definitions(std::int64_t version, std::vector<FieldDefinition> fields, std::vector<Category> categories);
    Definitions(const Definitions&) = delete;
    Definitions& operator=(const Definitions&) = delete;

    [[nodiscard]] std::int64_t version() const noexcept { return version_; }
    /// Null if there is none, which is another thing than an archived one.
    [[nodiscard]] const FieldDefinition* field(std::string_view key) const noexcept;
    [[nodiscard]] const std::vector<FieldDefinition>& fields() const noexcept { return fields_; }
    [[nodiscard]] const Category* category(std::string_view key) const noexcept;
    [[nodiscard]] const std::vector<Category>& categories() const noexcept { return categories_; }

private:
    void indexKeys(std::vector<base::Violation>& violations);

    std::int64_t version_ = 0;
    std::vector<FieldDefinition> fields_;
    std::vector<Category> categories_;
    std::map<std::string_view, const FieldDefinition*, std::less<>> fieldByKey_;
    std::map<std::string_view, const Category*, std::less<>> categoryByKey_;
};

/// Whether a field or a category may be called that: lower-case letters, digits, `_` and `.`, a letter
/// first, at most 100 bytes. Categories may hold `-` too. A group is called as a field is.
[[nodiscard]] bool isFieldKey(std::string_view key) noexcept;
[[nodiscard]] bool isCategoryKey(std::string_view key) noexcept;

/// Whether profiles show something else under that key among their fields: `age`, which is worked out from
/// `birth_date`. No field may be called that.
[[nodiscard]] bool isDerivedField(std::string_view key) noexcept;

/// What whoever names a field that there is not is told.
[[nodiscard]] std::string_view whyNoField(std::string_view key) noexcept;

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
