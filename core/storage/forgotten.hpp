// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/hash.hpp"
#include "core/model/identifier.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// By which an address is known of which there is no row: nobody without the key can try a guess on it.
[[nodiscard]] inline std::string forgottenHash(const model::HashKey& key,
                                               const model::Identifier& identifier) {
    return model::hexOf(model::keyedHashOf(key, identifier.type + ':' + identifier.value));
}

/// The key of those hashes, if it was made. Throws Error{Configuration} if it is lost while addresses are
/// known by it: with another one they would be written to again.
[[nodiscard]] std::optional<model::HashKey> findForgottenKey(Session& session);
/// The same, made when it is asked for first. `writer` as for generatedSecret.
[[nodiscard]] model::HashKey forgottenKey(Session& writer);

/// Keeps of addresses their hashes, and the entries of their ledgers that still count by these. What was kept
/// of one before is replaced.
class Forgetting {
public:
    Forgetting(Session& session, const model::HashKey& key);

    void add(const model::Identifier& identifier, std::optional<base::Time> releasedAt);
    /// Who said an entry.
    struct Said {
        bool byStaff = false;
        std::optional<base::ObservationId> ofNobody;  ///< The observation, if it says nothing of anybody.
    };
    /// Once all were added: an entry of one of them. That of the staff has a reason in any case, since theirs
    /// lifts a state by having one.
    void addEntry(const model::Identifier& identifier, const model::EndpointEntry& entry, const Said& said);
    void run();

private:
    Session& session_;
    const model::HashKey& key_;
    BulkWrite known_;
    BulkWrite clear_;
    BulkWrite entries_;
};

}  // namespace kith::storage
