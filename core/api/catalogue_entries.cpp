// SPDX-License-Identifier: Apache-2.0
#include "core/api/catalogue_entries.hpp"

namespace kith::api {
namespace {

/// Makes a text of each number token that has more digits than a number would hold.
void keepDigits(nlohmann::json& value) {
    if (value.is_binary()) {
        const std::string token(model::numberToken(value));
        if (!model::holdsDigits(token)) value = token;
    } else if (value.is_structured()) {
        for (auto& each : value) keepDigits(each);
    }
}

}  // namespace

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
    model::JsonLimits limits;
    limits.exact = "options";
    auto given = model::parseJson(body, limits);
    keepDigits(given);
    auto plain = nlohmann::json::parse(model::canonicalJson(given), nullptr, false);
    if (plain.is_discarded())
        throw base::inputError({{"", "out_of_range", "a number is too large to be kept"}});
    return plain;
}

}  // namespace kith::api
