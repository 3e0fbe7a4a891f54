// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/model/operators.hpp"
#include "core/model/subscription.hpp"

/// The condition of a segment as a value: what core/api/segments.md explains. Whoever reads one by
/// readCondition may rely on what its comments say.
namespace kith::model {

/// A comparison with constants, which are in the form in which the other side is stored.
struct Comparison {
    Operator is = Operator::Known;
    /// One; of Between two, the first not above the second; of OneOf, AllOf and NoneOf one or more, each
    /// once; of the others none.
    std::vector<FieldValue> values = {};
    int days = 0;  ///< Of InLastDays, InNextDays and Anniversary.
};

struct FieldCondition {
    std::string field;
    ValueKind kind = ValueKind::Text;
    bool isSet = false;  ///< Then one element is enough, but for AllOf and NoneOf; Contains is of an element.
    Comparison comparison;
};

/// The profile lists an identifier of the type for which all of this holds.
struct IdentifierCondition {
    std::string type;
    std::optional<Comparison> value;    ///< Of the normalised value: Equals, OneOf, StartsWith, Contains.
    std::vector<Role> roles;            ///< Empty: any.
    std::vector<EndpointState> states;  ///< One of them is shown; empty: any.
};

struct SubscriptionCondition {
    std::string category;
    std::optional<bool> subscribedByDefault;  ///< The category's.
    std::vector<SubscriptionState> states;    ///< One or more.
};

/// What a profile says of itself.
enum class Attribute { CreatedAt, UpdatedAt, SourceType, SourceName, Known };

struct ProfileCondition {
    Attribute attribute = Attribute::CreatedAt;
    Comparison comparison;
};

/// A member of an activity's properties. Numbers have the kind Json, and the text of the number.
struct PropertyCondition {
    std::string name;  ///< `.` between the names of objects within each other, of at least one byte each.
    Comparison comparison;
};

/// When an activity was: from `from` on and before `to`, or in the last `lastDays` times 24 hours.
struct ActivityTime {
    std::optional<base::Time> from;
    std::optional<base::Time> to;
    std::optional<int> lastDays;  ///< Then there is neither of the others.
};

/// A session ends after this much idle time.
inline constexpr std::chrono::minutes kSessionIdle{30};

/// A message came again: the one before it, of the same message, channel and person, was not long enough ago.
struct Repetition {
    enum class Kind {
        Frequency,  ///< Than the message's properties allow: `frequency` as the channel widget records it.
        Session,    ///< In the same `session` of the properties, or not longer ago than one is idle.
        Days,       ///< Within `days` times 24 hours.
    };
    Kind kind = Kind::Frequency;
    int days = 0;  ///< 1 or more of Days, else 0.
};

/// The number of the person's activities for which all of this holds is as `atLeast` and `atMost` say.
struct ActivityCondition {
    std::optional<std::string> channel;
    std::optional<ActivityKind> kind;
    std::vector<Status> statuses;   ///< One of them is shown; empty: any, or none.
    std::optional<Status> reached;  ///< The one shown is this or a higher one.
    std::optional<Comparison> event;
    std::optional<Comparison> messageId;
    std::optional<Comparison> messageName;
    std::vector<PropertyCondition> properties;
    std::optional<Repetition> repeated;  ///< Then it is a message; the one before it may be any.
    ActivityTime within;
    bool sameMessage = false;            ///< Activities of one message are counted: those of any that fits.
    std::int64_t atLeast = 1;            ///< 0 only with `atMost`.
    std::optional<std::int64_t> atMost;  ///< Not below `atLeast`.
};

/// The person is in another segment.
struct SegmentCondition {
    std::string segment;  ///< Its key.
};

struct Condition;

struct ConditionGroup {
    enum class Kind { All, Any, None };
    Kind kind = Kind::All;
    std::vector<Condition> children;  ///< One or more.
};

struct Condition {
    std::variant<ConditionGroup, FieldCondition, IdentifierCondition, SubscriptionCondition, ProfileCondition,
                 ActivityCondition, SegmentCondition>
        node;
};

/// The keys of the segments that it names, each once.
[[nodiscard]] std::vector<std::string> segmentsNamedBy(const Condition& condition);

/// The names of a property's objects, and its own.
[[nodiscard]] std::vector<std::string_view> pathOf(std::string_view property);

}  // namespace kith::model
