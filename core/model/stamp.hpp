// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace kith::model {

/// 128 bits of keyed BLAKE2b (libsodium's crypto_generichash).
using Hash = std::array<std::uint8_t, 16>;

/// Where an observation came from: its provenance row, shared by everything that it said. Immutable.
struct Origin {
    base::ObservationId row;    ///< kith's own id of the observation.
    base::KeyId key;            ///< The key (or plugin) that wrote it.
    std::string sourceType;     ///< `api`, `import`, `form`, …
    std::string sourceName;     ///< Free text of the caller, at most 200 bytes.
    std::string observationId;  ///< The caller's id, at most 200 bytes; empty if it gave none.
    Hash contentHash{};         ///< Of the canonical JSON of the whole observation.
    base::Time observedAt;
    base::Time receivedAt;
    bool attested = false;
};

/// The part of the total order that settles equal times: (source name, observation id, key id, content hash).
[[nodiscard]] std::strong_ordering compareOrigins(const Origin& a, const Origin& b) noexcept;

/// By `observedAt`, whatever the grade: the smallest is the earliest observation.
[[nodiscard]] std::strong_ordering compareAge(const Origin& a, const Origin& b) noexcept;

/// The place of one statement in the total order in which states fold: (attested, time, source name,
/// observation id, key id, content hash). The time is the statement's own where it has one (consents,
/// statuses, endpoint states), else the observation's.
struct Stamp {
    bool attested = false;
    base::Time at;
    std::shared_ptr<const Origin> origin;  ///< Never null in a stamp that is compared.

    friend std::strong_ordering operator<=>(const Stamp& a, const Stamp& b) noexcept;
    friend bool operator==(const Stamp& a, const Stamp& b) noexcept { return (a <=> b) == 0; }
};

}  // namespace kith::model
