// SPDX-License-Identifier: Apache-2.0
#include "tests/process/storm.hpp"

#include <functional>
#include <stdexcept>

#include "tests/process/people.hpp"
#include "tests/process/receipts.hpp"

namespace kith::test {
namespace {

using nlohmann::json;

void require(bool holds, const std::string& otherwise) {
    if (!holds) throw std::runtime_error(otherwise);
}

/// What is said of whoever was observed after their address was let go of, in the order of writing.
bool cameTooLate(const Answer& answer) {
    return answer.status == 400 && answer.body.find("no_identifier") != std::string::npos;
}

bool isElsewhere(const Answer& answer) {
    return answer.status == 404 || answer.status == 409 || answer.status == 410 || answer.status == 412;
}

}  // namespace

std::string Storm::address(int person) const {
    return name_ + ".p" + std::to_string(person) + "@example.org";
}

json Storm::observation(const std::vector<int>& people, int number) const {
    const auto text = nameOf(number);
    auto identifiers = json::array();
    for (const int person : people) identifiers.push_back({{"type", "email"}, {"value", address(person)}});
    return {{"id", "o-" + text},
            {"identifiers", identifiers},
            {"fields", {{"first_name", text}}},
            {"subscriptions", {{"news", "subscribed"}}},
            {"activities",
             {{{"id", "m-" + text},
               {"channel", "email"},
               {"status", "delivered"},
               {"message", {{"id", text}}}}}}};
}

void Storm::begin(ApiClient& client) {
    auto all = json::array();
    for (int person = 0; person < kPeople; ++person) {
        auto known = observation({person}, next_++);
        known["endpoints"] = {{{"type", "email"},
                               {"value", address(person)},
                               {"state", "blacklisted"},
                               {"reason", "inactive_address"},
                               {"detail", "nobody is there"}}};
        all.push_back(std::move(known));
    }
    const auto answer = client.post("/v1/observations", all);
    require(answer.status == 200, answer.body);
    const auto results = json::parse(answer.body).at("results");
    for (int i = 0; i < kPeople; ++i)
        observed_[i] = results.at(static_cast<std::size_t>(i)).at("profile_id").get<std::string>();
}

void Storm::acknowledge() {
    ++acknowledged_;
    grown_.notify_all();
}

json Storm::answerTo(ApiClient& client, const char* method, const std::string& path, const json& body) {
    const auto answer = client.call(method, path, body.is_null() ? "" : body.dump());
    if (answer.status < 300) return json::parse(answer.body);
    if (!isElsewhere(answer)) {
        const std::scoped_lock lock(mutex_);
        errors_.insert(std::string(method) + ' ' + path + ": " + std::to_string(answer.status) + ' ' +
                       answer.body);
    }
    return nullptr;
}

void Storm::observe(ApiClient& client, const std::vector<int>& people) {
    const int number = next_++;
    const auto answer = client.post("/v1/observations", observation(people, number));
    const std::scoped_lock lock(mutex_);
    if (answer.status == 200) {
        observed_[number] = json::parse(answer.body).at("profile_id").get<std::string>();
        acknowledge();
    } else if (!cameTooLate(answer)) {
        errors_.insert("observation: " + std::to_string(answer.status) + ' ' + answer.body);
    }
}

void Storm::merge(ApiClient& client, int a, int b) {
    answerTo(client, "POST", "/v1/merges", {{"profiles", {{{"ref", refTo(a)}}, {{"ref", refTo(b)}}}}});
}

void Storm::remove(ApiClient& client, int person) {
    const auto removed = answerTo(client, "DELETE", "/v1/profiles/" + refTo(person), nullptr);
    if (removed.is_null()) return;
    const std::scoped_lock lock(mutex_);
    removed_.push_back(removed.at("id"));
    acknowledge();
}

void Storm::restore(ApiClient& client, int person) {
    auto ref = refTo(person);
    {
        const std::scoped_lock lock(mutex_);
        if (!removed_.empty()) ref = removed_[static_cast<std::size_t>(person) % removed_.size()];
    }
    answerTo(client, "POST", "/v1/profiles/" + ref + "/restore", nullptr);
}

void Storm::erase(ApiClient& client, int person) {
    const auto receipt = answerTo(client, "POST", "/v1/profiles/" + refTo(person) + "/erase", json::object());
    if (receipt.is_null()) return;
    const std::scoped_lock lock(mutex_);
    erased_.insert(receipt.at("profile_id"));
    acknowledge();
}

void Storm::call(ApiClient client, std::mt19937 random, int most, const std::atomic<bool>& over) {
    std::discrete_distribution<int> which({double(calls_.observe), double(calls_.join), double(calls_.merge),
                                           double(calls_.remove), double(calls_.restore),
                                           double(calls_.erase)});
    try {
        for (int made = 0; made < most && !over; ++made) {
            const int a = static_cast<int>(random() % kPeople);
            const int b = (a + 1 + static_cast<int>(random() % (kPeople - 1))) % kPeople;
            switch (which(random)) {
                case 0:
                    observe(client, {a});
                    break;
                case 1:
                    observe(client, {a, b});
                    break;
                case 2:
                    merge(client, a, b);
                    break;
                case 3:
                    remove(client, a);
                    break;
                case 4:
                    restore(client, a);
                    break;
                default:
                    erase(client, a);
            }
        }
    } catch (const std::exception&) {
        ++cutOff_;
    }
}

std::size_t Storm::acknowledged() const {
    const std::scoped_lock lock(mutex_);
    return acknowledged_;
}

bool Storm::waitForAcknowledged(std::size_t count) {
    std::unique_lock lock(mutex_);
    return grown_.wait_for(lock, Process::kPatience, [&] { return acknowledged_ >= count; });
}

std::multiset<std::string> Storm::errors() const {
    const std::scoped_lock lock(mutex_);
    return errors_;
}

std::size_t Storm::erased() const {
    const std::scoped_lock lock(mutex_);
    return erased_.size();
}

/// Who of those that were observed, and whose end was acknowledged, was erased. Others live afterwards.
std::set<std::string> Storm::endErasures(ApiClient& client) {
    for (const auto& id : erased_) receiptOf(client, id);
    std::set<std::string> ids;
    for (const auto& [number, id] : observed_) ids.insert(id);
    std::set<std::string> ended;
    for (const auto& id : ids) {
        if (client.get("/v1/profiles/" + id).status == 200) continue;
        const auto restored = client.call("POST", "/v1/profiles/" + id + "/restore", "");
        if (restored.status == 200) continue;
        require(restored.status == 410, "neither lives, nor is erased: " + id + ' ' + restored.body);
        receiptOf(client, id);
        ended.insert(id);
    }
    for (const auto& id : erased_) {
        require(client.get("/v1/profiles/" + id).status == 410, id + " was erased, and lives");
    }
    return ended;
}

void Storm::verifyAddresses(ApiClient& client) {
    for (int person = 0; person < kPeople; ++person) {
        const json again{{"identifiers", {{{"type", "email"}, {"value", address(person)}}}}};
        require(client.post("/v1/observations", again).status == 200, address(person) + " can't come again");
        const auto profile = json::parse(client.get("/v1/profiles/" + refTo(person)).body);
        for (const auto& each : profile.at("identifiers")) {
            if (each.at("value") != address(person)) continue;
            require(each.at("endpoint").at("state") == "blacklisted", address(person) + " is not suppressed");
        }
    }
}

/// None may be there twice.
Storm::Holders Storm::holdersOf(const KithServer& server, const std::string& key) {
    Holders all;
    for (const auto& person : everybody(server, key)) {
        for (const auto& activity : person.activities) {
            const auto id = activity.at("message").at("id").get<std::string>();
            require(all.emplace(id, person.profile.at("id")).second,
                    "the activity " + id + " is there twice");
        }
    }
    return all;
}

void Storm::verifyObservations(ApiClient& client, const Holders& there,
                               const std::set<std::string>& ended) const {
    for (const auto& [number, id] : observed_) {
        const auto found = there.find(nameOf(number));
        const auto what = "observation " + std::to_string(number) + " about " + id;
        if (ended.contains(id)) {
            require(found == there.end(), what + " is there, who was erased");
            continue;
        }
        require(found != there.end(), what + " is lost");
        const auto now = json::parse(client.get("/v1/profiles/" + id).body).at("id");
        require(found->second == now, what + " is another one's");
    }
}

void Storm::verify(const KithServer& server, const std::string& key) {
    auto client = server.client(key);
    const auto ended = endErasures(client);
    verifyObservations(client, holdersOf(server, key), ended);
    verifyAddresses(client);
}

void Storm::verifyAll(std::list<Storm>& storms, const KithServer& server, const std::string& key) {
    auto client = server.client(key);
    std::vector<std::set<std::string>> ended;
    for (auto& storm : storms) ended.push_back(storm.endErasures(client));
    const auto there = holdersOf(server, key);
    std::size_t at = 0;
    for (auto& storm : storms) {
        storm.verifyObservations(client, there, ended[at++]);
        storm.verifyAddresses(client);
    }
}

StormClients::StormClients(Storm& storm, const std::vector<const KithServer*>& servers,
                           const std::string& key, std::size_t clients, int callsOfEach,
                           std::mt19937& random) {
    // Connected here, not in the threads: by the time that those run, a server may be gone.
    for (std::size_t i = 0; i < clients; ++i) {
        threads_.emplace_back(&Storm::call, &storm, servers[i % servers.size()]->client(key),
                              std::mt19937(random()), callsOfEach, std::cref(over_));
    }
}

void StormClients::finish() {
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

StormClients::~StormClients() {
    over_ = true;
    finish();
}

}  // namespace kith::test
