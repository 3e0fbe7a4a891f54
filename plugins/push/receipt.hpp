// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include <kith/sdk/types.hpp>
#include <nlohmann/json.hpp>

namespace kith::push {

/// The receipts of a body: one object, or `{"receipts": [...]}` with at most 500 of them.
[[nodiscard]] nlohmann::json receiptsOf(const nlohmann::json& body);

/// Turns one receipt `{"id", "token" | "endpoint", "status", "at", "message": {"id", "name"}, "error"}` into
/// the observation that it is. `status` is sent, delivered, opened, dismissed or failed. Throws
/// kith::sdk::Failure with a violation per wrong member. A failure whose `error` is among `deadErrors` also
/// blacklists the token. What is claimed has ids of its own: no claim makes the sender's word a repeat.
[[nodiscard]] nlohmann::json observationOf(const nlohmann::json& receipt, kith::sdk::Evidence evidence,
                                           const std::set<std::string>& deadErrors);

}  // namespace kith::push
