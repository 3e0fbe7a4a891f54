// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/commands.hpp"
#include "core/api/identity_json.hpp"
#include "core/api/named_pair.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/api/writer_of.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/json.hpp"
#include "core/model/names.hpp"
#include "core/model/reader.hpp"
#include "core/storage/database.hpp"
#include "core/storage/dismissed_duplicates.hpp"
#include "core/storage/duplicate_list.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using identity::Agreement;

constexpr model::Names<Agreement, 5> kCodes{
    {"same_mailbox", "name_and_address", "email_variant", "phone_notation", "same_name"}};

enum class State { Open, Dismissed };
constexpr model::Names<State, 2> kStates{{"open", "dismissed"}};

std::string_view wordsOf(Agreement agreement) {
    switch (agreement) {
        case Agreement::Mailbox:
            return "The provider delivers both addresses to one mailbox.";
        case Agreement::NameAndAddress:
            return "Both have the same name, and the same street in the same place.";
        case Agreement::AddressVariant:
            return "The two addresses differ only in dots or what follows a plus; their provider may tell "
                   "them "
                   "apart.";
        case Agreement::PhoneNotation:
            return "It is the same number behind another country code or a zero.";
        case Agreement::Name:
            return "Both have the same name.";
    }
    return {};
}

void writeTraits(JsonWriter& json, const identity::Traits& traits, Agreement agreement) {
    // The name comes first, then the address.
    constexpr std::size_t kOfName = 2;
    const auto shown = agreement == Agreement::Name ? kOfName : identity::kTraitFields.size();
    json.beginObject();
    for (std::size_t i = 0; i < shown; ++i) json.textOrNull(identity::kTraitFields[i], traits[i]);
    json.endObject();
}

void writeReason(JsonWriter& json, const storage::DuplicateView& candidate,
                 const storage::DuplicateReason& reason) {
    json.beginObject()
        .member("code", kCodes.of(reason.agreement))
        .member("score", std::int64_t{identity::pointsOf(reason.agreement)})
        .member("detail", wordsOf(reason.agreement))
        .key("identifiers");
    if (reason.identifiers) {
        json.beginArray().identifier(reason.identifiers->first).identifier(reason.identifiers->second);
        json.endArray().key("fields").null().endObject();
        return;
    }
    json.null().key("fields").beginArray();
    for (const auto* side : {&candidate.a, &candidate.b}) writeTraits(json, side->traits, reason.agreement);
    json.endArray().endObject();
}

void write(JsonWriter& json, const storage::DuplicateView& candidate, const model::Catalogue& catalogue) {
    json.beginObject().key("profiles").beginArray();
    for (const auto* side : {&candidate.a, &candidate.b}) writeSummary(json, side->summary, catalogue);
    json.endArray().member("score", std::int64_t{candidate.score}).key("reasons").beginArray();
    for (const auto& reason : candidate.reasons) writeReason(json, candidate, reason);
    json.endArray().key("dismissed");
    if (candidate.dismissed) {
        json.beginObject();
        writeDismissal(json, *candidate.dismissed);
        json.endObject();
    } else {
        json.null();
    }
    json.endObject();
}

Response listDuplicates(const Services& services, const Request& request) {
    Query query(request);
    const auto profile = query.ref("profile");
    storage::DuplicateQuery wanted;
    wanted.dismissed = query.choice("state", kStates) == State::Dismissed;
    wanted.limit = query.limit();
    wanted.cursor = query.cursor();
    query.finish();
    wanted.addressTypes = addressTypes(services.catalogue);
    if (profile) wanted.profile = parseRef(*profile, services.catalogue);
    const auto page = readListOf(services, wanted.profile, [&](storage::Session& session) {
        return storage::listDuplicates(session, wanted, services.clock.now());
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& candidate : page.items) write(json, candidate, services.catalogue);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

/// The two that a call is about.
storage::LivePair pairOf(const Services& services, const NamedPair& named) {
    const auto find = [&](std::size_t side) {
        return namedAt(refAt(side), [&] {
            return resolve(services, parseRef(named.at(side).ref, services.catalogue)).live;
        });
    };
    const auto first = find(0);
    return {first, find(1)};
}

Response dismissDuplicate(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    model::Findings findings;
    const model::Reader reader(findings, {});
    if (!reader.object(body, {}, {"profiles", "reason"})) throw findings.takeError();
    const auto named = readPair(body, Versions::Refused, findings);
    const auto reason = reader.text(body, {}, "reason", kMaxReason).value_or("");
    if (findings.isWrong()) throw findings.takeError();
    const auto pair = pairOf(services, named);
    auto by = writerOf(request);
    const auto dismissed =
        storage::dismissDuplicate(services.database, pair,
                                  {services.clock.now(),
                                   std::string(reason),
                                   {std::move(by.defaultSourceType), std::move(by.defaultSourceName)},
                                   by.key});
    JsonWriter json;
    json.beginObject();
    writePair(json, "profiles", dismissed.live.first, dismissed.live.second);
    writeDismissal(json, dismissed.dismissal);
    return Response::renderedJson(200, json.endObject().take());
}

Response restoreDuplicate(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    model::Findings findings;
    if (!model::Reader(findings, {}).object(body, {}, {"profiles"})) throw findings.takeError();
    const auto named = readPair(body, Versions::Refused, findings);
    if (findings.isWrong()) throw findings.takeError();
    const auto [first, second] = storage::restoreDuplicate(services.database, pairOf(services, named));
    JsonWriter json;
    json.beginObject();
    writePair(json, "profiles", first, second);
    return Response::renderedJson(200, json.endObject().take());
}

}  // namespace

void addDuplicateRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/duplicates", Access::Read, services, listDuplicates));
    router.add(route(Method::Post, "/v1/duplicates/dismiss", Access::Write, services, dismissDuplicate));
    router.add(route(Method::Post, "/v1/duplicates/restore", Access::Write, services, restoreDuplicate));
}

}  // namespace kith::api
