// SPDX-License-Identifier: Apache-2.0
#include "core/api/personalization.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/profile_json.hpp"
#include "core/api/removed_profile.hpp"
#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/storage/segment/person_segments.hpp"
#include "core/storage/segment/store.hpp"

namespace kith::api {
namespace {

/// Kept by whoever asked alone, who asks each time whether it still holds.
constexpr const char* kPrivate = "private, no-cache";

storage::PersonSegments readSegments(const Services& services, storage::Session& session,
                                     const storage::ProfileView& profile, base::Time now) {
    auto homes = profile.homes;
    std::erase(homes, profile.id);
    homes.insert(homes.begin(), profile.id);
    const auto all = services.segments.readAll(session);
    auto segments = storage::segmentsOf(session, all.book, homes, now);
    if (!all.unfit.empty()) segments.complete = false;
    return segments;
}

void writeSegments(JsonWriter& json, const storage::PersonSegments& segments) {
    json.key("segments").beginArray();
    for (const auto& key : segments.keys) json.text(key);
    json.endArray().member("segments_complete", segments.complete);
}

/// Whether a message for that may go to one of the person's own addresses, by the channels that reach
/// addresses. One that is only claimed may be anybody's.
void writeReachable(JsonWriter& json, std::string_view name, const storage::ProfileView& profile,
                    const model::IdentifierRules& rules, model::Purpose purpose) {
    std::map<std::string_view, bool> reachable;
    for (const auto& rule : rules.all())
        if (rule.isAddress()) reachable.emplace(rule.channel, false);
    for (const auto& listed : profile.identifiers) {
        const auto* rule = rules.find(listed.identifier.type);
        const bool isOpen = rule != nullptr && rule->isAddress() && listed.role != model::Role::Claimed &&
                            model::mayReceive(listed.endpoint, listed.role, purpose);
        if (isOpen) reachable[rule->channel] = true;
    }
    json.key(name).beginObject();
    for (const auto& [channel, isReachable] : reachable) json.member(channel, isReachable);
    json.endObject();
}

/// Null where nobody said anything and the category has no default.
void writeSubscribed(JsonWriter& json, const storage::ProfileView& profile,
                     const model::Definitions& definitions) {
    json.key("subscriptions").beginObject();
    for (const auto& category : definitions.categories()) {
        if (category.archived) continue;
        const auto said =
            std::ranges::find(profile.subscriptions, category.key, &storage::SubscriptionView::category);
        if (said != profile.subscriptions.end())
            json.member(category.key, model::subscriptionStateName(said->state));
        else if (category.subscribedByDefault)
            json.member(category.key, *category.subscribedByDefault ? "subscribed" : "unsubscribed");
        else
            json.key(category.key).null();
    }
    json.endObject();
}

}  // namespace

http::Response showPersonalization(const Services& services, const storage::ProfileRef& ref) {
    const auto now = services.clock.now();
    return readOf(services, ref, [&](storage::Session& session) {
        // What it says of the person is of one moment.
        session.beginSnapshot();
        const auto profile = storage::readProfile(session, ref, now);
        const auto definitions = services.catalogue.definitions();
        JsonWriter json;
        json.beginObject().member("id", profile.id);
        writeFields(json, profile.fields, *definitions, now);
        writeTags(json, profile.fields);
        writeSegments(json, readSegments(services, session, profile, now));
        const auto& rules = services.catalogue.rules();
        writeReachable(json, "reachable", profile, rules, model::Purpose::Marketing);
        writeReachable(json, "reachable_transactional", profile, rules, model::Purpose::Transactional);
        writeSubscribed(json, profile, *definitions);
        auto response = http::Response::renderedJson(200, json.endObject().take());
        response.headers.set("Cache-Control", kPrivate);
        return response;
    });
}

}  // namespace kith::api
