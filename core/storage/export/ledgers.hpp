// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
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
    base::IdentifierId endpoint;
    model::Identifier identifier;
    model::EndpointEntry::Kind kind = model::EndpointEntry::Kind::State;
    model::EndpointState state = model::EndpointState::Active;
    std::string reason;
    std::string detail;
    std::optional<base::Time> until;
    base::Time at;
    ProvenanceView by;
};

/// The ledgers of what the person lists, whole, and then of each home what was said under it of what it names
/// only: what others said of such an address is theirs.
struct EndpointPlace {
    ExportPlace<std::int64_t, base::IdentifierId> listed;
    ExportPlace<std::pair<base::IdentifierId, std::int64_t>> named;

    [[nodiscard]] bool isEnd() const noexcept { return listed.isEnd() && named.isEnd(); }
};

[[nodiscard]] std::vector<ExportedConsent> nextConsents(Session& session, RowPlace& place,
                                                        std::size_t wanted);
/// Also those of what another home of the person lists, which were told before.
[[nodiscard]] std::vector<ExportedEndpointEntry> nextEndpointEntries(Session& session, EndpointPlace& place,
                                                                     std::size_t wanted);

}  // namespace kith::storage
