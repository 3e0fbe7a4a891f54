// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/types.h>

#include <string_view>

namespace soci {
class session;
}

/// What is behind the opaque session of the boundary.
struct kith_session {
    soci::session* sql;
};

namespace kith::plugins {

/// A session handed to a plugin, for the length of this object. While a thread has one, the plugin may not
/// wait for the writers: they might wait for this very session.
class SessionHandle {
public:
    explicit SessionHandle(soci::session& sql) noexcept;
    ~SessionHandle();
    SessionHandle(const SessionHandle&) = delete;
    SessionHandle& operator=(const SessionHandle&) = delete;

    [[nodiscard]] kith_session* abi() noexcept { return &session_; }

    /// Whether the calling thread has one.
    [[nodiscard]] static bool isHeldHere() noexcept;

private:
    kith_session session_;
};

/// The extension that opens sessions, by its id; null for any other id.
[[nodiscard]] const void* sociExtension(std::string_view id) noexcept;

}  // namespace kith::plugins
