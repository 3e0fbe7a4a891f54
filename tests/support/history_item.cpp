// SPDX-License-Identifier: Apache-2.0
#include "tests/support/history_item.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace kith::test {
namespace {

using nlohmann::json;

base::Time timeOf(std::int64_t at) {
    return kHistoryStart + std::chrono::milliseconds{at};
}

std::string textOf(std::int64_t at) {
    return base::formatRfc3339(timeOf(at));
}

json refJson(const Item::Ref& ref) {
    return {{"type", ref.first}, {"value", ref.second}};
}

/// Deterministic, so that equal content has an equal hash; strength doesn't matter here.
model::Hash hashOf(std::string_view text, std::uint64_t seed) {
    model::Hash hash{};
    std::uint64_t state = 1469598103934665603ULL ^ seed;
    for (std::size_t round = 0; round < hash.size(); ++round) {
        for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        hash[round] = static_cast<std::uint8_t>(state >> 56U);
        state += round + 1;
    }
    return hash;
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

json subscriptionsJson(const std::vector<Item::Subscription>& subscriptions) {
    json object = json::object();
    for (const auto& each : subscriptions) {
        json value{{"state", each.subscribed ? "subscribed" : "unsubscribed"},
                   {"by", each.by},
                   {"at", textOf(each.at)}};
        if (!each.reason.empty()) value["reason"] = each.reason;
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

std::optional<std::string> given(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

void addIdentifiers(model::Observation& observation, const Item& item, const model::IdentifierRules& rules) {
    for (const auto& rule : rules.all()) {
        for (const auto& [type, value] : item.identifiers) {
            const model::Identifier identifier{type, value};
            const bool again = std::any_of(observation.identifiers.begin(), observation.identifiers.end(),
                                           [&](const auto& each) { return each.identifier == identifier; });
            if (type == rule.type && !again) observation.identifiers.push_back({identifier, value, &rule});
        }
    }
    for (const auto& [type, value] : item.blocked) observation.blocked.push_back({type, value});
}

void addFields(model::Observation& observation, const Item& item) {
    for (const auto& field : item.fields) {
        using Op = model::FieldWrite::Op;
        const Op op = field.op == Item::Field::Op::Set     ? Op::Set
                      : field.op == Item::Field::Op::Clear ? Op::Clear
                      : field.op == Item::Field::Op::Add   ? Op::Add
                                                           : Op::Remove;
        observation.fields.push_back({field.key, op, {model::ValueKind::Text, 0, field.value}});
    }
}

void addStatements(model::Observation& observation, const Item& item) {
    for (const auto& each : item.subscriptions) {
        observation.subscriptions.push_back({each.category,
                                             each.subscribed,
                                             each.by,
                                             timeOf(each.at),
                                             {},
                                             {},
                                             given(each.reason),
                                             std::nullopt});
    }
    for (const auto& each : item.endpoints) {
        observation.endpoints.push_back({{each.ref.first, each.ref.second},
                                         *model::endpointStateFromName(each.state),
                                         timeOf(each.at),
                                         each.reason,
                                         {},
                                         each.until ? std::optional{timeOf(*each.until)} : std::nullopt});
    }
}

void addActivities(model::Observation& observation, const Item& item) {
    for (const auto& each : item.activities) {
        model::ActivityWrite write;
        write.channel = each.channel;
        write.ownKey = !each.id.empty();
        write.key = write.ownKey ? each.id
                                 : observation.origin->row.text() + "#" +
                                       std::to_string(observation.activities.size());
        write.facts.kind = each.kind == "message" ? model::ActivityKind::Message
                           : each.kind == "event" ? model::ActivityKind::Event
                                                  : model::ActivityKind::Order;
        write.facts.event = given(each.event);
        write.facts.messageId = given(each.messageId);
        write.facts.messageName = given(each.messageName);
        if (each.endpoint)
            write.facts.endpoint = model::Identifier{each.endpoint->first, each.endpoint->second};
        write.status = model::statusFromName(each.status);
        write.at = timeOf(each.at);
        write.reason = each.reason;
        write.machine = each.machine;
        observation.activities.push_back(std::move(write));
    }
}

}  // namespace

const model::IdentifierRules& defaultRules() {
    using enum model::IdentifierClass;
    static const model::IdentifierRules rules{{{"external_id", Unique, 1, 0, ""},
                                               {"email", Linking, 5, 1, "email"},
                                               {"phone", Linking, 5, 2, ""},
                                               {"telegram", Linking, 3, 3, "telegram"},
                                               {"push_token", Moving, 20, 4, "push"},
                                               {"web_push", Moving, 20, 5, "push"},
                                               {"device_id", Moving, 20, 6, ""},
                                               {"cookie", Moving, 100, 7, ""}}};
    return rules;
}

nlohmann::json toJson(const Item& item) {
    json object{{"evidence", item.attested ? "attested" : "claimed"},
                {"observed_at", textOf(item.at)},
                {"source", {{"type", "api"}, {"name", item.source}}}};
    if (!item.id.empty()) object["id"] = item.id;
    object["identifiers"] = json::array();
    for (const auto& ref : item.identifiers) object["identifiers"].push_back(refJson(ref));
    for (const auto& ref : item.blocked) object["identifiers"].push_back(refJson(ref));
    if (!item.fields.empty()) object["fields"] = fieldsJson(item.fields);
    if (!item.subscriptions.empty()) object["subscriptions"] = subscriptionsJson(item.subscriptions);
    if (!item.endpoints.empty()) object["endpoints"] = endpointsJson(item.endpoints);
    if (!item.activities.empty()) object["activities"] = activitiesJson(item.activities);
    return object;
}

model::Observation toObservation(const Item& item, const model::IdentifierRules& rules,
                                 base::IdGenerator& ids) {
    model::Observation observation;
    auto origin = std::make_shared<model::Origin>();
    origin->row = ids.make<base::ObservationId>();
    origin->key = base::KeyId{item.key};
    origin->sourceType = "api";
    origin->sourceName = item.source;
    origin->observationId = item.id;
    origin->contentHash = hashOf(toJson(item).dump(), 0);
    origin->observedAt = timeOf(item.at);
    origin->receivedAt = kHistoryStart;
    origin->attested = item.attested;
    observation.origin = std::move(origin);
    if (!item.id.empty()) {
        observation.idHash = hashOf(item.id, static_cast<std::uint64_t>(item.key));
    }
    addIdentifiers(observation, item, rules);
    addFields(observation, item);
    addStatements(observation, item);
    addActivities(observation, item);
    return observation;
}

}  // namespace kith::test
