// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/id.hpp"
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

}  // namespace kith::storage
