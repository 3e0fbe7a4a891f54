// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/json.hpp"
#include "core/model/prepare.hpp"
#include "core/storage/group_writer.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/prepared.hpp"
#include "tests/support/test_catalogue.hpp"

namespace kith::test {

/// 2026-11-20T09:30:00Z
inline constexpr base::Time kNow = base::Time{std::chrono::milliseconds{1'795'166'600'000}};

/// A migrated database of each engine with a group writer on it.
class GroupFixture {
public:
    explicit GroupFixture(storage::Engine engine = eachEngine())
        : database(engine),
          clock(kNow),
          ids(clock, 1),
          catalogue(testCatalogue()),
          preparer(catalogue, ids, {}),
          session(database->openWriter()),
          writer(*session, catalogue.rules(), ids, clock) {}

    [[nodiscard]] model::Observation prepare(std::string_view json, base::KeyId key = {7},
                                             bool mayAttest = true) {
        const model::Writer by{key, mayAttest, "api", "shop"};
        return prepared(preparer, json, by, clock.now());
    }
    [[nodiscard]] std::vector<model::Outcome> write(const std::vector<model::Observation>& observations) {
        auto outcomes = writer.write(observations);
        REQUIRE(outcomes);
        return std::move(*outcomes);
    }
    [[nodiscard]] std::vector<model::Outcome> write(std::initializer_list<std::string_view> observations) {
        std::vector<model::Observation> prepared;
        for (const auto json : observations) prepared.push_back(prepare(json));
        return write(prepared);
    }
    model::Outcome write(std::string_view json) { return write({json}).front(); }

    [[nodiscard]] std::int64_t count(const std::string& table, const std::string& where = "1 = 1") {
        return std::get<0>(
            *session->first<std::int64_t>("SELECT count(*) FROM " + table + " WHERE " + where));
    }
    template <class... Columns>
    [[nodiscard]] std::vector<std::tuple<Columns...>> rows(const std::string& sql) {
        std::vector<std::tuple<Columns...>> found;
        session->each<Columns...>(sql,
                                  [&](Columns... columns) { found.emplace_back(std::move(columns)...); });
        return found;
    }

    MigratedDatabase database;
    ManualClock clock;
    base::IdGenerator ids;
    model::Catalogue catalogue;
    model::Preparer preparer;
    std::unique_ptr<storage::Session> session;
    storage::GroupWriter writer;
};

}  // namespace kith::test
