// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <map>
#include <optional>
#include <set>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/webhook_receiver.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::TestDatabase;
using kith::test::WebhookReceiver;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> kLocal{"webhooks.allow_private_addresses=true", "webhooks.allow_http=true",
                                      "webhooks.first_retry=1ms", "webhooks.longest_retry=2ms"};

Json somebody(int number) {
    return {{"identifiers", {{{"type", "external_id"}, {"value", "p" + std::to_string(number)}}}}};
}

void observe(const KithServer& server, const std::string& key, int number) {
    REQUIRE(server.client(key).post("/v1/observations", somebody(number)).status == 200);
}

std::set<std::string> idsOf(const std::vector<test::Message>& messages) {
    std::set<std::string> ids;
    for (const auto& message : messages) ids.insert(message.event()["id"]);
    return ids;
}

/// The messages once all of the events 1 to `count` have come.
std::vector<test::Message> waitForEvents(WebhookReceiver& receiver, std::size_t count) {
    auto messages = receiver.waitFor(count);
    while (idsOf(messages).size() < count) messages = receiver.waitFor(messages.size() + 1);
    return messages;
}

}  // namespace

TEST_CASE("of several servers one delivers, and another one goes on when it dies", "[process]") {
    const TestDatabase database(storage::Engine::Postgresql);
    WebhookReceiver receiver;
    auto patient = kLocal;
    patient.emplace_back("webhooks.timeout=1m");
    std::optional<KithServer> one(std::in_place, database.url(), patient);
    const KithServer two(database.url(), patient);
    const auto key = two.key("admin");
    REQUIRE(two.client(key).post("/v1/webhooks", {{"url", receiver.url()}}).status == 201);
    for (int i = 0; i < 20; ++i) observe(i % 2 == 0 ? *one : two, key, i);
    // Nobody died yet, so nothing came twice.
    CHECK(waitForEvents(receiver, 20).size() == 20);
    one->process().send(SIGKILL);
    CHECK(one->process().wait().signal == SIGKILL);
    for (int i = 20; i < 30; ++i) observe(two, key, i);
    waitForEvents(receiver, 30);
}

TEST_CASE("what was to be sent again is, by a server that is started after the first was killed",
          "[process]") {
    const TestDatabase database(test::eachEngine());
    std::atomic<bool> ready = false;
    WebhookReceiver receiver([&](const test::Message&) { return http::Response::empty(ready ? 200 : 500); });
    std::string key;
    {
        KithServer server(database.url(), {kLocal[0], kLocal[1], "webhooks.first_retry=1ms",
                                           "webhooks.longest_retry=1s", "webhooks.attempts=100"});
        key = server.key("admin");
        REQUIRE(server.client(key).post("/v1/webhooks", {{"url", receiver.url()}}).status == 201);
        for (int i = 0; i < 5; ++i) observe(server, key, i);
        waitForEvents(receiver, 5);
        server.process().send(SIGKILL);
        CHECK(server.process().wait().signal == SIGKILL);
    }
    ready = true;
    const auto before = receiver.messages().size();
    const KithServer server(database.url(), kLocal);
    std::set<std::string> ids;
    for (auto count = before + 1; ids.size() < 5; ++count) {
        auto messages = receiver.waitFor(count);
        messages.erase(messages.begin(), messages.begin() + static_cast<std::ptrdiff_t>(before));
        ids = idsOf(messages);
    }
}

TEST_CASE("a private address is refused as it is connected to, however the webhook got there", "[process]") {
    const TestDatabase database(test::eachEngine());
    WebhookReceiver receiver;
    std::string key;
    std::string path;
    {
        KithServer server(database.url(), kLocal);
        key = server.key("admin");
        const auto made = server.client(key).post("/v1/webhooks", {{"url", receiver.url()}});
        REQUIRE(made.status == 201);
        path = made.header("Location") + "/dead-letters";
        CHECK(server.stop().code == 0);
    }
    const KithServer server(database.url(), {"webhooks.allow_http=true", "webhooks.attempts=1"});
    observe(server, key, 1);
    auto client = server.client(key);
    const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
    Json letters;
    while (letters.empty()) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        letters = Json::parse(client.get(path).body)["items"];
    }
    CHECK(letters[0]["reason"] == "address_refused");
    CHECK(receiver.messages().empty());
}

TEST_CASE("a server that stops breaks off what a receiver is slow to take", "[process]") {
    const TestDatabase database(test::eachEngine());
    test::Latch latch;
    WebhookReceiver receiver([&](const test::Message&) {
        latch.pass();
        return http::Response::empty();
    });
    KithServer server(database.url(), {kLocal[0], kLocal[1], "webhooks.timeout=1m", "shutdown.deadline=1h"});
    const auto key = server.key("admin");
    REQUIRE(server.client(key).post("/v1/webhooks", {{"url", receiver.url()}}).status == 201);
    observe(server, key, 1);
    static_cast<void>(receiver.waitFor(1));
    CHECK(server.stop().code == 0);
    latch.open();
}
