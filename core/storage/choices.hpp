// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/facts.hpp"

namespace kith::storage {

/// A merge's choices as they are stored and shown: a JSON array.
[[nodiscard]] std::string choicesText(const std::vector<identity::FieldChoice>& choices);

/// The homes whose values such choices hold; zero for a value of which that isn't told.
[[nodiscard]] std::set<base::ProfileId> homesIn(std::string_view choices);

/// Removes those that hold a value of any other home than these; how many.
std::size_t keepChoicesOf(std::string& choices, const std::set<base::ProfileId>& homes);

}  // namespace kith::storage
