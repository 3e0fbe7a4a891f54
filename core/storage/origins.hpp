// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <unordered_map>

#include "core/base/id.hpp"
#include "core/model/stamp.hpp"

namespace kith::storage {

class Session;

/// The provenance rows that loaded rows refer to, each loaded once and shared. Not thread-safe.
class Origins {
public:
    /// The observation's origin, whose members are set by load().
    [[nodiscard]] std::shared_ptr<const model::Origin> of(base::ObservationId row);
    /// A stamp of it, whose grade is set by grade() after load().
    [[nodiscard]] model::Stamp stamp(base::ObservationId row, base::Time at) { return {false, at, of(row)}; }
    static void grade(model::Stamp& stamp) noexcept { stamp.attested = stamp.origin->attested; }

    /// Reads what was asked for since the last call. Throws Error{Internal} if a row is missing.
    void load(Session& session);

private:
    std::unordered_map<base::ObservationId, std::shared_ptr<model::Origin>> known_;
    std::unordered_map<base::ObservationId, model::Origin*> wanted_;
};

}  // namespace kith::storage
