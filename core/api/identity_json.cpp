// SPDX-License-Identifier: Apache-2.0
#include "core/api/identity_json.hpp"

#include "core/api/source_json.hpp"

namespace kith::api {

void writeIdentifierOrNull(JsonWriter& json, std::string_view name,
                           const std::optional<model::Identifier>& identifier) {
    json.key(name);
    if (identifier) {
        json.identifier(*identifier);
    } else {
        json.null();
    }
}

void writePair(JsonWriter& json, std::string_view name, base::ProfileId a, base::ProfileId b) {
    json.key(name).beginArray().text(a.text()).text(b.text()).endArray();
}

void writeDecision(JsonWriter& json, std::string_view name,
                   const std::optional<storage::DecisionView>& decision) {
    json.key(name);
    if (!decision) {
        json.null();
        return;
    }
    json.beginObject().member("at", decision->at).textOrNull("reason", decision->reason).key("observation");
    if (decision->by) {
        writeProvenance(json, *decision->by);
    } else {
        json.null();
    }
    json.endObject();
}

void writeDismissal(JsonWriter& json, const storage::DismissalView& dismissal) {
    json.member("at", dismissal.at).textOrNull("reason", dismissal.reason).key("by").beginObject();
    json.key("source");
    writeSource(json, dismissal.source);
    json.member("key_id", dismissal.key).endObject();
}

void writeLife(JsonWriter& json, bool lives) {
    json.member("before", lives ? "deleted" : "live").member("after", lives ? "live" : "deleted");
}

void writeListing(JsonWriter& json, const storage::ListingView& listed) {
    json.beginObject()
        .member("type", listed.identifier.type)
        .member("value", listed.identifier.value)
        .member("given", listed.given)
        .member("role", model::roleName(listed.role))
        .member("home", listed.home)
        .member("first_seen", listed.firstSeen)
        .member("last_seen", listed.lastSeen)
        .member("claimed_at", listed.claimedAt)
        .endObject();
}

void writeMerge(JsonWriter& json, const storage::MergeView& merge) {
    json.beginObject()
        .member("id", merge.id)
        .member("at", merge.at)
        .member("survivor", merge.survivor)
        .member("absorbed", merge.absorbed)
        .member("rule", merge.rule)
        .textOrNull("reason", merge.reason);
    writeIdentifierOrNull(json, "joined_a", merge.joinedA);
    writeIdentifierOrNull(json, "joined_b", merge.joinedB);
    json.key("choices").raw(merge.choices);
    writeDecision(json, "undone", merge.undone);
    json.key("observation");
    writeProvenance(json, merge.by);
    json.endObject();
}

void writeRefusal(JsonWriter& json, const storage::RefusalView& refusal) {
    json.beginObject().member("code", model::refusalCodeName(refusal.code));
    writeIdentifierOrNull(json, "identifier", refusal.identifier);
    json.member("home", refusal.home).key("other");
    if (refusal.other) {
        json.text(refusal.other.text());
    } else {
        json.null();
    }
    json.member("detail", refusal.detail)
        .member("count", refusal.count)
        .member("first_at", refusal.firstAt)
        .member("last_at", refusal.lastAt)
        .key("observation");
    writeProvenance(json, refusal.last);
    json.endObject();
}

}  // namespace kith::api
