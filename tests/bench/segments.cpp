// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <stdexcept>
#include <string>

#include "core/model/segment/condition_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/segment/membership.hpp"
#include "tests/bench/bench_database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/made_population.hpp"
#include "tests/bench/segment_cases.hpp"
#include "tests/support/segment_catalogue.hpp"

namespace kith::bench {
namespace {

constexpr double kSecondsOfMinute = 60;

std::int64_t countBy(storage::Session& session, const std::string& sql) {
    if (!session.inTransaction()) session.beginSnapshot();
    session.planForSets();
    std::int64_t count = 0;
    session.eachMade<std::int64_t>(sql, {}, [&](std::int64_t found) { count = found; });
    session.rollback();
    return count;
}

SideBySide measure(storage::Database& database, const SegmentCase& one, int repetitions) {
    static const auto catalogue = test::segmentCatalogue();
    const auto condition = model::parseCondition(one.condition, catalogue);
    const storage::SegmentBook book{
        {kNamedSegment, {storage::SegmentId{1}, model::parseCondition(kNamedCondition, catalogue)}}};
    const storage::SegmentQuestion question{condition, book, kPopulationTime};
    const auto sql = countByHand(one, database.engine());
    SideBySide rates;
    for (int i = 0; i <= repetitions; ++i) {
        std::int64_t ours = 0;
        std::int64_t limit = 0;
        const auto oursTook = secondsOf([&] {
            const auto session = database.read();
            ours = storage::countMembers(*session, question);
        });
        const auto limitTook = secondsOf([&] {
            const auto session = database.read();
            limit = countBy(*session, sql);
        });
        if (ours != limit || ours == 0) {
            throw std::runtime_error(
                fmt::format("'{}' holds for {} people, and for {} by hand", one.name, ours, limit));
        }
        if (i > 0) rates.add(kSecondsOfMinute / oursTook, kSecondsOfMinute / limitTook);
    }
    return rates;
}

}  // namespace

void benchSegments(const BenchDatabase& made, storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    storage::Database database(settingsFor(made));
    SideBySide all;
    for (const auto& one : segmentCases()) {
        report.progress(fmt::format("segments on {}: {}", on, one.name));
        const auto rates = measure(database, one, sizes.segmentRepetitions);
        all.add(rates.ratio(), 1.0);
        report.add({fmt::format("{}: segment, {}", on, one.name), "/min", rates, 1.0, 0.5});
    }
    constexpr double kMedian = 1 / 1.3;
    report.add({fmt::format("{}: segments, the median (slowest, fastest)", on), "", all, 1.0, kMedian});
    report.progress(
        fmt::format("segments on {} take {:.2f} times as long as by hand in the median, {:.2f} at most", on,
                    1 / all.ratio(), 1 / all.lowest()));
}

}  // namespace kith::bench
