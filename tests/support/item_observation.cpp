// SPDX-License-Identifier: Apache-2.0
#include "tests/support/item_observation.hpp"

#include <algorithm>
#include <memory>

#include "core/model/vocabulary.hpp"

namespace kith::test {
namespace {

base::Time timeOf(std::int64_t at) {
    return kHistoryStart + std::chrono::milliseconds{at};
}

model::Hash bytesOf(const std::string& text) {
    model::Hash hash{};
    std::transform(text.begin(), text.end(), hash.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return hash;
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
        const auto rule = field.key == kFirstField ? model::MergeRule::First : model::MergeRule::Latest;
        observation.fields.push_back({field.key, op, {model::ValueKind::Text, 0, field.value}, rule});
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
                                         *model::kEndpointStates.find(each.state),
                                         timeOf(each.at),
                                         each.reason,
                                         {},
                                         each.until ? std::optional{timeOf(*each.until)} : std::nullopt});
        observation.endpoints.back().told = each.told;
    }
}

void addActivities(model::Observation& observation, const Item& item) {
    for (const auto& each : item.activities) {
        model::ActivityWrite write;
        write.channel = each.channel;
        write.key = !each.id.empty() ? each.id
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

/// What the item's identity token vouches for.
std::shared_ptr<const model::Observation> attestationOf(const Item& item, const model::Observation& claim,
                                                        const model::IdentifierRules& rules,
                                                        base::IdGenerator& ids) {
    Item vouched;
    vouched.identifiers.push_back(*item.identity);
    for (const auto& each : claim.identifiers) {
        if (each.rule->cls == model::IdentifierClass::Moving)
            vouched.identifiers.emplace_back(each.identifier.type, each.identifier.value);
    }
    auto attestation = std::make_shared<model::Observation>();
    auto origin = std::make_shared<model::Origin>(*claim.origin);
    origin->row = ids.make<base::ObservationId>();
    origin->attested = true;
    attestation->origin = std::move(origin);
    addIdentifiers(*attestation, vouched, rules);
    return attestation;
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

model::Observation toObservation(const Item& item, const model::IdentifierRules& rules,
                                 base::IdGenerator& ids, base::Time receivedAt) {
    model::Observation observation;
    auto origin = std::make_shared<model::Origin>();
    origin->row = ids.make<base::ObservationId>();
    origin->key = base::KeyId{item.key};
    origin->sourceType = item.staff ? "console" : "api";
    origin->sourceName = item.source;
    origin->observationId = item.id;
    origin->contentHash = bytesOf(contentHashOf(item));
    origin->observedAt = timeOf(item.at);
    origin->receivedAt = receivedAt;
    origin->attested = item.attested;
    observation.origin = std::move(origin);
    if (!item.id.empty()) {
        Item named;
        named.id = item.id;
        observation.idHash = bytesOf(contentHashOf(named));
    }
    observation.restore = item.restore;
    addIdentifiers(observation, item, rules);
    addFields(observation, item);
    addStatements(observation, item);
    addActivities(observation, item);
    if (item.identity) observation.attestation = attestationOf(item, observation, rules, ids);
    return observation;
}

model::Command commandOf(const Item::Decision& decision, const std::vector<base::ProfileId>& profiles,
                         const std::vector<base::MergeId>& merges,
                         const std::vector<model::ProhibitionId>& prohibitions) {
    const auto numbered = [](const auto& all, int number) {
        using Id = typename std::decay_t<decltype(all)>::value_type;
        const auto place = static_cast<std::size_t>(number) - 1;
        return place < all.size() ? all[place] : Id{1};
    };
    const auto profile = [&](int number) { return numbered(profiles, number); };
    if (decision.kind == "merge" || decision.kind == "preview")
        return model::MergeCommand{{{profile(decision.first), {}}, {}},
                                   {{profile(decision.second), {}}, {}},
                                   {},
                                   decision.kind == "preview"};
    if (decision.kind == "forbid")
        return model::ForbidCommand{profile(decision.first), profile(decision.second), "two people"};
    if (decision.kind == "delete") return model::DeleteCommand{{profile(decision.first), {}}};
    if (decision.kind == "restore") return model::RestoreCommand{{profile(decision.first), {}}};
    if (decision.kind == "erase") return model::EraseCommand{{profile(decision.first), {}}, "person_request"};
    const model::Identifier identifier{decision.ref.first, decision.ref.second};
    if (decision.kind == "attach" || decision.kind == "move")
        return model::AttachCommand{
            {profile(decision.first), {}}, identifier, identifier.value, decision.kind == "move"};
    if (decision.kind == "detach") return model::DetachCommand{{profile(decision.first), {}}, identifier};
    if (decision.kind == "undo") return model::UndoCommand{numbered(merges, decision.first), ""};
    return model::AllowCommand{numbered(prohibitions, decision.first)};
}

}  // namespace kith::test
