// SPDX-License-Identifier: Apache-2.0
#include "core/model/segment/activity_json.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/segment/choice_json.hpp"
#include "core/model/segment/comparison_json.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/model/vocabulary.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

constexpr Operators kTextOperators{Operator::Equals, Operator::OneOf, Operator::StartsWith,
                                   Operator::Contains};
constexpr Names<Repetition::Kind, 3> kRepetitions{{"frequency", "session", "days"}};
constexpr Operators kPropertyOperators{Operator::Equals,   Operator::OneOf,   Operator::Less,
                                       Operator::Greater,  Operator::Between, Operator::StartsWith,
                                       Operator::Contains, Operator::Known};

/// Text, or for what can be equal or greater, true, false or a number.
std::optional<FieldValue> readProperty(Operator is, const json& value, const Where& where,
                                       Findings& findings) {
    const bool isOrder = is == Operator::Less || is == Operator::Greater || is == Operator::Between;
    if (is == Operator::Equals && value.is_boolean()) return readBoolean(is, value, where, findings);
    if (isOrder || (is == Operator::Equals && value.is_number())) {
        auto number = readNumber(value, where, findings);
        if (!number) return std::nullopt;
        if (!hasManyDigits(*number)) return FieldValue{ValueKind::Json, 0, *std::move(number)};
        findings.wrong(where, "too_precise", "must have at most 15 digits");
        return std::nullopt;
    }
    if (is != Operator::Equals || value.is_string()) return readText(is, value, where, findings);
    findings.wrong(where, "wrong_type", "must be text, a number, true or false");
    return std::nullopt;
}

bool isPath(std::string_view name) {
    constexpr std::size_t kMaxParts = 5;
    const auto parts = pathOf(name);
    return parts.size() <= kMaxParts && std::ranges::none_of(parts, &std::string_view::empty);
}

class ActivityReader {
public:
    explicit ActivityReader(Findings& findings) : findings_(findings), reader_(findings, base::Time::max()) {}

    std::optional<ActivityCondition> read(const json& object, const Where& where) {
        if (!reader_.object(object, where, {"activity", "times", "within", "same_message"}))
            return std::nullopt;
        ActivityCondition read;
        readFacts(*memberOf(object, "activity"), {where, "activity"}, read);
        if (const auto* times = memberOf(object, "times")) readTimes(*times, {where, "times"}, read);
        if (const auto* within = memberOf(object, "within"))
            readWithin(*within, {where, "within"}, read.within);
        read.sameMessage = reader_.flag(object, where, "same_message").value_or(false);
        if (read.sameMessage && read.atLeast == 0) {
            wrong({where, "same_message"}, "unknown_member", "does not belong to `at_most` alone");
        }
        return good_ ? std::optional(std::move(read)) : std::nullopt;
    }

private:
    void wrong(const Where& where, std::string_view code, std::string detail) {
        findings_.wrong(where, code, std::move(detail));
        good_ = false;
    }

    bool object(const json& value, const Where& where, std::initializer_list<std::string_view> known) {
        const bool isObject = reader_.object(value, where, known);
        good_ = good_ && isObject;
        return isObject;
    }

    void readFacts(const json& facts, const Where& where, ActivityCondition& read) {
        if (!object(facts, where,
                    {"channel", "kind", "status", "reached", "event", "message", "properties", "repeated"}))
            return;
        if (const auto channel = reader_.text(facts, where, "channel", bounds::kChannel))
            read.channel = *channel;
        read.kind = choice(facts, where, "kind", kActivityKinds);
        read.reached = choice(facts, where, "reached", kStatuses);
        good_ = readChoices(facts, where, "status", kStatuses, read.statuses, findings_) && good_;
        read.event = comparison(facts, where, "event", kTextOperators, readText);
        if (const auto* message = memberOf(facts, "message")) {
            const Where at(where, "message");
            if (object(*message, at, {"id", "name"})) {
                read.messageId = comparison(*message, at, "id", kTextOperators, readText);
                read.messageName = comparison(*message, at, "name", kTextOperators, readText);
            }
        }
        readProperties(facts, where, read.properties);
        if (const auto* repeated = memberOf(facts, "repeated")) {
            readRepeated(*repeated, {where, "repeated"}, read.repeated.emplace());
            if (read.kind && *read.kind != ActivityKind::Message)
                wrong({where, "kind"}, "invalid_value", "only a `message` comes again");
        }
    }

    void readRepeated(const json& repeated, const Where& where, Repetition& read) {
        if (!object(repeated, where, {"kind", "days"})) return;
        if (memberOf(repeated, "kind") == nullptr) {
            return wrong({where, "kind"}, "required", mustBeOneOf(kRepetitions.names));
        }
        const auto kind = choice(repeated, where, "kind", kRepetitions);
        if (!kind) return;
        read.kind = *kind;
        const bool hasDays = memberOf(repeated, "days") != nullptr;
        if (*kind == Repetition::Kind::Days) {
            if (!hasDays) wrong({where, "days"}, "required", "must be given");
            read.days = days(repeated, where, "days").value_or(0);
        } else if (hasDays) {
            wrong({where, "days"}, "unknown_member", "belongs to `days` alone");
        }
    }

    template <class Choice, std::size_t Count, int First>
    std::optional<Choice> choice(const json& facts, const Where& where, std::string_view member,
                                 const Names<Choice, Count, First>& names) {
        const auto* given = memberOf(facts, member);
        if (given == nullptr) return std::nullopt;
        const auto* text = given->get_ptr<const std::string*>();
        const auto found = text == nullptr ? std::nullopt : names.find(*text);
        if (!found) wrong({where, member}, "invalid_value", mustBeOneOf(names.names));
        return found;
    }

    /// A constant alone is one that is equal.
    std::optional<Comparison> comparison(const json& facts, const Where& where, std::string_view member,
                                         Operators allowed, const ReadConstant& constant) {
        const auto* given = memberOf(facts, member);
        if (given == nullptr) return std::nullopt;
        const Where at(where, member);
        std::optional<Comparison> read;
        if (given->is_object()) {
            const bool isComparison = object(*given, at, {"is", "value", "values", "from", "to", "days"});
            if (isComparison) read = readComparison(*given, at, allowed, constant, findings_);
        } else if (auto value = constant(Operator::Equals, *given, at, findings_)) {
            read = Comparison{Operator::Equals, {*std::move(value)}};
        }
        good_ = good_ && read;
        return read;
    }

    void readProperties(const json& facts, const Where& where, std::vector<PropertyCondition>& read) {
        const auto* properties = memberOf(facts, "properties");
        if (properties == nullptr) return;
        const Where at(where, "properties");
        const auto* members = properties->get_ptr<const json::object_t*>();
        if (members == nullptr) return wrong(at, "wrong_type", "must be an object");
        if (members->size() > bounds::kConditionProperties) {
            return wrong(at, "too_many", "at most " + std::to_string(bounds::kConditionProperties));
        }
        for (const auto& [name, unused] : *members) {
            if (name.size() > bounds::kKey) {
                wrong(at, "too_long", "a name has at most " + std::to_string(bounds::kKey) + " bytes");
            } else if (!isPath(name)) {
                wrong(at, "invalid_value", "a name has 1 to 5 parts of at least one byte, between dots");
            } else if (auto one = comparison(*properties, at, name, kPropertyOperators, readProperty)) {
                read.push_back({name, *std::move(one)});
            }
        }
    }

    std::optional<std::int64_t> count(const json& times, const Where& where, std::string_view member,
                                      std::int64_t least) {
        const auto* given = memberOf(times, member);
        if (given == nullptr) return std::nullopt;
        if (given->is_number_integer() && *given >= least && *given <= bounds::kConditionTimes)
            return given->get<std::int64_t>();
        wrong({where, member}, "out_of_range",
              "must be a whole number from " + std::to_string(least) + " to " +
                  std::to_string(bounds::kConditionTimes));
        return std::nullopt;
    }

    std::optional<int> days(const json& members, const Where& where, std::string_view member) {
        const auto* given = memberOf(members, member);
        if (given == nullptr) return std::nullopt;
        if (given->is_number_integer() && *given >= 1 && *given <= bounds::kConditionDays)
            return given->get<int>();
        wrong({where, member}, "out_of_range",
              "must be a whole number from 1 to " + std::to_string(bounds::kConditionDays));
        return std::nullopt;
    }

    void readTimes(const json& times, const Where& where, ActivityCondition& read) {
        if (!object(times, where, {"at_least", "at_most"})) return;
        const auto least = count(times, where, "at_least", 1);
        read.atMost = count(times, where, "at_most", 0);
        read.atLeast = least.value_or(read.atMost ? 0 : 1);
        if (read.atMost && *read.atMost < read.atLeast) {
            wrong({where, "at_most"}, "out_of_range", "must not be below `at_least`");
        }
    }

    void readWithin(const json& within, const Where& where, ActivityTime& read) {
        if (!object(within, where, {"last_days", "from", "to"})) return;
        read.from = reader_.anyTime(within, where, "from");
        read.to = reader_.anyTime(within, where, "to");
        // Of a time that is wrong the reader told already.
        good_ = good_ && read.from.has_value() == (memberOf(within, "from") != nullptr) &&
                read.to.has_value() == (memberOf(within, "to") != nullptr);
        if (memberOf(within, "last_days") != nullptr) {
            read.lastDays = days(within, where, "last_days");
            if (read.from || read.to)
                wrong(where, "invalid_value", "has either `last_days` or `from` and `to`");
        } else if (read.from && read.to && *read.to <= *read.from) {
            wrong({where, "to"}, "out_of_range", "must be after `from`");
        }
    }

    Findings& findings_;
    Reader reader_;
    bool good_ = true;
};

json propertiesToJson(const std::vector<PropertyCondition>& properties) {
    json object = json::object();
    for (const auto& property : properties) writeComparison(object[property.name], property.comparison);
    return object;
}

json withinToJson(const ActivityTime& within) {
    json object = json::object();
    if (within.lastDays) object["last_days"] = *within.lastDays;
    if (within.from) object["from"] = base::formatRfc3339(*within.from);
    if (within.to) object["to"] = base::formatRfc3339(*within.to);
    return object;
}

json factsToJson(const ActivityCondition& condition) {
    json facts = json::object();
    if (condition.channel) facts["channel"] = *condition.channel;
    if (condition.kind) facts["kind"] = kActivityKinds.of(*condition.kind);
    writeChoices(facts, "status", kStatuses, condition.statuses);
    if (condition.reached) facts["reached"] = kStatuses.of(*condition.reached);
    if (condition.event) writeComparison(facts["event"], *condition.event);
    if (condition.messageId) writeComparison(facts["message"]["id"], *condition.messageId);
    if (condition.messageName) writeComparison(facts["message"]["name"], *condition.messageName);
    if (!condition.properties.empty()) facts["properties"] = propertiesToJson(condition.properties);
    if (const auto& repeated = condition.repeated) {
        facts["repeated"]["kind"] = kRepetitions.of(repeated->kind);
        if (repeated->kind == Repetition::Kind::Days) facts["repeated"]["days"] = repeated->days;
    }
    return facts;
}

}  // namespace

std::optional<ActivityCondition> readActivity(const json& object, const Where& where, Findings& findings) {
    return ActivityReader(findings).read(object, where);
}

json activityToJson(const ActivityCondition& condition) {
    json object{{"activity", factsToJson(condition)}};
    const bool once = condition.atLeast == 1 && !condition.atMost;
    if (!once && condition.atLeast > 0) object["times"]["at_least"] = condition.atLeast;
    if (condition.atMost) object["times"]["at_most"] = *condition.atMost;
    if (auto within = withinToJson(condition.within); !within.empty()) object["within"] = std::move(within);
    if (condition.sameMessage) object["same_message"] = true;
    return object;
}

}  // namespace kith::model
