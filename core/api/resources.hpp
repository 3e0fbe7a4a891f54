// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/api/services.hpp"
#include "core/http/router.hpp"

/// One function per file: each adds the routes of one resource. Internal to core/api.
namespace kith::api {

void addObservationRoutes(http::Router& router, const Services& services);
void addProfileListRoutes(http::Router& router, const Services& services);
void addDeletedProfileRoutes(http::Router& router, const Services& services);
void addProfileRoutes(http::Router& router, const Services& services);
void addLifeCycleRoutes(http::Router& router, const Services& services);
void addConfirmationRoutes(http::Router& router, const Services& services);
void addPreferencesRoutes(http::Router& router, const Services& services);
void addIdentifierRoutes(http::Router& router, const Services& services);
void addEndpointStateRoutes(http::Router& router, const Services& services);
void addActivityRoutes(http::Router& router, const Services& services);
void addActivityDayRoutes(http::Router& router, const Services& services);
void addChangeRoutes(http::Router& router, const Services& services);
void addIdentityRoutes(http::Router& router, const Services& services);
void addExportRoutes(http::Router& router, const Services& services);
void addEventRoutes(http::Router& router, const Services& services);
void addFieldRoutes(http::Router& router, const Services& services);
void addCategoryRoutes(http::Router& router, const Services& services);
void addWebhookRoutes(http::Router& router, const Services& services);
void addMergeRoutes(http::Router& router, const Services& services);
void addConflictRoutes(http::Router& router, const Services& services);
void addDuplicateRoutes(http::Router& router, const Services& services);
void addMustNotLinkRoutes(http::Router& router, const Services& services);
void addSegmentRoutes(http::Router& router, const Services& services);
void addSegmentMemberRoutes(http::Router& router, const Services& services);
void addTagRoutes(http::Router& router, const Services& services);
void addTagChangeRoutes(http::Router& router, const Services& services);
void addSuppressionRoutes(http::Router& router, const Services& services);
void addKeyRoutes(http::Router& router, const Services& services);
void addUserRoutes(http::Router& router, const Services& services);
void addSessionRoutes(http::Router& router, const Services& services);
void addAuditRoutes(http::Router& router, const Services& services);
void addPluginListRoutes(http::Router& router, const Services& services);
void addOverviewRoutes(http::Router& router, const Services& services);
void addHealthRoutes(http::Router& router, const Services& services);
void addDocumentRoutes(http::Router& router, const Services& services);

/// A route whose handler is `Response handler(const Services&, const Request&)`.
using ServiceHandler = http::Response (*)(const Services&, const http::Request&);
[[nodiscard]] inline http::Route route(http::Method method, std::string pattern, http::Access access,
                                       const Services& services, ServiceHandler handler) {
    http::Route made;
    made.method = method;
    made.pattern = std::move(pattern);
    made.access = access;
    made.handler = [&services, handler](const http::Request& request) { return handler(services, request); };
    return made;
}

}  // namespace kith::api
