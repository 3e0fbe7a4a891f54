// SPDX-License-Identifier: Apache-2.0
#include "core/api/activity_filter.hpp"

#include <optional>
#include <string>
#include <string_view>

#include "core/model/vocabulary.hpp"

namespace kith::api {
namespace {

std::optional<std::string> owned(std::optional<std::string_view> text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

storage::TimelineFilter readTimelineFilter(Query& query) {
    storage::TimelineFilter filter;
    filter.channel = owned(query.text("channel"));
    filter.status = query.choice("status", model::kStatuses);
    filter.event = owned(query.text("event"));
    filter.kind = query.choice("kind", model::kActivityKinds);
    filter.from = query.time("from");
    filter.to = query.time("to");
    return filter;
}

}  // namespace kith::api
