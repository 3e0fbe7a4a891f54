// SPDX-License-Identifier: Apache-2.0
#include "tests/property/plain_segments.hpp"

#include <algorithm>
#include <utility>

#include "tests/property/plain_days.hpp"

namespace kith::test {
namespace {

using Json = nlohmann::json;

/// Of a date, or of a moment.
bool isAround(const std::string& value, const Json& condition, const std::string& zone, int minute) {
    constexpr std::size_t kDateSize = 10;
    const std::string is = condition["is"];
    const int days = condition.value("days", 0);
    const int today = dayIn(zone, minute);
    if (is == "anniversary") {
        for (int day = today; day <= today + days; ++day) {
            if (isCelebrated(value, day)) return true;
        }
        return false;
    }
    const bool isPast = is == "in_last_days";
    if (value.size() == kDateSize) {
        const int first = isPast ? today - days : today;
        const int last = isPast ? today : today + days;
        return value >= dateOf(first) && value <= dateOf(last);
    }
    if (isPast) return value >= momentOf(startIn(zone, today - days)) && value <= momentOf(minute);
    return value >= momentOf(minute) && value < momentOf(startIn(zone, today + days + 1));
}

bool isRelative(const Json& condition) {
    const std::string is = condition["is"];
    return is == "in_last_days" || is == "in_next_days" || is == "anniversary";
}

}  // namespace

bool compares(const Json& value, const Json& condition) {
    const std::string is = condition["is"];
    if (is == "known") return !value.is_null();
    if (is == "unknown") return value.is_null();
    if (is == "not_equals") return value != condition["value"];
    if (value.is_null()) return false;
    if (is == "equals") return value == condition["value"];
    if (is == "one_of") {
        return std::ranges::any_of(condition["values"], [&](const Json& each) { return each == value; });
    }
    if (is == "less") return value < condition["value"];
    if (is == "greater") return value > condition["value"];
    if (is == "between") return value >= condition["from"] && value <= condition["to"];
    const std::string text = value;
    const std::string part = condition["value"];
    return is == "starts_with" ? text.starts_with(part) : text.find(part) != std::string::npos;
}

bool isAmong(const std::string& word, const Json& choice) {
    if (!choice.is_array()) return choice == word;
    return std::ranges::any_of(choice, [&](const Json& each) { return each == word; });
}

PlainPeople::PlainPeople(std::map<std::string, Arrival> arrivals) : arrivals_(std::move(arrivals)) {
    for (const auto& [name, arrival] : arrivals_) people_[name] = {name};
}

void PlainPeople::join(const std::string& a, const std::string& b) {
    auto all = people_.at(a);
    all.merge(std::set(people_.at(b)));
    for (const auto& name : all) people_[name] = all;
}

void PlainPeople::part(const Person& one, const Person& other) {
    for (const auto& name : one) people_[name] = one;
    for (const auto& name : other) people_[name] = other;
}

void PlainPeople::hide(const std::string& name) {
    const auto& person = personOf(name);
    hidden_.insert(person.begin(), person.end());
}

void PlainPeople::show(const std::string& name) {
    for (const auto& each : personOf(name)) hidden_.erase(each);
}

const PlainPeople::Person& PlainPeople::personOf(const std::string& name) const {
    return people_.at(name);
}

std::set<std::string> PlainPeople::holding(const Json& condition, int minute) const {
    std::set<std::string> names;
    for (const auto& [name, person] : people_) {
        if (!isHidden(name) && holds(condition, person, minute)) names.insert(name);
    }
    return names;
}

bool PlainPeople::holds(const Json& condition, const Person& person, int minute) const {
    const auto each = [&](const Json& child) { return holds(child, person, minute); };
    if (condition.contains("all")) return std::ranges::all_of(condition["all"], each);
    if (condition.contains("any")) return std::ranges::any_of(condition["any"], each);
    if (condition.contains("none")) return std::ranges::none_of(condition["none"], each);
    if (condition.contains("field")) return fieldHolds(condition, person, minute);
    if (condition.contains("tag")) return tagsOf(person).contains(condition["tag"].get<std::string>());
    if (condition.contains("subscription")) {
        const auto state = subscription(condition["subscription"], person);
        return isAmong(state, condition.value("state", Json("subscribed")));
    }
    if (condition.contains("identifier")) return identifierHolds(condition, person, minute);
    if (condition.contains("profile")) return profileHolds(condition, person, minute);
    if (condition.contains("segment")) return segmentHolds(condition["segment"], person, minute);
    return activityHolds(condition, person, minute);
}

bool PlainPeople::fieldHolds(const Json& condition, const Person& person, int minute) const {
    if (condition["field"] == "tags") return tagsHold(condition, person);
    const auto value = fieldOf(condition["field"], person);
    if (!isRelative(condition)) return compares(value, condition);
    return !value.is_null() && isAround(value, condition, zoneOf(person), minute);
}

bool PlainPeople::tagsHold(const Json& condition, const Person& person) const {
    const auto tags = tagsOf(person);
    const auto has = [&](const Json& tag) { return tags.contains(tag.get<std::string>()); };
    const std::string is = condition["is"];
    if (is == "known") return !tags.empty();
    if (is == "unknown") return tags.empty();
    if (is == "contains") return has(condition["value"]);
    if (is == "one_of") return std::ranges::any_of(condition["values"], has);
    if (is == "all_of") return std::ranges::all_of(condition["values"], has);
    return std::ranges::none_of(condition["values"], has);
}

/// The first of whoever became one person came when the person did.
bool PlainPeople::profileHolds(const Json& condition, const Person& person, int minute) const {
    const Arrival* first = nullptr;
    bool isKnown = false;
    for (const auto& name : person) {
        const auto& arrival = arrivals_.at(name);
        if (first == nullptr || arrival.minute < first->minute) first = &arrival;
        isKnown = isKnown || !arrival.claimed;
    }
    const std::string attribute = condition["profile"];
    if (attribute == "known") return compares(isKnown, condition);
    if (attribute == "source_type") return compares(first->sourceType, condition);
    if (attribute == "source_name") return compares(first->sourceName, condition);
    const auto moment = momentOf(attribute == "updated_at" ? changed_.at(person) : first->minute);
    if (!isRelative(condition)) return compares(moment, condition);
    return isAround(moment, condition, zoneOf(person), minute);
}

bool PlainPeople::identifierHolds(const Json& condition, const Person& person, int minute) const {
    if (condition["identifier"] != "email") return false;
    return std::ranges::any_of(person, [&](const std::string& name) {
        if (condition.contains("is") && !compares(name + "@example.com", condition)) return false;
        const std::string role = arrivals_.at(name).claimed ? "claimed" : "identifying";
        if (condition.contains("role") && !isAmong(role, condition["role"])) return false;
        return !condition.contains("state") || isAmong(stateOf(name, minute), condition["state"]);
    });
}

bool PlainPeople::segmentHolds(const std::string& key, const Person& person, int minute) const {
    const auto listed = lists_.find(key);
    if (listed == lists_.end()) return holds(segments_.at(key), person, minute);
    return std::ranges::any_of(person,
                               [&](const std::string& name) { return listed->second.contains(name); });
}

Json PlainPeople::fieldOf(const std::string& field, const Person& person) const {
    const Said* newest = nullptr;
    for (const auto& said : said_) {
        if (said.what != Said::What::Field || said.key != field || !person.contains(said.name)) continue;
        if (newest == nullptr || newest->minute < said.minute) newest = &said;
    }
    return newest == nullptr ? Json() : newest->value;
}

std::string PlainPeople::zoneOf(const Person& person) const {
    const auto zone = fieldOf("time_zone", person);
    return zone.is_null() ? std::string{} : zone.get<std::string>();
}

std::set<std::string> PlainPeople::tagsOf(const Person& person) const {
    std::map<std::string, std::pair<int, bool>> newest;
    for (const auto& said : said_) {
        if (said.what != Said::What::Tag || !person.contains(said.name)) continue;
        auto& known = newest[said.key];
        if (said.minute >= known.first) known = {said.minute, said.value.get<bool>()};
    }
    std::set<std::string> tags;
    for (const auto& [tag, known] : newest) {
        if (known.second) tags.insert(tag);
    }
    return tags;
}

}  // namespace kith::test
