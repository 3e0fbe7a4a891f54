// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/names.hpp"
#include "core/model/subscription.hpp"

/// The fixed lists that a caller picks from, as they are written in the API.
namespace kith::model {

inline constexpr Names<EndpointState, 6> kEndpointStates{
    {"complained", "blacklisted", "unsubscribed", "blocked", "unconfirmed", "active"}};
/// Those that keep an address from being written to.
inline constexpr Names<EndpointState, 4> kSuppressingStates{
    {"complained", "blacklisted", "unsubscribed", "blocked"}};
inline constexpr Names<SubscriptionState, 3> kSubscriptionStates{{"subscribed", "unsubscribed", "pending"}};
inline constexpr Names<Status, 12, static_cast<int>(Status::Queued)> kStatuses{
    {"queued", "sent", "delayed", "uncertain", "skipped", "delivered", "undelivered", "closed", "read",
     "clicked", "unsubscribed", "complained"}};
inline constexpr Names<ActivityKind, 3> kActivityKinds{{"message", "event", "order"}};

}  // namespace kith::model
