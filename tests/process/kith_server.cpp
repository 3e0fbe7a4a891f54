// SPDX-License-Identifier: Apache-2.0
#include "tests/process/kith_server.hpp"

#include <csignal>
#include <iostream>
#include <stdexcept>

namespace kith::test {

void ApiClient::send(std::string_view method, std::string_view path, std::string_view body,
                     std::string_view headers) {
    auto text = std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: kith\r\n";
    if (!key_.empty()) text += "Authorization: Bearer " + key_ + "\r\n";
    text += headers;
    if (!body.empty()) {
        if (headers.find("Content-Type") == std::string_view::npos)
            text += "Content-Type: application/json\r\n";
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    client_.send(text + "\r\n" + std::string(body));
}

std::vector<std::string> serving(const std::string& databaseUrl, const std::vector<std::string>& settings) {
    // A client of a test asks when the test comes to it, however long that takes.
    auto words = program({"serve", "--set", "http.listen=127.0.0.1:0", "--set", "http.idle_timeout=1h",
                          "--set", "http.head_timeout=1h", "--set", "database.url=" + databaseUrl});
    for (const auto& setting : settings) words.insert(words.end(), {"--set", setting});
    return words;
}

KithServer::KithServer(std::string databaseUrl, const std::vector<std::string>& settings)
    : databaseUrl_(std::move(databaseUrl)), process_(serving(databaseUrl_, settings)) {
    const std::string start = "listening on http://127.0.0.1:";
    const auto line = process_.line(start);
    if (!line) throw std::runtime_error("the server did not start: " + process_.err());
    port_ = static_cast<std::uint16_t>(std::stoi(line->substr(start.size())));
}

std::string KithServer::key(const std::string& right) const {
    const auto made = runKith(
        {"key", "create", "--name", "test", "--right", right, "--set", "database.url=" + databaseUrl_});
    if (made.code != 0) throw std::runtime_error("no key: " + made.err);
    return made.out.substr(0, made.out.find('\n'));
}

Ended KithServer::stop() {
    process_.send(SIGTERM);
    auto ended = process_.wait();
    // A sanitizer writes what it found there.
    if (ended.code != 0) std::cerr << "kith ended with " << ended.code << ":\n" << ended.err << "\n";
    return ended;
}

double metric(ApiClient& client, const std::string& line) {
    const auto text = '\n' + client.get("/metrics").body;
    const auto at = text.find('\n' + line);
    if (at == std::string::npos) throw std::runtime_error("there is no metric " + line);
    return std::stod(text.substr(at + 1 + line.size()));
}

}  // namespace kith::test
