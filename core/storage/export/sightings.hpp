// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/export/place.hpp"

namespace kith::storage {

/// A row of provenance as one home has it.
struct ExportedObservation {
    base::ProfileId home;
    ProvenanceView observation;
};

/// An identifier that something written under a home names, which does not list it, or only as a claim.
struct ExportedNaming {
    base::ProfileId home;
    base::IdentifierId id;
    model::Identifier identifier;
};

/// Two identifiers that one observation carried.
struct ExportedLink {
    base::IdentifierId a;
    base::IdentifierId b;
    base::Time at;
    bool attested = false;
    base::ObservationId observation;
};

/// A condition: the identifier of that id, a column, identifies nobody, neither of those who live nor of
/// those who were deleted.
[[nodiscard]] std::string identifiesNobody(const std::string& identifier);

using NamingPlace = ExportPlace<base::IdentifierId>;
using LinkKey = std::tuple<base::IdentifierId, base::Time, base::ObservationId>;
using LinkPlace = ExportPlace<LinkKey, base::IdentifierId>;
inline constexpr LinkKey kFirstLink{base::IdentifierId{}, base::Time::min(), base::ObservationId{}};

/// What the person's homes name and nobody is identified by.
[[nodiscard]] std::vector<ExportedNaming> nextNamings(Session& session, NamingPlace& place,
                                                      std::size_t wanted);
[[nodiscard]] std::vector<ExportedObservation> nextObservations(Session& session, RowPlace& place,
                                                                std::size_t wanted);
/// Also those whose `b` is not the person's.
[[nodiscard]] std::vector<ExportedLink> nextLinks(Session& session, LinkPlace& place, std::size_t wanted);

}  // namespace kith::storage
