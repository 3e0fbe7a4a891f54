// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/id.hpp"
#include "core/http/stream.hpp"

namespace kith::storage {
class KeyStore;
}

namespace kith::api {

/// What is taken away whole, as it is read. It fails, so that what was sent does not look complete, when the
/// server stops and once the key is revoked.
class ExportStream : public http::Stream {
public:
    /// `key`: who asked. The store outlives it.
    ExportStream(const storage::KeyStore& keys, base::KeyId key) : keys_(keys), key_(key) {}

    [[nodiscard]] http::Piece next(http::Piece::Clock::time_point now, bool ending) final;
    [[nodiscard]] bool hasEnd() const noexcept final { return true; }

private:
    /// What follows; `due` is not looked at. In a transaction of its own, since a client may take its time:
    /// one that stays open lets a database grow.
    [[nodiscard]] virtual http::Piece read() = 0;

    const storage::KeyStore& keys_;
    base::KeyId key_;
};

}  // namespace kith::api
