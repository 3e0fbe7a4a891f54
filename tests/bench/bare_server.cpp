// SPDX-License-Identifier: Apache-2.0
// bare_server FILE: a stock Poco server whose handler sends the content of FILE, until it is killed: what the
// HTTP library alone can do.
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/ThreadPool.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace {

using namespace Poco::Net;

class Handler final : public HTTPRequestHandler {
public:
    explicit Handler(const std::string& body) : body_(body) {}
    void handleRequest(HTTPServerRequest& /*request*/, HTTPServerResponse& response) override {
        response.setContentType("application/json");
        response.sendBuffer(body_.data(), body_.size());
    }

private:
    const std::string& body_;
};

class Factory final : public HTTPRequestHandlerFactory {
public:
    explicit Factory(std::string body) : body_(std::move(body)) {}
    HTTPRequestHandler* createRequestHandler(const HTTPServerRequest& /*request*/) override {
        return new Handler(body_);
    }

private:
    std::string body_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::ifstream file(argv[1], std::ios::binary);
    std::string body{std::istreambuf_iterator<char>(file), {}};
    constexpr int kThreads = 64;
    constexpr int kRequestsPerConnection = 100'000'000;
    Poco::ThreadPool threads(kThreads, kThreads);
    const ServerSocket socket(SocketAddress("127.0.0.1", 0));
    Poco::AutoPtr<HTTPServerParams> settings(new HTTPServerParams);
    settings->setMaxThreads(kThreads);
    settings->setMaxKeepAliveRequests(kRequestsPerConnection);
    HTTPServer server(new Factory(std::move(body)), threads, socket, settings);
    server.start();
    std::cout << "listening on http://127.0.0.1:" << socket.address().port() << std::endl;
    ::pause();
}
