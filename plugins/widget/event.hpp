// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::widget {

/// One event of the beacon as what kith makes of it.
struct Seen {
    nlohmann::json observation;  ///< As for POST /v1/observations.
    nlohmann::json display;      ///< The row of widget_display for `shown`, else null.
};

struct Visit {
    std::int64_t receivedAtMs = 0;
    std::string agent;  ///< A keyed hash of the browser's User-Agent: tells browsers apart, names none.
};

/// The events of a beacon's body: `{"cookie", "session", "identity_token", "events": [...]}` with at most 50;
/// a session and a token need not be there. Throws kith::sdk::Failure.
[[nodiscard]] nlohmann::json parseBeacon(std::string_view body);

/// Reads one event `{"type", "widget", "display", "age_ms", "url", "frequency", "values"}`. A browser's clock
/// can't be trusted, so it says how long ago something was. `definitions` are the known widgets by id. Throws
/// kith::sdk::Failure with a violation per wrong member.
[[nodiscard]] Seen readEvent(const nlohmann::json& event, const nlohmann::json& beacon,
                             const std::map<std::string, nlohmann::json>& definitions, const Visit& visit);

}  // namespace kith::widget
