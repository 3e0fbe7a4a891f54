// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "core/api/commands.hpp"
#include "core/api/export_stream.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/intake.hpp"
#include "core/api/lifting.hpp"
#include "core/api/outcome_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/suppression_export.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/prepare.hpp"
#include "core/model/reader.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/database.hpp"
#include "core/storage/forgotten.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

constexpr model::Names<ExportFormat, 2> kFormats{{"ndjson", "csv"}};

/// `type:value`, normalised, or why it is none.
std::variant<model::Identifier, model::Invalid> parseAddress(const Services& services,
                                                             std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return model::Invalid{"invalid_value", "must be an address as type:value"};
    const auto type = text.substr(0, colon);
    const auto* source = services.catalogue.source(type);
    if (source == nullptr) return model::Invalid{"unknown_type", model::noSuchType(services.catalogue, type)};
    auto normalised = source->normalize(type, text.substr(colon + 1));
    if (auto* invalid = std::get_if<model::Invalid>(&normalised)) return std::move(*invalid);
    return model::Identifier{std::string(type), std::get<std::string>(std::move(normalised))};
}

std::optional<model::Identifier> readAddress(const Services& services, Query& query) {
    const auto text = query.ref("address");
    if (!text) return std::nullopt;
    auto parsed = parseAddress(services, *text);
    if (auto* address = std::get_if<model::Identifier>(&parsed)) return std::move(*address);
    auto& invalid = std::get<model::Invalid>(parsed);
    query.wrong("address", std::move(invalid.code), std::move(invalid.detail));
    return std::nullopt;
}

/// Null while it stands.
void writeLifting(JsonWriter& json, const storage::Suppression& each) {
    json.key("lifted");
    if (!each.state.lifted || !each.lifted) {
        json.null();
        return;
    }
    json.beginObject()
        .member("at", each.lifted->at)
        .member("by", model::liftedByName(each.state.lifted->by))
        .textOrNull("reason", each.lifted->reason)
        .textOrNull("proof", each.state.lifted->proof)
        .key("observation");
    if (each.lifted->by) {
        writeProvenance(json, *each.lifted->by);
    } else {
        json.null();
    }
    json.endObject();
}

template <std::size_t Count>
storage::SuppressionFilter readFilter(const Services& services, Query& query,
                                      const model::Names<model::EndpointState, Count>& states) {
    storage::SuppressionFilter filter;
    if (const auto type = query.text("type", model::bounds::kIdentifierType)) {
        filter.type = *type;
        if (services.catalogue.source(*type) == nullptr)
            query.wrong("type", "unknown_type", model::noSuchType(services.catalogue, *type));
    }
    filter.state = query.choice("state", states);
    if (const auto reason = query.text("reason", model::bounds::kReason)) filter.reason = *reason;
    return filter;
}

template <class Read>
auto readSuppressions(const Services& services, Read read) {
    return services.database.read([&](storage::Session& session) {
        // An address may become a hash, or a hash an address, between two statements.
        session.beginSnapshot();
        storage::Suppressions suppressions(session, services.addressKey, services.clock.now());
        return read(suppressions);
    });
}

Response listSuppressions(const Services& services, const Request& request) {
    Query query(request);
    auto filter = readFilter(services, query, model::kSuppressingStates);
    filter.lifted = query.flag("lifted").value_or(false);
    const auto address = readAddress(services, query);
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto page = readSuppressions(services, [&](storage::Suppressions& suppressions) {
        if (!address) return suppressions.list(filter, cursor, limit);
        storage::SuppressionPage all{suppressions.of(*address), {}};
        std::erase_if(all.items, [&](const auto& each) { return !filter.takes(each); });
        return all;
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& each : page.items) {
        json.beginObject().member("id", each.id());
        writeSuppression(json, each);
        writeLifting(json, each);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response countSuppressions(const Services& services, const Request& request) {
    Query query(request);
    auto filter = readFilter(services, query, model::kEndpointStates);
    filter.lifted = query.flag("lifted").value_or(false);
    query.finish();
    // It may read for as long as an export, and keeps a session for it.
    const auto slot = services.exports.take();
    const auto counts = readSuppressions(
        services, [&](storage::Suppressions& suppressions) { return suppressions.count(filter); });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& each : counts.items) {
        json.beginObject()
            .member("type", each.type)
            .member("state", model::endpointStateName(each.state))
            .textOrNull("reason", each.reason)
            .member("count", each.addresses)
            .endObject();
    }
    json.endArray()
        .member("other_reasons", counts.otherReasons)
        .member("total", counts.total)
        .member("at_least", counts.atLeast);
    return Response::renderedJson(200, json.endObject().take());
}

Response exportAll(const Services& services, const Request& request) {
    Query query(request);
    auto filter = readFilter(services, query, model::kSuppressingStates);
    const auto format = query.choice("format", kFormats).value_or(ExportFormat::Ndjson);
    query.finish();
    auto response = Response::text(
        200, {}, format == ExportFormat::Csv ? "text/csv; charset=utf-8" : "application/x-ndjson");
    response.stream = exportSuppressions(services, request.caller->credential(), std::move(filter), format);
    return response;
}

void writeResult(JsonWriter& json, const model::Outcome& outcome, const Place* place) {
    if (outcome.problem) return writeRejection(json, outcome, place);
    const bool isRepeated = outcome.result == model::Result::Duplicate;
    json.beginObject()
        .member("result", isRepeated ? model::resultName(outcome.result) : kRecorded)
        .key("warnings");
    writeViolations(json, outcome.warnings);
    json.endObject();
}

Response importSuppressions(const Services& services, const Request& request) {
    Query(request).finish();
    const auto writer = writerOf(request);
    const auto once = idempotencyKey(request);
    auto read = readItems(services, request);
    const auto now = services.clock.now();
    std::vector<Prepared> prepared;
    prepared.reserve(read.items.size());
    for (std::size_t i = 0; i < read.items.size(); ++i) {
        auto& item = read.items[i];
        const auto id = once ? std::string(*once) + '#' + std::to_string(i) : std::string{};
        if (item.problem)
            prepared.emplace_back(*std::move(item.problem));
        else
            prepared.push_back(services.preparer.trySuppression(item.value, id, writer, now));
    }
    const auto outcomes = writeAll(services.writer, services.metrics, std::move(prepared));
    JsonWriter json;
    if (!read.isArray) {
        if (outcomes.front().problem) throw Error(*outcomes.front().problem);
        writeResult(json, outcomes.front(), nullptr);
        return Response::renderedJson(200, json.take());
    }
    json.beginObject().key("results").beginArray();
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const Place place{i, read.items[i].line};
        writeResult(json, outcomes[i], &place);
    }
    return Response::renderedJson(200, json.endArray().endObject().take());
}

struct Lifting {
    model::StaffLifting staffs;
    std::optional<model::Identifier> address;
};

Lifting readBody(const Services& services, const Request& request) {
    const auto body = liftingBody(request);
    model::Findings findings;
    const model::Reader reader(findings, {});
    const model::Where top;
    Lifting lifting;
    if (reader.object(body, top, {"reason", "proof", "address"})) {
        lifting.staffs = readLifting(body, reader, findings);
        if (const auto text = reader.text(body, top, "address", kMaxRef)) {
            auto parsed = parseAddress(services, *text);
            if (auto* invalid = std::get_if<model::Invalid>(&parsed))
                findings.wrong({top, "address"}, invalid->code, std::move(invalid->detail));
            else
                lifting.address = std::get<model::Identifier>(std::move(parsed));
        }
    }
    if (findings.isWrong()) throw findings.takeError();
    return lifting;
}

/// An address that was erased has its row for a while, and is listed by its hash: it is found by itself.
std::optional<storage::Suppression> findSuppression(const Services& services, std::string_view id,
                                                    const std::optional<model::Identifier>& address) {
    return readSuppressions(services, [&](storage::Suppressions& suppressions) {
        if (address) {
            for (auto& each : suppressions.of(*address))
                if (!each.lifted && each.id() == id) return std::optional{std::move(each)};
        }
        return suppressions.find(id);
    });
}

/// Of a hash the caller has to know the address: nothing else can be decided about it.
model::Identifier addressOf(const Services& services, const storage::Suppression& found, Lifting& lifting) {
    if (found.value && !lifting.address) return {found.type, *found.value};
    if (!lifting.address)
        throw base::inputError({{"/address", "required",
                                 "only the hash of this address is known here: send which it is, as "
                                 "`\"address\": \"type:value\"` beside the reason"}});
    const bool isSame = found.value
                            ? *lifting.address == model::Identifier{found.type, *found.value}
                            : storage::forgottenHash(services.addressKey, *lifting.address) == found.address;
    if (!isSame) throw base::inputError({{"/address", "invalid_value", "is another address"}});
    return *std::move(lifting.address);
}

/// Of an address that nobody has no words are kept, and so no proof.
void requireKept(const storage::Suppression& found, const model::StaffLifting& lifting) {
    if (found.value || lifting.proof.empty()) return;
    throw Error(ErrorCode::Conflict,
                "Nobody has this address, and no words about it are kept: a proof could not be shown. The "
                "person lifts this by an attested opt-in, in an observation with the address.");
}

Response deleteSuppression(const Services& services, const Request& request) {
    Query(request).finish();
    auto lifting = readBody(services, request);
    const auto found = findSuppression(services, request.param("id"), lifting.address);
    if (!found)
        throw Error(ErrorCode::NotFound, "There is no such suppression, or it does not stand any more.");
    requireLiftable(found->state, lifting.staffs);
    requireKept(*found, lifting.staffs);
    const auto address = addressOf(services, *found, lifting);
    const auto now = services.clock.now();
    lifting.staffs.at = liftedAt(found->state, now);
    static_cast<void>(writeOne(
        services.writer,
        services.preparer.prepareLifting(address, std::move(lifting.staffs), writerOf(request), now)));
    return Response::empty();
}

}  // namespace

void addSuppressionRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/suppressions", Access::Read, services, listSuppressions));
    router.add(route(Method::Get, "/v1/suppressions/counts", Access::Read, services, countSuppressions));
    auto exporting = route(Method::Get, "/v1/suppressions/export", Access::Read, services, exportAll);
    exporting.told = http::Told::Always;
    router.add(std::move(exporting));
    auto import = route(Method::Post, "/v1/suppressions", Access::Write, services, importSuppressions);
    import.bodyLimit = services.settings.maxBody;
    import.mediaTypes = {"application/json", "application/x-ndjson"};
    router.add(std::move(import));
    router.add(route(Method::Delete, "/v1/suppressions/{id}", Access::Write, services, deleteSuppression));
}

}  // namespace kith::api
