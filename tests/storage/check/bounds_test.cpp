// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>

#include "tests/storage/check/society.hpp"

using namespace kith;
using storage::check::Weight;
using test::Society;

namespace {

const std::string kSurvivor =
    "(SELECT min(canonical_id) FROM profile WHERE canonical_id <> id AND canonical_id <> 0)";

/// The only thing that was found, and of how many rows.
void checkOnly(const Society::Report& report, const std::string& table, const std::string& sentence,
               Weight weight = Weight::Violation, std::int64_t rows = 1) {
    for (const auto& line : report.shown) UNSCOPED_INFO(line);
    CHECK(report.counts.size() == 1);
    CHECK(report.names(table, sentence));
    CHECK(report.counts.front().weight == weight);
    CHECK(report.counts.front().rows == rows);
}

/// Whoever absorbed somebody lists new identifiers, too.
void listMore(Society& on, const std::string& type, const std::string& role, int first, int last) {
    for (int i = first; i <= last; ++i) {
        const auto number = std::to_string(i);
        on.session->runOnce("INSERT INTO identifier (id, type, value) VALUES (" + number + ", '" + type +
                            "', 'more-" + number + "')");
        on.session->runOnce(
            "INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, "
            "first_seen, last_seen) VALUES (" +
            kSurvivor + ", " + number + ", " + role + ", '', 1, 5, 5)");
    }
}

}  // namespace

TEST_CASE("a profile is identified by as many values of a type as its limit, and by one more", "[storage]") {
    Society on;
    const auto ofLimit = on.catalogue.rules().find("device_id")->limit;
    REQUIRE(ofLimit == 20);
    const auto more = [&](int last) {
        on.session->beginWrite();
        listMore(on, "device_id", "0", 1, last);
        listMore(on, "device_id", "1", 101, 103);
        return on.check(*on.session);
    };
    CHECK(more(20).counts.empty());
    checkOnly(more(21), "profile",
              "is identified by more values of a type than its limit, which may have been higher then",
              Weight::Remark);
}

TEST_CASE("a profile lists as many identifiers as the cap, in whatever role, and one more", "[storage]") {
    Society on;
    const auto listed = std::get<0>(
        on.rows<std::int64_t>(
              "SELECT count(DISTINCT entry.identifier_id) AS listed FROM profile_identifier AS entry"
              " JOIN profile ON profile.id = entry.home GROUP BY profile.canonical_id ORDER BY listed DESC "
              "LIMIT 1")
            .front());
    identity::Caps caps;
    caps.maxIdentifiers = static_cast<std::size_t>(listed) + 30;
    const auto more = [&](int last) {
        on.session->beginWrite();
        listMore(on, "cookie", "0", 1, 20);
        listMore(on, "cookie", "1", 101, last);
        return on.check(*on.session, 20, caps);
    };
    CHECK(more(110).counts.empty());
    checkOnly(more(111), "profile", "lists more identifiers than the cap, which may have been higher then",
              Weight::Remark);
}

TEST_CASE("a profile, deleted or not, has absorbed as many others as the cap, and one more", "[storage]") {
    Society on;
    const auto most = std::get<0>(on.rows<std::int64_t>("SELECT max(merge_count) FROM profile").front());
    REQUIRE(most > 0);
    identity::Caps caps;
    caps.maxMerges = static_cast<std::size_t>(most);
    CHECK(on.check(*on.session, 20, caps).counts.empty());
    --caps.maxMerges;
    const std::string sentence = "absorbed more profiles than the cap, which may have been higher then";
    checkOnly(on.check(*on.session, 20, caps), "profile", sentence, Weight::Remark);
}

TEST_CASE("of a pair that was seen together often the newest ten observations are kept", "[storage]") {
    Society on;
    for (int i = 0; i < 12; ++i)
        on.write(
            R"({"identifiers": [{"type": "telegram", "value": "5"}, {"type": "device_id", "value": "d"}]})");
    const std::string pair =
        "identifier_b = (SELECT id FROM identifier WHERE type = 'device_id' AND value = 'd')";
    REQUIRE(on.count("evidence", pair) == 10);
    CHECK(on.check(*on.session).counts.empty());
    on.session->beginWrite();
    on.session->runOnce(
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested)"
        " SELECT identifier_a, identifier_b, 5, observation_id, attested FROM evidence WHERE " +
        pair + " LIMIT 1");
    checkOnly(on.check(*on.session), "evidence", "more is kept of the pair than the newest 10 of a grade");
}

TEST_CASE("a hole in the feed is found wherever it is, and so is what it does not hold", "[storage]") {
    Society on;
    const auto found = [&](const std::string& sql) {
        INFO(sql);
        on.session->beginWrite();
        on.session->runOnce(sql);
        return on.check(*on.session);
    };
    const std::string hole = "follows a hole in the feed";
    const std::string missing = "the last events are missing";
    checkOnly(found("DELETE FROM event WHERE number = (SELECT min(number) FROM event)"), "event", hole);
    checkOnly(found("DELETE FROM event WHERE number = (SELECT max(number) - 1 FROM event)"), "event", hole);
    checkOnly(found("DELETE FROM event WHERE number = (SELECT max(number) FROM event)"), "event_feed",
              missing);
    checkOnly(found("DELETE FROM event"), "event_feed", missing);
    checkOnly(found("UPDATE event_feed SET last_number = last_number - 1"), "event", "was never given out");
    checkOnly(found("UPDATE event_feed SET removed_number = removed_number + 2"), "event",
              "was removed from the feed", Weight::Violation, 2);
}

TEST_CASE("a number of the feed that two events have is found", "[storage]") {
    Society on;
    on.session->beginWrite();
    on.session->runOnce("DROP INDEX event_by_number");
    on.session->runOnce(
        "INSERT INTO event (id, number, kind, profile_id, version, at)"
        " SELECT 1, number, kind, profile_id, version, at FROM event WHERE number = (SELECT max(number) FROM "
        "event)");
    const auto report = on.check(*on.session);
    CHECK(report.counts.size() == 2);
    CHECK(report.names("event", "a unique index is missing"));
    CHECK(report.names("event", "has the number of another one"));
}
