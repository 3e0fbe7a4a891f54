// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

/// People and what a condition means for them, without anything of the core, said once more and as simply as
/// possible. Everybody is known by the names of their addresses. Minutes are those of plain_days.hpp.
namespace kith::test {

/// What was said of one name at one minute; later ones have greater minutes.
struct Said {
    enum class What { Field, Tag, Subscription, State, Message, Event };
    What what = What::Field;
    std::string name;
    int minute = 0;
    std::string key;       ///< Field, tag, category, reason of a state, or channel.
    nlohmann::json value;  ///< Of a field, null if it is cleared; of a tag whether it is there; else a word.
    std::string by;        ///< Of a subscription and a state; of a message its id; of an event its name.
    nlohmann::json properties = nlohmann::json::object();  ///< Of a message or an event.
    std::optional<int> until = {};                         ///< Of a block.
};

/// How somebody came to be known.
struct Arrival {
    int minute = 0;
    std::string sourceType;
    std::string sourceName;
    bool claimed = false;  ///< And never more; then all that is said of them is.
};

class PlainPeople {
public:
    using Person = std::set<std::string>;  ///< By all names.

    /// Somebody of every name who is nobody else.
    explicit PlainPeople(std::map<std::string, Arrival> arrivals);

    void say(Said said) { said_.push_back(std::move(said)); }
    /// From now on they are one.
    void join(const std::string& a, const std::string& b);
    /// Those of one person who are two people again.
    void part(const Person& one, const Person& other);
    /// From now on the person of that name is not there, or is there again.
    void hide(const std::string& name);
    void show(const std::string& name);
    [[nodiscard]] bool isHidden(const std::string& name) const { return hidden_.contains(name); }
    [[nodiscard]] const Person& personOf(const std::string& name) const;

    /// When the person of that name, as they are now, is shown to have changed last.
    void changed(const std::string& name, int minute) { changed_[personOf(name)] = minute; }

    /// A segment with a condition, and one that lists whoever has one of the names.
    void define(const std::string& key, nlohmann::json condition) { segments_[key] = std::move(condition); }
    void list(const std::string& key, Person names) { lists_[key] = std::move(names); }

    /// The names of those for whom it holds at that minute.
    [[nodiscard]] std::set<std::string> holding(const nlohmann::json& condition, int minute) const;

private:
    [[nodiscard]] bool holds(const nlohmann::json& condition, const Person& person, int minute) const;
    [[nodiscard]] bool fieldHolds(const nlohmann::json& condition, const Person& person, int minute) const;
    [[nodiscard]] bool tagsHold(const nlohmann::json& condition, const Person& person) const;
    [[nodiscard]] bool profileHolds(const nlohmann::json& condition, const Person& person, int minute) const;
    [[nodiscard]] bool identifierHolds(const nlohmann::json& condition, const Person& person,
                                       int minute) const;
    [[nodiscard]] bool segmentHolds(const std::string& key, const Person& person, int minute) const;
    [[nodiscard]] bool activityHolds(const nlohmann::json& condition, const Person& person, int minute) const;
    /// Whether one of the person's activities is counted.
    [[nodiscard]] bool isCounted(const Said& said, const nlohmann::json& condition, const Person& person,
                                 int minute) const;
    /// Of the person and the message, the last one before it; null if there was none.
    [[nodiscard]] const Said* before(const Said& message, const Person& person) const;
    /// Empty if there is none.
    [[nodiscard]] std::string subscription(const std::string& category, const Person& person) const;
    /// The state that the address of a name shows.
    [[nodiscard]] std::string stateOf(const std::string& name, int minute) const;
    [[nodiscard]] nlohmann::json fieldOf(const std::string& field, const Person& person) const;
    /// Empty if it is not known.
    [[nodiscard]] std::string zoneOf(const Person& person) const;
    [[nodiscard]] std::set<std::string> tagsOf(const Person& person) const;

    std::map<std::string, Arrival> arrivals_;
    std::vector<Said> said_;
    std::map<std::string, Person> people_;
    std::map<Person, int> changed_;
    std::set<std::string> hidden_;
    std::map<std::string, nlohmann::json> segments_;
    std::map<std::string, Person> lists_;
};

/// What a comparison says of a value, which is null if there is none.
[[nodiscard]] bool compares(const nlohmann::json& value, const nlohmann::json& condition);
/// Whether a word is the one that is asked for, or one of them.
[[nodiscard]] bool isAmong(const std::string& word, const nlohmann::json& choice);

}  // namespace kith::test
