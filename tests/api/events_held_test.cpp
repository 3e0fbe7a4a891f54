// SPDX-License-Identifier: Apache-2.0
// The feed of a running server, beside a transaction that is held open while later ones commit.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "core/storage/database.hpp"
#include "core/storage/outbox.hpp"
#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// Who reads page after page, each from where the last one ended.
struct FeedReader {
    /// Until something of that profile is told that was not before.
    void readUntil(const std::string& profile) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        const auto before = told.size();
        const auto isOfIt = [&](const Json& event) { return event["profile_id"] == profile; };
        while (std::none_of(told.begin() + static_cast<std::ptrdiff_t>(before), told.end(), isOfIt)) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            const auto page = api.get("/v1/events?after=" + after);
            REQUIRE(page.status == 200);
            for (const auto& event : page.body["items"]) told.push_back(event);
            after = page.body["next_after"];
            std::this_thread::yield();
        }
    }

    ApiServer& api;
    std::string after = "0";
    std::vector<Json> told = {};
};

bool isUpdate(const Json& event) {
    return event["type"] == "profile.updated";
}

}  // namespace

TEST_CASE("what a transaction wrote that was held open while later ones committed is told to who had read on",
          "[api]") {
    ApiServer api(storage::Engine::Postgresql);  // On SQLite nothing commits while one is open.
    const std::string ann = api.observe(somebody())["profile_id"];
    FeedReader reader{api};
    reader.readUntil(ann);

    storage::Database database(api.database());
    const auto other = database.openWriter();
    const base::SystemClock clock;
    base::IdGenerator ids(clock, base::IdGenerator::kMaxNode - 1);
    storage::Transaction held(*other);
    const storage::NewEvent event{
        .kind = storage::EventKind::ProfileUpdated, .profile = *base::ProfileId::parse(ann), .version = 2};
    storage::putEvents(*other, ids, clock.now(), {&event, 1});
    for (int i = 0; i < 3; ++i) reader.readUntil(api.observe(somebody())["profile_id"]);
    CHECK(std::none_of(reader.told.begin(), reader.told.end(), isUpdate));
    auto waits = api.connect();
    waits.send(ApiServer::bytesOf({.path = "/v1/events?wait=60&after=" + reader.after, .key = api.read}));
    CHECK_FALSE(waits.readable(std::chrono::milliseconds(20)));
    held.commit();

    const auto answer = waits.read();
    CHECK(answer.status == 200);
    const auto page = Json::parse(answer.body);
    REQUIRE(page["items"].size() == 1);
    CHECK(page["items"][0]["profile_id"] == ann);
    CHECK(isUpdate(page["items"][0]));
    reader.readUntil(ann);
    reader.readUntil(api.observe(somebody())["profile_id"]);
    CHECK(std::count_if(reader.told.begin(), reader.told.end(), isUpdate) == 1);
    REQUIRE(reader.told.size() == 6);
    for (std::size_t i = 0; i < reader.told.size(); ++i) CHECK(reader.told[i]["id"] == std::to_string(i + 1));
}
