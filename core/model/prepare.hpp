// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/observation.hpp"

namespace kith::model {

/// Who writes: fixed by the key or the plugin's route, never by the body.
struct Writer {
    base::KeyId key;
    bool mayAttest = false;  ///< False for public keys: everything they say is claimed.
    std::string defaultSourceType = "api";
    std::string defaultSourceName;
};

/// Bounds and habits of the observation format; see config/kith.yaml.
struct PrepareSettings {
    std::chrono::milliseconds maxFuture = std::chrono::minutes{5};
    std::array<std::uint8_t, 32> hashKey{};  ///< Keys the hashes of observation ids.
};

/// Turns one JSON observation (parsed by model::parseJson) into an Observation. Pure and thread-safe.
class Preparer {
public:
    Preparer(const Catalogue& catalogue, base::IdGenerator& ids, PrepareSettings settings);

    /// Throws Error{InvalidInput} with a violation per wrong member (pointers relative to the item); what
    /// only concerns one field or identifier becomes a warning and the rest counts.
    [[nodiscard]] Observation prepare(const nlohmann::json& item, const Writer& writer, base::Time now) const;

    /// An edit of a profile: JSON Merge Patch (RFC 7396) of `fields` and `subscriptions`.
    [[nodiscard]] Observation prepareEdit(const nlohmann::json& patch, const Address& address,
                                          const Writer& writer, base::Time now) const;

private:
    const Catalogue& catalogue_;
    base::IdGenerator& ids_;
    PrepareSettings settings_;
};

}  // namespace kith::model
