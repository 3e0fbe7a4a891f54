// SPDX-License-Identifier: Apache-2.0
// How long rows are kept as an operator sets it, is how long the program keeps them.
#include <chrono>
#include <filesystem>
#include <set>
#include <sstream>
#include <thread>

#include "core/app/config.hpp"
#include "core/app/instance.hpp"
#include "core/storage/event_feed.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// In days; nothing is as old as one of the settings.
constexpr int kAges[] = {11, 9, 7, 5, 3, 1};

/// Written to in the past: at each age somebody known with an activity, and somebody anonymous.
class Past : public GroupFixture {
public:
    Past() : now_(base::SystemClock().now()) {
        for (const int age : kAges) {
            clock.set(now_ - std::chrono::days{age});
            const auto number = std::to_string(age);
            write(R"({"id": "o)" + number + R"(", "identifiers": [{"type": "email", "value": "e)" + number +
                  R"(@x.org"}], "fields": {"first_name": "Ann"},
                  "activities": [{"channel": "web", "event": "page_viewed"}]})");
            write(R"({"identifiers": [{"type": "device_id", "value": "d)" + number + R"("}]})");
            storage::Transaction transaction(*session);
            REQUIRE(storage::numberEvents(*session, 1'000).count > 0);
            transaction.commit();
        }
    }

    /// The ages of rows whose time this query reads.
    [[nodiscard]] std::set<int> ages(const std::string& query) {
        std::set<int> found;
        for (const auto& [at] : rows<base::Time>(query)) {
            const auto age = std::chrono::round<std::chrono::days>(now_ - at).count();
            if (age > 0) found.insert(static_cast<int>(age));
        }
        return found;
    }

    /// Erasing whom nothing was heard of ends a round.
    [[nodiscard]] bool isMaintained() {
        return count("erasure") > 0 && count("erasure", "finished_at IS NULL") == 0;
    }

private:
    base::Time now_;
};

app::Settings settingsFor(const std::string& database, std::vector<std::string> settings) {
    settings.insert(settings.begin(), "database.url=" + database);
    const auto file = std::filesystem::path(KITH_SOURCE_DIR) / "tests/api/kith.yaml";
    return app::readSettings(app::loadConfiguration(file, {}, settings).checked, KITH_PLUGINS);
}

}  // namespace

TEST_CASE("each kind of row goes when it is older than configured for that kind", "[api]") {
    Past past;
    std::ostringstream log;
    const app::Instance instance(
        settingsFor(past.database.url(),
                    {"retention.remembered_ids=2d", "retention.changes=4d", "retention.activities=6d",
                     "retention.feed=8d", "identity.anonymous_ttl=10d"}),
        log);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (!past.isMaintained()) {
        INFO(log.str());
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    CHECK(past.ages("SELECT at FROM seen_observation") == std::set{1});
    CHECK(past.ages("SELECT at FROM field_change") == std::set{1, 3});
    CHECK(past.ages("SELECT at FROM activity") == std::set{1, 3, 5});
    CHECK(past.ages("SELECT at FROM event") == std::set{1, 3, 5, 7});
    CHECK(past.ages("SELECT first_seen FROM profile_identifier JOIN identifier"
                    " ON identifier.id = identifier_id WHERE type = 'device_id'") == std::set{1, 3, 5, 7, 9});
}
