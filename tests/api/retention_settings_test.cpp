// SPDX-License-Identifier: Apache-2.0
// How long rows are kept as an operator sets it, is how long the program keeps them.
#include <chrono>
#include <filesystem>
#include <initializer_list>
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

/// Written to in the past: at each age, in days, somebody known with an activity, somebody anonymous, and a
/// claim.
class Past : public GroupFixture {
public:
    explicit Past(std::initializer_list<int> ages) : now_(base::SystemClock().now()) {
        for (const int age : ages) {
            clock.set(now_ - std::chrono::days{age});
            const auto number = std::to_string(age);
            write(R"({"id": "o)" + number + R"(", "identifiers": [{"type": "email", "value": "e)" + number +
                  R"(@x.org"}], "fields": {"first_name": "Ann"},
                  "activities": [{"channel": "web", "event": "page_viewed"}]})");
            write(R"({"identifiers": [{"type": "device_id", "value": "d)" + number + R"("}]})");
            (void)write(
                std::vector{prepare(R"({"identifiers": [{"type": "cookie", "value": "c)" + number +
                                        R"(-0123456789-0123456789"}, {"type": "email", "value": "claimed)" +
                                        number + R"(@x.org"}]})",
                                    {8}, false)});
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

    /// How many claimed addresses are known.
    [[nodiscard]] std::int64_t claimed() { return count("identifier", "value LIKE 'claimed%'"); }

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

template <class Condition>
void await(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (!condition()) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

TEST_CASE("each kind of row goes when it is older than configured for that kind", "[api]") {
    // Nothing is as old as one of the settings.
    Past past({11, 9, 7, 5, 3, 1});
    std::ostringstream log;
    const app::Instance instance(
        settingsFor(past.database.url(),
                    {"retention.remembered_ids=2d", "retention.changes=4d", "retention.activities=6d",
                     "retention.feed=8d", "identity.anonymous_ttl=10d"}),
        log);
    await([&] { return past.isMaintained(); });
    CHECK(past.ages("SELECT at FROM seen_observation") == std::set{1});
    CHECK(past.ages("SELECT at FROM field_change") == std::set{1, 3});
    CHECK(past.ages("SELECT at FROM activity") == std::set{1, 3, 5});
    CHECK(past.ages("SELECT at FROM event") == std::set{1, 3, 5, 7});
    CHECK(past.ages("SELECT first_seen FROM profile_identifier JOIN identifier"
                    " ON identifier.id = identifier_id WHERE type = 'device_id'") == std::set{1, 3, 5, 7, 9});
}

TEST_CASE("with the default configuration nothing goes for its age", "[api]") {
    Past past({4'000, 400, 1});
    REQUIRE(past.claimed() == 3);
    std::ostringstream log;
    const app::Instance instance(settingsFor(past.database.url(), {}), log);
    // Forgetting what claims named that are over is the last thing of a round.
    await([&] { return past.claimed() == 1; });
    const std::set all{4'000, 400, 1};
    for (const auto* table : {"seen_observation", "field_change", "activity", "event"}) {
        INFO(table);
        CHECK(past.ages(std::string("SELECT at FROM ") + table) == all);
    }
    CHECK(past.ages("SELECT first_seen FROM profile_identifier JOIN identifier"
                    " ON identifier.id = identifier_id WHERE type = 'device_id'") == all);
}
