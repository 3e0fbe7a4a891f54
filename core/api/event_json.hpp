// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/api/json_writer.hpp"
#include "core/storage/event_feed.hpp"

namespace kith::api {

/// An event's number as clients know it.
[[nodiscard]] std::string eventId(std::int64_t number);

/// An event as everybody is told of it, in the feed and by webhooks.
void writeEvent(JsonWriter& json, const storage::Event& event);
[[nodiscard]] std::string renderEvent(const storage::Event& event);

}  // namespace kith::api
