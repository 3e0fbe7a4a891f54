// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/json_writer.hpp"
#include "core/model/endpoint.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::api {

/// An event's number as clients know it.
[[nodiscard]] std::string eventId(std::int64_t number);

/// The member `name`; null if there is none.
void writeState(JsonWriter& json, std::string_view name, std::optional<model::EndpointState> state);

/// An event as everybody is told of it, in the feed and by webhooks.
void writeEvent(JsonWriter& json, const storage::Event& event);
[[nodiscard]] std::string renderEvent(const storage::Event& event);

}  // namespace kith::api
