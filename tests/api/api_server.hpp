// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/app/instance.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/support/api_schema.hpp"
#include "tests/support/captured_log.hpp"
#include "tests/support/databases.hpp"

namespace kith::test {

using Json = nlohmann::json;

/// One call of the API.
struct Call {
    std::string method = "GET";
    std::string path = "/";
    /// Empty: no Authorization header.
    std::string key = {};
    std::string body = {};
    /// Of the body; empty: none is named.
    std::string type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers = {};
};

/// An answer that is what the API's description says.
struct ApiAnswer {
    int status = 0;
    http::Headers headers;
    std::string text;
    Json body;  ///< Null if it is no JSON.

    [[nodiscard]] std::string header(std::string_view name) const {
        return std::string(headers.find(name).value_or(""));
    }
    /// `pointer code` of each of a problem's errors.
    [[nodiscard]] std::vector<std::string> errors() const;
    [[nodiscard]] std::string code() const { return body.value("code", ""); }
};

/// A whole kith, with its real plugins, on a free port and a database of its own. Every answer goes through
/// the API's description and the rules that hold for all of them; one that breaks them fails the test.
class ApiServer {
public:
    /// `settings`: `path=value` over tests/api/kith.yaml. `fetcher`: who stands in for other servers.
    explicit ApiServer(storage::Engine engine, std::vector<std::string> settings = {},
                       http::FetcherSettings fetcher = {});

    /// One of the default settings for all cases of this program: they keep apart by the people they name.
    [[nodiscard]] static ApiServer& shared(storage::Engine engine);

    ApiAnswer call(const Call& call);
    ApiAnswer get(const std::string& path) { return call({.path = path, .key = read}); }
    ApiAnswer post(const std::string& path, const Json& body) {
        return call({.method = "POST", .path = path, .key = write, .body = body.dump()});
    }
    ApiAnswer patch(const std::string& path, const Json& body) {
        return call({.method = "PATCH", .path = path, .key = write, .body = body.dump()});
    }
    /// Posts one observation that has to be taken; its outcome.
    Json observe(const Json& observation);
    /// The profile of that reference, which has to be there.
    Json profile(const std::string& ref);

    struct Key {
        std::string id;
        std::string secret;
    };
    [[nodiscard]] Key newKey(const std::string& right, const Json& origins = Json::array());
    void revoke(const Key& key);
    /// A new key's secret.
    std::string makeKey(const std::string& right, const Json& origins = Json::array()) {
        return newKey(right, origins).secret;
    }

    /// The call as its bytes.
    [[nodiscard]] static std::string bytesOf(const Call& call);
    [[nodiscard]] RawClient connect() const { return RawClient(port_); }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] const ApiSchema& schema() const noexcept { return *schema_; }
    [[nodiscard]] const app::Instance& instance() const noexcept { return *instance_; }
    [[nodiscard]] storage::DatabaseSettings database() const { return database_.settings(); }
    [[nodiscard]] std::string log() const { return log_.text(); }
    /// Ends it, as SIGTERM would.
    void stop() { instance_->stop(); }
    /// Ends its connections to PostgreSQL, as a restart there would.
    void disconnectDatabase() { PostgresServer::instance().disconnectAll(database_.url()); }
    /// Takes its PostgreSQL database away.
    void dropDatabase() { PostgresServer::instance().dropDatabase(database_.url()); }

    std::string admin;
    std::string write;
    std::string read;
    std::string open;  ///< A public key for every origin.

private:
    TestDatabase database_;
    CapturedLog log_;
    std::ostream logStream_{&log_};
    std::unique_ptr<app::Instance> instance_;
    std::uint16_t port_ = 0;
    std::unique_ptr<ApiSchema> schema_;
};

/// An identifier value that no other case uses.
[[nodiscard]] std::string fresh(std::string_view prefix);

/// `{"identifiers": [{"type", "value"}]}`
[[nodiscard]] Json person(const std::string& type, const std::string& value);
/// One that is known by an external_id of its own.
[[nodiscard]] inline Json somebody() {
    return person("external_id", fresh("p"));
}
/// `type:value` of the first identifier, for a path.
[[nodiscard]] std::string refOf(const Json& observation);

}  // namespace kith::test
