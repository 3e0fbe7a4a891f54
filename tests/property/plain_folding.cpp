// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "tests/property/plain_model.hpp"

namespace kith::test {
namespace {

/// By rank.
constexpr std::array kStatuses{"queued",      "sent",   "delayed", "uncertain", "skipped",      "delivered",
                               "undelivered", "closed", "read",    "clicked",   "unsubscribed", "complained"};

int rankOf(const std::string& status) {
    return static_cast<int>(std::find(kStatuses.begin(), kStatuses.end(), status) - kStatuses.begin());
}

}  // namespace

// --- activities ---

std::string PlainModel::Activity::latest(std::string Item::Activity::*member) const {
    const Said* newest = nullptr;
    for (const auto& each : said) {
        if ((each.what.*member).empty()) continue;
        if (newest == nullptr || newest->order <= each.order) newest = &each;
    }
    return newest == nullptr ? "" : newest->what.*member;
}

std::string PlainModel::Activity::kind() const {
    return latest(&Item::Activity::kind);
}

std::string PlainModel::Activity::status() const {
    std::string highest;
    for (const auto& each : said) {
        if (each.what.status.empty() || !each.what.machine.empty()) continue;
        if (highest.empty() || rankOf(each.what.status) > rankOf(highest)) highest = each.what.status;
    }
    return highest;
}

std::int64_t PlainModel::Activity::at() const {
    std::optional<std::int64_t> ofStatus;
    std::optional<std::int64_t> ofAny;
    for (const auto& each : said) {
        if (!ofAny || each.what.at < *ofAny) ofAny = each.what.at;
        if (!each.what.status.empty() && (!ofStatus || each.what.at < *ofStatus)) ofStatus = each.what.at;
    }
    return ofStatus ? *ofStatus : *ofAny;
}

std::string PlainModel::Activity::shown() const {
    std::string text = channel + "/" + (id.empty() ? "#" : id) + " " + kind() + " at " + std::to_string(at());
    const auto give = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) text += " " + name + "=" + value;
    };
    give("event", latest(&Item::Activity::event));
    give("message", latest(&Item::Activity::messageId));
    give("name", latest(&Item::Activity::messageName));
    const Said* named = nullptr;
    for (const auto& each : said) {
        if (each.what.endpoint && (named == nullptr || named->order <= each.order)) named = &each;
    }
    if (named != nullptr) text += " to " + nameOf(*named->what.endpoint);
    if (!status().empty()) text += " " + status();
    return text;
}

std::string PlainModel::Activity::history() const {
    std::set<std::string> rows;
    for (const auto& one : said) {
        if (one.what.status.empty()) continue;
        std::int64_t first = one.what.at;
        std::int64_t last = one.what.at;
        const Said* reason = nullptr;
        for (const auto& other : said) {
            if (other.what.status != one.what.status || other.what.machine != one.what.machine) continue;
            first = std::min(first, other.what.at);
            last = std::max(last, other.what.at);
            if (other.what.reason.empty()) continue;
            if (reason == nullptr || reason->order < other.order) reason = &other;
        }
        rows.insert(one.what.status + one.what.machine + " " + std::to_string(first) + ".." +
                    std::to_string(last) + (reason == nullptr ? "" : " " + reason->what.reason));
    }
    std::string text;
    for (const auto& row : rows) text += "; " + row;
    return text;
}

void PlainModel::note(const Step& step) {
    for (const auto& what : step.item.activities) {
        const auto same = std::find_if(activities_.begin(), activities_.end(), [&](const Activity& each) {
            return !what.id.empty() && each.channel == what.channel && each.id == what.id;
        });
        const Order order = log_.back().order(what.at);
        if (same == activities_.end()) {
            activities_.push_back({what.channel, what.id, step.home, {{what, order}}});
        } else if (step.item.attested || liveOf(same->home) == step.live) {
            same->said.push_back({what, order});
        }
    }
}

// --- fields and subscriptions ---

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
            const Order order = written->order(written->item.at);
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
        const Order order = written->order(written->item.at);
        for (const auto& field : written->item.fields) {
            if (field.key != key || !written->factsCount) continue;
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

std::string PlainModel::subscriptionOf(int live, const std::string& category) const {
    struct Best {
        std::optional<Order> order;
        std::string text;
        void offer(const Order& newer, const Item& item, const Item::Subscription& what) {
            if (order && newer <= *order) return;
            order = newer;
            text = " since " + std::to_string(what.at) + " by " + what.by + " of " + item.source + " for " +
                   (what.reason.empty() ? "-" : what.reason);
        }
    };
    Best left;
    Best byPerson;
    Best joined;
    Best claimed;
    for (const Written* written : writtenBy(live)) {
        for (const auto& what : written->item.subscriptions) {
            if (what.category != category) continue;
            const Order order = written->order(what.at);
            if (!written->item.attested) {
                if (what.subscribed && written->factsCount) claimed.offer(order, written->item, what);
                continue;
            }
            if (!what.subscribed) left.offer(order, written->item, what);
            if (what.subscribed) joined.offer(order, written->item, what);
            if (what.subscribed && what.by == "person") byPerson.offer(order, written->item, what);
        }
    }
    if (left.order && !(byPerson.order && *left.order < *byPerson.order)) return "unsubscribed" + left.text;
    if (joined.order) return "subscribed" + joined.text;
    if (claimed.order) return "pending" + claimed.text;
    return "";
}

// --- pictures ---

Person PlainModel::personOf(int live) const {
    Person person;
    person.number = live;
    person.version = versions_.contains(live) ? versions_.at(live) : 0;
    person.known = isKnown(live);
    person.origin = originOf(live);
    for (const Entry* entry : entriesOf(live)) {
        std::string text =
            entry->role + " " + std::to_string(entry->first) + ".." + std::to_string(entry->last);
        if (entry->claim) {
            text += " claim " + std::to_string(std::get<1>(*entry->claim)) + " " + std::get<3>(*entry->claim);
        }
        person.entries[entry->name + " in " + std::to_string(entry->home)] = text;
        if (entry->role == "identifying") person.identifying.insert(entry->name);
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
        const auto text = subscriptionOf(live, category);
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

/// What is shown of every live profile, apart from last sightings, claim times and histories.
std::map<int, std::string> PlainModel::views() const {
    std::map<int, std::string> views;
    for (const auto& [profile, live] : pointers_) {
        if (profile != live) continue;
        const Person person = personOf(live);
        std::string& text = views[live];
        text = person.origin;
        std::set<Name> names;
        for (const Entry* entry : entriesOf(live)) {
            text += "|" + entry->name + " " + std::to_string(entry->home) + entry->role +
                    std::to_string(entry->first);
            names.insert(entry->name);
        }
        for (const auto& name : names) text += "|" + name + endpointOf(name, false);
        for (const auto& [key, value] : person.fields) text += "|" + key + "=" + value;
        for (const auto& [key, value] : person.subscriptions) text += "|" + key + "=" + value;
        std::multiset<std::string> activities;
        for (const auto& activity : activities_) {
            if (liveOf(activity.home) == live) activities.insert(activity.shown());
        }
        for (const auto& activity : activities) text += "|" + activity;
    }
    return views;
}

}  // namespace kith::test
