// SPDX-License-Identifier: Apache-2.0
#include "tests/support/store_picture.hpp"

#include <algorithm>
#include <sstream>

#include "core/model/endpoint_fold.hpp"
#include "core/model/subscription_fold.hpp"
#include "tests/support/item_observation.hpp"

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
        if (model::isOfSet(field.element)) {
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
    for (const auto& [key, each] : store.retired) {
        if (store.liveOf(key.second) != live) continue;
        const std::string name = nameOf(store.identifierOf(key.first));
        person.entries[name + " in " + std::to_string(numbers.at(key.second))] = entryText(each.entry);
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
    if (store.profiles.at(live).life == identity::Life::Deleted) person.life = "deleted";
    if (store.isErased(live)) {
        person.life = "erased";
        return person;
    }
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
        const auto rows = store.endpoints.find(id);
        const auto entry = store.entries.lower_bound({id, {}});
        const bool listed = entry != store.entries.end() && entry->first.first == id;
        if (!listed && (rows == store.endpoints.end() || rows->second.empty())) continue;
        model::EndpointFold fold;
        if (rows != store.endpoints.end()) {
            for (const auto& [row, current] : rows->second) {
                if (current) fold.add(row);
            }
        }
        picture.endpoints[nameOf(identifier)] = endpointText(fold.view(isOnlyClaimed(store, id), now));
    }
    for (const auto& record : store.refusals) {
        if (store.isErased(record.home)) continue;
        picture.refusals.insert(std::to_string(numbers.at(record.home)) + ": " +
                                std::string(model::refusalCodeName(record.refusal.code)) + " " +
                                nameOf(record.refusal.identifier));
    }
    return picture;
}

}  // namespace kith::test
