// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "event.hpp"

namespace kith::email {

struct SendGridSettings {
    std::string messageArgument = "message";    ///< The unique argument that holds a mailing's id.
    std::map<std::string, std::string> groups;  ///< The number of an unsubscribe group → a category.
};

/// Reads one event of SendGrid's event webhook. What says nothing about a recipient counts as ignored, an
/// object that breaks the format as malformed. Pure.
void readSendGrid(const nlohmann::json& event, const SendGridSettings& settings, Batch& out);

}  // namespace kith::email
