// SPDX-License-Identifier: Apache-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

#include "tests/pipeline/pipeline_fixture.hpp"

using namespace kith;
using test::listOf;
using test::PipelineFixture;

namespace {

std::string idOf(std::int32_t number) {
    return "o" + std::to_string(number);
}

model::Observation numbered(const PipelineFixture& on, std::int32_t number) {
    const auto person = "email:p" + std::to_string(number % 50) + "@x.org";
    return on.seen({person, "cookie:c" + std::to_string(number)},
                   R"("id": ")" + idOf(number) + R"(", "fields": {"first_name": "Ann", "age_limit": )" +
                       std::to_string(number) + R"(}, "activities": [{"channel": "web", "event": "seen"}])");
}

/// Writes observations for ever and reports the number of each that was acknowledged.
[[noreturn]] void writeUntilKilled(const std::string& url, int acknowledged) {
    storage::DatabaseSettings settings;
    settings.url = url;
    storage::Database database(settings);
    test::ManualClock clock(base::Time{std::chrono::milliseconds{1'795'166'600'000}});
    base::IdGenerator ids(clock, 2);
    const auto catalogue = test::testCatalogue();
    const model::Preparer preparer(catalogue, ids, {});
    std::ostringstream text;
    base::Log log(text, clock, base::LogLevel::Error);
    test::CountingObserver observer;
    pipeline::Pipeline pipeline({database, catalogue.rules(), ids, clock, log, observer, {}}, {},
                                {10'000, 20, 2});
    std::atomic<std::int32_t> next{0};
    test::atOnce(4, [&](int) {
        for (;;) {
            const std::int32_t number = next++;
            const auto json =
                R"({"id": ")" + idOf(number) + R"(", "identifiers": [{"type": "email", "value": "p)" +
                std::to_string(number % 50) + R"(@x.org"}, {"type": "cookie", "value": "c)" +
                std::to_string(number) + R"("}], "activities": [{"channel": "web", "event": "seen"}]})";
            const auto outcome = pipeline.submit(
                listOf(test::prepared(preparer, json, {{7}, true, "api", "shop"}, clock.now())));
            if (outcome.front().problem) continue;
            if (::write(acknowledged, &number, sizeof number) != sizeof number) std::_Exit(1);
        }
    });
    std::_Exit(1);
}

/// Lets a process write until this many are acknowledged, kills it, and returns those that were.
std::vector<std::int32_t> acknowledgedBeforeKill(const std::string& url, std::size_t enough) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        writeUntilKilled(url, ends[1]);
    }
    ::close(ends[1]);
    std::vector<std::int32_t> acknowledged;
    std::int32_t number = 0;
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
        acknowledged.push_back(number);
        if (acknowledged.size() == enough) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    return acknowledged;
}

void checkWhole(PipelineFixture& on) {
    const auto observations = on.count("observation");
    CHECK(on.count("seen_observation") == observations);
    CHECK(on.count("activity") == observations);
    CHECK(on.count("evidence") == observations);
    CHECK(on.count("profile_identifier", "role = 0") == on.liveProfiles() + observations);
    const auto session = on.database->read();
    CHECK(std::get<0>(*session->first<std::int64_t>(
              "SELECT CAST(sum(count) AS bigint) FROM activity_counter")) == observations);
}

}  // namespace

TEST_CASE("a killed writer loses nothing acknowledged and leaves nothing half", "[pipeline]") {
    PipelineFixture on;
    for (int round = 1; round <= 2; ++round) {
        const auto acknowledged =
            on.database.whileClosed([&] { return acknowledgedBeforeKill(on.database.url(), 150); });
        CHECK(acknowledged.size() >= 150);
        for (const auto number : acknowledged) {
            REQUIRE(on.count("observation", "given_id = '" + idOf(number) + "'") == 1);
        }
        checkWhole(on);
    }
}

TEST_CASE("a database that goes away rejects what was not written, and then works again", "[pipeline]") {
    PipelineFixture on(storage::Engine::Postgresql);
    const auto pipeline = on.start();
    REQUIRE_FALSE(pipeline->submit(listOf(numbered(on, 1))).front().problem);
    test::PostgresServer::instance().disconnectAll(on.database.url());
    int failed = 0;
    for (int i = 0; i < 20; ++i) {
        const auto outcome = pipeline->submit(listOf(numbered(on, 100 + i))).front();
        if (!outcome.problem) continue;
        CHECK(outcome.problem->code() == base::ErrorCode::Unavailable);
        ++failed;
    }
    CHECK(failed <= 4);
    const auto session = on.database->openWriter();
    CHECK(std::get<0>(*session->first<std::int64_t>("SELECT count(*) FROM observation")) == 21 - failed);
}
