// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/bench/benches.hpp"
#include "tests/bench/http_client.hpp"
#include "tests/bench/http_message.hpp"
#include "tests/bench/kith_server.hpp"
#include "tests/bench/made_timeline.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t kPagesOfWalk = 10;
constexpr unsigned kNode = 2;

/// Reads the first pages of a timeline, each by the cursor of the one before. Returns the seconds until they
/// were there; what is made of them is not the server's.
double walk(HttpClient& client, const KithServer& kith, const std::string& path) {
    std::string next = path;
    double seconds = 0;
    for (std::size_t page = 0; page < kPagesOfWalk; ++page) {
        const auto request = getRequest(next, kith.key());
        std::string_view body;
        seconds += secondsOf([&] { body = client.exchange(request); });
        next = path + "?cursor=" + nlohmann::json::parse(body).at("next_cursor").get<std::string>();
    }
    return seconds;
}

}  // namespace

void benchTimeline(storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress(fmt::format("making timelines of {} and {} activities on {}", sizes.shortTimeline,
                                sizes.longTimeline, on));
    const BenchDatabase database(engine);
    const auto people = samples(0, 2);
    const base::SystemClock clock;
    base::IdGenerator ids(clock, kNode);
    makeTimeline(engine, database, ids, clock, people[0], sizes.shortTimeline);
    makeTimeline(engine, database, ids, clock, people[1], sizes.longTimeline);
    const KithServer kith(database.url());
    HttpClient client(kith.port());
    const auto pagesPerSecond = [&](const Sample& person) {
        const auto path = "/v1/profiles/email:" + person.email + "/activity";
        double seconds = 0;
        for (std::size_t i = 0; i < sizes.walks; ++i) seconds += walk(client, kith, path);
        return static_cast<double>(sizes.walks * kPagesOfWalk) / seconds;
    };
    SideBySide rates;
    for (int i = 0; i <= sizes.repetitions; ++i) {
        const auto ofShort = pagesPerSecond(people[0]);
        const auto ofLong = pagesPerSecond(people[1]);
        if (i > 0) rates.add(ofLong, ofShort);
    }
    report.add({fmt::format("{}: timeline pages at {}k activities against {}k", on,
                            sizes.longTimeline / 1'000, sizes.shortTimeline / 1'000),
                "/s", rates, 1.0});
}

}  // namespace kith::bench
