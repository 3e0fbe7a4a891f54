// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <vector>

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
constexpr std::size_t kFew = 10;  ///< Activities of whoever has not many.
constexpr std::size_t kPages = 20;

enum class Person { Stays, IsAbsorbed };

/// What one round took.
struct Seconds {
    double merging = 0;
    double pageBefore = 0;
    double pageAfter = 0;
};

/// A person and a stranger, who are merged and taken apart again, over and over. The stranger has one
/// activity: a page shows theirs too once they are one person, and what that takes has nothing to do with the
/// merge.
class Pair {
public:
    /// The stranger, known by the address alone, is made.
    Pair(const KithServer& kith, const Sample& person, const std::string& stranger)
        : client_(kith.port()),
          key_(kith.key()),
          person_("email:" + person.email),
          stranger_("email:" + stranger) {
        const json seen{{"identifiers", {{{"type", "email"}, {"value", stranger}}}},
                        {"activities", {{{"channel", kChannel}, {"event", kEvent}}}}};
        static_cast<void>(post("/v1/observations", seen.dump()));
    }

    Seconds round(Person person) {
        const json wanted{{"profiles", {{{"ref", person_}}, {{"ref", stranger_}}}},
                          {"survivor", person == Person::Stays ? person_ : stranger_}};
        const auto merging = wanted.dump();
        Seconds seconds;
        seconds.pageBefore = readPages();
        json merge;
        seconds.merging = secondsOf([&] { merge = post("/v1/merges", merging); });
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
    std::string stranger_;
};

/// What was measured while people of many activities stay, or are absorbed.
class Merging {
public:
    explicit Merging(Person person) : person_(person) {}

    /// Runs the pairs in turn. Merges count by what all of them took; pages, which are short beside what else
    /// the machine does now and then, by the median of the rounds.
    void repeat(Pair& large, Pair& small, std::size_t rounds, bool counts) {
        double mergingLarge = 0;
        double mergingSmall = 0;
        std::vector<double> before;
        std::vector<double> after;
        for (std::size_t round = 0; round < rounds; ++round) {
            const auto seconds = large.round(person_);
            mergingLarge += seconds.merging;
            before.push_back(seconds.pageBefore);
            after.push_back(seconds.pageAfter);
            mergingSmall += small.round(person_).merging;
        }
        if (!counts) return;
        const auto all = static_cast<double>(rounds);
        merges_.add(all / mergingLarge, all / mergingSmall);
        pages_.add(kPages / median(after), kPages / median(before));
    }

    void tell(const std::string& on, std::size_t thousands, Report& report) const {
        // What a merge costs may not depend on the history: less than half as long again, no slack beside
        // that. A page may cost no more after it: what is left is the other's activity, and the machine's
        // noise.
        constexpr double kMergeAim = 1 / 1.5;
        constexpr double kPageFloor = 0.9;
        const auto* const who = person_ == Person::Stays ? "survivor" : "absorbed";
        report.add({fmt::format("{}: merging {}k activities against {}, {}", on, thousands, kFew, who), "/s",
                    merges_, kMergeAim, 1.0});
        report.add({fmt::format("{}: first page of {}k, merged against not, {}", on, thousands, who), "/s",
                    pages_, 1.0, kPageFloor});
    }

private:
    Person person_;
    SideBySide merges_;
    SideBySide pages_;
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
    std::array measured{Merging(Person::Stays), Merging(Person::IsAbsorbed)};
    for (int i = 0; i <= sizes.repetitions; ++i) {
        for (auto& each : measured) each.repeat(large, small, sizes.merges, i > 0);
    }
    for (const auto& each : measured) each.tell(on, sizes.longTimeline / 1'000, report);
}

}  // namespace kith::bench
