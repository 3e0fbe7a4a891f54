// SPDX-License-Identifier: Apache-2.0
#include "core/model/activity.hpp"

#include "core/model/vocabulary.hpp"

namespace kith::model {

std::string_view statusName(Status status) noexcept {
    return kStatuses.of(status);
}

std::optional<Status> statusFromName(std::string_view name) noexcept {
    return kStatuses.find(name);
}

std::string_view activityKindName(ActivityKind kind) noexcept {
    return kActivityKinds.of(kind);
}

}  // namespace kith::model
