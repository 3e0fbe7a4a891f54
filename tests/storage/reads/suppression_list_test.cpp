// SPDX-License-Identifier: Apache-2.0
#include "core/storage/suppression_list.hpp"

#include <map>
#include <string>
#include <vector>

#include "core/base/id_time.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/forgotten.hpp"
#include "tests/storage/reads/people.hpp"

using namespace kith;
using namespace kith::storage;
using model::EndpointState;
using test::eachEngine;
using test::People;

namespace {

using Words = std::vector<std::string>;

const base::Time kNow = base::fromMillis(1'800'000'000'000);
const model::HashKey kKey{};

/// Addresses that are suppressed: rows of long ago, whose ids are those of People; rows of now; hashes.
class Suppressed {
public:
    explicit Suppressed(People& people) : people_(people), by_(people.observation(people.profile())) {}

    void addOld(const std::string& value, EndpointState state) {
        people_.endpointState(people_.identifier("email", value), state, by_, 100);
    }
    void addNew(const std::string& value, EndpointState state) {
        auto& id = made_[value];
        if (!id) {
            id = {base::firstIdAt(kNow) + static_cast<std::int64_t>(made_.size())};
            people_.writer().execute("INSERT INTO identifier (id, type, value) VALUES (:id, 'email', :value)",
                                     id, value);
        }
        people_.endpointState(id, state, by_, 100);
    }
    void optIn(const std::string& value) {
        people_.endpointState(people_.identifier("email", value), EndpointState::Active, by_, 200,
                              model::EndpointEntry::Kind::OptIn);
    }
    void addHash(const std::string& value, EndpointState state, const std::string& reason = {}) {
        const auto hash = forgottenHash(kKey, {"email", value});
        people_.writer().execute("INSERT INTO forgotten_identifier (hash, type) VALUES (:hash, 'email')",
                                 hash);
        people_.writer().execute(
            "INSERT INTO suppression (hash, id, kind, state, reason, at, by_staff)"
            " VALUES (:hash, 1, 0, :state, :reason, 100, 0)",
            hash, state, reason);
    }
    /// As the writer does with an address that comes again.
    void recall(const std::string& value, EndpointState state) {
        const auto hash = forgottenHash(kKey, {"email", value});
        people_.together([&] {
            people_.writer().execute("DELETE FROM suppression WHERE hash = :hash", hash);
            people_.writer().execute("DELETE FROM forgotten_identifier WHERE hash = :hash", hash);
            addNew(value, state);
        });
    }

private:
    People& people_;
    base::ObservationId by_;
    std::map<std::string, base::IdentifierId> made_;
};

SuppressionPage pageOf(People& people, const std::string& cursor, std::size_t limit,
                       const SuppressionFilter& filter = {}) {
    const auto session = people.read();
    return Suppressions(*session, kKey, kNow).list(filter, cursor, limit);
}

/// The address, or `hash`, and the state of each, in the order of the pages from `cursor` on.
Words walked(People& people, std::size_t limit, const SuppressionFilter& filter = {},
             std::string cursor = {}) {
    Words found;
    do {
        auto page = pageOf(people, cursor, limit, filter);
        CHECK(page.items.size() <= limit);
        for (const auto& each : page.items)
            found.push_back(each.value.value_or("hash") + ' ' +
                            std::string(model::endpointStateName(each.state.state)));
        cursor = std::move(page.nextCursor);
    } while (!cursor.empty());
    return found;
}

}  // namespace

TEST_CASE("a list of suppressions has each once, however long its pages are", "[storage]") {
    People people(eachEngine());
    Suppressed suppressed(people);
    suppressed.addOld("a", EndpointState::Unsubscribed);
    suppressed.addOld("a", EndpointState::Complained);
    suppressed.addOld("b", EndpointState::Complained);
    suppressed.addOld("c", EndpointState::Active);
    suppressed.addNew("d", EndpointState::Complained);
    suppressed.addNew("e", EndpointState::Blacklisted);
    suppressed.addNew("e", EndpointState::Complained);
    suppressed.addHash("f", EndpointState::Blacklisted);
    suppressed.addHash("g", EndpointState::Blacklisted);
    for (const std::size_t limit : {1U, 2U, 3U, 500U}) {
        CAPTURE(limit);
        CHECK(walked(people, limit) == Words{"a complained", "b complained", "a unsubscribed",
                                             "hash blacklisted", "hash blacklisted", "d complained",
                                             "e complained", "e blacklisted"});
        CHECK(walked(people, limit, {.state = EndpointState::Blacklisted}) ==
              Words{"hash blacklisted", "hash blacklisted", "e blacklisted"});
        CHECK(walked(people, limit, {.state = EndpointState::Unsubscribed}) == Words{"a unsubscribed"});
        CHECK(walked(people, limit, {.state = EndpointState::Blocked}).empty());
    }
}

TEST_CASE("the counts are those of the whole list, by type, state and reason", "[storage]") {
    People people(eachEngine());
    Suppressed suppressed(people);
    suppressed.addOld("a", EndpointState::Unsubscribed);
    suppressed.addOld("a", EndpointState::Complained);
    suppressed.addOld("b", EndpointState::Complained);
    suppressed.addOld("c", EndpointState::Active);
    suppressed.addOld("lifted", EndpointState::Complained);
    suppressed.optIn("lifted");
    suppressed.addNew("d", EndpointState::Complained);
    suppressed.addHash("e", EndpointState::Complained);
    suppressed.addHash("f", EndpointState::Blacklisted);
    suppressed.addHash("g", EndpointState::Unconfirmed);
    suppressed.addOld("b", EndpointState::Unconfirmed);
    const auto counted = [&](const SuppressionFilter& filter) {
        Words lines;
        const auto session = people.read();
        const auto counts = Suppressions(*session, kKey, kNow).count(filter);
        std::int64_t sum = 0;
        for (const auto& each : counts.items) {
            sum += each.addresses;
            lines.push_back(each.type + ' ' + std::string(model::endpointStateName(each.state)) + " (" +
                            each.reason + ") " + std::to_string(each.addresses));
        }
        CHECK(counts.total == sum);
        CHECK(counts.otherReasons == 0);
        CHECK_FALSE(counts.atLeast);
        return lines;
    };
    CHECK(counted({}) == Words{"email complained () 1", "email complained (why) 3", "email blacklisted () 1",
                               "email unsubscribed (why) 1"});
    CHECK(counted({.state = EndpointState::Complained}) ==
          Words{"email complained () 1", "email complained (why) 3"});
    CHECK(counted({.reason = "why"}) == Words{"email complained (why) 3", "email unsubscribed (why) 1"});
    CHECK(counted({.lifted = true}) == Words{"email complained (why) 1"});
    CHECK(counted({.type = "phone"}).empty());
    CHECK(counted({.state = EndpointState::Active}) == Words{"email active (why) 1"});
    CHECK(counted({.state = EndpointState::Unconfirmed}) ==
          Words{"email unconfirmed () 1", "email unconfirmed (why) 1"});
}

TEST_CASE("very many reasons are counted together, and none is lost", "[storage]") {
    People people(eachEngine());
    const auto state = GENERATE(EndpointState::Complained, EndpointState::Active);
    Suppressed suppressed(people);
    constexpr int kAddresses = Suppressions::kMostReasons + 7;
    people.together([&] {
        for (int i = 0; i < kAddresses; ++i)
            suppressed.addHash("h" + std::to_string(i), state, "r" + std::to_string(i));
    });
    const auto session = people.read();
    const auto counts = Suppressions(*session, kKey, kNow).count({.state = state});
    CHECK(counts.items.size() == Suppressions::kMostReasons);
    CHECK(counts.otherReasons == 7);
    CHECK(counts.total == kAddresses);
}

TEST_CASE("an address that comes again behind a list is in the rest of it", "[storage]") {
    People people(eachEngine());
    Suppressed suppressed(people);
    suppressed.addOld("a", EndpointState::Complained);
    suppressed.addOld("b", EndpointState::Unsubscribed);
    suppressed.addOld("c", EndpointState::Unsubscribed);
    suppressed.addHash("d", EndpointState::Complained);
    const auto first = pageOf(people, {}, 2);
    REQUIRE(first.items.size() == 2);
    suppressed.recall("d", EndpointState::Complained);
    CHECK(walked(people, 2, {}, first.nextCursor) == Words{"c unsubscribed", "d complained"});
}

TEST_CASE("no forged cursor lists anything but suppressions", "[storage]") {
    People people(eachEngine());
    Suppressed suppressed(people);
    suppressed.addOld("a", EndpointState::Complained);
    suppressed.addOld("b", EndpointState::Active);
    for (const std::int64_t part : {-1, 0, 1, 2, 3}) {
        for (const std::int64_t state : {-5, 5, 1'000}) {
            const auto cursor = writeCursor({"suppressions", {part, state, -7, -7}, ""});
            for (const auto& each : walked(people, 2, {}, cursor)) CHECK(each == "a complained");
        }
    }
    CHECK_THROWS_AS(pageOf(people, writeCursor({"suppressions", {0, 0, 0}, ""}), 2), base::Error);
}
