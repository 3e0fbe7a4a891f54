// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/identity_json.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/explanation.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

void write(JsonWriter& json, const storage::ListingView& listed) {
    writeListing(json, listed);
}

void write(JsonWriter& json, const storage::MergeView& merge) {
    writeMerge(json, merge);
}

void write(JsonWriter& json, const storage::RefusalView& refusal) {
    writeRefusal(json, refusal);
}

/// What was seen, and why it did not make one person of the two.
std::string whyNotMerged(const storage::RefusalView& refusal, std::string_view whose) {
    const auto& by = refusal.last;
    std::string seen = by.attested ? "An observation" : "A claim";
    if (!by.givenId.empty()) seen += " (" + by.givenId + ')';
    seen += " of the source " + (by.source.name.empty() ? by.source.type : by.source.name) + ", seen at " +
            base::formatRfc3339(by.observedAt) + ", carried this " + refusal.identifier.type + " of " +
            std::string(whose) + '.';
    if (refusal.count > 1) seen += " It was refused " + std::to_string(refusal.count) + " times.";
    return refusal.detail + ' ' + seen;
}

struct NotMerged {
    const storage::RefusalView* refusal = nullptr;
    std::string_view whose;  ///< The identifier that would have joined them.
};

/// But for what is one person by now, and refusals that concern nobody else.
std::vector<NotMerged> notMergedOf(const storage::IdentityView& identity) {
    std::vector<NotMerged> found;
    const auto add = [&](const std::vector<storage::RefusalView>& refusals, std::string_view whose) {
        for (const auto& refusal : refusals)
            if (refusal.otherLive && refusal.otherLive != identity.id) found.push_back({&refusal, whose});
    };
    add(identity.refusals, "the other profile");
    add(identity.refusedElsewhere, "this profile");
    std::stable_sort(found.begin(), found.end(), [](const NotMerged& a, const NotMerged& b) {
        return a.refusal->lastAt > b.refusal->lastAt;
    });
    if (found.size() > storage::kMaxIdentityRows) found.resize(storage::kMaxIdentityRows);
    return found;
}

void writeNotMerged(JsonWriter& json, const storage::IdentityView& identity) {
    json.key("not_merged").beginArray();
    for (const auto& [refusal, whose] : notMergedOf(identity)) {
        json.beginObject()
            .member("profile", refusal->otherLive)
            .member("code", model::refusalCodeName(refusal->code))
            .key("identifier")
            .identifier(refusal->identifier)
            .member("why", whyNotMerged(*refusal, whose))
            .member("at", refusal->lastAt)
            .key("observation");
        writeProvenance(json, refusal->last);
        json.endObject();
    }
    json.endArray();
}

void write(JsonWriter& json, const storage::LinkView& link) {
    json.beginObject()
        .key("a")
        .identifier(link.a)
        .key("b")
        .identifier(link.b)
        .member("at", link.at)
        .member("evidence", link.attested ? "attested" : "claimed")
        .key("observation");
    writeProvenance(json, link.by);
    json.endObject();
}

template <class Rows>
void writeAll(JsonWriter& json, std::string_view name, const Rows& rows) {
    json.key(name).beginArray();
    for (const auto& row : rows) write(json, row);
    json.endArray();
}

/// Why no chain is there.
std::string_view whyNoChain(const storage::ChainView& chain) {
    if (chain.truncated)
        return "So much was seen together with these identifiers that only a part was looked at, and no "
               "chain was "
               "found in it.";
    return "No observation that is kept links them: they were joined by hand, or what they were seen with is "
           "not "
           "kept any more.";
}

void writeChain(JsonWriter& json, const storage::ChainView& chain) {
    if (chain.hops)
        writeAll(json, "chain", *chain.hops);
    else
        json.key("chain").null();
    json.textOrNull("no_chain", chain.hops ? std::string_view() : whyNoChain(chain));
}

Response getIdentity(const Services& services, const Request& request) {
    Query query(request);
    const auto between = identifierPair(query, "between");
    query.finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    std::optional<std::pair<model::Identifier, model::Identifier>> ends;
    if (between)
        ends.emplace(parseIdentifier(between->first, services.catalogue),
                     parseIdentifier(between->second, services.catalogue));
    std::optional<storage::ChainView> chain;
    const auto identity = services.database.read([&](storage::Session& session) {
        if (ends) chain = storage::readChain(session, ref, ends->first, ends->second);
        return storage::readIdentity(session, ref);
    });
    JsonWriter json;
    json.beginObject().member("id", identity.id);
    writeAll(json, "identifiers", identity.identifiers);
    writeAll(json, "merges", identity.merges);
    writeAll(json, "refusals", identity.refusals);
    writeNotMerged(json, identity);
    writeAll(json, "links", identity.links);
    if (chain) writeChain(json, *chain);
    json.member("truncated", identity.truncated);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addIdentityRoutes(http::Router& router, const Services& services) {
    router.add(
        route(http::Method::Get, "/v1/profiles/{ref}/identity", http::Access::Read, services, getIdentity));
}

}  // namespace kith::api
