// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/stamp.hpp"

namespace kith::storage {

class Session;

/// What an id stood for when it was used before.
struct Seen {
    model::Hash content;
    base::ProfileId live;  ///< The profile that it was about, as it is shown now.
};

/// Nothing if the key used no such id, or it is forgotten by now.
[[nodiscard]] std::optional<Seen> readSeen(Session& session, base::KeyId key, const model::Hash& id);

/// A call that is about no profile, and may come again.
struct OnceCall {
    base::KeyId key;
    model::Hash id{};       ///< Of its Idempotency-Key.
    model::Hash content{};  ///< Of what has to be the same then.
    base::Time at;
};

struct CameFirst {
    base::Time at;  ///< When it did.
    bool isFirst = true;
};

/// Remembers one, as the ids of observations are, in the transaction that carries it out. Waits for whoever
/// carries out the same one meanwhile. Throws Error{IdReused} if the id was used for something else.
[[nodiscard]] CameFirst rememberCall(Session& writer, const OnceCall& call);
/// Whether one with its id came before.
[[nodiscard]] bool isRemembered(Session& session, const OnceCall& call);

}  // namespace kith::storage
