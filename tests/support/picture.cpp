// SPDX-License-Identifier: Apache-2.0
#include "tests/support/picture.hpp"

#include <algorithm>
#include <sstream>

#include "core/model/endpoint_fold.hpp"
#include "core/model/subscription_fold.hpp"
#include "tests/support/history_item.hpp"

namespace kith::test {
namespace {

std::string timeText(base::Time time) {
    return std::to_string((time - kHistoryStart).count());
}

/// Numbers profiles by their ids, which grow.
std::map<base::ProfileId, int> numbersOf(const MemoryStore& store) {
    std::map<base::ProfileId, int> numbers;
    for (const auto& [id, profile] : store.profiles) numbers[id] = static_cast<int>(numbers.size()) + 1;
    return numbers;
}

std::string entryText(const identity::Entry& entry) {
    std::string text = std::string(model::roleName(entry.role)) + " " + timeText(entry.firstSeen) + ".." +
                       timeText(entry.lastSeen);
    if (entry.claim) text += " claim " + timeText(entry.claim->at) + " " + entry.claim->origin->observationId;
    return text;
}

std::string subscriptionText(const model::SubscriptionView& view) {
    return std::string(model::subscriptionStateName(view.state)) + " since " + timeText(*view.since) +
           " by " + view.by + " of " + view.origin->sourceName + " for " + view.reason.value_or("-");
}

std::string stateText(const model::EndpointStateView& view) {
    std::string text = std::string(model::endpointStateName(view.state)) + "(" + view.reason + ") since " +
                       timeText(view.since);
    if (view.until) text += " until " + timeText(*view.until);
    if (view.lifted) {
        text += " lifted " + timeText(view.lifted->at) + " by " +
                std::string(model::liftedByName(view.lifted->by)) + "(" + view.lifted->reason + ")";
    }
    return text;
}

std::string statusText(const model::StatusRow& row) {
    std::string text = std::string(model::statusName(row.status)) + row.machine + " " + timeText(row.first) +
                       ".." + timeText(row.last);
    if (!row.reason.empty()) text += " " + row.reason;
    return text;
}

std::string activityText(const model::Activity& activity) {
    const auto& facts = activity.facts;
    // A key made from the observation's own id says nothing.
    const bool named = activity.key.find('#') == std::string::npos;
    std::string text = activity.channel + "/" + (named ? activity.key : "#") + " " +
                       std::string(model::activityKindName(facts.kind)) + " at " + timeText(activity.at);
    const auto give = [&](const char* name, const std::optional<std::string>& value) {
        if (value) text += std::string(" ") + name + "=" + *value;
    };
    give("event", facts.event);
    give("message", facts.messageId);
    give("name", facts.messageName);
    if (facts.endpoint) text += " to " + nameOf(*facts.endpoint);
    if (activity.status) text += " " + std::string(model::statusName(*activity.status));
    std::set<std::string> history;
    for (const auto& row : activity.history) history.insert(statusText(row));
    for (const auto& row : history) text += "; " + row;
    return text;
}

void addFields(Person& person, const MemoryStore& store, base::ProfileId home) {
    for (auto row = store.fields.lower_bound({home, "", ""}); row != store.fields.end(); ++row) {
        if (std::get<0>(row->first) != home) break;
        const auto& [field, current] = row->second;
        if (!current || !field.present) continue;
        auto& text = person.fields[field.field];
        if (!field.element.empty()) {
            std::set<std::string> elements;
            std::istringstream words(text);
            for (std::string word; words >> word;) elements.insert(word);
            elements.insert(field.element);
            text.clear();
            for (const auto& element : elements) text += " " + element;
        } else {
            text = text.empty() ? field.value.text : "two rows are current";
        }
    }
}

void addSubscriptions(Person& person, const MemoryStore& store, const std::vector<base::ProfileId>& homes) {
    std::map<std::string, model::SubscriptionFold> folds;
    for (const auto home : homes) {
        const auto rows = store.consents.find(home);
        if (rows == store.consents.end()) continue;
        for (const auto& [row, current] : rows->second) {
            if (current) folds[row.category].add(row);
        }
    }
    for (const auto& [category, fold] : folds) {
        person.subscriptions[category] = subscriptionText(*fold.view(std::nullopt));
    }
}

void addEntries(Person& person, const MemoryStore& store, const std::map<base::ProfileId, int>& numbers,
                base::ProfileId live) {
    for (const auto& [key, entry] : store.entries) {
        if (store.liveOf(key.second) != live) continue;
        const std::string name = nameOf(store.identifierOf(key.first));
        person.entries[name + " in " + std::to_string(numbers.at(key.second))] = entryText(entry);
        if (entry.role == model::Role::Identifying) person.identifying.insert(name);
    }
}

void addCounters(Person& person, const MemoryStore& store, base::ProfileId live) {
    for (const auto& [key, count] : store.counters) {
        const auto& [home, channel, kind, status] = key;
        if (count == 0 || store.liveOf(home) != live) continue;
        const std::string name = channel + "/" + std::string(model::activityKindName(kind)) + "/" +
                                 std::string(model::statusName(static_cast<model::Status>(status)));
        person.counters[name] += count;
    }
}

Person personOf(const MemoryStore& store, const std::map<base::ProfileId, int>& numbers,
                base::ProfileId live) {
    const auto homes = store.homesOf(live);
    Person person;
    person.number = numbers.at(live);
    person.version = store.profiles.at(live).version;
    person.known = store.profiles.at(live).known;
    const model::Origin* earliest = nullptr;
    for (const auto home : homes) {
        const auto* origin = store.profiles.at(home).earliest.get();
        if (earliest == nullptr || compareAge(*origin, *earliest) < 0) earliest = origin;
        addFields(person, store, home);
    }
    person.origin = timeText(earliest->observedAt) + " " + earliest->sourceName;
    addEntries(person, store, numbers, live);
    addSubscriptions(person, store, homes);
    addCounters(person, store, live);
    for (const auto& [key, activity] : store.activities) {
        if (store.liveOf(activity.home) == live) person.activities.insert(activityText(activity));
    }
    return person;
}

bool isOnlyClaimed(const MemoryStore& store, base::IdentifierId id) {
    bool claimed = false;
    for (const auto& [key, entry] : store.entries) {
        if (key.first != id) continue;
        if (entry.role != model::Role::Claimed) return false;
        claimed = true;
    }
    return claimed;
}

std::string endpointText(const model::EndpointView& view) {
    std::string text(model::endpointStateName(view.state));
    for (const auto& state : view.states) text += "; " + stateText(state);
    return text;
}

template <class Range>
std::string joined(const Range& words) {
    std::string text;
    for (const auto& word : words) text += " " + word;
    return text;
}

std::string describe(const Person& person) {
    std::string text = "origin " + person.origin + ", version " + std::to_string(person.version);
    const auto add = [&](const auto& map) {
        for (const auto& [key, value] : map) text += "\n  " + key + " = " + value;
    };
    add(person.entries);
    add(person.fields);
    add(person.subscriptions);
    for (const auto& activity : person.activities) text += "\n  " + activity;
    for (const auto& [key, count] : person.counters) text += "\n  " + key + " x " + std::to_string(count);
    return text;
}

}  // namespace

std::string nameOf(const model::Identifier& identifier) {
    return identifier.type + ":" + identifier.value;
}

Picture pictureOf(const MemoryStore& store, base::Time now) {
    Picture picture;
    const auto numbers = numbersOf(store);
    for (const auto& [id, profile] : store.profiles) {
        picture.pointers[numbers.at(id)] = numbers.at(profile.canonical);
        if (profile.canonical == id) picture.people[numbers.at(id)] = personOf(store, numbers, id);
    }
    for (const auto& [identifier, id] : store.identifiers) {
        model::EndpointFold fold;
        const auto rows = store.endpoints.find(id);
        if (rows != store.endpoints.end()) {
            for (const auto& [row, current] : rows->second) {
                if (current) fold.add(row);
            }
        }
        picture.endpoints[nameOf(identifier)] = endpointText(fold.view(isOnlyClaimed(store, id), now));
    }
    for (const auto& record : store.refusals) {
        picture.refusals.insert(std::to_string(numbers.at(record.home)) + ": " +
                                std::string(model::refusalCodeName(record.refusal.code)) + " " +
                                nameOf(record.refusal.identifier));
    }
    return picture;
}

std::vector<std::string> essenceOf(const Picture& picture) {
    std::vector<std::string> lines;
    for (const auto& [number, person] : picture.people) {
        std::string line = joined(person.identifying);
        for (const auto& [key, value] : person.fields) line += "\n  " + key + " = " + value;
        for (const auto& [key, value] : person.subscriptions) line += "\n  " + key + " = " + value;
        for (const auto& activity : person.activities) line += "\n  " + activity;
        lines.push_back(std::move(line));
    }
    for (const auto& [name, state] : picture.endpoints) lines.push_back("~ " + name + ": " + state);
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::vector<std::string> partitionOf(const Picture& picture) {
    std::vector<std::string> lines;
    for (const auto& [number, person] : picture.people) {
        std::set<std::string> binding;
        for (const auto& name : person.identifying) {
            const auto* rule = defaultRules().find(name.substr(0, name.find(':')));
            if (rule->cls != model::IdentifierClass::Moving) binding.insert(name);
        }
        if (!binding.empty()) lines.push_back(joined(binding));
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

std::string differenceOf(const Picture& a, const Picture& b) {
    if (a.pointers != b.pointers) return "other profiles are merged";
    for (const auto& [number, person] : a.people) {
        if (person == b.people.at(number)) continue;
        return "profile " + std::to_string(number) + " has " + describe(person) + "\nand should have " +
               describe(b.people.at(number));
    }
    const auto list = [](const Picture& picture) {
        std::vector<std::string> lines;
        for (const auto& [name, state] : picture.endpoints) lines.push_back(name + ": " + state);
        lines.insert(lines.end(), picture.refusals.begin(), picture.refusals.end());
        return lines;
    };
    return differenceOf(list(a), list(b));
}

std::string differenceOf(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const auto missing = [](const auto& from, const auto& in) {
        std::string text;
        for (const auto& line : from) {
            if (std::find(in.begin(), in.end(), line) == in.end()) text += "\n" + line;
        }
        return text;
    };
    if (a == b) return {};
    return "this is" + missing(a, b) + "\nand should be" + missing(b, a);
}

}  // namespace kith::test
