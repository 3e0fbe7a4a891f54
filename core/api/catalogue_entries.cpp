// SPDX-License-Identifier: Apache-2.0
#include "core/api/catalogue_entries.hpp"

namespace kith::api {

void writeEntryState(JsonWriter& json, const storage::CatalogueEntry& entry) {
    json.member("archived", entry.archivedAt.has_value())
        .member("archived_at", entry.archivedAt)
        .member("managed_by", storage::kManagers.of(entry.managedBy))
        .member("version", entry.version)
        .member("created_at", entry.createdAt)
        .member("updated_at", entry.updatedAt);
}

void writeTexts(JsonWriter& json, std::string_view name, const model::Texts& texts) {
    json.key(name).beginObject();
    for (const auto& [language, text] : texts) json.member(language, text);
    json.endObject();
}

nlohmann::json parsePlainJson(std::string_view body) {
    auto plain = nlohmann::json::parse(model::canonicalJson(model::parseJson(body)), nullptr, false);
    if (plain.is_discarded())
        throw base::inputError({{"", "out_of_range", "a number is too large to be kept"}});
    return plain;
}

}  // namespace kith::api
