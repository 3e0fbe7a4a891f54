// SPDX-License-Identifier: Apache-2.0
#include "tests/process/people.hpp"

#include <future>
#include <stdexcept>

namespace kith::test {
namespace {

constexpr std::size_t kReaders = 4;

nlohmann::json good(const Answer& answer) {
    if (answer.status != 200) throw std::runtime_error("a read failed: " + answer.body);
    return nlohmann::json::parse(answer.body);
}

ShownPerson readPerson(ApiClient& client, const std::string& id) {
    const auto path = "/v1/profiles/" + id;
    ShownPerson person{good(client.get(path)), {}};
    if (person.profile.at("activity").at("total") != 0)
        person.activities = allItems(client, path + "/activity?summary=false");
    return person;
}

}  // namespace

std::vector<nlohmann::json> allItems(ApiClient& client, const std::string& path) {
    std::vector<nlohmann::json> all;
    std::string cursor;
    do {
        const auto page = good(client.get(path + "&limit=500" + (cursor.empty() ? "" : "&cursor=" + cursor)));
        all.insert(all.end(), page.at("items").begin(), page.at("items").end());
        cursor = page.at("next_cursor").is_null() ? "" : page.at("next_cursor").get<std::string>();
    } while (!cursor.empty());
    return all;
}

std::vector<ShownPerson> everybody(const KithServer& server, const std::string& key) {
    auto client = server.client(key);
    const auto listed = allItems(client, "/v1/profiles?known=any&sort=created_at");
    std::vector<ShownPerson> people(listed.size());
    std::vector<std::future<void>> readers;
    for (std::size_t mine = 0; mine < kReaders; ++mine) {
        readers.push_back(std::async(std::launch::async, [&, mine] {
            auto own = server.client(key);
            for (auto at = mine; at < people.size(); at += kReaders)
                people[at] = readPerson(own, listed[at].at("id"));
        }));
    }
    for (auto& reader : readers) reader.get();
    return people;
}

}  // namespace kith::test
