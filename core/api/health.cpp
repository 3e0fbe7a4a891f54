// SPDX-License-Identifier: Apache-2.0
#include "core/api/metrics.hpp"
#include "core/api/query.hpp"
#include "core/api/readiness.hpp"
#include "core/api/resources.hpp"
#include "core/storage/database.hpp"
#include "core/storage/migrate.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;

/// The process answers.
Response getHealth(const Services& /*services*/, const Request& /*request*/) {
    return Response::renderedJson(200, R"({"status":"ok"})");
}

/// It also wants traffic, and its database answers.
Response getReadiness(const Services& services, const Request& /*request*/) {
    if (!services.readiness.isReady()) {
        throw base::Error(base::ErrorCode::Unavailable, "The server is starting or stopping.");
    }
    services.database.read([](storage::Session& session) { (void)storage::schemaVersion(session, "core"); });
    return Response::renderedJson(200, R"({"status":"ready"})");
}

/// Not for everybody: whoever sees the counts move knows whether a claim of theirs was of a known person.
Response getMetrics(const Services& services, const Request& request) {
    Query(request).finish();
    return Response::text(200, services.metrics.text(), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace

void addHealthRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/healthz", Access::None, services, getHealth));
    router.add(route(Method::Get, "/readyz", Access::None, services, getReadiness));
    router.add(route(Method::Get, "/metrics", Access::Read, services, getMetrics));
}

}  // namespace kith::api
