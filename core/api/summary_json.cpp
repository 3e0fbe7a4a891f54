// SPDX-License-Identifier: Apache-2.0
#include "core/api/summary_json.hpp"

#include <algorithm>

#include "core/api/profile_json.hpp"
#include "core/api/source_json.hpp"

namespace kith::api {
namespace {

/// Why the state is shown; empty if nothing said it, or not why.
std::string_view reasonOf(const model::EndpointView& endpoint) {
    const auto found = std::ranges::find_if(endpoint.states, [&](const model::EndpointStateView& each) {
        return each.state == endpoint.state && !each.lifted;
    });
    return found == endpoint.states.end() ? std::string_view{} : std::string_view(found->reason);
}

/// Null for what no channel reaches and has no states.
void writeEndpoint(JsonWriter& json, const storage::ProfileSummary::Listed& listed,
                   const model::Catalogue& catalogue) {
    const auto* rule = catalogue.rules().find(listed.identifier.type);
    const std::string_view channel = rule != nullptr ? std::string_view(rule->channel) : std::string_view{};
    json.key("endpoint");
    if (channel.empty() && listed.endpoint.states.empty()) {
        json.null();
        return;
    }
    json.beginObject()
        .textOrNull("channel", channel)
        .member("state", model::endpointStateName(listed.endpoint.state))
        .textOrNull("reason", reasonOf(listed.endpoint))
        .endObject();
}

void writeMembers(JsonWriter& json, const storage::ProfileSummary& summary,
                  const model::Catalogue& catalogue) {
    json.member("id", summary.id)
        .textOrNull("first_name", summary.firstName)
        .textOrNull("last_name", summary.lastName)
        .member("known", summary.known)
        .member("created_at", summary.createdAt)
        .member("updated_at", summary.updatedAt)
        .member("last_seen_at", summary.lastSeenAt)
        .key("source");
    writeSource(json, summary.source);
    json.key("identifiers").beginArray();
    for (const auto& listed : summary.identifiers) {
        json.beginObject()
            .member("type", listed.identifier.type)
            .member("value", listed.identifier.value)
            .member("given", listed.given)
            .member("role", model::roleName(listed.role));
        writeEndpoint(json, listed, catalogue);
        json.endObject();
    }
    json.endArray();
    writeTags(json, summary.fields);
}

}  // namespace

std::vector<std::string> addressTypes(const model::Catalogue& catalogue) {
    std::vector<std::string> types;
    for (const auto& rule : catalogue.rules().all())
        if (rule.isAddress()) types.push_back(rule.type);
    return types;
}

void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary,
                  const model::Catalogue& catalogue) {
    json.beginObject();
    writeMembers(json, summary, catalogue);
    json.endObject();
}

std::vector<std::string> fieldsBehind(const ShownFields& shown) {
    auto read = shown;
    if (read.erase(std::string(kAge)) != 0)
        for (const auto key : {kBirthDate, kTimeZone}) read.emplace(key);
    return {read.begin(), read.end()};
}

void writeSummary(JsonWriter& json, const storage::ProfileSummary& summary, const model::Catalogue& catalogue,
                  const ShownFields& shown, base::Time now) {
    json.beginObject();
    writeMembers(json, summary, catalogue);
    writeFields(json, summary.fields, *catalogue.definitions(), now, &shown);
    json.endObject();
}

}  // namespace kith::api
