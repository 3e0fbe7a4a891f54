// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/http/client.hpp"

namespace kith::test {

/// What the API shows of everybody, put together.
struct Overview {
    std::set<std::string> statuses;       ///< `email delivered`, and `web event`.
    std::set<std::string> states;         ///< `email blacklisted`
    std::set<std::string> liftings;       ///< `blocked by delivery`
    std::set<std::string> identifiers;    ///< `email claimed`
    std::set<std::string> refusals;       ///< Codes.
    std::set<std::string> rules;          ///< Of merges.
    std::set<std::string> duplicates;     ///< Codes of why two may be one.
    std::set<std::string> panels;         ///< Channels whose plugin has something to say.
    std::set<std::string> fields;         ///< Keys.
    std::set<std::string> sources;        ///< Types.
    std::set<std::string> subscriptions;  ///< `news pending`
    std::set<std::string> machines;
    std::set<std::string> repeats;  ///< Causes.
    std::size_t known = 0;          ///< Profiles that are somebody.
    /// By the id of a profile: its version, and how many activities it has.
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> profiles;
};

/// Reads everything. Throws if an answer is not 200.
[[nodiscard]] Overview readOverview(http::Client& client);

}  // namespace kith::test
