// SPDX-License-Identifier: Apache-2.0
#include "tests/process/load.hpp"

#include <map>
#include <stdexcept>

#include "tests/process/people.hpp"

namespace kith::test {
namespace {

constexpr int kMostAtOnce = 3;

int numberIn(const std::string& text) {
    return std::stoi(text.substr(text.find_first_of("123456789")));
}

void require(bool holds, const std::string& otherwise) {
    if (!holds) throw std::runtime_error(otherwise);
}

/// How often each number stands among the cookies and among the activities.
struct Found {
    std::map<int, int> cookies;
    std::map<int, int> activities;
};

void look(const ShownPerson& person, Found& found) {
    for (const auto& identifier : person.profile.at("identifiers")) {
        if (identifier.at("type") == "cookie") ++found.cookies[numberIn(identifier.at("value"))];
    }
    for (const auto& activity : person.activities)
        ++found.activities[numberIn(activity.at("message").at("id"))];
    require(person.profile.at("activity").at("total") == person.activities.size(),
            "the counter of activities is wrong for " + person.profile.dump());
}

}  // namespace

std::string NumberedObservations::cookie(int number) {
    const auto digits = std::to_string(number + 1);
    return "abcdef" + std::string(26 - digits.size(), '0') + digits;
}

nlohmann::json NumberedObservations::observation(int number) {
    const auto person = "p" + std::to_string(number % kPeople) + "@example.org";
    return {{"id", "o" + std::to_string(number)},
            {"identifiers",
             {{{"type", "email"}, {"value", person}}, {{"type", "cookie"}, {"value", cookie(number)}}}},
            {"fields", {{"first_name", "Ann"}, {"last_name", std::to_string(number)}}},
            {"activities",
             {{{"channel", "email"},
               {"status", "delivered"},
               {"message", {{"id", "m" + std::to_string(number + 1)}}}}}}};
}

std::set<int> NumberedObservations::verify(const KithServer& server, const std::string& key) const {
    Found found;
    for (const auto& person : everybody(server, key)) look(person, found);
    require(found.cookies == found.activities, "an observation is there in part or twice");
    std::set<int> whole;
    for (const auto& [number, count] : found.cookies) {
        require(count == 1, "observation " + std::to_string(number - 1) + " is there twice");
        whole.insert(number - 1);
    }
    for (const int number : acknowledged())
        require(whole.contains(number),
                "observation " + std::to_string(number) + " was acknowledged and is lost");
    return whole;
}

void NumberedObservations::acknowledge(const std::vector<int>& numbers) {
    const std::scoped_lock lock(mutex_);
    acknowledged_.insert(numbers.begin(), numbers.end());
    grown_.notify_all();
}

bool NumberedObservations::waitForAcknowledged(std::size_t count) {
    std::unique_lock lock(mutex_);
    return grown_.wait_for(lock, Process::kPatience, [&] { return acknowledged_.size() >= count; });
}

std::set<int> NumberedObservations::acknowledged() const {
    const std::scoped_lock lock(mutex_);
    return acknowledged_;
}

Load::Load(const KithServer& server, const std::string& key, NumberedObservations& observations,
           int clients) {
    for (int i = 0; i < clients; ++i) {
        threads_.emplace_back(
            [this, &server, key, &observations] { post(server.client(key), observations); });
    }
}

Load::~Load() {
    over_ = true;
    for (auto& thread : threads_) thread.join();
}

void Load::post(ApiClient client, NumberedObservations& observations) {
    while (!over_) {
        std::vector<int> numbers;
        auto body = nlohmann::json::array();
        do {
            numbers.push_back(observations.next());
            body.push_back(NumberedObservations::observation(numbers.back()));
        } while (numbers.back() % kMostAtOnce != 0);
        try {
            if (client.post("/v1/observations", body).status != 200) continue;
        } catch (const std::exception&) {
            return;  // The server was killed.
        }
        observations.acknowledge(numbers);
    }
}

}  // namespace kith::test
