// SPDX-License-Identifier: Apache-2.0
#include "https_server.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/SecureServerSocket.h>

namespace kith::test {
namespace {

namespace net = Poco::Net;

class Handler final : public net::HTTPRequestHandler {
public:
    explicit Handler(const HttpsServer::Serve& serve) : serve_(serve) {}

    void handleRequest(net::HTTPServerRequest& request, net::HTTPServerResponse& response) override {
        const auto page = serve_(request.getURI());
        response.setStatus(static_cast<net::HTTPResponse::HTTPStatus>(page.status));
        if (!page.location.empty()) response.set("Location", page.location);
        response.sendBuffer(page.body.data(), page.body.size());
    }

private:
    const HttpsServer::Serve& serve_;
};

class Factory final : public net::HTTPRequestHandlerFactory {
public:
    explicit Factory(HttpsServer::Serve serve) : serve_(std::move(serve)) {}
    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new Handler(serve_);
    }

private:
    HttpsServer::Serve serve_;
};

}  // namespace

struct HttpsServer::Parts {
    Parts(const std::string& certificateFile, const std::string& keyFile, Serve serve)
        : context(new net::Context(net::Context::TLS_SERVER_USE, keyFile, certificateFile, "")),
          socket(net::SocketAddress("127.0.0.1", 0), 64, context),
          server(new Factory(std::move(serve)), socket, new net::HTTPServerParams) {
        server.start();
    }

    net::Context::Ptr context;
    net::SecureServerSocket socket;
    net::HTTPServer server;
};

HttpsServer::HttpsServer(const std::string& certificateFile, const std::string& keyFile, Serve serve)
    : parts_(std::make_unique<Parts>(certificateFile, keyFile, std::move(serve))) {}

HttpsServer::~HttpsServer() {
    parts_->server.stopAll(true);
}

int HttpsServer::port() const {
    return parts_->socket.address().port();
}

}  // namespace kith::test
