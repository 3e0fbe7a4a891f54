// SPDX-License-Identifier: Apache-2.0
#include "core/storage/timeline.hpp"

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/storage/cursor.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::ActivityKind;
using model::Status;
using test::eachEngine;
using test::People;

namespace {

/// Follows the cursors to the end; every page but the last may be short.
std::vector<TimelineActivity> readAll(People& people, base::ProfileId profile, TimelineQuery query) {
    std::vector<TimelineActivity> all;
    const auto session = people.read();
    for (int pages = 0; pages < 1'000; ++pages) {
        auto page = readTimeline(*session, profile, query);
        CHECK(page.items.size() <= query.limit);
        std::ranges::move(page.items, std::back_inserter(all));
        if (page.nextCursor.empty()) return all;
        query.cursor = page.nextCursor;
    }
    FAIL("the list does not end");
    return all;
}

TimelineQuery queryOf(const TimelineFilter& filter, std::size_t limit = 50) {
    TimelineQuery query;
    query.filter = filter;
    query.limit = limit;
    return query;
}

TimelineSummary summaryOf(People& people, base::ProfileId profile, const TimelineFilter& filter) {
    return *readTimeline(*people.read(), profile, queryOf(filter)).summary;
}

}  // namespace

TEST_CASE("a timeline of nobody, out of bounds or with a strange cursor is refused", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto session = people.read();
    CHECK_THROWS_AS(readTimeline(*session, base::ProfileId{99}, {}), base::Error);
    CHECK_THROWS_AS(readTimeline(*session, ann, queryOf({}, 0)), base::Error);
    CHECK_THROWS_AS(readTimeline(*session, ann, queryOf({}, 501)), base::Error);
    TimelineQuery query;
    for (const auto& cursor :
         {std::string{"x"}, writeCursor({"changes", {1, 2}, {}}), writeCursor({"timeline", {1}, {}})}) {
        query.cursor = cursor;
        CHECK_THROWS_AS(readTimeline(*session, ann, query), base::Error);
    }
}

TEST_CASE("a timeline without activities is one empty page", "[storage]") {
    People people(eachEngine());
    const auto page = readTimeline(*people.read(), people.profile(), {});
    CHECK(page.items.empty());
    CHECK(page.nextCursor.empty());
    REQUIRE(page.summary);
    CHECK(page.summary->total == 0);
    CHECK(page.summary->counts.empty());
    CHECK_FALSE(page.summary->atLeast);
}

TEST_CASE("an activity is shown with all that was said of it", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com");
    const auto id = people.activity(ann, {.status = Status::Clicked, .at = 7'000, .endpoint = email});
    people.writer().execute(
        "INSERT INTO activity_status (activity_id, status, machine, first_at, last_at, reason, "
        "observation_id,"
        " reason_at) VALUES (:id, 9, 'prefetch', 6000, 6500, '', 1, 6000)",
        id);

    const auto page = readTimeline(*people.read(), model::Identifier{"email", "ann@example.com"}, {});
    CHECK(page.profile == ann);
    REQUIRE(page.items.size() == 1);
    const auto& shown = page.items.front();
    CHECK(shown.id == id);
    CHECK(shown.home == ann);
    CHECK(shown.channel == "email");
    CHECK(shown.facts.kind == ActivityKind::Message);
    CHECK_FALSE(shown.facts.event);
    CHECK(shown.facts.messageId == "m-77");
    CHECK(shown.facts.messageName == "Welcome");
    CHECK(shown.facts.endpoint == model::Identifier{"email", "ann@example.com"});
    CHECK(shown.facts.properties == "{}");
    CHECK(shown.status == Status::Clicked);
    CHECK(base::toMillis(shown.at) == 7'000);
    CHECK(shown.source.name == "shop");
    REQUIRE(shown.history.size() == 2);
    CHECK(shown.history[0].status == Status::Read);
    CHECK(shown.history[0].machine == "prefetch");
    CHECK(base::toMillis(shown.history[0].at) == 6'000);
    CHECK(base::toMillis(shown.history[0].lastAt) == 6'500);
    CHECK(shown.history[1].status == Status::Clicked);
    CHECK(shown.history[1].reason == "ok");
}

TEST_CASE("a history is in one order, whatever came first", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto endpoint = people.list(ann, "email", "ann@example.com");
    const auto id = people.activity(ann, {.status = Status::Read, .at = 7'000, .endpoint = endpoint});
    for (const auto* machine : {"scanner", "prefetch"}) {
        people.writer().execute(
            "INSERT INTO activity_status (activity_id, status, machine, first_at, last_at, reason, "
            "observation_id, reason_at) VALUES (:id, 9, :machine, 7000, 7000, '', 1, 7000)",
            id, std::string{machine});
    }
    const auto page = readTimeline(*people.read(), ann, {});
    REQUIRE(page.items.size() == 1);
    std::vector<std::string> machines;
    for (const auto& status : page.items.front().history) machines.push_back(status.machine);
    CHECK(machines == std::vector<std::string>{"", "prefetch", "scanner"});
}

TEST_CASE("pages over several homes hold every activity once, newest first, ties included", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    std::vector homes{ann, people.profile(), people.profile()};
    people.merge(ann, homes[1]);
    people.merge(ann, homes[2]);
    std::vector<std::pair<std::int64_t, base::ActivityId>> expected;
    people.together([&] {
        for (int i = 0; i < 60; ++i) {
            const std::int64_t at = 5'000 + (i * 7) % 10;
            const auto id = people.activity(homes[static_cast<std::size_t>(i * i % 3)], {.at = at});
            expected.emplace_back(at, id);
        }
    });
    std::ranges::sort(expected, std::greater{});
    for (const std::size_t limit : {1U, 7U, 59U, 60U, 61U}) {
        std::vector<std::pair<std::int64_t, base::ActivityId>> shown;
        for (const auto& each : readAll(people, ann, queryOf({}, limit)))
            shown.emplace_back(base::toMillis(each.at), each.id);
        CHECK(shown == expected);
    }
}

TEST_CASE("each filter lets through what it names, and its totals say the same", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    people.activity(ann, {.status = Status::Delivered, .at = 1'000});
    people.activity(old, {.status = Status::Read, .at = 2'000});
    people.activity(old, {.channel = "push", .status = Status::Read, .at = 3'000});
    people.activity(
        ann,
        {.channel = "web", .kind = ActivityKind::Event, .event = "page_viewed", .status = {}, .at = 4'000});
    people.activity(
        old,
        {.channel = "web", .kind = ActivityKind::Event, .event = "signed_up", .status = {}, .at = 5'000});
    people.activity(old, {.channel = "shop", .kind = ActivityKind::Order, .status = {}, .at = 6'000});

    const auto check = [&](const TimelineFilter& filter, std::vector<std::int64_t> expected) {
        std::vector<std::int64_t> times;
        for (const auto& each : readAll(people, ann, queryOf(filter, 2)))
            times.push_back(base::toMillis(each.at));
        CHECK(times == expected);
        const auto summary = summaryOf(people, ann, filter);
        CHECK(summary.total == static_cast<std::int64_t>(expected.size()));
        CHECK_FALSE(summary.atLeast);
    };
    TimelineFilter filter;
    check(filter, {6'000, 5'000, 4'000, 3'000, 2'000, 1'000});
    filter.channel = "email";
    check(filter, {2'000, 1'000});
    filter.status = Status::Read;
    check(filter, {2'000});
    filter.channel = std::nullopt;
    check(filter, {3'000, 2'000});
    check({.channel = "sms", .status = {}, .event = {}, .kind = {}, .from = {}, .to = {}}, {});
    check({.channel = {}, .status = {}, .event = {}, .kind = ActivityKind::Event, .from = {}, .to = {}},
          {5'000, 4'000});
    check({.channel = {}, .status = {}, .event = "signed_up", .kind = {}, .from = {}, .to = {}}, {5'000});
    check({.channel = {},
           .status = {},
           .event = {},
           .kind = {},
           .from = base::fromMillis(2'000),
           .to = base::fromMillis(4'000)},
          {3'000, 2'000});
    check(
        {.channel = "web", .status = {}, .event = {}, .kind = {}, .from = base::fromMillis(5'000), .to = {}},
        {5'000});
    check({.channel = {},
           .status = {},
           .event = {},
           .kind = {},
           .from = base::fromMillis(9'000),
           .to = base::fromMillis(1'000)},
          {});
}

TEST_CASE("totals are by channel, kind and the status shown, over all homes", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    people.activity(ann, {.status = Status::Read});
    people.activity(old, {.status = Status::Read});
    people.activity(old,
                    {.channel = "web", .kind = ActivityKind::Event, .event = "page_viewed", .status = {}});
    for (const auto& filter :
         {TimelineFilter{},
          TimelineFilter{
              .channel = {}, .status = {}, .event = {}, .kind = {}, .from = base::fromMillis(0), .to = {}}}) {
        const auto summary = summaryOf(people, ann, filter);
        CHECK(summary.total == 3);
        REQUIRE(summary.counts.size() == 2);
        CHECK(summary.counts[0].channel == "email");
        CHECK(summary.counts[0].status == Status::Read);
        CHECK(summary.counts[0].count == 2);
        CHECK(summary.counts[1].kind == ActivityKind::Event);
        CHECK_FALSE(summary.counts[1].status);
    }
}

TEST_CASE("a filter that finds little in a long history looks at a bounded part of it per page",
          "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    people.merge(ann, old);
    std::set<base::ActivityId> rare;
    people.together([&] {
        rare.insert(people.activity(
            ann, {.channel = "web", .kind = ActivityKind::Event, .event = "rare", .status = {}, .at = 1}));
        people.activities(
            ann, {.channel = "web", .kind = ActivityKind::Event, .event = "often", .status = {}, .at = 100},
            25'000);
        people.activities(
            old, {.channel = "web", .kind = ActivityKind::Event, .event = "often", .status = {}, .at = 100},
            3'000);
        rare.insert(people.activity(
            old,
            {.channel = "web", .kind = ActivityKind::Event, .event = "rare", .status = {}, .at = 12'000}));
    });
    TimelineFilter filter;
    filter.event = "rare";
    const auto first = readTimeline(*people.read(), ann, queryOf(filter));
    CHECK(first.items.size() < rare.size());
    CHECK_FALSE(first.nextCursor.empty());
    CHECK(first.summary->atLeast);

    std::set<base::ActivityId> found;
    for (const auto& each : readAll(people, ann, queryOf(filter))) CHECK(found.insert(each.id).second);
    CHECK(found == rare);

    filter.event = "often";
    const auto often = summaryOf(people, ann, filter);
    CHECK(often.atLeast);
    CHECK(often.total <= 10'000);
    CHECK(often.total >= 9'900);
    filter.event = {};
    filter.channel = "web";
    CHECK(summaryOf(people, ann, filter).total == 28'002);
    CHECK_FALSE(summaryOf(people, ann, filter).atLeast);
}

TEST_CASE("a filter with as many activities as are counted at most is exact", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    people.activities(
        ann, {.channel = "web", .kind = ActivityKind::Event, .event = "often", .status = {}, .at = 100},
        10'000);
    TimelineFilter filter;
    filter.event = "often";
    const auto summary = summaryOf(people, ann, filter);
    CHECK(summary.total == 10'000);
    CHECK_FALSE(summary.atLeast);
}
