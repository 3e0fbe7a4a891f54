// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// People and conditions on them, without anything of the core: what a condition means, said once more and as
/// simply as possible. Everybody is known by the names of their addresses.
namespace kith::test {

/// What was said of one name at one minute; later ones have greater minutes.
struct Said {
    enum class What { Field, Tag, Subscription, State, Activity };
    What what = What::Field;
    std::string name;
    int minute = 0;
    std::string key;       ///< Field, tag, category, or channel.
    nlohmann::json value;  ///< Of a field, null if it is cleared; of a tag whether it is there; else a word.
    std::string by;        ///< Of a subscription; of an activity its message.
    nlohmann::json properties = nlohmann::json::object();  ///< Of an activity: `frequency` and `session`.
};

class PlainPeople {
public:
    /// Somebody of every name who is nobody else.
    explicit PlainPeople(const std::vector<std::string>& names);

    void say(Said said) { said_.push_back(std::move(said)); }
    /// From now on they are one.
    void join(const std::string& a, const std::string& b);
    [[nodiscard]] const std::set<std::string>& personOf(const std::string& name) const;

    /// The names of those for whom it holds at that minute.
    [[nodiscard]] std::set<std::string> holding(const nlohmann::json& condition, int minute) const;

private:
    using Person = std::set<std::string>;

    [[nodiscard]] bool holds(const nlohmann::json& condition, const Person& person, int minute) const;
    [[nodiscard]] bool fieldHolds(const nlohmann::json& condition, const Person& person) const;
    [[nodiscard]] bool stateHolds(const nlohmann::json& condition, const Person& person) const;
    [[nodiscard]] bool activityHolds(const nlohmann::json& condition, const Person& person, int minute) const;
    /// Of the person and the message, the last one before it; null if there was none.
    [[nodiscard]] const Said* before(const Said& activity, const Person& person) const;
    [[nodiscard]] std::string subscription(const std::string& category, const Person& person) const;
    [[nodiscard]] nlohmann::json fieldOf(const std::string& field, const Person& person) const;
    [[nodiscard]] std::set<std::string> tagsOf(const Person& person) const;

    std::vector<Said> said_;
    std::map<std::string, Person> people_;
};

/// One that PlainPeople understands, with groups up to that depth.
[[nodiscard]] nlohmann::json randomCondition(std::mt19937& random, int depth);

}  // namespace kith::test
