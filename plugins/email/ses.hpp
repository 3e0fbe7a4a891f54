// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "event.hpp"

namespace kith::email {

struct SesSettings {
    std::string messageTag = "message";             ///< The message tag that holds a mailing's id.
    std::map<std::string, std::string> categories;  ///< A topic of an SES contact list → a category.
};

/// Reads one notification of Amazon SES, of either kind: `notificationType` (feedback of an identity) or
/// `eventType` (event publishing of a configuration set). Adds one event for each recipient; kinds of
/// notification that say nothing about a recipient count as ignored, documents that break the format as
/// malformed. Pure.
void readSes(const nlohmann::json& notification, const SesSettings& settings, Batch& out);

}  // namespace kith::email
