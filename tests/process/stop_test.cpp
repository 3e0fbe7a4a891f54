// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::ApiClient;
using kith::test::eachEngine;
using kith::test::kFailed;
using kith::test::KithServer;
using kith::test::TestDatabase;

namespace {

/// Keeps everybody else from writing.
class WriteLock {
public:
    explicit WriteLock(const TestDatabase& database)
        : database_(database.settings()), session_(database_.openWriter()), transaction_(*session_) {
        if (database_.engine() == storage::Engine::Postgresql)
            session_->runOnce("LOCK TABLE identifier IN EXCLUSIVE MODE");
    }

private:
    storage::Database database_;
    std::unique_ptr<storage::Session> session_;
    storage::Transaction transaction_;
};

std::string plugin(const std::string& file, const std::string& hangsIn = "nothing",
                   const std::string& more = "") {
    return "{path: '" + file + "', options: {in: " + hangsIn + "}" + more + "}";
}

std::string onlyPlugins(const std::vector<std::string>& plugins) {
    std::string all;
    for (const auto& each : plugins) all += (all.empty() ? "" : ", ") + each;
    return "plugins.load=[" + all + "]";
}

/// More than the workers can hold would wait for each other.
constexpr std::size_t kMostWaiting = 60;

const std::string kNoFields = "fields=[]";

nlohmann::json person(const std::string& name) {
    return {{"id", name},
            {"identifiers", {{{"type", "external_id"}, {"value", name}}}},
            {"activities", {{{"channel", "web"}, {"event", "seen"}}}}};
}

bool comesBefore(const std::string& text, const std::string& first, const std::string& second) {
    const auto at = text.find(first);
    return at != std::string::npos && text.find(second) != std::string::npos && at < text.find(second);
}

/// A request whose body is not all there yet.
struct HalfSent {
    ApiClient client;
    std::string rest;

    HalfSent(const KithServer& server, const std::string& key, const nlohmann::json& body)
        : client(server.client(key)) {
        const auto text = body.dump();
        rest = text.substr(text.size() / 2);
        client.raw().send(
            "POST /v1/observations HTTP/1.1\r\nHost: kith\r\nContent-Type: application/json\r\n"
            "Authorization: Bearer " +
            key + "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" +
            text.substr(0, text.size() / 2));
    }
};

}  // namespace

TEST_CASE("a stop answers and commits what is in flight, and takes nothing new", "[process]") {
    const auto engine = eachEngine();
    const auto signal = engine == storage::Engine::Sqlite ? SIGTERM : SIGINT;
    const TestDatabase database(engine);
    KithServer server(database.url(), {"database.busy_timeout=120s", "database.statement_timeout=120s",
                                       "shutdown.deadline=120s", "http.slack_timeout=120s",
                                       "http.head_timeout=120s", "http.workers=64", "pipeline.writers=1"});
    const auto key = server.key("write");
    auto idle = server.client(key);
    REQUIRE(idle.get("/v1/profiles").status == 200);
    auto watching = std::make_optional(server.client(key));

    auto lock = std::make_optional<WriteLock>(database);
    // The first are with the writer, which waits for the lock; the others wait for the writer.
    std::vector<ApiClient> committing;
    while (committing.size() < 2 || test::metric(*watching, "kith_pipeline_depth ") < 1) {
        REQUIRE(committing.size() < kMostWaiting);
        committing.push_back(server.client(key));
        committing.back().send("POST", "/v1/observations",
                               person("committing-" + std::to_string(committing.size())).dump());
    }
    watching.reset();
    HalfSent arriving(server, key, person("arriving"));
    auto asking = server.connect();
    asking.send("GET /readyz HTTP/1.1\r\nHo");

    server.process().send(signal);
    REQUIRE(server.process().says("event=stopping"));
    CHECK(idle.raw().closedCleanly());
    CHECK_THROWS(server.connect().call("GET /healthz HTTP/1.1\r\nHost: kith\r\n\r\n"));
    asking.send("st: kith\r\n\r\n");
    CHECK(asking.read().status == 503);
    arriving.client.raw().send(arriving.rest);
    lock.reset();
    committing.push_back(std::move(arriving.client));
    for (auto& client : committing) {
        const auto answer = client.read();
        CHECK(answer.status == 200);
        CHECK(nlohmann::json::parse(answer.body).at("result") == "created");
        CHECK(answer.header("Connection") == "close");
    }
    const auto ended = server.process().wait();
    CHECK(ended.code == 0);
    CHECK(comesBefore(ended.err, "event=stopping", "event=requests_answered"));
    CHECK(comesBefore(ended.err, "event=requests_answered", "event=queue_committed"));
    CHECK(comesBefore(ended.err, "event=queue_committed", "event=stopped"));

    const KithServer again(database.url());
    for (const auto* name : {"committing-1", "committing-2", "arriving"})
        CHECK(again.client(key).get("/v1/profiles/external_id:" + std::string(name)).status == 200);
}

TEST_CASE("plugins are stopped, and then destroyed, in reverse order", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    KithServer server(database.url(),
                      {onlyPlugins({plugin(KITH_FIRST_PLUGIN), plugin(KITH_SECOND_PLUGIN)}), kNoFields});
    const auto ended = server.stop();
    CHECK(ended.code == 0);
    INFO(ended.err);
    CHECK(comesBefore(ended.err, "call=start of=first", "call=start of=second"));
    CHECK(comesBefore(ended.err, "event=queue_committed", "call=stop of=second"));
    CHECK(comesBefore(ended.err, "call=stop of=second", "call=stop of=first"));
    CHECK(comesBefore(ended.err, "call=stop of=first", "call=destroy of=second"));
    CHECK(comesBefore(ended.err, "call=destroy of=second", "call=destroy of=first"));
}

TEST_CASE("a plugin that never returns is cut off at the deadline", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const std::string call = GENERATE("handle", "stop", "destroy");
    CAPTURE(call);
    KithServer server(database.url(),
                      {onlyPlugins({plugin(KITH_FIRST_PLUGIN, call)}), kNoFields, "shutdown.deadline=1s"});
    auto client = server.client("");
    if (call == "handle") {
        client.send("GET", "/channels/first/urls", "");
        REQUIRE(server.process().says("call=handle"));
    }
    const auto ended = server.stop();
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("event=stop_cut_off reason=\"the deadline\"") != std::string::npos);
}

TEST_CASE("a start that never ends is cut off at the deadline after a signal", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    test::Process starting(test::serving(database.url(), {onlyPlugins({plugin(KITH_FIRST_PLUGIN, "start")}),
                                                          kNoFields, "shutdown.deadline=1s"}));
    REQUIRE(starting.says("call=start"));
    starting.send(SIGTERM);
    const auto ended = starting.wait();
    CHECK(ended.code == kFailed);
    CHECK(ended.out.empty());
    CHECK(ended.err.find("event=stop_cut_off reason=\"the deadline\"") != std::string::npos);
}

TEST_CASE("a second signal that is clearly another one ends the process at once", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    KithServer server(database.url(),
                      {onlyPlugins({plugin(KITH_FIRST_PLUGIN, "stop")}), kNoFields, "shutdown.deadline=1h"});
    server.process().send(SIGTERM);
    REQUIRE(server.process().says("call=stop"));
    const auto patience = std::chrono::steady_clock::now() + test::Process::kPatience;
    while (server.process().err().find("event=stop_cut_off") == std::string::npos) {
        REQUIRE(std::chrono::steady_clock::now() < patience);
        server.process().send(SIGINT);
        // Nothing tells when the first signal is long enough ago.
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const auto ended = server.process().wait();
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("event=stop_cut_off reason=\"a second signal\"") != std::string::npos);
}

TEST_CASE("signals that come together are one, and leave the stop its time", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    KithServer server(database.url(),
                      {onlyPlugins({plugin(KITH_FIRST_PLUGIN, "stop")}), kNoFields, "shutdown.deadline=1s"});
    // Halted, it finds both when it goes on.
    for (const int signal : {SIGSTOP, SIGTERM, SIGINT, SIGCONT}) server.process().send(signal);
    const auto ended = server.process().wait();
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("event=stop_cut_off reason=\"the deadline\"") != std::string::npos);
}

TEST_CASE("a log that nobody reads does not hold up the end", "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    const test::TemporaryFolder folder;
    const auto pipe = (folder.path() / "log").string();
    REQUIRE(::mkfifo(pipe.c_str(), S_IRUSR | S_IWUSR) == 0);
    const int log = ::open(pipe.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(log >= 0);
    std::string command = "exec";
    for (const auto& word : test::serving(database.url(), {"shutdown.deadline=1s"}))
        command += " '" + word + "'";
    test::Process serving({"/bin/sh", "-c", command + " 2>'" + pipe + "'"});
    REQUIRE(serving.line("listening on "));
    // Full to the last byte: the next line waits for a reader.
    ::fcntl(log, F_SETFL, O_NONBLOCK);
    while (::write(log, "x", 1) == 1) {
    }
    serving.send(SIGTERM);
    const auto ended = serving.wait();
    // The last resort: nothing else can end a process that waits for the log.
    CHECK(ended.signal == SIGALRM);
    ::close(log);
}

TEST_CASE("a client that never sends the rest of its request is cut off, and the rest stops in order",
          "[process]") {
    const TestDatabase database(storage::Engine::Sqlite);
    // Three quarters of it are waited for the client; the rest must do, on a busy machine too.
    KithServer server(database.url(),
                      {"shutdown.deadline=16s", "http.slack_timeout=1h", "http.body_timeout=1h"});
    const auto key = server.key("write");
    const HalfSent slow(server, key, person("slow"));
    // It is with a worker once a request that came after it is answered.
    REQUIRE(server.client(key).get("/v1/profiles").status == 200);
    const auto ended = server.stop();
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("event=requests_cut_off count=1") != std::string::npos);
    CHECK(ended.err.find("event=stopped") != std::string::npos);
    CHECK(ended.err.find("kith: 1 requests were not done") != std::string::npos);
}
