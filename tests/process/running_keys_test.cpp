// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::runKith;
using kith::test::TestDatabase;

namespace {

struct Command {
    std::string url;

    [[nodiscard]] std::string operator()(std::vector<std::string> words) const {
        words.insert(words.end(), {"--set", "database.url=" + url});
        const auto ended = runKith(words);
        INFO(ended.err);
        REQUIRE(ended.code == 0);
        return ended.out.substr(0, ended.out.find('\n'));
    }
};

const nlohmann::json kObservation{{"identifiers", {{{"type", "external_id"}, {"value", "1"}}}}};

}  // namespace

TEST_CASE("a key does what its right allows, and nothing else", "[process]") {
    const TestDatabase database(test::eachEngine());
    const KithServer server(database.url());
    struct Expected {
        const char* right;
        int reading;
        int writing;
        int administering;
    };
    for (const auto& expected : {Expected{"read", 200, 403, 403}, Expected{"write", 200, 200, 403},
                                 Expected{"admin", 200, 200, 200}, Expected{"public", 403, 200, 403}}) {
        CAPTURE(expected.right);
        auto client = server.client(server.key(expected.right));
        CHECK(client.get("/v1/profiles").status == expected.reading);
        CHECK(client.post("/v1/observations", kObservation).status == expected.writing);
        CHECK(client.get("/v1/keys").status == expected.administering);
    }
}

TEST_CASE("a revoked key is no key any more, in a running server too", "[process]") {
    const TestDatabase database(test::eachEngine());
    const Command command{database.url()};
    const KithServer server(database.url());
    const auto secret = command({"key", "create", "--name", "shop", "--right", "write"});
    auto client = server.client(secret);
    REQUIRE(client.get("/v1/profiles").status == 200);
    const auto id = command({"key", "list"});
    static_cast<void>(command({"key", "revoke", id.substr(0, id.find('\t'))}));
    const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
    while (client.get("/v1/profiles").status != 401) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(command({"key", "list"}).find("\trevoked ") != std::string::npos);
}

TEST_CASE("a public key works for its origins, and at its own rate", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const Command command{database.url()};
    const KithServer server(database.url());
    auto client = server.client(
        command({"key", "create", "--name", "site", "--right", "public", "--origin", "https://a.example",
                 "--origin", "https://b.example", "--rate-per-minute", "3"}));
    const auto from = [&](const std::string& origin) {
        return client.call("POST", "/v1/observations", kObservation.dump(), "Origin: " + origin + "\r\n");
    };
    CHECK(from("https://c.example").status == 403);
    const auto allowed = from("https://b.example");
    CHECK(allowed.status == 200);
    CHECK(allowed.header("Access-Control-Allow-Origin") == "https://b.example");
    CHECK(from("https://a.example").status == 200);
    CHECK(from("https://a.example").status == 200);
    const auto refused = from("https://a.example");
    CHECK(refused.status == 429);
    CHECK(std::stoi(refused.header("Retry-After")) >= 1);
}

TEST_CASE("the list shows a public key's origins and rate", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const Command command{database.url()};
    static_cast<void>(command({"migrate"}));
    static_cast<void>(
        command({"key", "create", "--name", "site", "--right", "public", "--origin", "https://a.example",
                 "--origin", "https://b.example", "--rate-per-minute", "3"}));
    CHECK(command({"key", "list"}).ends_with("\torigins https://a.example https://b.example\trate 3/min"));
}
