// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/api/person_link.hpp"
#include "core/api/services.hpp"
#include "core/model/outcome.hpp"
#include "core/model/prepare.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::api {

/// Whom a link is of, as they are now.
struct LinkedPerson {
    storage::ProfileView profile;
    storage::IdentifierView address;
    model::SeenIdentifier seen;  ///< The same, as an observation carries it.

    /// For a page: whoever looks over a shoulder, or was forwarded the message, reads no address.
    /// `a•••@example.com`
    [[nodiscard]] std::string maskedAddress() const;
};

/// Nothing if the profile was removed or has the address no more.
[[nodiscard]] std::optional<LinkedPerson> findLinked(const Services& services, const PersonLink& link);

/// Whether the address identifies another live profile: then it is somebody else's, whoever lists it.
[[nodiscard]] bool isOfAnother(const Services& services, const LinkedPerson& person);

/// Writes what the person said; in the name of the link's key. Nothing if the person has gone meanwhile.
/// Throws what pipeline::Writer::submit throws, and any other problem.
[[nodiscard]] std::optional<model::Outcome> writeByLink(const Services& services, base::KeyId key,
                                                        model::LinkStatement said);

/// Who writes by a link that this key had made.
[[nodiscard]] model::Writer writerByLink(base::KeyId key);

}  // namespace kith::api
