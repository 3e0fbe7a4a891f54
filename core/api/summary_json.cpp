// SPDX-License-Identifier: Apache-2.0
#include "core/api/summary_json.hpp"

#include "core/api/source_json.hpp"

namespace kith::api {

void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary) {
    json.beginObject()
        .member("id", summary.id)
        .textOrNull("first_name", summary.firstName)
        .textOrNull("last_name", summary.lastName)
        .member("known", summary.known)
        .member("created_at", summary.createdAt)
        .member("updated_at", summary.updatedAt)
        .key("source");
    writeSource(json, summary.source);
    json.key("identifiers").beginArray();
    for (const auto& listed : summary.identifiers) {
        json.beginObject()
            .member("type", listed.identifier.type)
            .member("value", listed.identifier.value)
            .member("given", listed.given)
            .member("role", model::roleName(listed.role))
            .endObject();
    }
    json.endArray().endObject();
}

}  // namespace kith::api
