// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>

namespace kith::http {

/// For threads that write to TLS sockets: there is no way to ask OpenSSL for writes that don't raise SIGPIPE
/// when the client is gone.
inline void blockPipeSignal() noexcept {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace kith::http
