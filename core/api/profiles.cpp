// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/intake.hpp"
#include "core/api/personalization.hpp"
#include "core/api/preparing.hpp"
#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/resources.hpp"
#include "core/api/show_profile.hpp"
#include "core/api/writer_of.hpp"
#include "core/model/json.hpp"
#include "core/model/names.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;

enum class View { Personalization };
constexpr model::Names<View, 1> kViews{{"personalization"}};
enum class Included { Provenance };
constexpr model::Names<Included, 1> kIncluded{{"provenance"}};

Response getProfile(const Services& services, const Request& request) {
    Query query(request);
    const auto view = query.choice("view", kViews);
    const auto included = view ? std::nullopt : query.choice("include", kIncluded);
    query.finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    if (view) return showPersonalization(services, ref);
    return showProfile(services, ref, 200, {.provenance = included == Included::Provenance});
}

Response postProfile(const Services& services, const Request& request) {
    Query(request).finish();
    auto body = model::parseJson(request.body);
    if (body.is_object() && body.contains("activities")) {
        throw Error(ErrorCode::InvalidInput, "A profile is made without activities.",
                    {{"/activities", "not_allowed", "send activities as an observation"}});
    }
    if (const auto key = idempotencyKey(request)) nameOnce(body, *key);
    const auto outcome =
        writeItem(services.writer, services.metrics,
                  Preparing(services.preparation).tryPrepare(body, writerOf(request), services.clock.now()));
    if (!outcome.profile) {
        throw Error(ErrorCode::Conflict,
                    "Nobody is left whom this names: of it the states of addresses were taken alone.",
                    {{"/identifiers", "released", "all of them were detached after `observed_at`"}});
    }
    const bool created = outcome.result == model::Result::Created;
    auto response =
        showProfile(services, outcome.profile, created ? 201 : 200, {outcome.refused, outcome.warnings});
    if (created) response.headers.set("Location", "/v1/profiles/" + outcome.profile.text());
    return response;
}

Response patchProfile(const Services& services, const Request& request) {
    Query(request).finish();
    const auto patch = model::parseJson(request.body);
    const auto address = addressOf(services, request.param("ref"), request.headers.find("If-Match"));
    const auto outcome = writeOne(
        services.writer,
        Preparing(services.preparation).prepareEdit(patch, address, writerOf(request), services.clock.now()));
    return showProfile(services, outcome.profile, 200, {.warnings = outcome.warnings});
}

}  // namespace

void addProfileRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Post, "/v1/profiles", Access::Write, services, postProfile));
    router.add(route(Method::Get, "/v1/profiles/{ref}", Access::Read, services, getProfile));
    auto patch = route(Method::Patch, "/v1/profiles/{ref}", Access::Write, services, patchProfile);
    patch.mediaTypes = {"application/merge-patch+json", "application/json"};
    router.add(std::move(patch));
}

}  // namespace kith::api
