// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "core/api/commands.hpp"
#include "core/api/services.hpp"
#include "core/base/id.hpp"
#include "core/model/command.hpp"
#include "core/model/outcome.hpp"
#include "core/model/reader.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// One of the two profiles of a body, as it was named.
struct NamedProfile {
    storage::ProfileRef ref;
    std::optional<std::int64_t> version;  ///< At which it was looked at.
};

/// The `profiles` of a body that has two. Throws what `findings` hold by then, with pointers into it.
[[nodiscard]] std::vector<NamedProfile> readTwoProfiles(const Services& services, const nlohmann::json& body,
                                                        model::Findings& findings);

/// Where the profile that stands at `place` of them is. Throws Error with a pointer to it, as resolve does.
[[nodiscard]] model::Address addressOf(const Services& services, const NamedProfile& named,
                                       std::size_t place);

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
