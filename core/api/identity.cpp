// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/identity_json.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
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

std::string wordsOf(const storage::SourceView& source) {
    return "the source " + (source.name.empty() ? source.type : source.name);
}

std::string whatWasSeen(const storage::RefusalView& refusal, std::string_view whose) {
    const auto& by = refusal.last;
    std::string seen = by.attested ? "An observation" : "A claim";
    if (!by.givenId.empty()) seen += " (" + by.givenId + ')';
    seen +=
        " of " + wordsOf(by.source) + ", seen at " + base::formatRfc3339(by.observedAt) + ", carried this ";
    return seen + (refusal.identifier ? refusal.identifier->type : "identifier") + " of " +
           std::string(whose) + '.';
}

/// What was seen, or asked for by hand, and did not make one person of the two.
std::string whatWasRefused(const storage::RefusalView& refusal, std::string_view whose) {
    auto words = refusal.byDecision
                     ? "Somebody asked to make the two one, by " + wordsOf(refusal.last.source) + ", at " +
                           base::formatRfc3339(refusal.last.observedAt) + '.'
                     : whatWasSeen(refusal, whose);
    if (refusal.count > 1) words += " It was refused " + std::to_string(refusal.count) + " times.";
    return words;
}

constexpr std::string_view kLifted = "A prohibition kept the two profiles apart then, and does no longer.";

/// Another profile, and what keeps it one of its own.
struct NotMerged {
    base::ProfileId profile;
    base::Time at;
    const storage::RefusalView* refusal = nullptr;  ///< Either this one,
    std::string_view whose;  ///< and whose the identifier is that would have joined them,
    const storage::ProhibitionView* prohibition = nullptr;  ///< or this one.
};

/// But for what is one person by now, and refusals that concern nobody else.
std::vector<NotMerged> notMergedOf(const storage::IdentityView& identity) {
    std::vector<NotMerged> found;
    const auto add = [&](const std::vector<storage::RefusalView>& refusals, std::string_view whose) {
        for (const auto& refusal : refusals)
            if (refusal.otherLive && refusal.otherLive != identity.id)
                found.push_back({refusal.otherLive, refusal.lastAt, &refusal, whose, nullptr});
    };
    add(identity.refusals, "the other profile");
    add(identity.refusedElsewhere, "this profile");
    for (const auto& each : identity.prohibitions) {
        const auto other = each.liveA == identity.id ? each.liveB : each.liveA;
        found.push_back({other, each.at, nullptr, {}, &each});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const NotMerged& a, const NotMerged& b) { return a.at > b.at; });
    return found;
}

/// Whether a prohibition was all that kept the two apart, and is lifted.
bool isLifted(const NotMerged& refused, std::span<const NotMerged> all) {
    return refused.refusal->code == model::RefusalCode::MustNotLink &&
           std::ranges::none_of(all, [&](const NotMerged& each) {
               return each.prohibition != nullptr && each.profile == refused.profile;
           });
}

void writeRefusedWith(JsonWriter& json, const NotMerged& refused, bool isLifted) {
    const auto& refusal = *refused.refusal;
    json.member("code", model::refusalCodeName(refusal.code));
    writeIdentifierOrNull(json, "identifier", refusal.identifier);
    json.key("must_not_link").null();
    json.member("why", (isLifted ? std::string(kLifted) : refusal.detail) + ' ' +
                           whatWasRefused(refusal, refused.whose))
        .member("at", refusal.lastAt)
        .key("observation");
    writeProvenance(json, refusal.last);
}

void writeForbidden(JsonWriter& json, const storage::ProhibitionView& prohibition) {
    std::string why = "Somebody decided that the two are not one person";
    why += prohibition.reason.empty() ? "." : ": " + prohibition.reason;
    json.member("code", model::refusalCodeName(model::RefusalCode::MustNotLink)).key("identifier").null();
    json.member("must_not_link", prohibition.id)
        .member("why", why)
        .member("at", prohibition.at)
        .key("observation");
    writeProvenance(json, prohibition.by);
}

void writeNotMerged(JsonWriter& json, std::span<const NotMerged> all, std::size_t shown) {
    json.key("not_merged").beginArray();
    for (const auto& each : all.first(shown)) {
        json.beginObject().member("profile", each.profile);
        if (each.refusal != nullptr) {
            writeRefusedWith(json, each, isLifted(each, all));
        } else {
            writeForbidden(json, *each.prohibition);
        }
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
               "chain was found in it.";
    if (!chain.merges.empty() || !chain.attachments.empty())
        return "No observation that is kept links them, or what links them is not kept any more: what joined "
               "them stands in `joined_by`.";
    return "No observation that is kept links them, and what joined them is not kept any more.";
}

void writeJoinedBy(JsonWriter& json, const storage::ChainView& chain) {
    json.key("joined_by").beginArray();
    for (const auto& merge : chain.merges) {
        json.beginObject()
            .member("kind", "merge")
            .member("id", merge.id)
            .member("rule", merge.rule)
            .textOrNull("reason", merge.reason)
            .member("survivor", merge.survivor)
            .member("absorbed", merge.absorbed)
            .member("at", merge.at)
            .key("observation");
        writeProvenance(json, merge.by);
        json.endObject();
    }
    for (const auto& attachment : chain.attachments) {
        json.beginObject()
            .member("kind", "attachment")
            .key("identifier")
            .identifier(attachment.identifier)
            .member("home", attachment.home)
            .member("at", attachment.at)
            .key("observation");
        writeProvenance(json, attachment.by);
        json.endObject();
    }
    json.endArray();
}

void writeChain(JsonWriter& json, const storage::ChainView& chain) {
    if (chain.hops)
        writeAll(json, "chain", *chain.hops);
    else
        json.key("chain").null();
    json.textOrNull("no_chain", chain.hops ? std::string_view() : whyNoChain(chain));
    writeJoinedBy(json, chain);
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
    const auto identity = readOf(services, ref, [&](storage::Session& session) {
        if (ends) chain = storage::readChain(session, ref, ends->first, ends->second);
        return storage::readIdentity(session, ref);
    });
    JsonWriter json;
    json.beginObject().member("id", identity.id);
    writeAll(json, "identifiers", identity.identifiers);
    writeAll(json, "merges", identity.merges);
    writeAll(json, "refusals", identity.refusals);
    const auto notMerged = notMergedOf(identity);
    const auto shown = std::min(notMerged.size(), storage::kMaxIdentityRows);
    writeNotMerged(json, notMerged, shown);
    writeAll(json, "links", identity.links);
    if (chain) writeChain(json, *chain);
    json.member("truncated", identity.truncated || shown < notMerged.size());
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addIdentityRoutes(http::Router& router, const Services& services) {
    router.add(
        route(http::Method::Get, "/v1/profiles/{ref}/identity", http::Access::Read, services, getIdentity));
}

}  // namespace kith::api
