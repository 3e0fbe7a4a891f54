// SPDX-License-Identifier: Apache-2.0
// What is counted of messages and events.
#include <algorithm>

#include "tests/property/plain_days.hpp"
#include "tests/property/plain_segments.hpp"

namespace kith::test {
namespace {

using Json = nlohmann::json;

constexpr int kMinutesOfDay = 1'440;
constexpr int kIdleMinutes = 30;

int rankOf(const std::string& status) {
    static const std::vector<std::string> kRanks{"sent", "delivered", "read", "clicked"};
    return static_cast<int>(std::ranges::find(kRanks, status) - kRanks.begin());
}

bool isMessage(const Said& said) {
    return said.what == Said::What::Message;
}

bool isActivity(const Said& said) {
    return isMessage(said) || said.what == Said::What::Event;
}

bool isSameSession(const Said& earlier, const Said& later) {
    if (later.minute - earlier.minute <= kIdleMinutes) return true;
    const auto session = later.properties.value("session", "");
    return !session.empty() && earlier.properties.value("session", "") == session;
}

/// Sooner after the earlier one than this allows: of a condition, or as the later one recorded it.
bool isTooSoon(const Json& allowed, const Said& earlier, const Said& later) {
    const auto kind = allowed.value("kind", "unlimited");
    if (kind == "once") return true;
    if (kind == "session") return isSameSession(earlier, later);
    if (kind == "days") return later.minute - earlier.minute < allowed["days"].get<int>() * kMinutesOfDay;
    if (kind == "frequency")
        return isTooSoon(later.properties.value("frequency", Json::object()), earlier, later);
    return false;
}

/// A constant alone is one that is equal. What is of another type is neither equal nor greater.
bool isAsked(const Json& value, const Json& condition) {
    const Json asked = condition.is_object() ? condition : Json{{"is", "equals"}, {"value", condition}};
    const std::string is = asked["is"];
    if (is == "less" || is == "greater" || is == "between")
        return value.is_number() && compares(value, asked);
    if (is == "starts_with" || is == "contains") return value.is_string() && compares(value, asked);
    return compares(value, asked);
}

/// Null if there is none.
Json propertyOf(const Json& properties, const std::string& name) {
    const auto dot = std::min(name.find('.'), name.size());
    const auto found = properties.find(name.substr(0, dot));
    if (found == properties.end()) return {};
    if (dot == name.size()) return *found;
    return found->is_object() ? propertyOf(*found, name.substr(dot + 1)) : Json();
}

bool fits(const Said& said, const Json& facts) {
    if (facts.contains("channel") && facts["channel"] != said.key) return false;
    if (facts.contains("kind") && facts["kind"] != (isMessage(said) ? "message" : "event")) return false;
    if (facts.contains("status") && (!isMessage(said) || !isAmong(said.value, facts["status"]))) return false;
    if (facts.contains("reached") && (!isMessage(said) || rankOf(said.value) < rankOf(facts["reached"])))
        return false;
    if (facts.contains("event") && (isMessage(said) || !isAsked(said.by, facts["event"]))) return false;
    if (facts.contains("message")) {
        const auto& message = facts["message"];
        if (!isMessage(said)) return false;
        if (message.contains("id") && !isAsked(said.by, message["id"])) return false;
        if (message.contains("name") && !isAsked("Hello " + said.by, message["name"])) return false;
    }
    const auto properties = facts.value("properties", Json::object());
    for (const auto& [name, condition] : properties.items()) {
        if (!isAsked(propertyOf(said.properties, name), condition)) return false;
    }
    return true;
}

bool isWithin(int at, const Json& within, int minute) {
    if (within.contains("last_days")) return at >= minute - within["last_days"].get<int>() * kMinutesOfDay;
    if (within.contains("from") && momentOf(at) < within["from"].get<std::string>()) return false;
    return !within.contains("to") || momentOf(at) < within["to"].get<std::string>();
}

}  // namespace

const Said* PlainPeople::before(const Said& message, const Person& person) const {
    const Said* last = nullptr;
    for (const auto& said : said_) {
        if (!isMessage(said) || !person.contains(said.name)) continue;
        if (said.key != message.key || said.by != message.by || said.minute >= message.minute) continue;
        if (last == nullptr || last->minute < said.minute) last = &said;
    }
    return last;
}

bool PlainPeople::isCounted(const Said& said, const Json& condition, const Person& person, int minute) const {
    if (!isActivity(said) || !person.contains(said.name)) return false;
    const auto& facts = condition["activity"];
    if (!fits(said, facts) || !isWithin(said.minute, condition.value("within", Json::object()), minute))
        return false;
    if (condition.value("same_message", false) && !isMessage(said)) return false;
    if (!facts.contains("repeated")) return true;
    if (!isMessage(said)) return false;
    const auto* earlier = before(said, person);
    return earlier != nullptr && isTooSoon(facts["repeated"], *earlier, said);
}

bool PlainPeople::activityHolds(const Json& condition, const Person& person, int minute) const {
    std::map<std::string, int> byMessage;
    int count = 0;
    for (const auto& said : said_) {
        if (!isCounted(said, condition, person, minute)) continue;
        ++count;
        ++byMessage[said.by];
    }
    const auto times = condition.value("times", Json{{"at_least", 1}});
    const auto isAsMany = [&](int number) {
        return number >= times.value("at_least", 0) && number <= times.value("at_most", number);
    };
    if (!condition.value("same_message", false)) return isAsMany(count);
    return std::ranges::any_of(byMessage, [&](const auto& message) { return isAsMany(message.second); });
}

}  // namespace kith::test
