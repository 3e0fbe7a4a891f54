// SPDX-License-Identifier: Apache-2.0
#include "core/storage/change_list.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/cursor.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using test::eachEngine;
using test::People;

TEST_CASE("changes of nobody, out of bounds or with a strange cursor are refused", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto session = people.read();
    CHECK_THROWS_AS(listChanges(*session, base::ProfileId{99}, {}, 50), base::Error);
    CHECK_THROWS_AS(listChanges(*session, ann, {}, 0), base::Error);
    CHECK_THROWS_AS(listChanges(*session, ann, {}, 501), base::Error);
    CHECK_THROWS_AS(listChanges(*session, ann, writeCursor({"timeline", {1, 2}, {}}), 50), base::Error);
    CHECK(listChanges(*session, ann, {}, 50).items.empty());
}

TEST_CASE("an opt-in that the staff tell is a change, and those that others made are none", "[storage]") {
    using Kind = model::EndpointEntry::Kind;
    People people(eachEngine());
    const auto ann = people.profile();
    const auto seen = people.observation(ann);
    const auto email = people.list(ann, "email", "ann@example.com");
    people.endpointState(email, EndpointState::Complained, seen, 100);
    people.endpointState(email, EndpointState::Active, seen, 200, Kind::OptIn);
    people.endpointState(email, EndpointState::Active, seen, 300, Kind::ToldOptIn);
    people.endpointState(email, EndpointState::Blacklisted, seen, 400);

    const auto page = listChanges(*people.read(), ann, {}, 50);
    REQUIRE(page.items.size() == 3);
    const auto& told = std::get<EndpointChangeView>(page.items[1].what);
    CHECK(base::toMillis(page.items[1].at) == 300);
    CHECK(told.before == EndpointState::Complained);
    CHECK(told.state == EndpointState::Active);
    CHECK(told.detail == "because");
    CHECK(std::get<EndpointChangeView>(page.items[0].what).before == EndpointState::Active);
}

TEST_CASE("a change says from what to what, when, and by which observation", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto seen = people.observation(
        ann, {.sourceType = "form", .sourceName = "newsletter", .givenId = "form-1", .at = 1'234});
    const auto email = people.list(ann, "email", "ann@example.com");
    people.fieldChange(ann, "first_name", std::nullopt, "\"Ann\"", seen);
    people.consent(ann, "offers", true, seen, 90);
    people.consent(ann, "news", true, seen, 100);
    people.consent(ann, "news", false, seen, 200, "too many");
    people.endpointState(email, EndpointState::Unsubscribed, seen, 300);
    people.endpointState(email, EndpointState::Active, seen, 350, model::EndpointEntry::Kind::Delivery);
    people.endpointState(email, EndpointState::Blocked, seen, 400, model::EndpointEntry::Kind::State, 9'000);

    const auto page = listChanges(*people.read(), ann, {}, 50);
    CHECK(page.profile == ann);
    CHECK(page.nextCursor.empty());
    REQUIRE(page.items.size() == 6);
    for (const auto& item : page.items) {
        CHECK(item.by.observation == seen);
        CHECK(item.by.givenId == "form-1");
        CHECK(item.by.source.type == "form");
        CHECK(item.by.source.name == "newsletter");
        CHECK(item.by.key == base::KeyId{7});
        CHECK(item.by.attested);
        CHECK(base::toMillis(item.by.observedAt) == 1'234);
    }
    const auto& blocked = std::get<EndpointChangeView>(page.items[0].what);
    CHECK(base::toMillis(page.items[0].at) == 400);
    CHECK(blocked.identifier == model::Identifier{"email", "ann@example.com"});
    CHECK(blocked.before == EndpointState::Unsubscribed);
    CHECK(blocked.state == EndpointState::Blocked);
    CHECK(blocked.until == base::fromMillis(9'000));
    CHECK_FALSE(std::get<EndpointChangeView>(page.items[1].what).before);
    const auto& left = std::get<ConsentChangeView>(page.items[2].what);
    CHECK(left.category == "news");
    CHECK(left.before == true);
    CHECK_FALSE(left.subscribed);
    CHECK(left.by == "person");
    CHECK(left.wording == "news-v3");
    CHECK(left.ip == "192.0.2.7");
    CHECK(left.reason == "too many");
    CHECK_FALSE(std::get<ConsentChangeView>(page.items[3].what).before);
    const auto& name = std::get<FieldChangeView>(page.items[5].what);
    CHECK(name.field == "first_name");
    CHECK_FALSE(name.before);
    CHECK(name.after == "\"Ann\"");
}

TEST_CASE("changes go on past what was decided with somebody who is erased by now", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto other = people.profile();
    const auto email = people.list(ann, "email", "ann@example.com");
    std::vector<base::RowId> expected;
    for (int i = 0; i < 3; ++i) {
        const auto by = people.observation(other);
        people.writer().execute(
            "INSERT INTO identifier_change (home, id, identifier_id, attached, observation_id, at)"
            " VALUES (:home, :id, :identifier, :attached, :by, 100)",
            ann, by.value, email, i % 2 == 0, by);
        const auto merge = people.merge(ann, people.profile());
        const auto undo = people.observation(other);
        people.writer().execute(
            "INSERT INTO merge_undo (merge_id, at, observation_id) VALUES (:merge, 4000, :by)", merge, undo);
        const auto life = people.observation(other);
        people.writer().execute(
            "INSERT INTO life_change (home, id, life, observation_id, at) VALUES (:home, :id, 0, :by, 100)",
            ann, life.value, life);
        for (const auto id : {by.value, merge.value, undo.value, life.value}) expected.push_back({id});
    }
    std::ranges::sort(expected, std::greater{});
    people.writer().runOnce("DELETE FROM observation");
    for (const std::size_t limit : {1U, 2U, 13U}) {
        std::vector<base::RowId> shown;
        std::string cursor;
        do {
            const auto page = listChanges(*people.read(), ann, cursor, limit);
            for (const auto& item : page.items) {
                shown.push_back(item.id);
                CHECK_FALSE(item.by.observation);
            }
            cursor = page.nextCursor;
        } while (!cursor.empty() && shown.size() <= expected.size());
        CHECK(shown == expected);
    }
}

TEST_CASE("pages over several homes and kinds hold every change once, the last written first", "[storage]") {
    People people(eachEngine());
    const auto ann = people.profile();
    const auto old = people.profile();
    const auto seen = people.observation(old);
    const auto email = people.list(ann, "email", "ann@example.com");
    const auto phone = people.list(old, "phone", "+380501112233", model::Role::Shared);
    std::vector<base::RowId> expected;
    for (int i = 0; i < 12; ++i) {
        expected.push_back(people.fieldChange(i % 2 == 0 ? ann : old, "field", "1", "2", seen));
        expected.push_back(people.consent(i % 3 == 0 ? ann : old, "news", i % 2 == 0, seen, 100));
        expected.push_back(
            people.endpointState(i % 2 == 0 ? email : phone, EndpointState::Active, seen, 100));
    }
    expected.push_back({people.merge(ann, old).value});
    std::ranges::sort(expected, std::greater{});
    for (const std::size_t limit : {1U, 5U, 36U, 37U, 38U}) {
        std::vector<base::RowId> shown;
        std::string cursor;
        do {
            const auto page = listChanges(*people.read(), old, cursor, limit);
            CHECK(page.items.size() <= limit);
            for (const auto& item : page.items) shown.push_back(item.id);
            cursor = page.nextCursor;
        } while (!cursor.empty() && shown.size() <= expected.size());
        CHECK(shown == expected);
    }
    const auto newest = listChanges(*people.read(), ann, {}, 1).items.front();
    CHECK(std::get<MergeChangeView>(newest.what).survivor == ann);
    CHECK(std::get<MergeChangeView>(newest.what).absorbed == old);
    CHECK(std::get<MergeChangeView>(newest.what).rule == "linking");
}
