// SPDX-License-Identifier: Apache-2.0
#include "core/api/catalogue_entries.hpp"

namespace kith::api {
namespace {

struct Categories {
    using Entry = storage::StoredCategory;
    static constexpr const char* kPath = "/v1/categories";
    static constexpr const char* kList = "categories";
    static void write(JsonWriter& json, const storage::StoredCategory& category);
};

std::string_view defaultName(const storage::StoredCategory& category) {
    if (!category.subscribedByDefault) return "none";
    return *category.subscribedByDefault ? "subscribed" : "unsubscribed";
}

void Categories::write(JsonWriter& json, const storage::StoredCategory& category) {
    json.member("key", category.key);
    writeTexts(json, "names", category.names);
    writeTexts(json, "descriptions", category.descriptions);
    json.member("default", defaultName(category))
        .member("public", category.isPublic)
        .key("channels")
        .beginArray();
    for (const auto& channel : category.channels) json.text(channel);
    json.endArray();
    writeEntryState(json, category);
}

}  // namespace

void addCategoryRoutes(http::Router& router, const Services& services) {
    addEntryRoutes<Categories>(router, services);
}

}  // namespace kith::api
