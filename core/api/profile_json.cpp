// SPDX-License-Identifier: Apache-2.0
#include "core/api/profile_json.hpp"

#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "core/api/outcome_json.hpp"
#include "core/api/source_json.hpp"
#include "core/storage/provenance.hpp"
#include "core/storage/segment/days.hpp"

namespace kith::api {
namespace {

/// Null if nobody said it who is known.
void writeOrigin(JsonWriter& json, const std::shared_ptr<const model::Origin>& origin) {
    writeProvenance(json, origin ? storage::provenanceOf(*origin) : storage::ProvenanceView{});
}

void writeLifting(JsonWriter& json, const std::optional<model::Lifting>& lifted) {
    if (!lifted) {
        json.null();
        return;
    }
    json.beginObject()
        .member("at", lifted->at)
        .member("by", model::liftedByName(lifted->by))
        .textOrNull("reason", lifted->reason)
        .textOrNull("proof", lifted->proof)
        .key("observation");
    writeOrigin(json, lifted->origin);
    json.endObject();
}

void writeEndpoint(JsonWriter& json, const model::EndpointView& endpoint, model::Role role,
                   const std::string& channel) {
    json.beginObject()
        .textOrNull("channel", channel)
        .member("state", model::endpointStateName(endpoint.state))
        .member("marketing", model::mayReceive(endpoint, role, model::Purpose::Marketing))
        .member("transactional", model::mayReceive(endpoint, role, model::Purpose::Transactional))
        .key("states")
        .beginArray();
    for (const auto& state : endpoint.states) {
        json.beginObject()
            .member("state", model::endpointStateName(state.state))
            .textOrNull("reason", state.reason)
            .textOrNull("detail", state.detail)
            .member("since", state.since)
            .member("until", state.until)
            .key("evidence");
        writeOrigin(json, state.origin);
        json.key("lifted");
        writeLifting(json, state.lifted);
        json.endObject();
    }
    json.endArray().endObject();
}

void writeValue(JsonWriter& json, const model::FieldValue& value) {
    if (value.kind == model::ValueKind::Text) {
        json.text(value.text);
    } else {
        json.raw(value.toJson().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
}

bool isArchived(const model::Definitions& definitions, std::string_view field) {
    const auto* known = definitions.field(field);
    return known != nullptr && known->archived;
}

using FieldRows = std::vector<storage::FieldView>::const_iterator;

/// The member of a field, whose rows those are.
void writeFieldValue(JsonWriter& json, FieldRows row, FieldRows end) {
    json.key(row->field);
    const bool isSet = !row->element.empty();
    if (isSet) json.beginArray();
    for (auto element = row; element != end; ++element) writeValue(json, element->value);
    if (isSet) json.endArray();
}

/// One entry for each value shown.
void writeFieldProvenance(JsonWriter& json, const std::vector<storage::FieldView>& fields,
                          const model::Definitions& definitions) {
    json.key("provenance").beginArray();
    for (const auto& row : fields) {
        if (row.field != storage::kTagsField && isArchived(definitions, row.field)) continue;
        json.beginObject().member("field", row.field).key("value");
        writeValue(json, row.value);
        json.member("at", row.at).key("observation");
        writeOrigin(json, row.origin);
        json.endObject();
    }
    json.endArray();
}

/// Those that the category is for.
void writeChannels(JsonWriter& json, const model::Category* category) {
    json.key("channels").beginArray();
    if (category != nullptr)
        for (const auto& channel : category->channels) json.text(channel);
    json.endArray();
}

void writeSubscription(JsonWriter& json, const storage::SubscriptionView& subscription,
                       const model::Definitions& definitions) {
    json.beginObject()
        .member("category", subscription.category)
        .member("state", model::subscriptionStateName(subscription.state))
        .member("since", subscription.since)
        .member("by", subscription.by)
        .key("source");
    writeSource(json, {subscription.origin->sourceType, subscription.origin->sourceName});
    json.member("reason", subscription.reason)
        .member("comment", subscription.comment)
        .member("proof", subscription.proof)
        .key("evidence");
    writeOrigin(json, subscription.origin);
    writeChannels(json, definitions.category(subscription.category));
    json.endObject();
}

void writeActivity(JsonWriter& json, const storage::ProfileView& profile) {
    std::int64_t total = 0;
    for (const auto& count : profile.activity) total += count.count;
    json.key("activity").beginObject().member("total", total).key("by_channel");
    writeCounts(json, profile.activity);
    json.member("last_at", profile.lastActivityAt).endObject();
}

/// Empty if it is not known.
std::string_view timeZoneOf(const std::vector<storage::FieldView>& fields) {
    const auto found = std::ranges::find(fields, kTimeZone, &storage::FieldView::field);
    return found == fields.end() ? std::string_view{} : std::string_view(found->value.text);
}

void writePanels(JsonWriter& json, const Panels& panels) {
    json.key("channels").beginObject();
    for (const auto& [channel, panel] : panels) {
        json.key(channel).raw(panel.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    json.endObject();
}

}  // namespace

void writeIdentifiers(JsonWriter& json, const storage::ProfileView& profile,
                      const model::Catalogue& catalogue) {
    json.key("identifiers").beginArray();
    for (const auto& listed : profile.identifiers) {
        json.beginObject()
            .member("type", listed.identifier.type)
            .member("value", listed.identifier.value)
            .member("given", listed.given)
            .member("role", model::roleName(listed.role))
            .member("first_seen", listed.firstSeen)
            .member("last_seen", listed.lastSeen)
            .key("endpoint");
        const auto* rule = catalogue.rules().find(listed.identifier.type);
        const auto channel = rule != nullptr ? rule->channel : std::string();
        if (channel.empty() && listed.endpoint.states.empty()) {
            json.null();
        } else {
            writeEndpoint(json, listed.endpoint, listed.role, channel);
        }
        json.endObject();
    }
    json.endArray();
}

void writeSubscriptions(JsonWriter& json, const storage::ProfileView& profile,
                        const model::Definitions& definitions) {
    json.key("subscriptions").beginArray();
    for (const auto& subscription : profile.subscriptions) writeSubscription(json, subscription, definitions);
    for (const auto& category : definitions.categories()) {
        const bool said = std::any_of(profile.subscriptions.begin(), profile.subscriptions.end(),
                                      [&](const auto& other) { return other.category == category.key; });
        if (said || category.archived || !category.subscribedByDefault) continue;
        json.beginObject()
            .member("category", category.key)
            .member("state", *category.subscribedByDefault ? "subscribed" : "unsubscribed")
            .key("since")
            .null()
            .member("by", "default")
            .key("source")
            .null()
            .key("reason")
            .null()
            .key("comment")
            .null()
            .key("proof")
            .null()
            .key("evidence")
            .null();
        writeChannels(json, &category);
        json.endObject();
    }
    json.endArray();
}

std::optional<int> ageOn(std::string_view birthDate, std::string_view zone, base::Time now) {
    using namespace std::chrono;
    const auto midnight = base::parseRfc3339(std::string(birthDate) + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    const year_month_day born{floor<days>(*midnight)};
    const year_month_day today{storage::dayIn(zone, now)};
    if (born > today) return std::nullopt;
    const bool hadBirthday = std::pair(today.month(), today.day()) >= std::pair(born.month(), born.day());
    return int{today.year()} - int{born.year()} - (hadBirthday ? 0 : 1);
}

// Rows of one set stand together.
void writeFields(JsonWriter& json, const std::vector<storage::FieldView>& fields,
                 const model::Definitions& definitions, base::Time now,
                 const std::set<std::string, std::less<>>* only) {
    const auto isWanted = [only](std::string_view key) { return only == nullptr || only->contains(key); };
    json.key("fields").beginObject();
    for (auto row = fields.begin(); row != fields.end();) {
        const auto end =
            std::find_if(row, fields.end(), [row](const auto& other) { return other.field != row->field; });
        if (row->field != storage::kTagsField && !isArchived(definitions, row->field)) {
            if (isWanted(row->field)) writeFieldValue(json, row, end);
            if (row->field == kBirthDate && isWanted(kAge)) {
                const auto age = ageOn(row->value.text, timeZoneOf(fields), now);
                if (age) json.member(kAge, std::int64_t{*age});
            }
        }
        row = end;
    }
    json.endObject();
}

void writeTags(JsonWriter& json, const std::vector<storage::FieldView>& fields) {
    json.key("tags").beginArray();
    for (const auto& row : fields) {
        if (row.field == storage::kTagsField) writeValue(json, row.value);
    }
    json.endArray();
}

void writeCounts(JsonWriter& json, const std::vector<storage::ActivityCount>& counts) {
    json.beginObject();
    for (auto row = counts.begin(); row != counts.end();) {
        const auto end = std::find_if(row, counts.end(),
                                      [row](const auto& other) { return other.channel != row->channel; });
        json.key(row->channel).beginObject();
        for (; row != end; ++row) {
            json.member(row->status ? model::statusName(*row->status) : model::activityKindName(row->kind),
                        row->count);
        }
        json.endObject();
    }
    json.endObject();
}

std::string profileJson(const storage::ProfileView& profile, const Panels& panels,
                        const model::Catalogue& catalogue, base::Time now, const Beside& beside) {
    const auto definitions = catalogue.definitions();
    JsonWriter json;
    json.beginObject()
        .member("id", profile.id)
        .member("known", profile.known)
        .member("version", profile.version)
        .member("created_at", profile.createdAt)
        .member("updated_at", profile.updatedAt)
        .member("last_seen_at", profile.lastSeenAt)
        .key("source");
    writeSource(json, profile.source);
    writeIdentifiers(json, profile, catalogue);
    writeFields(json, profile.fields, *definitions, now);
    writeSubscriptions(json, profile, *definitions);
    writeTags(json, profile.fields);
    writeActivity(json, profile);
    writePanels(json, panels);
    if (beside.provenance) writeFieldProvenance(json, profile.fields, *definitions);
    if (!beside.shared.empty()) {
        json.key("shared").beginArray();
        for (const auto& identifier : beside.shared) json.identifier(identifier);
        json.endArray();
    }
    if (!beside.refused.empty()) {
        json.key("refused");
        writeRefusals(json, beside.refused);
    }
    if (!beside.warnings.empty()) {
        json.key("warnings");
        writeViolations(json, beside.warnings);
    }
    json.endObject();
    return json.take();
}

}  // namespace kith::api
