// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/model/command.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

enum class RefusalCode {
    UniqueConflict,
    Limit,
    MustNotLink,
    BlockedValue,
    NotAttested,
    ComponentTooLarge,
    Released,
};

[[nodiscard]] std::string_view refusalCodeName(RefusalCode code) noexcept;

/// Of an observation that is rejected because no identifier is left: what refused each that it brought. The
/// others were left out for being malformed.
[[nodiscard]] std::vector<RefusalCode> refusalsIn(const base::Error& rejection);

/// How large two profiles would be as one, and how large one may be.
struct ComponentSize {
    std::size_t identifiers = 0;
    std::size_t maxIdentifiers = 0;
    std::size_t merges = 0;
    std::size_t maxMerges = 0;
};

/// Something that an observation, or whoever decided, asked for and the rules forbade; recorded, counted and
/// shown.
struct Refusal {
    RefusalCode code = RefusalCode::Limit;
    Identifier identifier;  ///< Empty if a merge by hand is refused for what the two are together.
    base::ProfileId other;  ///< The profile that it would have been joined with; zero if none.
    std::string detail;     ///< One sentence for people.
    std::optional<ComponentSize> size = {};  ///< Of a merge by hand that is ComponentTooLarge.
};

enum class Result { Created, Updated, Unchanged, Merged, Duplicate, Rejected };

[[nodiscard]] std::string_view resultName(Result result) noexcept;

/// What became of one write; final once the caller has it.
struct Outcome {
    Result result = Result::Rejected;
    base::ProfileId profile;   ///< The live profile; zero if rejected, or if it is a statement of nobody's.
    std::int64_t version = 0;  ///< Of that profile after the write.
    std::vector<base::ProfileId> absorbed;
    std::vector<Refusal> refused;
    std::vector<base::Violation> warnings;
    std::optional<Decision> decision;    ///< Present if a command was carried out.
    std::optional<base::Error> problem;  ///< Present exactly if rejected.
    std::vector<Refusal> forbidden;  ///< Of a command that the rules forbid, and so is rejected: all reasons.
};

}  // namespace kith::model
