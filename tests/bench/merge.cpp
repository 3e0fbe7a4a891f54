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

using nlohmann::json;

constexpr unsigned kNode = 2;
constexpr std::size_t kFew = 10;  ///< Activities of the one, and of both strangers.
constexpr std::size_t kPages = 20;

/// What one round took.
struct Seconds {
    double merging = 0;
    double pageBefore = 0;
    double pageAfter = 0;
};

/// A person and a stranger, who are merged and taken apart again, over and over.
class Pair {
public:
    /// The stranger, known by the address alone, is made.
    Pair(const KithServer& kith, const Sample& person, const std::string& stranger)
        : client_(kith.port()),
          key_(kith.key()),
          person_("email:" + person.email),
          merging_(json{{"profiles", {{{"ref", person_}}, {{"ref", "email:" + stranger}}}}}.dump()) {
        json activities = json::array();
        for (std::size_t i = 0; i < kFew; ++i)
            activities.push_back({{"channel", kChannel}, {"event", kEvent}});
        const json seen{{"identifiers", {{{"type", "email"}, {"value", stranger}}}},
                        {"activities", activities}};
        static_cast<void>(post("/v1/observations", seen.dump()));
    }

    Seconds round() {
        Seconds seconds;
        seconds.pageBefore = readPages();
        json merge;
        seconds.merging = secondsOf([&] { merge = post("/v1/merges", merging_); });
        seconds.pageAfter = readPages();
        const auto undone = post("/v1/merges/" + merge.at("id").get<std::string>() + "/undo", "{}");
        static_cast<void>(client_.exchange(
            deleteRequest("/v1/must-not-links/" + undone.at("must_not_link").get<std::string>(), key_)));
        return seconds;
    }

private:
    json post(const std::string& path, const std::string& body) {
        return json::parse(client_.exchange(postRequest(path, key_, body)));
    }
    double readPages() {
        const auto request = getRequest("/v1/profiles/" + person_ + "/activity", key_);
        return secondsOf([&] {
            for (std::size_t i = 0; i < kPages; ++i) static_cast<void>(client_.exchange(request));
        });
    }

    HttpClient client_;
    std::string key_;
    std::string person_;
    std::string merging_;
};

}  // namespace

void benchMerge(storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress(fmt::format("making people of {} and {} activities on {}", kFew, sizes.longTimeline, on));
    const BenchDatabase database(engine);
    const auto people = samples(0, 2);
    const base::SystemClock clock;
    base::IdGenerator ids(clock, kNode);
    makeTimeline(engine, database, ids, clock, people[0], sizes.longTimeline);
    makeTimeline(engine, database, ids, clock, people[1], kFew);
    const KithServer kith(database.url());
    Pair large(kith, people[0], "stranger-1@example.org");
    Pair small(kith, people[1], "stranger-2@example.org");
    SideBySide merges;
    SideBySide pages;
    const auto rounds = static_cast<double>(sizes.merges);
    for (int i = 0; i <= sizes.repetitions; ++i) {
        Seconds ofLarge;
        double mergingSmall = 0;
        for (std::size_t round = 0; round < sizes.merges; ++round) {
            const auto seconds = large.round();
            ofLarge.merging += seconds.merging;
            ofLarge.pageBefore += seconds.pageBefore;
            ofLarge.pageAfter += seconds.pageAfter;
            mergingSmall += small.round().merging;
        }
        if (i == 0) continue;
        merges.add(rounds / ofLarge.merging, rounds / mergingSmall);
        pages.add(rounds * kPages / ofLarge.pageAfter, rounds * kPages / ofLarge.pageBefore);
    }
    const auto thousands = sizes.longTimeline / 1'000;
    // What a merge costs may not depend on the history: less than half as long again, no slack beside that.
    report.add({fmt::format("{}: merges of {}k activities against {}", on, thousands, kFew), "/s", merges,
                1 / 1.5, 1.0});
    report.add({fmt::format("{}: first page of {}k activities, merged against not", on, thousands), "/s",
                pages, 1.0});
}

}  // namespace kith::bench
