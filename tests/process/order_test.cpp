// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "tests/process/people.hpp"
#include "tests/property/plain_model.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/history_generator.hpp"
#include "tests/support/picture.hpp"

using namespace kith;
using nlohmann::json;

namespace {

constexpr std::size_t kObservations = 10'000;

/// How a set of observations is sent.
struct Way {
    storage::Engine engine;
    bool shuffled;
    std::size_t batch;
    std::size_t clients;
};

std::uint64_t chosenSeed() {
    if (const auto* seed = std::getenv("KITH_SEED"); seed != nullptr) return std::stoull(seed);
    return std::random_device()();
}

/// What some of the answers say that a safe set must not bring about; empty if there is nothing.
std::string mishapIn(const test::Answer& answer) {
    if (answer.status != 200) return answer.body;
    const auto body = json::parse(answer.body);
    for (const auto& result : body.at("results")) {
        const bool refused = result.contains("refused") && !result.at("refused").empty();
        // Whether somebody had left already when staff subscribed them is a matter of order; so is whether
        // two had become one when a message to both was told of again.
        const auto isOfOrder = [](const json& warning) {
            return warning.at("code") == "left_by_person" || warning.at("code") == "other_profile";
        };
        const bool warned =
            result.contains("warnings") && !std::ranges::all_of(result.at("warnings"), isOfOrder);
        if (refused || warned || result.at("result") == "rejected") return result.dump();
    }
    return {};
}

/// One call, with the key that the generator numbered 1 or 2.
struct Call {
    std::int64_t key;
    std::string body;
};

std::vector<Call> callsFor(const std::vector<test::Item>& items, std::size_t batch) {
    std::vector<Call> calls;
    std::map<std::int64_t, json> begun{{1, json::array()}, {2, json::array()}};
    const auto finish = [&](std::int64_t key) {
        if (begun[key].empty()) return;
        calls.push_back({key, begun[key].dump()});
        begun[key] = json::array();
    };
    for (const auto& item : items) {
        begun.at(item.key).push_back(toJson(item));
        if (begun[item.key].size() == batch) finish(item.key);
    }
    finish(1);
    finish(2);
    return calls;
}

/// Sends the observations; each client sends every so many-th call. Returns what went wrong.
std::string send(const test::KithServer& server, const std::vector<test::Item>& items, const Way& way) {
    const auto calls = callsFor(items, way.batch);
    const std::vector<std::string> keys{server.key("write"), server.key("write")};
    std::vector<std::string> mishaps(way.clients);
    std::vector<std::thread> clients;
    for (std::size_t mine = 0; mine < way.clients; ++mine) {
        clients.emplace_back([&, mine] {
            std::vector<test::ApiClient> as{server.client(keys[0]), server.client(keys[1])};
            for (auto at = mine; at < calls.size() && mishaps[mine].empty(); at += way.clients) {
                auto& client = as.at(static_cast<std::size_t>(calls[at].key - 1));
                mishaps[mine] = mishapIn(client.call("POST", "/v1/observations", calls[at].body));
            }
        });
    }
    for (auto& client : clients) client.join();
    const auto mishap =
        std::find_if(mishaps.begin(), mishaps.end(), [](const auto& each) { return !each.empty(); });
    return mishap == mishaps.end() ? std::string() : *mishap;
}

std::string sorted(const json& list) {
    std::vector<std::string> lines;
    for (const auto& each : list) lines.push_back(each.dump());
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& line : lines) text += "\n  " + line;
    return text;
}

void forgetArrival(json& observation) {
    if (observation.is_null()) return;
    for (const auto* name : {"id", "key_id", "received_at"}) observation.erase(name);
}

void forgetArrivals(json& profile) {
    for (auto& identifier : profile.at("identifiers")) {
        for (const auto* sighting : {"first_seen", "last_seen"}) identifier.erase(sighting);
        if (identifier.at("endpoint").is_null()) continue;
        for (auto& state : identifier.at("endpoint").at("states")) {
            forgetArrival(state.at("evidence"));
            if (!state.at("lifted").is_null()) forgetArrival(state.at("lifted").at("observation"));
        }
    }
    for (auto& subscription : profile.at("subscriptions")) forgetArrival(subscription.at("evidence"));
}

/// A person in words, without what depends on ids and on when and in which order things arrived.
std::string essence(test::ShownPerson person) {
    forgetArrivals(person.profile);
    for (auto& activity : person.activities) {
        activity.erase("profile_id");
        activity.erase("id");
    }
    auto tags = person.profile.at("tags");
    std::sort(tags.begin(), tags.end());
    auto text = "known " + person.profile.at("known").dump() + ", tags " + tags.dump() + ", fields " +
                person.profile.at("fields").dump() + ", counted " + person.profile.at("activity").dump() +
                ", from " + person.profile.at("source").dump() + person.profile.at("created_at").dump();
    text += sorted(person.profile.at("identifiers")) + sorted(person.profile.at("subscriptions"));
    return text + sorted(person.activities);
}

/// Which unique and linking identifiers are one person.
std::vector<std::string> partitionOf(const std::vector<test::ShownPerson>& people) {
    test::Picture picture;
    for (const auto& [profile, activities] : people) {
        auto& person = picture.people[static_cast<int>(picture.people.size())];
        for (const auto& each : profile.at("identifiers")) {
            person.identifying.insert(each.at("type").get<std::string>() + ":" +
                                      each.at("value").get<std::string>());
        }
    }
    return test::partitionOf(picture);
}

/// The same by the plain model, on each of the histories that a crowd is made of and that share nothing.
std::vector<std::string> plainPartitionOf(const std::vector<test::Item>& crowd) {
    std::map<std::string, test::PlainModel> histories;
    for (const auto& item : crowd) {
        const auto prefix = item.id.substr(0, item.id.find('-'));
        histories.try_emplace(prefix, test::plainDefaults(), 0).first->second.take(item);
    }
    std::vector<std::string> all;
    for (const auto& [prefix, model] : histories) {
        const auto people = test::partitionOf(model.picture());
        all.insert(all.end(), people.begin(), people.end());
    }
    std::sort(all.begin(), all.end());
    return all;
}

struct People {
    std::vector<std::string> essences;
    std::vector<std::string> partition;
};

/// The people that a server of its own makes of the observations.
People peopleFrom(const Way& way, const std::vector<test::Item>& items) {
    const test::TestDatabase database(way.engine);
    const test::KithServer server(database.url(), {"log.level=warning"});
    const auto mishap = send(server, items, way);
    INFO(mishap);
    REQUIRE(mishap.empty());
    auto everybody = test::everybody(server, server.key("read"));
    People people{{}, partitionOf(everybody)};
    for (auto& person : everybody) people.essences.push_back(essence(std::move(person)));
    std::sort(people.essences.begin(), people.essences.end());
    return people;
}

}  // namespace

TEST_CASE("the same people come of the same observations in any order, batching and database", "[process]") {
    const auto seed = chosenSeed();
    std::cout << kObservations << " observations, KITH_SEED=" << seed << std::endl;
    CAPTURE(seed);
    const auto items = test::makeCrowd(seed, kObservations);
    auto shuffled = items;
    test::Dice dice(seed + 1);
    test::shuffle(shuffled, dice);

    const auto partition = plainPartitionOf(items);
    CHECK(partition.size() > kObservations / 25);
    std::vector<std::string> first;
    for (const auto& way :
         {Way{storage::Engine::Sqlite, false, 500, 1}, Way{storage::Engine::Sqlite, true, 20, 16},
          Way{storage::Engine::Postgresql, false, 20, 16}, Way{storage::Engine::Postgresql, true, 500, 2}}) {
        const auto people = peopleFrom(way, way.shuffled ? shuffled : items);
        if (first.empty()) first = people.essences;
        CAPTURE(storage::engineName(way.engine), way.shuffled, way.batch, way.clients);
        CHECK(test::differenceOf(people.essences, first).substr(0, 4'000) == "");
        CHECK(test::differenceOf(people.partition, partition).substr(0, 4'000) == "");
    }
}
