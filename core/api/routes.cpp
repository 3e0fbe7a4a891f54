// SPDX-License-Identifier: Apache-2.0
#include "core/api/routes.hpp"

#include "core/api/resources.hpp"

namespace kith::api {

void addRoutes(http::Router& router, const Services& services) {
    addObservationRoutes(router, services);
    addProfileListRoutes(router, services);
    addDeletedProfileRoutes(router, services);
    addProfileRoutes(router, services);
    addLifeCycleRoutes(router, services);
    addConfirmationRoutes(router, services);
    addPreferencesRoutes(router, services);
    addIdentifierRoutes(router, services);
    addEndpointStateRoutes(router, services);
    addActivityRoutes(router, services);
    addActivityDayRoutes(router, services);
    addChangeRoutes(router, services);
    addIdentityRoutes(router, services);
    addExportRoutes(router, services);
    addEventRoutes(router, services);
    addFieldRoutes(router, services);
    addCategoryRoutes(router, services);
    addWebhookRoutes(router, services);
    addMergeRoutes(router, services);
    addConflictRoutes(router, services);
    addDuplicateRoutes(router, services);
    addMustNotLinkRoutes(router, services);
    addSegmentRoutes(router, services);
    addSegmentMemberRoutes(router, services);
    addTagRoutes(router, services);
    addTagChangeRoutes(router, services);
    addSuppressionRoutes(router, services);
    addPluginListRoutes(router, services);
    addKeyRoutes(router, services);
    addOverviewRoutes(router, services);
    addUserRoutes(router, services);
    addSessionRoutes(router, services);
    addAuditRoutes(router, services);
    addHealthRoutes(router, services);
    addDocumentRoutes(router, services);
}

}  // namespace kith::api
