// SPDX-License-Identifier: Apache-2.0
#include "core/api/export_stream.hpp"

#include "core/base/error.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {

using base::Error;
using base::ErrorCode;

ExportSlots::Taken ExportSlots::take() {
    if (++taken_ > kAtOnce) {
        --taken_;
        throw Error(ErrorCode::Overloaded, "Too many exports run. Try again later.");
    }
    return Taken(*this);
}

http::Piece ExportStream::next(http::Piece::Clock::time_point now, bool ending) {
    if (ending) throw Error(ErrorCode::Unavailable, "The server is stopping.");
    if (!keys_.isActive(key_)) throw Error(ErrorCode::Unauthorized, "The key was revoked.");
    auto piece = read();
    piece.due = now;
    return piece;
}

}  // namespace kith::api
