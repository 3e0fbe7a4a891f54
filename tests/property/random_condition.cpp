// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_condition.hpp"

#include <functional>
#include <utility>

#include "tests/property/plain_days.hpp"

namespace kith::test {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const Words kOfText{"equals", "not_equals", "one_of", "starts_with", "contains"};
const Words kOfNumber{"equals", "not_equals", "one_of", "less", "greater", "between", "known", "unknown"};

/// By one of the operators, with constants that are made for it.
Json comparison(std::mt19937& random, const Words& operators, const std::function<Json()>& constant) {
    const auto is = oneOf(random, operators);
    Json made{{"is", is}};
    if (is == "known" || is == "unknown") return made;
    if (is == "one_of" || is == "all_of" || is == "none_of") {
        made["values"] = Json::array({constant(), constant()});
    } else if (is == "between") {
        auto from = constant();
        auto to = constant();
        if (to < from) std::swap(from, to);
        made["from"] = std::move(from);
        made["to"] = std::move(to);
    } else if (is == "anniversary") {
        made["days"] = below(random, 3) * 60;
    } else if (is == "in_last_days" || is == "in_next_days") {
        made["days"] = below(random, 5);
    } else {
        made["value"] = constant();
    }
    return made;
}

Words operatorsOf(const std::string& field) {
    static const Words kOfDate{"equals",  "not_equals", "one_of",       "less",
                               "greater", "between",    "in_last_days", "in_next_days"};
    if (field == "active") return {"equals", "known", "unknown"};
    if (field == "count" || field == "balance") return kOfNumber;
    if (field == "tags") return {"contains", "one_of", "all_of", "none_of", "known", "unknown"};
    auto operators = field == "word" || field == "time_zone" ? kOfText : kOfDate;
    if (field == "born") operators.emplace_back("anniversary");
    operators.emplace_back("known");
    operators.emplace_back("unknown");
    return operators;
}

/// Around those days are many time zones to be asked for, which takes its time: seldom.
Json randomField(std::mt19937& random) {
    const auto field = oneOf(random, {"word", "word", "count", "count", "balance", "balance", "active",
                                      "time_zone", "tags", "tags", "born", "seen"});
    auto condition = comparison(random, operatorsOf(field), [&] {
        return field == "tags" ? Json(oneOf(random, {"x", "y"})) : randomValue(random, field);
    });
    condition["field"] = field;
    return condition;
}

/// One of the words, alone or in a list, perhaps with another one.
void choose(std::mt19937& random, Json& condition, const std::string& member, const Words& words) {
    const auto first = oneOf(random, words);
    if (below(random, 2) == 0) {
        condition[member] = first;
    } else {
        condition[member] = Json::array({first, oneOf(random, words)});
    }
}

Json randomIdentifier(std::mt19937& random) {
    Json condition = Json::object();
    switch (below(random, 4)) {
        case 0:
            condition = comparison(random, {"equals", "one_of"}, [&] {
                return oneOf(random, {"a", "b", "k", "nobody"}) + "@example.com";
            });
            break;
        case 1:
            condition = comparison(random, {"starts_with", "contains"}, [&] {
                return oneOf(random, {"a", "b@", "k", "@example", "%"});
            });
            break;
        default:
            break;
    }
    condition["identifier"] = below(random, 8) == 0 ? "cookie" : "email";
    if (below(random, 3) == 0) choose(random, condition, "role", {"identifying", "claimed", "shared"});
    if (below(random, 3) != 0)
        choose(random, condition, "state",
               {"complained", "blacklisted", "unsubscribed", "blocked", "unconfirmed", "active"});
    return condition;
}

Json randomProfile(std::mt19937& random) {
    Json condition;
    std::string attribute;
    switch (below(random, 4)) {
        case 0:
            attribute = oneOf(random, {"created_at", "updated_at"});
            condition = comparison(random, {"less", "greater", "between", "in_last_days"},
                                   [&] { return momentOf(500 * (below(random, 40) - 26)); });
            break;
        case 1:
            attribute = "source_type";
            condition = comparison(random, kOfText, [&] {
                return oneOf(random, {"form", "import", "api", "o"});
            });
            break;
        case 2:
            attribute = "source_name";
            condition = comparison(random, kOfText, [&] {
                return oneOf(random, {"news", "newsletter", "shop"});
            });
            break;
        default:
            attribute = "known";
            condition = comparison(random, {"equals"}, [&] { return below(random, 2) == 0; });
            break;
    }
    condition["profile"] = attribute;
    return condition;
}

Json randomProperties(std::mt19937& random) {
    Json properties = Json::object();
    const auto price = [&] { return below(random, 8) / 2.0; };
    const auto plan = [&] { return oneOf(random, {"gold", "silver", "go"}); };
    if (below(random, 2) == 0)
        properties["price"] = comparison(random, {"equals", "less", "greater", "between", "known"},
                                         [&] { return Json(price()); });
    if (below(random, 3) == 0)
        properties["plan"] = comparison(random, {"equals", "one_of", "starts_with", "contains", "known"},
                                        [&] { return Json(plan()); });
    if (below(random, 4) == 0) properties["gift"] = below(random, 2) == 0;
    if (below(random, 4) == 0) properties["price"] = "2";
    if (below(random, 4) == 0) properties["basket.size"] = below(random, 3) + 1;
    return properties;
}

/// Of a message or an event, by what it is.
Json randomFacts(std::mt19937& random) {
    Json facts = Json::object();
    if (below(random, 3) == 0) {
        if (below(random, 2) == 0) facts["channel"] = "web";
        if (below(random, 3) == 0) facts["kind"] = "event";
        if (below(random, 2) == 0)
            facts["event"] = comparison(random, {"equals", "one_of", "starts_with", "contains"}, [&] {
                return oneOf(random, {"bought", "left", "b", "t"});
            });
        if (below(random, 2) == 0) facts["properties"] = randomProperties(random);
        return facts;
    }
    if (below(random, 2) == 0) facts["channel"] = oneOf(random, {"email", "widget"});
    if (below(random, 6) == 0) facts["kind"] = "message";
    if (below(random, 3) == 0) choose(random, facts, "status", {"sent", "delivered", "read", "clicked"});
    if (below(random, 3) == 0) facts["reached"] = oneOf(random, {"delivered", "read", "clicked"});
    if (below(random, 5) == 0) facts["message"]["id"] = oneOf(random, {"m1", "m2"});
    if (below(random, 5) == 0)
        facts["message"]["name"] = comparison(random, {"equals", "starts_with", "contains"}, [&] {
            return oneOf(random, {"Hello", "Hello m1", "m2"});
        });
    if (below(random, 2) == 0) {
        facts["repeated"] = {{"kind", oneOf(random, {"frequency", "session", "days"})}};
        if (facts["repeated"]["kind"] == "days") facts["repeated"]["days"] = below(random, 2) + 1;
    }
    return facts;
}

Json randomActivity(std::mt19937& random) {
    Json condition{{"activity", randomFacts(random)}};
    switch (below(random, 4)) {
        case 0:
            condition["within"] = {{"last_days", below(random, 3) + 1}};
            break;
        case 1: {
            const int from = below(random, 4'000);
            condition["within"] = {{"from", momentOf(from)}};
            if (below(random, 2) == 0) condition["within"]["to"] = momentOf(from + 1'000);
            break;
        }
        default:
            break;
    }
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

Json randomSubscription(std::mt19937& random) {
    Json condition{{"subscription", oneOf(random, {"news", "offers", "calls"})}};
    if (below(random, 6) != 0) choose(random, condition, "state", {"subscribed", "unsubscribed", "pending"});
    return condition;
}

}  // namespace

int below(std::mt19937& random, int end) {
    return std::uniform_int_distribution<int>(0, end - 1)(random);
}

std::string oneOf(std::mt19937& random, const Words& words) {
    return words[static_cast<std::size_t>(below(random, static_cast<int>(words.size())))];
}

Json randomValue(std::mt19937& random, const std::string& field) {
    if (field == "word") return oneOf(random, {"a", "ab", "b", "ba"});
    if (field == "time_zone") {
        return oneOf(random,
                     {"Pacific/Honolulu", "Asia/Kolkata", "Pacific/Kiritimati", "Etc/UTC", "Mars/Olympus"});
    }
    if (field == "count") return below(random, 5) - 2;
    if (field == "balance") return (below(random, 9) - 4) / 4.0;
    if (field == "active") return below(random, 2) == 0;
    if (field == "born") {
        if (below(random, 6) == 0) return "2000-02-29";
        const auto date = dateOf(below(random, 10) - 2);
        return below(random, 2) == 0 ? date : "1990" + date.substr(4);
    }
    return momentOf((below(random, 384) - 96) * 30);
}

Json randomCondition(std::mt19937& random, int depth) {
    if (depth > 0 && below(random, 2) == 0) {
        Json children = Json::array();
        for (int i = below(random, 3); i >= 0; --i) children.push_back(randomCondition(random, depth - 1));
        return {{oneOf(random, {"all", "any", "none"}), std::move(children)}};
    }
    switch (below(random, 13)) {
        case 0:
        case 1:
        case 2:
            return randomField(random);
        case 3:
            return {{"tag", oneOf(random, {"x", "y"})}};
        case 4:
        case 5:
        case 6:
            return randomActivity(random);
        case 7:
            return randomSubscription(random);
        case 8:
        case 9:
            return randomIdentifier(random);
        case 10:
        case 11:
            return randomProfile(random);
        default:
            return {{"segment", oneOf(random, {"worded", "listed", "both"})}};
    }
}

}  // namespace kith::test
