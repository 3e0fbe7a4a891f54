// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/profile_json.hpp"
#include "core/plugins/manager.hpp"
#include "core/storage/session.hpp"

namespace kith::api {

/// The profile as channels are asked about it.
[[nodiscard]] model::Person personOf(const storage::ProfileView& profile);

/// What every channel adds about the person, in one statement per plugin. A channel that has nothing to say,
/// or fails, is left out.
[[nodiscard]] Panels readPanels(const plugins::Registry& registry, storage::Session& session,
                                const storage::ProfileView& profile);

}  // namespace kith::api
