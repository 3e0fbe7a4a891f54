// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/made_timeline.hpp"

#include <algorithm>

#include "core/storage/database.hpp"
#include "tests/bench/sql_limit.hpp"

namespace kith::bench {
namespace {

constexpr std::size_t kGroup = 10'000;

}  // namespace

base::ProfileId makeTimeline(storage::Engine engine, const BenchDatabase& database, base::IdGenerator& ids,
                             const base::Clock& clock, const Sample& person, std::size_t count) {
    const auto sql = SqlLimit::connect(engine, database.url());
    const auto rows = rowsOf({&person, 1}, ids, {1}, clock.now());
    sql->write(rows);
    const base::ProfileId profile{std::get<std::int64_t>(rows[1].at(0, 0))};
    for (std::size_t left = count - 1; left > 0;) {
        const auto some = std::min(left, kGroup);
        sql->write(activityRows(profile, some, left, ids, clock.now()));
        left -= some;
    }
    const auto writer = storage::Database(database.settings().database).openWriter();
    storage::Transaction transaction(*writer);
    writer->execute("UPDATE activity_counter SET count = :count WHERE home = :home",
                    static_cast<std::int64_t>(count), profile);
    transaction.commit();
    return profile;
}

}  // namespace kith::bench
