// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/model/identifier.hpp"
#include "core/model/outcome.hpp"

namespace kith::identity {

/// Of what one profile would have too many.
struct Excess {
    std::string of;         ///< In the plural: `values of email`, `merges`.
    std::size_t count = 0;  ///< That there would be.
    std::size_t most = 0;
};

/// Why the rules forbid something.
struct Reason {
    model::RefusalCode code;
    std::vector<Excess> excess = {};  ///< Of Limit and ComponentTooLarge, at least one.
    std::string uniqueType = {};      ///< Of UniqueConflict: of which there would be different values.
};

/// `identifier` is what was refused, or would have joined two people. The detail of the refusal is a sentence
/// that names types and numbers, never a value: it is kept and shown with one of two people, who would have
/// the other's.
[[nodiscard]] model::Refusal makeRefusal(const Reason& reason, model::Identifier identifier,
                                         base::ProfileId other = {});

}  // namespace kith::identity
