// SPDX-License-Identifier: Apache-2.0
#include "core/api/export_stream.hpp"

#include "core/base/error.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {

using base::Error;
using base::ErrorCode;

http::Piece ExportStream::next(http::Piece::Clock::time_point now, bool ending) {
    if (ending) throw Error(ErrorCode::Unavailable, "The server is stopping.");
    if (!keys_.isActive(key_)) throw Error(ErrorCode::Unauthorized, "The key was revoked.");
    auto piece = read();
    piece.due = now;
    return piece;
}

}  // namespace kith::api
