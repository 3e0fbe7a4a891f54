// SPDX-License-Identifier: Apache-2.0
// Many servers on one PostgreSQL make the same people one at the same time.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/process/kith_server.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::ApiClient;
using kith::test::KithServer;
using nlohmann::json;

namespace {

constexpr std::size_t kServers = 4;
constexpr int kClients = 16;
constexpr int kPeople = 48;

json address(int person) {
    return {{"type", "email"}, {"value", "p" + std::to_string(person) + "@example.org"}};
}

/// Such a person's address came back.
json bounced(int person) {
    auto endpoint = address(person);
    endpoint["state"] = person % 2 == 0 ? "blacklisted" : "blocked";
    endpoint["reason"] = "bounce_" + std::to_string(person);
    return endpoint;
}

/// A person with something of everything that must not be lost.
json alone(int person) {
    const auto number = std::to_string(person);
    json all{
        {"id", "alone-" + number},
        {"identifiers",
         {address(person), {{"type", "phone"}, {"value", "+3805011" + std::to_string(10'000 + person)}}}},
        {"fields", {{"tags", {{"add", {"t" + number}}}}}},
        {"subscriptions", {{"news", {{"state", "subscribed"}, {"by", "person"}}}}},
        {"activities", {{{"id", "m-" + number}, {"channel", "email"}, {"status", "delivered"}}}}};
    all["endpoints"] = json::array({bounced(person)});
    return all;
}

json joining(const std::string& id, int a, int b) {
    return {{"id", id}, {"identifiers", {address(a), address(b)}}};
}

/// Everybody with the next one, all around; and everybody with the first.
std::vector<json> ringAndStar(std::mt19937& random) {
    std::vector<json> all;
    for (int person = 0; person < kPeople; ++person) {
        const auto number = std::to_string(person);
        all.push_back(joining("ring-" + number, person, (person + 1) % kPeople));
        if (person != 0) all.push_back(joining("star-" + number, 0, person));
        if (person != 0) all.push_back(joining("rats-" + number, person, 0));
    }
    std::shuffle(all.begin(), all.end(), random);
    return all;
}

/// What went wrong, as the callers saw it.
struct Errors {
    std::mutex mutex;
    std::multiset<std::string> seen;

    void add(const std::string& text) {
        const std::scoped_lock lock(mutex);
        seen.insert(text);
    }
};

void send(ApiClient client, const std::vector<json>& all, std::atomic<std::size_t>& next, Errors& errors) {
    for (auto at = next++; at < all.size(); at = next++) {
        const auto answer = client.post("/v1/observations", all[at]);
        if (answer.status != 200) errors.add(std::to_string(answer.status) + ' ' + answer.body);
    }
}

void sendFromAll(const std::vector<std::unique_ptr<KithServer>>& servers, const std::string& key,
                 const std::vector<json>& all, Errors& errors) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) {
        const auto& server = *servers[static_cast<std::size_t>(i) % servers.size()];
        clients.emplace_back([&] { send(server.client(key), all, next, errors); });
    }
}

/// What is known of everybody's addresses.
struct Addresses {
    std::map<std::string, json> states;  ///< As they are shown, by the address.
    std::size_t said = 0;                ///< What stands in all ledgers.

    explicit Addresses(ApiClient admin) {
        std::set<std::string> seen;
        for (int person = 0; person < kPeople; ++person) {
            const auto path = "/v1/profiles/email:" + address(person)["value"].get<std::string>();
            const auto profile = json::parse(admin.get(path).body);
            if (!seen.insert(profile.at("id")).second) continue;
            for (const auto& each : profile.at("identifiers")) states[each.at("value")] = each.at("endpoint");
            said += json::parse(admin.get(path + "/export").body).at("endpoint_states").size();
        }
    }
};

}  // namespace

TEST_CASE("rings and stars of merges through four servers end in one person, and nothing is lost",
          "[process]") {
    const test::TestDatabase database(storage::Engine::Postgresql);
    const std::vector<std::string> settings{"identity.types={email: {limit: 1000}, phone: {limit: 1000}}",
                                            "identity.max_merges=999"};
    std::vector<std::unique_ptr<KithServer>> servers;
    for (std::size_t i = 0; i < kServers; ++i)
        servers.push_back(std::make_unique<KithServer>(database.url(), settings));
    const auto key = servers.front()->key("write");
    const auto seed = std::random_device()();
    std::cout << "merge storm, seed " << seed << "\n";
    CAPTURE(seed);
    std::mt19937 random(seed);

    Errors errors;
    std::vector<json> people;
    for (int person = 0; person < kPeople; ++person) people.push_back(alone(person));
    sendFromAll(servers, key, people, errors);
    const auto adminKey = servers.back()->key("admin");
    const Addresses before(servers.back()->client(adminKey));
    CHECK(before.said >= kPeople);
    sendFromAll(servers, key, ringAndStar(random), errors);
    CHECK(errors.seen == std::multiset<std::string>{});

    auto client = servers.back()->client(key);
    std::set<std::string> ids;
    for (int person = 0; person < kPeople; ++person) {
        const auto answer = client.get("/v1/profiles/email:p" + std::to_string(person) + "@example.org");
        REQUIRE(answer.status == 200);
        ids.insert(json::parse(answer.body).at("id"));
    }
    CHECK(ids.size() == 1);
    const auto whole = json::parse(client.get("/v1/profiles/email:p0@example.org").body);
    CHECK(whole["identifiers"].size() == 2 * kPeople);
    CHECK(whole["activity"]["total"] == kPeople);
    CHECK(whole["tags"].size() == kPeople);
    const Addresses after(servers.back()->client(adminKey));
    CHECK(after.states == before.states);
    CHECK(after.said == before.said);
    auto admin = servers.back()->client(adminKey);
    const auto held = json::parse(admin.get("/v1/profiles/email:p0@example.org/export").body);
    CHECK(held["subscriptions"].size() == kPeople);
    const auto merges = json::parse(client.get("/v1/merges?limit=500").body)["items"];
    CHECK(merges.size() == kPeople - 1);
    const auto checked = test::runKith(
        {"check", "--set", "database.url=" + database.url(), "--set", settings[0], "--set", settings[1]});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
}

TEST_CASE("people whom four servers meet at once for the first time are made once", "[process]") {
    const test::TestDatabase database(storage::Engine::Postgresql);
    std::vector<std::unique_ptr<KithServer>> servers;
    for (std::size_t i = 0; i < kServers; ++i)
        servers.push_back(std::make_unique<KithServer>(database.url()));
    const auto key = servers.front()->key("write");
    // Of each person one from every client, all at the same time as far as the barrier can.
    std::barrier together(kClients);
    std::mutex mutex;
    Errors errors;
    std::map<int, std::multiset<std::string>> made;
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < kClients; ++i) {
            clients.emplace_back([&, i] {
                auto client = servers[static_cast<std::size_t>(i) % servers.size()]->client(key);
                for (int person = 0; person < kPeople; ++person) {
                    together.arrive_and_wait();
                    const auto answer =
                        client.post("/v1/observations",
                                    {{"id", "first-" + std::to_string(person) + "-" + std::to_string(i)},
                                     {"identifiers", {address(person)}}});
                    if (answer.status != 200) {
                        errors.add(std::to_string(answer.status) + ' ' + answer.body);
                        continue;
                    }
                    const auto told = json::parse(answer.body);
                    const std::scoped_lock lock(mutex);
                    made[person].insert(told["result"].get<std::string>() + ' ' +
                                        told["profile_id"].get<std::string>());
                }
            });
        }
    }
    CHECK(errors.seen == std::multiset<std::string>{});
    std::set<std::string> ids;
    for (const auto& [person, told] : made) {
        CAPTURE(person);
        const auto id = told.begin()->substr(told.begin()->find(' ') + 1);
        CHECK(told.size() == kClients);
        CHECK(told.count("created " + id) == 1);
        CHECK(std::ranges::all_of(told, [&](const std::string& each) { return each.ends_with(' ' + id); }));
        ids.insert(id);
    }
    CHECK(ids.size() == kPeople);
}

namespace {

constexpr int kCrowd = 8;

json crowdRef(int person) {
    return {{"ref", "email:" + address(person)["value"].get<std::string>()}};
}

/// Merges two, takes it back and allows it again, over and over; each may find that another one was faster.
void decide(ApiClient client, std::mt19937 random, const std::atomic<bool>& over, Errors& errors,
            std::atomic<int>& undone) {
    const auto call = [&](const char* method, const std::string& path, const json& body) {
        const auto answer = client.call(method, path, body.is_null() ? "" : body.dump());
        if (answer.status >= 300 && answer.status != 409)
            errors.add(path + ": " + std::to_string(answer.status) + ' ' + answer.body);
        return answer.status < 300 && !answer.body.empty() ? json::parse(answer.body) : json();
    };
    while (!over) {
        const int first = static_cast<int>(random() % kCrowd);
        const int second = (first + 1 + static_cast<int>(random() % (kCrowd - 1))) % kCrowd;
        const auto merge = call("POST", "/v1/merges", {{"profiles", {crowdRef(first), crowdRef(second)}}});
        if (merge.is_null()) continue;
        const auto undo = call("POST", "/v1/merges/" + merge["id"].get<std::string>() + "/undo", nullptr);
        if (undo.is_null()) continue;
        ++undone;
        call("DELETE", "/v1/must-not-links/" + undo["must_not_link"].get<std::string>(), nullptr);
    }
}

}  // namespace

TEST_CASE("what arrives while people merge and take back by hand is there, once, on one side or the other",
          "[process]") {
    const test::TestDatabase database(test::eachEngine());
    std::vector<std::unique_ptr<KithServer>> servers;
    const auto sqlite = storage::parseDatabaseUrl(database.url()).engine == storage::Engine::Sqlite;
    for (std::size_t i = 0; i < (sqlite ? 1 : kServers); ++i)
        servers.push_back(std::make_unique<KithServer>(database.url()));
    const auto key = servers.front()->key("write");
    const auto seed = std::random_device()();
    CAPTURE(seed);

    constexpr int kObservations = 1'200;
    std::vector<json> all;
    for (int number = 0; number < kObservations; ++number) {
        const auto text = std::to_string(number);
        all.push_back({{"id", "o-" + text},
                       {"identifiers", {address(number % kCrowd)}},
                       {"activities", {{{"id", "m-" + text}, {"channel", "email"}, {"status", "sent"}}}}});
    }
    Errors errors;
    std::atomic<bool> over = false;
    std::atomic<int> undone = 0;
    {
        // Everybody is there before anybody is merged.
        sendFromAll(servers, key, {all.begin(), all.begin() + kCrowd}, errors);
        std::vector<std::jthread> deciders;
        for (unsigned i = 0; i < 4; ++i) {
            const auto& server = *servers[i % servers.size()];
            deciders.emplace_back(
                [&, i] { decide(server.client(key), std::mt19937(seed + i), over, errors, undone); });
        }
        sendFromAll(servers, key, {all.begin() + kCrowd, all.end()}, errors);
        over = true;
    }
    CHECK(errors.seen == std::multiset<std::string>{});
    CHECK(undone > 0);

    auto client = servers.back()->client(key);
    std::set<std::string> ids;
    int activities = 0;
    for (int person = 0; person < kCrowd; ++person) {
        const auto profile =
            json::parse(client.get("/v1/profiles/" + crowdRef(person)["ref"].get<std::string>()).body);
        if (ids.insert(profile["id"]).second) activities += profile["activity"]["total"].get<int>();
    }
    CHECK(activities == kObservations);
    const auto checked = test::runKith({"check", "--set", "database.url=" + database.url()});
    INFO(checked.out << checked.err);
    CHECK(checked.code == 0);
}
