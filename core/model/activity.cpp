// SPDX-License-Identifier: Apache-2.0
#include "core/model/activity.hpp"

#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<Status, 12, static_cast<int>(Status::Queued)> kStatuses{
    {"queued", "sent", "delayed", "uncertain", "skipped", "delivered", "undelivered", "closed", "read",
     "clicked", "unsubscribed", "complained"}};
constexpr Names<ActivityKind, 3> kKinds{{"message", "event", "order"}};

}  // namespace

std::string_view statusName(Status status) noexcept {
    return kStatuses.of(status);
}

std::optional<Status> statusFromName(std::string_view name) noexcept {
    return kStatuses.find(name);
}

std::string_view activityKindName(ActivityKind kind) noexcept {
    return kKinds.of(kind);
}

}  // namespace kith::model
