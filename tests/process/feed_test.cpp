// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <map>
#include <set>
#include <thread>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::KithServer;
using kith::test::TestDatabase;
using Json = nlohmann::json;

namespace {

Json named(int person, int name) {
    return {{"identifiers", {{{"type", "external_id"}, {"value", "p" + std::to_string(person)}}}},
            {"fields", {{"first_name", std::to_string(name)}}}};
}

/// Follows a server's feed to where it stands now.
class Follower {
public:
    Follower(const KithServer& server, const std::string& key) : client_(server.client(key)) {}

    void readOn() {
        while (true) {
            const auto answer = client_.get("/v1/events?limit=500&after=" + after_);
            REQUIRE(answer.status == 200);
            const auto page = Json::parse(answer.body);
            after_ = page["next_after"];
            if (page["items"].empty()) return;
            for (const auto& event : page["items"]) events.push_back(event);
        }
    }

    std::vector<Json> events;

private:
    test::ApiClient client_;
    std::string after_ = "0";
};

/// Ids from 1 without gaps, each profile in the order of its versions.
void checkOrder(const std::vector<Json>& events) {
    std::map<std::string, int> versions;
    for (std::size_t i = 0; i < events.size(); ++i) {
        REQUIRE(events[i]["id"] == std::to_string(i + 1));
        auto& last = versions[events[i]["profile_id"]];
        REQUIRE(events[i]["version"] > last);
        last = events[i]["version"];
    }
}

/// Reads on until the feed tells of these versions; false if it never does.
bool tellsOf(Follower& follower, const std::map<std::string, int>& versions) {
    const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
    std::map<std::string, int> told;
    for (std::size_t seen = 0; std::chrono::steady_clock::now() < deadline;) {
        follower.readOn();
        for (; seen < follower.events.size(); ++seen)
            told[follower.events[seen]["profile_id"]] = follower.events[seen]["version"];
        if (told == versions) return true;
    }
    return false;
}

std::map<std::string, int> versionsOf(const KithServer& server, const std::string& key) {
    std::map<std::string, int> versions;
    auto client = server.client(key);
    const auto list = Json::parse(client.get("/v1/profiles?limit=500").body);
    for (const auto& item : list["items"]) {
        const auto profile = client.get("/v1/profiles/" + item["id"].get<std::string>());
        versions[item["id"]] = Json::parse(profile.body)["version"];
    }
    return versions;
}

/// Threads that write about the same people, every other one to the second server, until they get no answer.
class Writers {
public:
    Writers(const KithServer& one, const KithServer& two, const std::string& key, int each) {
        for (int thread = 0; thread < 6; ++thread) {
            threads_.emplace_back(
                [client = (thread % 2 == 0 ? one : two).client(key), each, thread]() mutable {
                    try {
                        for (int i = 0; i < each; ++i)
                            client.post("/v1/observations", named((thread + i) % 7, thread * each + i));
                    } catch (const std::exception&) {
                        // Its server was killed.
                    }
                });
        }
    }

private:
    std::vector<std::jthread> threads_;
};

}  // namespace

TEST_CASE("two servers on one database have one feed, and miss nothing of each other", "[process]") {
    const TestDatabase database(storage::Engine::Postgresql);
    const KithServer one(database.url());
    const KithServer two(database.url());
    const auto key = one.key("write");
    { const Writers writers(one, two, key, 40); }
    Follower first(one, key);
    Follower second(two, key);
    const auto versions = versionsOf(one, key);
    REQUIRE(versions.size() == 7);
    CHECK(tellsOf(first, versions));
    CHECK(tellsOf(second, versions));
    checkOrder(first.events);
    CHECK(first.events == second.events);
}

TEST_CASE("a server that is killed between a commit and its events' numbers leaves none of them out",
          "[process]") {
    const auto engine = test::eachEngine();
    const TestDatabase database(engine);
    std::string key;
    std::map<std::string, int> versions;
    for (int round = 0; round < 3; ++round) {
        KithServer server(database.url());
        if (key.empty()) key = server.key("write");
        Follower follower(server, key);
        const auto deadline = std::chrono::steady_clock::now() + test::Process::kPatience;
        {
            const Writers writers(server, server, key, 1'000);
            while (follower.events.size() < static_cast<std::size_t>(50 * (round + 1))) {
                REQUIRE(std::chrono::steady_clock::now() < deadline);
                follower.readOn();
            }
            server.process().send(SIGKILL);
            CHECK(server.process().wait().signal == SIGKILL);
        }
    }
    const KithServer server(database.url());
    Follower follower(server, key);
    CHECK(tellsOf(follower, versionsOf(server, key)));
    checkOrder(follower.events);
}
