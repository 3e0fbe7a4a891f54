// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/base/id.hpp"

namespace kith::storage {

class Session;

/// Of a server; so far may the ids of one that was killed be ahead of the clock when it starts again.
inline constexpr std::chrono::seconds kServerRoom{20};

/// Gives `ids` room for ids of `node` that is nobody else's, and was nobody's: until when ids of a node may
/// have been made is kept in the database, so neither a clock that was set back nor one that is behind those
/// of other machines brings one again. No statement as long as what `ids` has reaches; else it is written
/// that the room reaches until `span` from now. `writer` is a session that may write, outside of a
/// transaction. Throws Error{Storage}.
void giveRoom(Session& writer, unsigned node, base::IdGenerator& ids, base::Time now,
              std::chrono::milliseconds span = kServerRoom);

}  // namespace kith::storage
