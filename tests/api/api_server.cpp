// SPDX-License-Identifier: Apache-2.0
#include "tests/api/api_server.hpp"

#include <atomic>
#include <filesystem>

#include "core/app/config.hpp"
#include "core/storage/key_store.hpp"

namespace kith::test {
namespace {

app::Settings readSettings(const std::string& database, std::vector<std::string> settings,
                           http::FetcherSettings fetcher) {
    settings.insert(settings.begin(), "database.url=" + database);
    const auto file = std::filesystem::path(KITH_SOURCE_DIR) / "tests/api/kith.yaml";
    auto read = app::readSettings(app::loadConfiguration(file, {}, settings).checked, KITH_PLUGINS);
    read.fetcher = std::move(fetcher);
    return read;
}

/// As `kith key create` does beside a running server.
std::string firstKey(const std::string& url) {
    const base::SystemClock clock;
    base::IdGenerator ids(clock, base::IdGenerator::kMaxNode);
    storage::DatabaseSettings settings;
    settings.url = url;
    storage::Database database(settings);
    storage::KeyStore keys(database, clock, ids, {});
    return keys.create({.name = "first", .right = storage::KeyRight::Admin}).secret;
}

std::uint16_t portOf(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
}

/// The rules for every answer, whatever was asked.
void checkAlways(const ApiAnswer& answer) {
    CHECK(answer.header("Request-Id").size() >= 1);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Cache-Control").size() >= 1);
    if (answer.status == 429 || answer.status == 503) CHECK(answer.header("Retry-After").size() >= 1);
    if (answer.status < 400) return;
    // A page for people says in their words what is wrong.
    if (answer.header("Content-Type").starts_with("text/html")) return;
    CHECK(answer.header("Content-Type") == "application/problem+json");
    if (!answer.body.is_object()) return;  // HEAD
    CHECK(answer.body.value("status", 0) == answer.status);
    CHECK(answer.body.value("type", "") == "urn:kith:problem:" + answer.code());
}

}  // namespace

std::vector<std::string> ApiAnswer::errors() const {
    std::vector<std::string> found;
    if (header("Content-Type") == "application/x-ndjson") return found;
    for (const auto& each : body.value("errors", Json::array())) {
        found.push_back(each["pointer"].get<std::string>() + ' ' + each["code"].get<std::string>());
    }
    return found;
}

ApiServer::ApiServer(storage::Engine engine, std::vector<std::string> settings, http::FetcherSettings fetcher)
    : database_(engine) {
    instance_ = std::make_unique<app::Instance>(
        readSettings(database_.url(), std::move(settings), std::move(fetcher)), logStream_);
    port_ = portOf(instance_->url());
    schema_ =
        std::make_unique<ApiSchema>(Json::parse(connect().call(bytesOf({.path = "/openapi.json"})).body));
    admin = firstKey(database_.url());
    write = makeKey("write");
    read = makeKey("read");
    open = makeKey("public", Json::array({"*"}));
}

ApiServer& ApiServer::shared(storage::Engine engine) {
    if (engine == storage::Engine::Sqlite) {
        static ApiServer sqlite(storage::Engine::Sqlite);
        return sqlite;
    }
    static ApiServer postgresql(storage::Engine::Postgresql);
    return postgresql;
}

std::string ApiServer::bytesOf(const Call& call) {
    auto bytes = call.method + ' ' + call.path + " HTTP/1.1\r\nHost: kith\r\n";
    if (!call.key.empty()) bytes += "Authorization: Bearer " + call.key + "\r\n";
    for (const auto& [name, value] : call.headers) bytes += name + ": " + value + "\r\n";
    if (!call.body.empty()) {
        if (!call.type.empty()) bytes += "Content-Type: " + call.type + "\r\n";
        bytes += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
    }
    return bytes + "\r\n" + call.body;
}

namespace {

/// What a plugin takes and answers on routes of its own is described nowhere; its refusals are as all others.
bool isPlugins(std::string_view path) {
    return path.starts_with("/channels/") || path.starts_with("/v1/decides/");
}

}  // namespace

ApiAnswer ApiServer::call(const Call& call) {
    INFO(call.method << ' ' << call.path << ' ' << call.body.substr(0, 300));
    auto client = connect();
    client.send(bytesOf(call));
    auto raw = client.read(call.method == "HEAD");
    ApiAnswer answer{raw.status, std::move(raw.headers), std::move(raw.body), nullptr};
    INFO(answer.status << ' ' << answer.text.substr(0, 2'000));
    const auto type = answer.header("Content-Type");
    const bool isJson = type.find("json") != std::string::npos && type.find("ndjson") == std::string::npos;
    if (isJson && !answer.text.empty()) answer.body = Json::parse(answer.text);
    checkAlways(answer);
    if (!isPlugins(call.path) || answer.status >= 400) {
        CHECK(schema_->check(call.method, call.path, answer.status, type, answer.text) ==
              std::vector<std::string>{});
    }
    // An array is taken although items of it are wrong, and a compressed body is no text.
    const bool plain = call.body.starts_with('{') && !call.type.empty();
    if (answer.status < 300 && plain && !isPlugins(call.path)) {
        CHECK(schema_->checkRequest(call.method, call.path, call.type, call.body) ==
              std::vector<std::string>{});
    }
    return answer;
}

Json ApiServer::observe(const Json& observation) {
    const auto answer = post("/v1/observations", observation);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

Json ApiServer::profile(const std::string& ref) {
    const auto answer = get("/v1/profiles/" + ref);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

ApiServer::Key ApiServer::newKey(const std::string& right, const Json& origins) {
    Json body{{"name", "test " + right}, {"right", right}};
    if (!origins.empty()) body["origins"] = origins;
    const auto answer = call({.method = "POST", .path = "/v1/keys", .key = admin, .body = body.dump()});
    REQUIRE(answer.status == 201);
    return {answer.body["id"], answer.body["key"]};
}

void ApiServer::revoke(const Key& key) {
    REQUIRE(call({.method = "DELETE", .path = "/v1/keys/" + key.id, .key = admin, .type = ""}).status == 204);
}

std::string fresh(std::string_view prefix) {
    static std::atomic<int> count{0};
    return std::string(prefix) + std::to_string(++count);
}

Json person(const std::string& type, const std::string& value) {
    return {{"identifiers", Json::array({{{"type", type}, {"value", value}}})}};
}

std::string refOf(const Json& observation) {
    const auto& first = observation["identifiers"][0];
    return first["type"].get<std::string>() + ':' + first["value"].get<std::string>();
}

}  // namespace kith::test
