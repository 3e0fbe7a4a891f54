// SPDX-License-Identifier: Apache-2.0
#include "tests/support/history_item.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace kith::test {
namespace {

using nlohmann::json;

/// Not by the program's own function: what orders by this text must owe it nothing.
std::string textOf(std::int64_t at) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{kHistoryStartMillis + at}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
                  unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    return text.data();
}

json refJson(const Item::Ref& ref) {
    return {{"type", ref.first}, {"value", ref.second}};
}

json fieldsJson(const std::vector<Item::Field>& fields) {
    json object = json::object();
    for (const auto& field : fields) {
        switch (field.op) {
            case Item::Field::Op::Set:
                object[field.key] = field.value;
                break;
            case Item::Field::Op::Clear:
                object[field.key] = nullptr;
                break;
            case Item::Field::Op::Add:
                object[field.key]["add"].push_back(field.value);
                break;
            case Item::Field::Op::Remove:
                object[field.key]["remove"].push_back(field.value);
                break;
        }
    }
    return object;
}

json subscriptionsJson(const Item& item) {
    json object = json::object();
    for (const auto& each : item.subscriptions) {
        json value{{"state", each.subscribed ? "subscribed" : "unsubscribed"},
                   {"by", each.by},
                   {"at", textOf(each.at)}};
        if (!each.reason.empty()) value["reason"] = each.reason;
        if (item.staff && each.subscribed && each.by == "person") value["proof"] = "asked on the phone";
        object[each.category] = std::move(value);
    }
    return object;
}

json endpointsJson(const std::vector<Item::Endpoint>& endpoints) {
    json array = json::array();
    for (const auto& each : endpoints) {
        json value = refJson(each.ref);
        value["state"] = each.state;
        value["at"] = textOf(each.at);
        if (!each.reason.empty()) value["reason"] = each.reason;
        if (each.until) value["until"] = textOf(*each.until);
        if (each.told) value["told"] = true;
        array.push_back(std::move(value));
    }
    return array;
}

json activitiesJson(const std::vector<Item::Activity>& activities) {
    json array = json::array();
    for (const auto& each : activities) {
        json value{{"channel", each.channel}, {"kind", each.kind}, {"at", textOf(each.at)}};
        const auto give = [&](const char* member, const std::string& text) {
            if (!text.empty()) value[member] = text;
        };
        give("id", each.id);
        give("event", each.event);
        give("status", each.status);
        give("machine", each.machine);
        give("reason", each.reason);
        if (!each.messageId.empty()) value["message"]["id"] = each.messageId;
        if (!each.messageName.empty()) value["message"]["name"] = each.messageName;
        if (each.endpoint) value["endpoint"] = refJson(*each.endpoint);
        array.push_back(std::move(value));
    }
    return array;
}

}  // namespace

std::vector<Item::Ref> mentionedBy(const Item& item) {
    auto refs = item.identifiers;
    for (const auto& each : item.endpoints) refs.push_back(each.ref);
    if (item.identity) refs.push_back(*item.identity);
    if (item.decision) refs.push_back(item.decision->ref);
    for (const auto& each : item.activities) {
        if (each.endpoint) refs.push_back(*each.endpoint);
    }
    return refs;
}

nlohmann::json toJson(const Item& item) {
    json object{{"evidence", item.attested ? "attested" : "claimed"},
                {"observed_at", textOf(item.at)},
                {"source", {{"type", item.staff ? "console" : "api"}, {"name", item.source}}}};
    if (!item.id.empty()) object["id"] = item.id;
    if (item.edits != 0) object["edits"] = item.edits;
    if (item.decision) {
        object[item.decision->kind] = {item.decision->first, item.decision->second};
        if (!item.decision->ref.first.empty()) object["identifier"] = refJson(item.decision->ref);
    }
    object["identifiers"] = json::array();
    for (const auto& ref : item.identifiers) object["identifiers"].push_back(refJson(ref));
    for (const auto& ref : item.blocked) object["identifiers"].push_back(refJson(ref));
    if (item.restore) object["restore"] = true;
    if (item.identity) object["identity"] = refJson(*item.identity);
    if (!item.fields.empty()) object["fields"] = fieldsJson(item.fields);
    if (!item.subscriptions.empty()) object["subscriptions"] = subscriptionsJson(item);
    if (!item.endpoints.empty()) object["endpoints"] = endpointsJson(item.endpoints);
    if (!item.activities.empty()) object["activities"] = activitiesJson(item.activities);
    return object;
}

Item statesOf(const Item& item) {
    Item states;
    states.key = item.key;
    states.id = item.id;
    states.source = item.source;
    states.staff = item.staff;
    states.at = item.at;
    states.endpoints = item.endpoints;
    return states;
}

std::string contentHashOf(const Item& item) {
    const std::string text = toJson(item).dump();
    std::string hash(16, '\0');
    std::uint64_t state = 1469598103934665603ULL;
    for (std::size_t round = 0; round < hash.size(); ++round) {
        for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        hash[round] = static_cast<char>(state >> 56U);
        state += round + 1;
    }
    return hash;
}

}  // namespace kith::test
