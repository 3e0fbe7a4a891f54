// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/app/settings.hpp"
#include "core/base/log.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/external_id.hpp"
#include "core/plugins/manager.hpp"

namespace kith::app {

/// The fields, groups, categories and segments of the configuration, and those that every deployment has.
[[nodiscard]] catalogue::Wanted wantedOf(const Settings& settings);

/// What this deployment knows, from what the core and the loaded plugins bring and the configuration says
/// over it; its fields and categories are those of the configuration until others are defined. `externalId`
/// and `plugins` outlive the result. A field whose type is missing because a plugin failed to load is left
/// out and logged. Throws Error{Configuration} with pointers into the configuration; that a segment names
/// what the API may have made is no fault yet.
[[nodiscard]] model::Catalogue buildCatalogue(const Settings& settings,
                                              const model::ExternalIdSource& externalId,
                                              const plugins::Manager& plugins, base::Log& log);

/// By what the entries of the configuration are judged; both outlive it.
[[nodiscard]] catalogue::Deployment deploymentOf(const model::Catalogue& catalogue,
                                                 const plugins::Manager& manager);

}  // namespace kith::app
