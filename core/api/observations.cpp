// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>

#include "core/api/idempotency_key.hpp"
#include "core/api/identity_header.hpp"
#include "core/api/intake.hpp"
#include "core/api/outcome_json.hpp"
#include "core/api/preparing.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/writer_of.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

Prepared prepareItem(const Services& services, const Request& request, Preparing& preparing,
                     model::JsonItem& item, const model::Writer& writer, base::Time now) {
    if (item.problem) return *std::move(item.problem);
    try {
        auto vouchedFor = writer;
        if (auto identity = takeIdentity(item.value, [&](std::string_view token) {
                return services.identityHeader.read(request, token);
            }))
            vouchedFor.identity = std::move(identity);
        return preparing.tryPrepare(item.value, vouchedFor, now);
    } catch (const base::Error& error) {
        return error;
    }
}

void write(JsonWriter& json, const Request& request, const model::Outcome& outcome,
           const Place* place = nullptr) {
    if (request.isPublic()) {
        writePublicOutcome(json, outcome, place);
    } else {
        writeOutcome(json, outcome, place);
    }
}

Response postObservations(const Services& services, const Request& request) {
    Query(request).finish();
    auto writer = writerOf(request);
    writer.identity = services.identityHeader.read(request);
    const auto key = idempotencyKey(request);
    auto read = readItems(services, request);
    if (key) nameOnce(read, *key);
    const auto now = services.clock.now();
    Preparing preparing(services.preparation);
    std::vector<Prepared> prepared;
    prepared.reserve(read.items.size());
    for (auto& item : read.items)
        prepared.push_back(prepareItem(services, request, preparing, item, writer, now));
    const auto outcomes = writeAll(services.writer, services.metrics, std::move(prepared));

    JsonWriter json;
    if (read.isArray) {
        json.beginObject().key("results").beginArray();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const Place place{i, read.items[i].line};
            write(json, request, outcomes[i], &place);
        }
        json.endArray().endObject();
    } else {
        if (outcomes.front().problem) throw base::Error(*outcomes.front().problem);
        write(json, request, outcomes.front());
    }
    return Response::renderedJson(200, json.take());
}

}  // namespace

void addObservationRoutes(http::Router& router, const Services& services) {
    auto post =
        route(http::Method::Post, "/v1/observations", http::Access::Public, services, postObservations);
    post.bodyLimit = services.settings.maxBody;
    post.mediaTypes = {"application/json", "application/x-ndjson"};
    router.add(std::move(post));
}

}  // namespace kith::api
