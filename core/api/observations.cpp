// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>

#include "core/api/identity_header.hpp"
#include "core/api/intake.hpp"
#include "core/api/outcome_json.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/writer_of.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

constexpr auto kToken = "identity_token";

/// Takes an item's own identity token out of it; nothing if it has none. Throws Error.
std::optional<model::TokenIdentity> takeIdentity(const Services& services, const Request& request,
                                                 nlohmann::json& item) {
    const auto member = item.find(kToken);
    if (member == item.end()) return std::nullopt;
    const auto token = std::move(*member);
    item.erase(member);
    if (token.is_null()) return std::nullopt;
    if (!token.is_string()) throw base::Error(base::ErrorCode::InvalidInput, "An identity token is a text.");
    return services.identityHeader.read(request, token.get_ref<const std::string&>());
}

Prepared prepareItem(const Services& services, const Request& request, model::JsonItem& item,
                     const model::Writer& writer, base::Time now) {
    if (item.problem) return *std::move(item.problem);
    if (!item.value.is_object() || !item.value.contains(kToken))
        return services.preparer.tryPrepare(item.value, writer, now);
    try {
        auto vouchedFor = writer;
        if (auto identity = takeIdentity(services, request, item.value))
            vouchedFor.identity = std::move(identity);
        return services.preparer.tryPrepare(item.value, vouchedFor, now);
    } catch (const base::Error& error) {
        return base::Error(error.code(), error.detail(),
                           {{"/identity_token", std::string(base::codeName(error.code())), error.detail()}});
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
    auto read = readItems(services, request);
    const auto now = services.clock.now();
    std::vector<Prepared> prepared;
    prepared.reserve(read.items.size());
    for (auto& item : read.items) prepared.push_back(prepareItem(services, request, item, writer, now));
    const auto outcomes = writeAll(services.writer, std::move(prepared));

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
