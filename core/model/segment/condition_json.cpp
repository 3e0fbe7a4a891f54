// SPDX-License-Identifier: Apache-2.0
#include "core/model/segment/condition_json.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/field_input.hpp"
#include "core/model/json.hpp"
#include "core/model/segment/activity_json.hpp"
#include "core/model/segment/choice_json.hpp"
#include "core/model/segment/comparison_json.hpp"
#include "core/model/vocabulary.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

constexpr std::string_view kTags = "tags";
constexpr Names<ConditionGroup::Kind, 3> kGroups{{"all", "any", "none"}};
constexpr Names<Role, 3> kRoles{{"identifying", "shared", "claimed"}};
constexpr Names<Attribute, 5> kAttributes{
    {"created_at", "updated_at", "source_type", "source_name", "known"}};
/// By one of which a condition is known.
constexpr std::array<std::string_view, 10> kHeads{"all",          "any", "none",    "field",    "identifier",
                                                  "subscription", "tag", "profile", "activity", "segment"};

constexpr Operators kIdentifierOperators{Operator::Equals, Operator::OneOf, Operator::StartsWith,
                                         Operator::Contains};
constexpr Operators kTextOperators{Operator::Equals, Operator::NotEquals, Operator::OneOf,
                                   Operator::StartsWith, Operator::Contains};
constexpr Operators kTimeOperators{Operator::Less, Operator::Greater, Operator::Between,
                                   Operator::InLastDays};
constexpr Operators kBooleanOperators{Operator::Equals};

class ConditionReader {
public:
    ConditionReader(const Catalogue& catalogue, Findings& findings)
        : catalogue_(catalogue),
          definitions_(catalogue.definitions()),
          findings_(findings),
          reader_(findings, base::Time::max()) {}

    std::optional<Condition> read(const json& value, const Where& where, std::size_t depth);

private:
    using Read = std::optional<Condition>;

    void wrong(const Where& where, std::string_view code, std::string detail) {
        findings_.wrong(where, code, std::move(detail));
    }
    std::optional<std::string_view> headOf(const json& value, const Where& where);
    Read group(ConditionGroup::Kind kind, const json& value, const Where& where, std::size_t depth);
    Read leaf(std::string_view head, const json& value, const Where& where);
    Read field(const json& value, const Where& where);
    Read tag(const json& value, const Where& where);
    Read identifier(const json& value, const Where& where);
    Read subscription(const json& value, const Where& where);
    Read profile(const json& value, const Where& where);
    Read segment(const json& value, const Where& where);
    const FieldDefinition* fieldOf(std::string_view key, const Where& where);
    std::optional<FieldValue> fieldValue(const FieldDefinition& field, Operator is, const json& value,
                                         const Where& where);
    std::optional<FieldValue> identifierValue(const std::string& type, Operator is, const json& value,
                                              const Where& where);

    const Catalogue& catalogue_;
    std::shared_ptr<const Definitions> definitions_;
    Findings& findings_;
    Reader reader_;
    std::size_t leaves_ = 0;
};

std::optional<std::string_view> ConditionReader::headOf(const json& value, const Where& where) {
    std::optional<std::string_view> head;
    bool several = false;
    if (value.is_object()) {
        for (const auto each : kHeads) {
            if (memberOf(value, each) == nullptr) continue;
            several = several || head;
            head = each;
        }
    }
    if (head && !several) return head;
    std::string heads;
    for (const auto each : kHeads) heads.append(heads.empty() ? "" : ", ").append(each);
    wrong(where, "invalid_condition", "must be an object with exactly one of: " + heads);
    return std::nullopt;
}

ConditionReader::Read ConditionReader::read(const json& value, const Where& where, std::size_t depth) {
    const auto head = headOf(value, where);
    if (!head) return std::nullopt;
    if (const auto kind = kGroups.find(*head)) return group(*kind, value, where, depth);
    if (++leaves_ == bounds::kConditionLeaves + 1) {
        wrong(where, "too_many", "at most " + std::to_string(bounds::kConditionLeaves) + " conditions");
    }
    return leaves_ > bounds::kConditionLeaves ? std::nullopt : leaf(*head, value, where);
}

ConditionReader::Read ConditionReader::group(ConditionGroup::Kind kind, const json& value, const Where& where,
                                             std::size_t depth) {
    const auto name = kGroups.of(kind);
    const Where at(where, name);
    if (depth == bounds::kConditionDepth) {
        wrong(where, "too_deep",
              "at most " + std::to_string(bounds::kConditionDepth) + " groups within each other");
        return std::nullopt;
    }
    if (!reader_.object(value, where, {name})) return std::nullopt;
    const auto& children = *memberOf(value, name);
    if (!reader_.array(children, at, bounds::kConditionLeaves)) return std::nullopt;
    if (children.empty()) {
        wrong(at, "empty", "must hold at least one condition");
        return std::nullopt;
    }
    ConditionGroup read{kind, {}};
    std::size_t index = 0;
    for (const auto& child : children) {
        if (auto condition = this->read(child, {at, index++}, depth + 1)) {
            read.children.push_back(*std::move(condition));
        }
    }
    if (read.children.size() != children.size()) return std::nullopt;
    return Condition{std::move(read)};
}

ConditionReader::Read ConditionReader::leaf(std::string_view head, const json& value, const Where& where) {
    if (head == "field") return field(value, where);
    if (head == "tag") return tag(value, where);
    if (head == "identifier") return identifier(value, where);
    if (head == "subscription") return subscription(value, where);
    if (head == "profile") return profile(value, where);
    if (head == "segment") return segment(value, where);
    auto activity = readActivity(value, where, findings_);
    return activity ? Read(Condition{*std::move(activity)}) : std::nullopt;
}

/// Null, and found to be wrong, if there is none by which people are looked for.
const FieldDefinition* ConditionReader::fieldOf(std::string_view key, const Where& where) {
    const auto* field = definitions_->field(key);
    if (field == nullptr) {
        wrong(where, "unknown_field", std::string(whyNoField(key)));
    } else if (field->archived) {
        wrong(where, "archived_field", "the field is archived, and nobody is looked for by it");
    } else if (!field->indexed) {
        wrong(where, "not_indexed", "people are not to be looked for by this field: it is not `indexed`");
    } else {
        return field;
    }
    return nullptr;
}

/// What is compared with a whole value is checked and normalised as that is.
std::optional<FieldValue> ConditionReader::fieldValue(const FieldDefinition& field, Operator is,
                                                      const json& value, const Where& where) {
    const bool isPart = is == Operator::StartsWith || (is == Operator::Contains && !field.isSet);
    if (isPart) return readText(is, value, where, findings_);
    if (value.is_structured() || value.is_null()) {
        wrong(where, "wrong_type", "must be text, a number, true or false");
        return std::nullopt;
    }
    if (value.is_number() && !readNumber(value, where, findings_)) return std::nullopt;
    const JsonFieldInput input(value);
    if (input.tooLong()) {
        wrong(where, "too_long", "the value is too long for a field");
        return std::nullopt;
    }
    auto stored = field.validator->validate(input.get());
    if (auto* good = std::get_if<FieldValue>(&stored)) return std::move(*good);
    auto& why = std::get<Invalid>(stored);
    wrong(where, why.code, std::move(why.detail));
    return std::nullopt;
}

ConditionReader::Read ConditionReader::field(const json& value, const Where& where) {
    if (!reader_.object(value, where, {"field", "is", "value", "values", "from", "to", "days"}))
        return std::nullopt;
    const auto key = reader_.requiredText(value, where, "field", bounds::kKey);
    if (!key) return std::nullopt;
    const auto* field = fieldOf(*key, {where, "field"});
    if (field == nullptr) return std::nullopt;
    auto comparison = readComparison(
        value, where, field->operators,
        [&](Operator is, const json& constant, const Where& at, Findings&) {
            return fieldValue(*field, is, constant, at);
        },
        findings_);
    if (!comparison) return std::nullopt;
    return Condition{FieldCondition{std::string(*key), field->kind, field->isSet, *std::move(comparison)}};
}

/// Short for a set that contains it.
ConditionReader::Read ConditionReader::tag(const json& value, const Where& where) {
    if (!reader_.object(value, where, {"tag"})) return std::nullopt;
    const auto* field = fieldOf(kTags, {where, "tag"});
    if (field == nullptr) return std::nullopt;
    auto tag = fieldValue(*field, Operator::Contains, *memberOf(value, "tag"), {where, "tag"});
    if (!tag) return std::nullopt;
    return Condition{
        FieldCondition{std::string(kTags), field->kind, true, {Operator::Contains, {*std::move(tag)}}}};
}

std::optional<FieldValue> ConditionReader::identifierValue(const std::string& type, Operator is,
                                                           const json& value, const Where& where) {
    auto text = readText(is, value, where, findings_);
    if (!text || is == Operator::StartsWith || is == Operator::Contains) return text;
    auto normalized = catalogue_.source(type)->normalize(type, text->text);
    if (auto* why = std::get_if<Invalid>(&normalized)) {
        wrong(where, why->code, std::move(why->detail));
        return std::nullopt;
    }
    return FieldValue{ValueKind::Text, 0, std::get<std::string>(std::move(normalized))};
}

ConditionReader::Read ConditionReader::identifier(const json& value, const Where& where) {
    if (!reader_.object(value, where,
                        {"identifier", "is", "value", "values", "from", "to", "days", "role", "state"}))
        return std::nullopt;
    const auto type = reader_.requiredText(value, where, "identifier", bounds::kIdentifierType);
    if (!type) return std::nullopt;
    if (catalogue_.source(*type) == nullptr) {
        wrong({where, "identifier"}, "unknown_type", "there is no such type of identifier");
        return std::nullopt;
    }
    IdentifierCondition read{std::string(*type), {}, {}, {}};
    bool good = readChoices(value, where, "role", kRoles, read.roles, findings_);
    good = readChoices(value, where, "state", kEndpointStates, read.states, findings_) && good;
    const bool compares = std::ranges::any_of(
        kComparisonMembers, [&](auto member) { return memberOf(value, member) != nullptr; });
    if (compares) {
        read.value = readComparison(
            value, where, kIdentifierOperators,
            [&](Operator is, const json& constant, const Where& at, Findings&) {
                return identifierValue(read.type, is, constant, at);
            },
            findings_);
        good = good && read.value;
    }
    return good ? Read(Condition{std::move(read)}) : std::nullopt;
}

ConditionReader::Read ConditionReader::subscription(const json& value, const Where& where) {
    if (!reader_.object(value, where, {"subscription", "state"})) return std::nullopt;
    const auto key = reader_.requiredText(value, where, "subscription", bounds::kKey);
    if (!key) return std::nullopt;
    const auto* category = definitions_->category(*key);
    if (category == nullptr) {
        wrong({where, "subscription"}, "unknown_category", "there is no such subscription category");
        return std::nullopt;
    }
    if (category->archived) {
        wrong({where, "subscription"}, "archived_category",
              "the category is archived, and nobody is looked for by it");
        return std::nullopt;
    }
    SubscriptionCondition read{std::string(*key), category->subscribedByDefault, {}};
    if (!readChoices(value, where, "state", kSubscriptionStates, read.states, findings_)) return std::nullopt;
    if (read.states.empty()) read.states.push_back(SubscriptionState::Subscribed);
    return Condition{std::move(read)};
}

ConditionReader::Read ConditionReader::profile(const json& value, const Where& where) {
    if (!reader_.object(value, where, {"profile", "is", "value", "values", "from", "to", "days"}))
        return std::nullopt;
    const auto name = reader_.requiredText(value, where, "profile", bounds::kKey);
    if (!name) return std::nullopt;
    const auto attribute = kAttributes.find(*name);
    if (!attribute) {
        wrong({where, "profile"}, "invalid_value", mustBeOneOf(kAttributes.names));
        return std::nullopt;
    }
    const bool isText = *attribute == Attribute::SourceType || *attribute == Attribute::SourceName;
    auto comparison = isText ? readComparison(value, where, kTextOperators, readText, findings_)
                      : *attribute == Attribute::Known
                          ? readComparison(value, where, kBooleanOperators, readBoolean, findings_)
                          : readComparison(value, where, kTimeOperators, readTime, findings_);
    if (!comparison) return std::nullopt;
    return Condition{ProfileCondition{*attribute, *std::move(comparison)}};
}

ConditionReader::Read ConditionReader::segment(const json& value, const Where& where) {
    if (!reader_.object(value, where, {"segment"})) return std::nullopt;
    const auto key = reader_.requiredText(value, where, "segment", bounds::kKey);
    if (!key) return std::nullopt;
    if (!isSegmentKey(*key)) {
        wrong({where, "segment"}, "invalid_value", "is not the id of a segment");
        return std::nullopt;
    }
    return Condition{SegmentCondition{std::string(*key)}};
}

void collectNamed(const json& condition, std::string_view head, const Where& where, std::size_t depth,
                  std::vector<NamedPlace>& named) {
    if (!condition.is_object()) return;
    const auto* key = memberOf(condition, head);
    if (key != nullptr && key->is_string())
        named.push_back({Where(where, head).pointer(), key->get<std::string>()});
    for (const auto kind : kGroups.names) {
        const auto* children = memberOf(condition, kind);
        if (children == nullptr || !children->is_array() || depth == bounds::kConditionDepth) continue;
        const Where at(where, kind);
        std::size_t index = 0;
        for (const auto& child : *children) collectNamed(child, head, {at, index++}, depth + 1, named);
    }
}

json write(const ConditionGroup& group) {
    json children = json::array();
    for (const auto& child : group.children) children.push_back(conditionToJson(child));
    return {{kGroups.of(group.kind), std::move(children)}};
}

json write(const FieldCondition& field) {
    if (field.field == kTags && field.comparison.is == Operator::Contains) {
        return {{"tag", field.comparison.values[0].toJson()}};
    }
    json object{{"field", field.field}};
    writeComparison(object, field.comparison);
    return object;
}

json write(const IdentifierCondition& identifier) {
    json object{{"identifier", identifier.type}};
    if (identifier.value) writeComparison(object, *identifier.value);
    writeChoices(object, "role", kRoles, identifier.roles);
    writeChoices(object, "state", kEndpointStates, identifier.states);
    return object;
}

json write(const SubscriptionCondition& subscription) {
    json object{{"subscription", subscription.category}};
    writeChoices(object, "state", kSubscriptionStates, subscription.states);
    return object;
}

json write(const ProfileCondition& profile) {
    json object{{"profile", kAttributes.of(profile.attribute)}};
    writeComparison(object, profile.comparison);
    return object;
}

json write(const ActivityCondition& activity) {
    return activityToJson(activity);
}

json write(const SegmentCondition& segment) {
    return {{"segment", segment.segment}};
}

}  // namespace

std::optional<Condition> readCondition(const json& value, const Where& where, const Catalogue& catalogue,
                                       Findings& findings) {
    if (!hasNoNulls(value, where, findings)) return std::nullopt;
    return ConditionReader(catalogue, findings).read(value, where, 0);
}

Condition parseCondition(std::string_view text, const Catalogue& catalogue) {
    Findings findings;
    const auto value = parseJson(text);
    auto condition = readCondition(value, {}, catalogue, findings);
    if (findings.isWrong() || !condition) throw findings.takeError();
    return *std::move(condition);
}

json conditionToJson(const Condition& condition) {
    return std::visit([](const auto& node) { return write(node); }, condition.node);
}

std::vector<NamedPlace> namedIn(const json& condition, std::string_view head) {
    std::vector<NamedPlace> named;
    collectNamed(condition, head, {}, 0, named);
    return named;
}

bool isSegmentKey(std::string_view key) noexcept {
    const auto isAlphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !key.empty() && key.size() <= bounds::kKey && key != "preview" && isAlphanumeric(key.front()) &&
           std::ranges::all_of(key,
                               [&](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

}  // namespace kith::model
