// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/property/plain_model.hpp"

namespace kith::test {

std::vector<const PlainModel::Written*> PlainModel::writtenBy(int live) const {
    std::vector<const Written*> found;
    for (const auto& written : log_) {
        if (liveOf(written.home) == live) found.push_back(&written);
    }
    return found;
}

std::string PlainModel::originOf(int live) const {
    const Written* earliest = nullptr;
    const auto age = [](const Written& written) {
        auto order = written.order(written.item.at);
        std::get<0>(order) = true;
        return order;
    };
    for (const Written* written : writtenBy(live)) {
        if (written->item.edits != 0) continue;
        if (earliest == nullptr || age(*written) < age(*earliest)) earliest = written;
    }
    return std::to_string(earliest->item.at) + " " + earliest->item.source;
}

/// The value of a single field; empty if it has none.
std::string PlainModel::fieldOf(int live, const std::string& key) const {
    std::optional<Order> newest;
    std::string value;
    for (const Written* written : writtenBy(live)) {
        for (const auto& field : written->item.fields) {
            if (field.key != key || !written->factsCount) continue;
            const Order order = written->orderOf(field);
            if (newest && order < *newest) continue;
            newest = order;
            value = field.op == Item::Field::Op::Set ? field.value : "";
        }
    }
    return value;
}

std::string PlainModel::setOf(int live, const std::string& key) const {
    std::optional<Order> cleared;
    std::map<std::string, std::pair<Order, bool>> elements;  // newest statement, and whether it removes
    for (const Written* written : writtenBy(live)) {
        for (const auto& field : written->item.fields) {
            if (field.key != key || !written->factsCount) continue;
            const Order order = written->orderOf(field);
            if (field.op == Item::Field::Op::Clear) {
                if (!cleared || *cleared < order) cleared = order;
                continue;
            }
            const std::pair statement{order, field.op == Item::Field::Op::Remove};
            const auto [element, added] = elements.try_emplace(field.value, statement);
            if (!added && element->second < statement) element->second = statement;
        }
    }
    std::string text;
    for (const auto& [element, statement] : elements) {
        if (!statement.second && !(cleared && statement.first < *cleared)) text += " " + element;
    }
    return text;
}

/// When the values of a field, or their absence, were said that stand now.
std::optional<std::int64_t> PlainModel::fieldDateOf(int live, const std::string& key) const {
    std::map<std::string, Order> newest;  // By element; of a single value there is one without a name.
    for (const Written* written : writtenBy(live)) {
        for (const auto& field : written->item.fields) {
            if (field.key != key || !written->factsCount) continue;
            const bool ofElement = field.op == Item::Field::Op::Add || field.op == Item::Field::Op::Remove;
            const Order order = written->orderOf(field);
            Order& kept = newest.try_emplace(ofElement ? field.value : "", order).first->second;
            kept = std::max(kept, order);
        }
    }
    std::optional<std::int64_t> date;
    for (const auto& [element, order] : newest) date = std::max(date, std::optional{std::get<1>(order)});
    return date;
}

PlainModel::Decision PlainModel::decisionOf(int live, const std::string& category) const {
    const auto offer = [](Decision& best, const char* state, const Order& newer, const Item& item,
                          const Item::Subscription& what) {
        if (best.order && newer <= *best.order) return;
        best = {newer, std::string(state) + " since " + std::to_string(what.at) + " by " + what.by + " of " +
                           item.source + " for " + (what.reason.empty() ? "-" : what.reason)};
    };
    Decision left;
    Decision byPerson;
    Decision joined;
    Decision claimed;
    for (const Written* written : writtenBy(live)) {
        const Item& item = written->item;
        for (const auto& what : item.subscriptions) {
            if (what.category != category) continue;
            const Order order = written->order(what.at);
            const bool counts = item.attested || (what.subscribed && written->factsCount);
            if (!counts) continue;
            if (!item.attested) offer(claimed, "pending", order, item, what);
            if (item.attested && !what.subscribed) offer(left, "unsubscribed", order, item, what);
            if (item.attested && what.subscribed) offer(joined, "subscribed", order, item, what);
            if (item.attested && what.subscribed && what.by == "person")
                byPerson.order = std::max(byPerson.order, std::optional{order});
        }
    }
    if (left.order && !(byPerson.order && *left.order < *byPerson.order)) return left;
    return joined.order ? joined : claimed;
}

// --- pictures ---

Person PlainModel::personOf(int live) const {
    Person person;
    person.number = live;
    person.version = versions_.contains(live) ? versions_.at(live) : 0;
    person.known = isKnown(live);
    const auto end = ended_.find(live);
    if (end != ended_.end()) person.life = end->second.erased ? "erased" : "deleted";
    if (person.life == "erased") return person;
    person.origin = originOf(live);
    const auto list = [&](const Entry& entry) {
        std::string text = entry.role + " " + std::to_string(entry.first) + ".." + std::to_string(entry.last);
        if (entry.claim) {
            text += " claim " + std::to_string(std::get<1>(*entry.claim)) + " " + std::get<3>(*entry.claim);
        }
        person.entries[entry.name + " in " + std::to_string(entry.home)] = text;
    };
    for (const Entry* entry : entriesOf(live)) {
        list(*entry);
        if (entry->role == "identifying") person.identifying.insert(entry->name);
    }
    if (end != ended_.end()) {
        for (const auto& listed : end->second.listed) list(listed.entry);
    }
    std::set<std::string> keys;
    std::set<std::string> categories;
    for (const Written* written : writtenBy(live)) {
        for (const auto& field : written->item.fields) keys.insert(field.key);
        for (const auto& each : written->item.subscriptions) categories.insert(each.category);
    }
    for (const auto& key : keys) {
        const auto text = key == "tags" ? setOf(live, key) : fieldOf(live, key);
        if (!text.empty()) person.fields[key] = text;
    }
    for (const auto& category : categories) {
        const auto text = decisionOf(live, category).text;
        if (!text.empty()) person.subscriptions[category] = text;
    }
    for (const auto& activity : activities_) {
        if (liveOf(activity.home) != live) continue;
        person.activities.insert(activity.shown() + activity.history());
        ++person.counters[activity.channel + "/" + activity.kind() + "/" + activity.status()];
    }
    return person;
}

bool PlainModel::isOnlyClaimed(const Name& name) const {
    bool claimed = false;
    for (const auto& entry : entries_) {
        if (entry.name != name) continue;
        if (entry.role != "claimed") return false;
        claimed = true;
    }
    return claimed;
}

Picture PlainModel::picture() const {
    Picture picture;
    picture.pointers = pointers_;
    picture.refusals = refusals_;
    std::set<Name> names;
    for (const auto& entry : entries_) names.insert(entry.name);
    for (const auto& written : log_) {
        for (const auto& ref : written.item.identifiers) names.insert(nameOf(ref));
        for (const auto& each : written.item.endpoints) names.insert(nameOf(each.ref));
        for (const auto& each : written.item.activities) {
            if (each.endpoint) names.insert(nameOf(*each.endpoint));
        }
    }
    for (const auto& name : names) {
        const bool listed = std::any_of(entries_.begin(), entries_.end(),
                                        [&](const Entry& entry) { return entry.name == name; });
        if (listed || !ledgerOf(name).empty())
            picture.endpoints[name] = endpointOf(name, isOnlyClaimed(name));
    }
    for (const auto& [profile, live] : pointers_) {
        if (profile == live) picture.people[live] = personOf(live);
    }
    return picture;
}

std::string PlainModel::statesOf(int live, bool identifying) const {
    std::map<Name, bool> names;
    for (const Entry* entry : entriesOf(live)) names[entry->name] |= entry->role == "identifying";
    std::string text;
    for (const auto& [name, identifies] : names) {
        if (identifies == identifying) text += "|" + name + endpointOf(name, isOnlyClaimed(name));
    }
    return text;
}

/// What is shown of every live profile, apart from last sightings, claim times and histories.
std::map<int, PlainModel::View> PlainModel::views() const {
    std::map<int, View> views;
    for (const auto& [profile, live] : pointers_) {
        if (profile != live) continue;
        const Person person = personOf(live);
        std::string& text = views[live].own;
        text = person.life + person.origin;
        for (const Entry* entry : entriesOf(live)) {
            text += "|" + entry->name + " " + std::to_string(entry->home) + entry->role +
                    std::to_string(entry->first);
        }
        text += statesOf(live, true);
        for (const auto& [key, value] : person.fields) text += "|" + key + "=" + value;
        for (const auto& [key, value] : person.subscriptions) text += "|" + key + "=" + value;
        std::multiset<std::string> activities;
        for (const auto& activity : activities_) {
            if (liveOf(activity.home) == live) activities.insert(activity.shown());
        }
        for (const auto& activity : activities) text += "|" + activity;
        views[live].listed = statesOf(live, false);
    }
    return views;
}

}  // namespace kith::test
