// SPDX-License-Identifier: Apache-2.0
#include "tests/property/plain_segments.hpp"

#include <algorithm>

namespace kith::test {
namespace {

using Json = nlohmann::json;

constexpr int kMinutesOfDay = 1'440;
constexpr int kIdleMinutes = 30;

int rankOf(const std::string& status) {
    static const std::vector<std::string> kRanks{"sent", "delivered", "read", "clicked"};
    return static_cast<int>(std::ranges::find(kRanks, status) - kRanks.begin());
}

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

}  // namespace

PlainPeople::PlainPeople(const std::vector<std::string>& names) {
    for (const auto& name : names) people_[name] = {name};
}

void PlainPeople::join(const std::string& a, const std::string& b) {
    auto all = people_.at(a);
    all.merge(std::set(people_.at(b)));
    for (const auto& name : all) people_[name] = all;
}

const std::set<std::string>& PlainPeople::personOf(const std::string& name) const {
    return people_.at(name);
}

std::set<std::string> PlainPeople::holding(const Json& condition, int minute) const {
    std::set<std::string> names;
    for (const auto& [name, person] : people_) {
        if (holds(condition, person, minute)) names.insert(name);
    }
    return names;
}

bool PlainPeople::holds(const Json& condition, const Person& person, int minute) const {
    const auto each = [&](const Json& child) { return holds(child, person, minute); };
    if (condition.contains("all")) return std::ranges::all_of(condition["all"], each);
    if (condition.contains("any")) return std::ranges::any_of(condition["any"], each);
    if (condition.contains("none")) return std::ranges::none_of(condition["none"], each);
    if (condition.contains("field")) return fieldHolds(condition, person);
    if (condition.contains("subscription")) {
        const auto state = subscription(condition["subscription"], person);
        return state == condition["state"].get<std::string>();
    }
    if (condition.contains("identifier")) return stateHolds(condition, person);
    return activityHolds(condition, person, minute);
}

bool PlainPeople::fieldHolds(const Json& condition, const Person& person) const {
    if (condition["field"] != "tags") return compares(fieldOf(condition["field"], person), condition);
    const auto tags = tagsOf(person);
    const auto has = [&](const Json& tag) { return tags.contains(tag.get<std::string>()); };
    const std::string is = condition["is"];
    if (is == "contains") return has(condition["value"]);
    if (is == "one_of") return std::ranges::any_of(condition["values"], has);
    if (is == "all_of") return std::ranges::all_of(condition["values"], has);
    return std::ranges::none_of(condition["values"], has);
}

Json PlainPeople::fieldOf(const std::string& field, const Person& person) const {
    Json value;
    int newest = -1;
    for (const auto& said : said_) {
        if (said.what != Said::What::Field || said.key != field || !person.contains(said.name)) continue;
        if (said.minute <= newest) continue;
        newest = said.minute;
        value = said.value;
    }
    return value;
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

std::string PlainPeople::subscription(const std::string& category, const Person& person) const {
    int left = -1;
    int byPerson = -1;
    bool optedIn = false;
    for (const auto& said : said_) {
        if (said.what != Said::What::Subscription || said.key != category || !person.contains(said.name))
            continue;
        if (said.value == "unsubscribed") {
            left = std::max(left, said.minute);
        } else {
            optedIn = true;
            if (said.by == "person") byPerson = std::max(byPerson, said.minute);
        }
    }
    if (left >= 0 && byPerson <= left) return "unsubscribed";
    if (optedIn) return "subscribed";
    if (category == "offers") return "subscribed";
    return category == "calls" ? "unsubscribed" : "";
}

/// Whoever opts in with an address takes it out of its unsubscription.
bool PlainPeople::stateHolds(const Json& condition, const Person& person) const {
    return std::ranges::any_of(person, [&](const std::string& name) {
        int left = -1;
        int back = -1;
        for (const auto& said : said_) {
            if (said.name != name) continue;
            const bool isOptIn =
                said.what == Said::What::Subscription && said.value == "subscribed" && said.by == "person";
            if (said.what == Said::What::State) left = std::max(left, said.minute);
            if (isOptIn) back = std::max(back, said.minute);
        }
        const bool isOut = left >= 0 && back <= left;
        return condition["state"] == (isOut ? "unsubscribed" : "active");
    });
}

const Said* PlainPeople::before(const Said& activity, const Person& person) const {
    const Said* last = nullptr;
    for (const auto& said : said_) {
        if (said.what != Said::What::Activity || !person.contains(said.name)) continue;
        if (said.key != activity.key || said.by != activity.by || said.minute >= activity.minute) continue;
        if (last == nullptr || last->minute < said.minute) last = &said;
    }
    return last;
}

bool PlainPeople::activityHolds(const Json& condition, const Person& person, int minute) const {
    const auto& facts = condition["activity"];
    std::map<std::string, int> byMessage;
    int count = 0;
    for (const auto& said : said_) {
        if (said.what != Said::What::Activity || !person.contains(said.name)) continue;
        if (facts.contains("channel") && facts["channel"] != said.key) continue;
        if (facts.contains("status") && facts["status"] != said.value) continue;
        if (facts.contains("reached") && rankOf(said.value) < rankOf(facts["reached"])) continue;
        if (facts.contains("message") && facts["message"]["id"] != said.by) continue;
        if (condition.contains("within") &&
            said.minute < minute - condition["within"]["last_days"].get<int>() * kMinutesOfDay)
            continue;
        if (facts.contains("repeated")) {
            const auto* earlier = before(said, person);
            if (earlier == nullptr || !isTooSoon(facts["repeated"], *earlier, said)) continue;
        }
        ++count;
        ++byMessage[said.by];
    }
    const auto times = condition.value("times", Json{{"at_least", 1}});
    const auto fits = [&](int number) {
        return number >= times.value("at_least", 0) && number <= times.value("at_most", number);
    };
    if (!condition.value("same_message", false)) return fits(count);
    return std::ranges::any_of(byMessage, [&](const auto& message) { return fits(message.second); });
}

namespace {

int below(std::mt19937& random, int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random);
}

std::string oneOf(std::mt19937& random, const std::vector<std::string>& words) {
    return words[static_cast<std::size_t>(below(random, static_cast<int>(words.size())))];
}

Json randomField(std::mt19937& random) {
    const auto number = [&] { return below(random, 5) - 2; };
    switch (below(random, 3)) {
        case 0: {
            Json condition{{"field", "word"},
                           {"is", oneOf(random, {"equals", "not_equals", "one_of", "starts_with", "contains",
                                                 "known", "unknown"})}};
            const auto word = oneOf(random, {"a", "ab", "b", "ba"});
            if (condition["is"] == "one_of") {
                condition["values"] = Json::array({word, "c"});
            } else if (condition["is"] != "known" && condition["is"] != "unknown") {
                condition["value"] = word;
            }
            return condition;
        }
        case 1: {
            Json condition{{"field", "count"},
                           {"is", oneOf(random, {"equals", "less", "greater", "between"})}};
            if (condition["is"] == "between") {
                condition["from"] = -number() - 2;
                condition["to"] = 1;
            } else {
                condition["value"] = number();
            }
            return condition;
        }
        default: {
            Json condition{{"field", "tags"},
                           {"is", oneOf(random, {"contains", "one_of", "all_of", "none_of"})}};
            if (condition["is"] == "contains") {
                condition["value"] = oneOf(random, {"x", "y"});
            } else {
                condition["values"] = below(random, 2) == 0 ? Json::array({"x"}) : Json::array({"x", "y"});
            }
            return condition;
        }
    }
}

Json randomActivity(std::mt19937& random) {
    Json facts = Json::object();
    if (below(random, 2) == 0) facts["channel"] = oneOf(random, {"email", "widget"});
    if (below(random, 3) == 0) facts["status"] = oneOf(random, {"sent", "delivered", "read", "clicked"});
    if (below(random, 3) == 0) facts["reached"] = oneOf(random, {"delivered", "read", "clicked"});
    if (below(random, 4) == 0) facts["message"] = {{"id", oneOf(random, {"m1", "m2"})}};
    if (below(random, 2) == 0) {
        facts["repeated"] = {{"kind", oneOf(random, {"frequency", "session", "days"})}};
        if (facts["repeated"]["kind"] == "days") facts["repeated"]["days"] = below(random, 2) + 1;
    }
    Json condition{{"activity", facts}};
    if (below(random, 2) == 0) condition["within"] = {{"last_days", below(random, 3) + 1}};
    switch (below(random, 4)) {
        case 0:
            condition["times"] = {{"at_least", below(random, 3) + 1}};
            break;
        case 1:
            condition["times"] = {{"at_most", below(random, 3)}};
            break;
        case 2:
            condition["times"] = {{"at_least", 1}, {"at_most", below(random, 2) + 1}};
            break;
        default:
            break;
    }
    const bool isAtMost = condition.contains("times") && !condition["times"].contains("at_least");
    if (!isAtMost && below(random, 3) == 0) condition["same_message"] = true;
    return condition;
}

}  // namespace

Json randomCondition(std::mt19937& random, int depth) {
    if (depth > 0 && below(random, 2) == 0) {
        Json children = Json::array();
        for (int i = below(random, 3); i >= 0; --i) children.push_back(randomCondition(random, depth - 1));
        return {{oneOf(random, {"all", "any", "none"}), std::move(children)}};
    }
    switch (below(random, 4)) {
        case 0:
            return randomField(random);
        case 1:
            return randomActivity(random);
        case 2:
            return {{"subscription", oneOf(random, {"news", "offers", "calls"})},
                    {"state", oneOf(random, {"subscribed", "unsubscribed"})}};
        default:
            return {{"identifier", "email"}, {"state", oneOf(random, {"active", "unsubscribed"})}};
    }
}

}  // namespace kith::test
