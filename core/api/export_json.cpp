// SPDX-License-Identifier: Apache-2.0
#include "core/api/export_json.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/activity_json.hpp"
#include "core/api/event_json.hpp"
#include "core/api/identity_json.hpp"
#include "core/api/source_json.hpp"
#include "core/model/names.hpp"

namespace kith::api {
namespace {

constexpr model::Names<model::EndpointEntry::Kind, 4> kEntryKinds{
    {"state", "opt_in", "delivery", "told_opt_in"}};

/// Stored JSON text; null if there was no value.
void writeJsonText(JsonWriter& json, std::string_view name, const std::optional<std::string>& text) {
    json.key(name).raw(text ? std::string_view(*text) : "null");
}

void writeDeliveries(JsonWriter& json, const std::vector<storage::ExportedDelivery>& deliveries) {
    json.key("deliveries").beginArray();
    for (const auto& each : deliveries) {
        json.beginObject()
            .member("webhook_id", each.webhook)
            .member("attempts", static_cast<std::int64_t>(each.attempts))
            .textOrNull("reason", each.reason)
            .member("failed_at", each.failedAt)
            .member("due_at", each.due)
            .endObject();
    }
    json.endArray();
}

/// The last member.
void end(JsonWriter& json, const storage::ProvenanceView& by) {
    json.key("observation");
    writeProvenance(json, by);
    json.endObject();
}

}  // namespace

void writeExported(JsonWriter& json, const storage::ExportedIdentifierChange& row,
                   const IdentifierNames& names) {
    json.beginObject().member("id", base::RowId{row.id}).member("home", row.home);
    const auto name = names.find(row.identifier);
    writeIdentifierOrNull(json, "identifier", name == names.end() ? row.named : std::optional(name->second));
    json.member("change", row.attached ? "attached" : "detached").member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedLifeChange& row) {
    json.beginObject().member("id", base::RowId{row.id}).member("home", row.home);
    writeLife(json, row.lives);
    json.member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedField& row) {
    // Of a single value the rows that are kept beside its newest have names for elements.
    const auto element = model::isOfSet(row.element) ? std::string_view(row.element) : std::string_view();
    json.beginObject().member("field", row.field).textOrNull("element", element).key("value");
    if (row.present) {
        json.raw(row.value.toJson().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    } else {
        json.null();
    }
    json.member("home", row.home).member("shown", row.current).member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedFieldChange& row) {
    json.beginObject()
        .member("id", base::RowId{row.id})
        .member("home", row.home)
        .member("field", row.change.field)
        .textOrNull("element", row.change.element);
    writeJsonText(json, "before", row.change.before);
    writeJsonText(json, "after", row.change.after);
    json.member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedMembership& row) {
    json.beginObject()
        .member("home", row.home)
        .member("segment", row.key)
        .member("name", row.name)
        .member("at", row.at)
        .endObject();
}

void writeExported(JsonWriter& json, const storage::ExportedConsent& row) {
    json.beginObject()
        .member("id", base::RowId{row.id})
        .member("home", row.home)
        .member("category", row.said.category)
        .member("state", row.said.subscribed ? "subscribed" : "unsubscribed")
        .member("by", row.said.by)
        .textOrNull("text", row.said.wording)
        .textOrNull("ip", row.said.ip)
        .member("reason", row.said.reason)
        .member("comment", row.said.comment)
        .member("proof", row.said.proof)
        .member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedEndpointEntry& row) {
    json.beginObject()
        .member("id", base::RowId{row.id})
        .key("identifier")
        .identifier(row.identifier)
        .member("kind", kEntryKinds.of(row.kind))
        .member("state", model::endpointStateName(row.state))
        .textOrNull("reason", row.reason)
        .textOrNull("detail", row.detail)
        .member("until", row.until)
        .member("at", row.at);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedActivity& row) {
    json.beginObject()
        .member("id", row.activity.id)
        .member("home", row.activity.home)
        .member("key", row.activity.key);
    writeActivity(json, row.activity);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::MergeView& row, const IdentifierNames& names) {
    if (!row.undone) return writeMerge(json, row);
    auto told = row;
    for (auto* joined : {&told.joinedA, &told.joinedB}) {
        const auto isTheirs = [&](const auto& each) { return each.second == **joined; };
        if (*joined && std::ranges::none_of(names, isTheirs)) joined->reset();
    }
    writeMerge(json, told);
}

void writeExported(JsonWriter& json, const storage::ConflictView& row) {
    json.beginObject().member("id", row.id).member("state", kConflictStates.of(row.state));
    writePair(json, "profiles", row.namedA, row.namedB);
    json.member("code", model::refusalCodeName(row.code))
        .member("observations", row.observations)
        .member("first_at", row.firstAt)
        .member("last_at", row.lastAt)
        .key("refused")
        .beginArray();
    for (const auto& refusal : row.refused) writeRefusal(json, refusal);
    json.endArray();
    writeDecision(json, "decided", row.decided);
    end(json, row.last);
}

void writeExported(JsonWriter& json, const storage::ProhibitionView& row) {
    json.beginObject().member("id", row.id);
    writePair(json, "profiles", row.a, row.b);
    json.member("reason", row.reason).member("at", row.at);
    writeDecision(json, "lifted", row.lifted);
    end(json, row.by);
}

void writeExported(JsonWriter& json, const storage::ExportedDismissal& row) {
    json.beginObject();
    writePair(json, "profiles", std::min(row.home, row.other), std::max(row.home, row.other));
    writeDismissal(json, row.dismissal);
    json.endObject();
}

void writeExported(JsonWriter& json, const storage::ExportedObservation& row) {
    json.beginObject().member("home", row.home);
    end(json, row.observation);
}

void writeExported(JsonWriter& json, const storage::ExportedNaming& row) {
    json.beginObject()
        .member("type", row.identifier.type)
        .member("value", row.identifier.value)
        .member("home", row.home)
        .endObject();
}

void writeExported(JsonWriter& json, const storage::ExportedLink& row, const IdentifierNames& names) {
    const auto b = names.find(row.b);
    if (b == names.end()) return;
    json.beginObject()
        .key("a")
        .identifier(names.at(row.a))
        .key("b")
        .identifier(b->second)
        .member("at", row.at)
        .member("evidence", row.attested ? "attested" : "claimed")
        .member("observation_id", row.observation)
        .endObject();
}

void writeExported(JsonWriter& json, const storage::ExportedEvent& row, const IdentifierNames& names) {
    auto identifier = row.named;
    const auto name = row.identifier ? names.find(*row.identifier) : names.end();
    if (name != names.end()) identifier = name->second;
    json.beginObject()
        .member("id", row.number ? std::optional(eventId(*row.number)) : std::nullopt)
        .member("type", storage::kEventKinds.of(row.kind))
        .member("at", row.at)
        .member("profile_id", row.profile)
        .member("version", row.version)
        .member("other_id", row.other);
    writeIdentifierOrNull(json, "identifier", identifier);
    writeState(json, "before", row.before);
    writeState(json, "after", row.after);
    writeDeliveries(json, row.deliveries);
    json.endObject();
}

void writeExportedPerson(JsonWriter& json, const storage::ExportedPerson& person) {
    json.key("profile")
        .beginObject()
        .member("id", person.id)
        .member("known", person.known)
        .member("version", person.version)
        .member("created_at", person.createdAt)
        .member("updated_at", person.updatedAt)
        .member("deleted_at", person.deletedAt)
        .key("source");
    writeSource(json, person.source);
    json.endObject().key("homes").beginArray();
    for (const auto home : person.listings.homes) json.text(home.text());
    json.endArray().key("identifiers").beginArray();
    for (const auto& row : person.listings.rows) writeListing(json, row.view);
    json.endArray();
}

}  // namespace kith::api
