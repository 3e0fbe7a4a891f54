// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/storage/overview.hpp"
#include "core/storage/retention.hpp"
#include "tests/storage/erasing.hpp"

namespace kith::test {

/// 2026-11-20, on which the clock stands.
inline constexpr std::int64_t kToday = 20'777;

/// A database whose counters are looked at after each change, and held against its tables.
class Counting : public Erasing {
public:
    [[nodiscard]] storage::Overview overview() {
        CHECK(wrong() == std::vector<std::string>{});
        return storage::readOverview(*database->read(), {kToday - 400, kToday + 400}, clock.now());
    }
    /// The counters that are not what `kith check` counts.
    [[nodiscard]] std::vector<std::string> wrong() {
        std::vector<std::string> keys;
        const auto show = [&](const storage::check::Finding& found) {
            if (found.table == "counter") keys.emplace_back(found.key);
        };
        static_cast<void>(storage::check::run(*database->read(), {catalogue.rules()}, show,
                                              [](std::string_view, std::int64_t) {}));
        return keys;
    }

    using Known = std::pair<std::int64_t, std::int64_t>;
    /// Known ones, and anonymous ones.
    [[nodiscard]] Known profiles() {
        const auto shown = overview().profiles;
        return {shown.known, shown.anonymous};
    }
    using Days = std::vector<std::tuple<std::int64_t, std::string, std::string, std::int64_t>>;
    /// By day after today, channel and status.
    [[nodiscard]] Days activities() {
        Days days;
        for (const auto& each : overview().activityDays)
            days.emplace_back(each.day - kToday, each.channel,
                              each.status ? std::string(model::statusName(*each.status)) : "", each.count);
        return days;
    }
    using States = std::vector<std::tuple<std::string, std::string, std::int64_t>>;
    /// By state and reason.
    [[nodiscard]] States states() {
        States found;
        for (const auto& each : overview().endpointStates)
            found.emplace_back(model::endpointStateName(each.state), each.reason, each.count);
        return found;
    }

    void removeActivitiesBefore(base::Time before) {
        storage::Transaction transaction(*session);
        const storage::Retention retention{before, {}};
        const auto swept = storage::removeOld(*session, ids, clock.now(), retention, {}, 100, 1'000);
        CHECK(swept.isOver);
        transaction.commit();
    }
};

}  // namespace kith::test
