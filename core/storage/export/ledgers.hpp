// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/export/place.hpp"

namespace kith::storage {

/// One entry of the ledger of consents.
struct ExportedConsent {
    std::int64_t id = 0;
    base::ProfileId home;
    ConsentChangeView said;  ///< Without what was said before.
    base::Time at;
    ProvenanceView by;
};

/// One entry of an endpoint's ledger.
struct ExportedEndpointEntry {
    std::int64_t id = 0;
    base::IdentifierId identifier;
    model::EndpointEntry::Kind kind = model::EndpointEntry::Kind::State;
    model::EndpointState state = model::EndpointState::Active;
    std::string reason;
    std::string detail;
    std::optional<base::Time> until;
    base::Time at;
    ProvenanceView by;
};

using EndpointPlace = ExportPlace<std::int64_t, base::IdentifierId>;

[[nodiscard]] std::vector<ExportedConsent> nextConsents(Session& session, RowPlace& place,
                                                        std::size_t wanted);
[[nodiscard]] std::vector<ExportedEndpointEntry> nextEndpointEntries(Session& session, EndpointPlace& place,
                                                                     std::size_t wanted);

}  // namespace kith::storage
