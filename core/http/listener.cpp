// SPDX-License-Identifier: Apache-2.0
#include "core/http/listener.hpp"

#include <cerrno>

#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <poll.h>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

constexpr int kBacklog = 1'024;

Poco::Net::Context::Ptr openTls(const TlsSettings& settings) {
    Poco::Net::Context::Params params;
    params.privateKeyFile = settings.keyFile;
    params.certificateFile = settings.certificateFile;
    params.verificationMode = Poco::Net::Context::VERIFY_NONE;
    params.cipherList = "HIGH:!aNULL:!MD5:!RC4:!3DES";
    Poco::Net::Context::Ptr context(new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, params));
    context->requireMinimumProtocol(Poco::Net::Context::PROTO_TLSV1_2);
    return context;
}

}  // namespace

Listener::Listener(const ServerSettings& settings) {
    try {
        const Poco::Net::SocketAddress address(settings.listen);
        // Not the port shared between processes, which Poco's shorter form of bind would ask for.
        socket_.bind(address, true, false);
        socket_.listen(kBacklog);
        socket_.setBlocking(false);
        port_ = socket_.address().port();
        url_ = (settings.tls ? "https://" : "http://") + socket_.address().toString();
    } catch (const Poco::Exception& failure) {
        const bool taken = failure.code() == EADDRINUSE;
        throw base::Error(base::ErrorCode::Configuration,
                          "Can't listen on " + settings.listen + ": " +
                              (taken ? "another program does. Choose another address with http.listen."
                                     : failure.displayText()));
    }
    try {
        if (settings.tls) tls_ = openTls(*settings.tls);
    } catch (const Poco::Exception& failure) {
        throw base::Error(
            base::ErrorCode::Configuration,
            "The certificate " + settings.tls->certificateFile + " with the key " + settings.tls->keyFile +
                " can't be used: both are files in PEM, and belong together (" + failure.displayText() + ")");
    }
}

bool Listener::pending() const {
    pollfd poll{.fd = socket_.impl()->sockfd(), .events = POLLIN, .revents = 0};
    return ::poll(&poll, 1, 0) > 0;
}

std::unique_ptr<Connection> Listener::accept(Census& census) {
    Poco::Net::SocketAddress peer;
    Poco::Net::StreamSocket socket = socket_.acceptConnection(peer);
    socket.setBlocking(false);
    socket.setNoDelay(true);
    if (tls_) {
        socket = Poco::Net::SecureStreamSocket::attach(socket, tls_);
        socket.setBlocking(false);
    }
    return std::make_unique<Connection>(socket, peer.host().toString(), census);
}

}  // namespace kith::http
