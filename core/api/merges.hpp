// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/base/id.hpp"
#include "core/model/command.hpp"
#include "core/model/outcome.hpp"

namespace kith::api {

/// A merge by hand, the one of the first time if the call came again.
struct MadeMerge {
    model::Outcome outcome;
    std::optional<base::MergeId> merge;  ///< None if it can't be found any more.
};

/// Makes two profiles one; `body` as of `POST /v1/merges`. Throws Error with pointers into it for what is
/// malformed or not there, and for each reason that forbids it.
[[nodiscard]] MadeMerge mergeByHand(const Services& services, const Decider& by, const nlohmann::json& body);

/// A merge that was taken back.
struct UndoneMerge {
    model::Outcome outcome;
    base::MergeId merge;
    std::optional<model::ProhibitionId> prohibition;  ///< The one that stays of it, if it can still be found.
};

/// Takes the merge with that id back; `body` as of `POST /v1/merges/{id}/undo`. Throws as mergeByHand.
[[nodiscard]] UndoneMerge undoMerge(const Services& services, const Decider& by, std::string_view merge,
                                    const nlohmann::json& body);

}  // namespace kith::api
