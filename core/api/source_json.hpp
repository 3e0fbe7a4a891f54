// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/storage/change_list.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::api {

/// `{"type", "name"}`; the name is null if it is unknown.
inline void writeSource(JsonWriter& json, const storage::SourceView& source) {
    json.beginObject().member("type", source.type).textOrNull("name", source.name).endObject();
}

/// The observation that something came with; null once whom it was of is erased.
inline void writeProvenance(JsonWriter& json, const storage::ProvenanceView& by) {
    if (!by.observation) {
        json.null();
        return;
    }
    json.beginObject().member("id", by.observation).textOrNull("given_id", by.givenId).key("source");
    writeSource(json, by.source);
    json.member("key_id", by.key)
        .member("evidence", by.attested ? "attested" : "claimed")
        .member("observed_at", by.observedAt)
        .member("received_at", by.receivedAt)
        .endObject();
}

/// The end of a list: `next_cursor`, null after the last page.
inline void writeNextCursor(JsonWriter& json, const std::string& cursor) {
    json.textOrNull("next_cursor", cursor);
}

}  // namespace kith::api
