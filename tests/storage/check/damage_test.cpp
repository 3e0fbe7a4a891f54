// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/check/society.hpp"

#include <algorithm>
#include <iterator>

using namespace kith;
using test::Society;

namespace {

/// What is done to a sound database, and what must be said of it.
struct Damage {
    std::string sql;
    std::string table;
    std::string sentence;
};

const std::string kMerged = "(SELECT min(id) FROM profile WHERE canonical_id <> id AND canonical_id <> 0)";
const std::string kMergedOther =
    "(SELECT max(id) FROM profile WHERE canonical_id <> id AND canonical_id <> 0)";
const std::string kSurvivor =
    "(SELECT min(canonical_id) FROM profile WHERE canonical_id <> id AND canonical_id <> 0)";
const std::string kAlone =
    "(SELECT max(p.id) FROM profile p WHERE p.canonical_id = p.id AND p.known = 1 AND p.merge_count = 0)";

/// Between when the first of them was observed and when it arrived.
const std::string kEarlier = "1795165400000";
const std::string kDeleted = "(SELECT profile_id FROM removal WHERE erased = 0)";
const std::string kErased = "(SELECT profile_id FROM removal WHERE erased = 1)";

/// A row of a pair, which stands between the two.
const std::string kPutAside =
    "INSERT INTO dismissed_duplicate (a, b, at, key_id, source_type, source_name, reason) VALUES (";
const std::string kByStaff = ", 5, 7, 'console', 'staff', '')";

const std::string kMiscounted = "count is not the number of what it counts";

/// To those who were deleted or erased.
std::vector<Damage> damagedEnds() {
    const std::string left = "is left of somebody whose erasure has finished";
    return {
        {"UPDATE profile SET canonical_id = id WHERE id = " + kDeleted, "profile",
         "was removed, and points to somebody"},
        {"UPDATE profile SET removed_live = " + kAlone + " WHERE id = " + kDeleted, "profile",
         "removed_live names no profile that was removed"},
        {"DELETE FROM removal WHERE erased = 0", "profile", "was removed, and nothing says when"},
        {"UPDATE profile SET listed = 1 WHERE id = " + kDeleted, "profile",
         "was removed, and still stands in lists"},
        {"UPDATE profile SET merge_count = 1 WHERE id = " + kDeleted, "profile",
         "merge_count is not the number of profiles that it absorbed"},
        {"UPDATE profile SET sort_name = 'gus' WHERE id = " + kErased, "profile",
         "was erased, and its row still tells of it"},
        {"UPDATE profile SET source_name = 'shop' WHERE id = " + kErased, "profile",
         "was erased, and its row still tells of it"},
        {"INSERT INTO name_word (profile_id, word) VALUES (" + kErased + ", 'gus')", "name_word",
         "profile_id names no live profile"},
        {"INSERT INTO name_word (profile_id, word) VALUES (" + kDeleted + ", 'dora')", "name_word",
         "profile_id names no live profile"},
        {"INSERT INTO match_key (profile_id, agreement, value) SELECT " + kErased +
             ", agreement, value FROM match_key LIMIT 1",
         "match_key", "profile_id names no live profile"},
        {"INSERT INTO match_key (profile_id, agreement, value) SELECT " + kDeleted +
             ", agreement, value FROM match_key LIMIT 1",
         "match_key", "profile_id names no live profile"},
        {"DELETE FROM named_identifier"
         " WHERE identifier_id = (SELECT id FROM identifier WHERE value = 'c-6')",
         "identifier", "is listed and named by nobody, and so no erasure would find it"},
        {"DELETE FROM removed_identifier", "identifier",
         "is listed and named by nobody, and so no erasure would find it"},
        {"UPDATE profile_identifier SET home = " + kDeleted + " WHERE home = " + kAlone, "profile",
         "was removed, and still lists an identifier"},
        {"UPDATE removal SET profile_id = " + kAlone + " WHERE erased = 0", "removal",
         "profile_id names no profile that was removed"},
        {"DELETE FROM observation WHERE id IN (SELECT observation_id FROM removal)", "removal",
         "observation_id names no row of observation"},
        {"UPDATE life_change SET home = 1", "life_change", "home names no row of profile"},
        {"DELETE FROM observation WHERE id IN (SELECT observation_id FROM life_change)", "life_change",
         "observation_id names no row of observation"},
        {"DELETE FROM erasure", "removal", "somebody was erased, and there is no receipt"},
        {"UPDATE removal SET erased = 0", "erasure", "profile_id names nobody who was erased"},
        {"UPDATE removed_identifier SET home = " + kAlone, "removed_identifier",
         "home names no profile that was removed"},
        {"DELETE FROM identifier WHERE value = '78'", "removed_identifier",
         "identifier_id names no row of identifier"},
        {"DELETE FROM forgotten_identifier", "suppression", "hash names no address that was forgotten"},
        {"INSERT INTO identifier (id, type, value) VALUES (1, 'email', 'gus@x.org')", "identifier",
         "is known again, and what is kept of it by its hash does not count"},
        {"UPDATE suppression SET observation_id = 3", "suppression",
         "observation_id names no row of observation"},
        {"UPDATE field_value SET home = " + kErased + " WHERE text_value = 'Zoe'", "field_value", left},
        {"UPDATE field_change SET home = " + kErased, "field_change", left},
        {"INSERT INTO identifier_change (home, id, identifier_id, attached, observation_id, at) SELECT " +
             kErased + ", 1, id, 0, 1, 5 FROM identifier LIMIT 1",
         "identifier_change", left},
        {"UPDATE life_change SET home = " + kErased, "life_change", left},
        {"UPDATE consent SET home = " + kErased, "consent", left},
        {"UPDATE activity SET home = " + kErased, "activity", left},
        {"UPDATE activity_counter SET home = " + kErased + " WHERE channel = 'web'", "activity_counter",
         left},
        {"INSERT INTO segment_member (segment_id, home, added_at) VALUES (1, " + kErased + ", 0)",
         "segment_member", left},
        {"UPDATE refusal SET home = " + kErased, "refusal", left},
        {"UPDATE removed_identifier SET home = " + kErased, "removed_identifier", left},
        {"UPDATE named_identifier SET home = " + kErased +
             " WHERE home = (SELECT min(home) FROM named_identifier)",
         "named_identifier", left},
        {"UPDATE named_identifier SET identifier_id = 1"
         " WHERE identifier_id = (SELECT min(identifier_id) FROM named_identifier)",
         "named_identifier", "identifier_id names no row of identifier"},
        {"UPDATE observation SET home = " + kErased + " WHERE given_id = '8'", "observation", left},
        {"UPDATE merge_record SET survivor = " + kErased, "merge_record", left},
        {"UPDATE merge_record SET absorbed = " + kErased, "merge_record", left},
        {"UPDATE must_not_link SET a = " + kErased + " WHERE id = (SELECT min(id) FROM must_not_link)",
         "must_not_link", left},
        {"UPDATE conflict SET b = " + kErased + " WHERE id = (SELECT min(id) FROM conflict)", "conflict",
         left},
        {kPutAside + kErased + ", " + kAlone + kByStaff, "dismissed_duplicate", left},
        {kPutAside + "1, " + kErased + kByStaff, "dismissed_duplicate", left},
    };
}

std::vector<Damage> damages() {
    return {
        {"DROP INDEX profile_identifier_identifying", "profile_identifier", "a unique index is missing"},
        {"DELETE FROM profile WHERE id = " + kAlone, "profile_identifier", "home names no row of profile"},
        {"DELETE FROM identifier WHERE type = 'telegram'", "profile_identifier",
         "identifier_id names no row of identifier"},
        {"DELETE FROM identifier WHERE value = 'ann@y.org'", "endpoint_state",
         "identifier_id names no row of identifier"},
        {"DELETE FROM identifier WHERE value = 'ann@x.org'", "activity",
         "endpoint_id names no row of identifier"},
        {"DELETE FROM identifier WHERE value = 'ann@x.org'", "merge_record",
         "joined_b names no row of identifier"},
        {"DELETE FROM observation WHERE given_id = '4'", "field_value",
         "observation_id names no row of observation"},
        {"DELETE FROM observation WHERE given_id = '4'", "merge_record",
         "observation_id names no row of observation"},
        {"DELETE FROM observation WHERE given_id = '7'", "consent",
         "observation_id names no row of observation"},
        {"DELETE FROM observation WHERE given_id = '6'", "refusal",
         "observation_id names no row of observation"},
        {"DELETE FROM observation WHERE given_id = '6'", "evidence",
         "observation_id names no row of observation"},
        {"UPDATE seen_observation SET profile_id = 1", "seen_observation",
         "profile_id names no row of profile"},
        {"UPDATE refusal SET other = 1 WHERE other <> 0", "refusal", "other names no row of profile"},
        {"INSERT INTO segment_member (segment_id, home, added_at) VALUES (1, " + kAlone + ", 0)",
         "segment_member", "segment_id names no row of segment"},
        {"UPDATE event SET other_id = 1", "event", "other_id names no row of profile"},
        {"UPDATE must_not_link SET a = 1", "must_not_link", "a names no row of profile"},
        {"INSERT INTO identifier_change (home, id, identifier_id, attached, observation_id, at) VALUES (" +
             kAlone + ", 1, 1, 1, 1, 5)",
         "identifier_change", "identifier_id names no row of identifier"},
        {"UPDATE profile SET sort_name = 'ann' WHERE id = " + kMerged, "profile",
         "was merged, and still has a name or a source of its own"},
        {"UPDATE profile SET canonical_id = 1 WHERE id = " + kMerged, "profile",
         "canonical_id names no profile"},
        {"UPDATE profile SET canonical_id = " + kMerged + " WHERE id = " + kMergedOther, "profile",
         "canonical_id names a profile that was merged itself"},
        {"UPDATE profile SET merge_count = 7 WHERE id = " + kSurvivor, "profile",
         "merge_count is not the number of profiles that it absorbed"},
        {"UPDATE profile SET listed = 1 WHERE id = " + kMerged, "profile",
         "was merged, and still stands in lists"},
        {"UPDATE profile SET first_observation_id = NULL WHERE id = " + kAlone, "profile",
         "first_observation_id names no observation"},
        {"UPDATE profile SET first_observation_id = (SELECT first_observation_id FROM profile WHERE id = " +
             kMerged + ") WHERE id = " + kAlone,
         "profile", "first_observation_id names an observation of another profile"},
        {"UPDATE profile SET created_at = 5 WHERE id = " + kSurvivor, "profile",
         "created_at is not the time of its earliest observation"},
        {"UPDATE profile SET source_name = 'nobody' WHERE id = " + kSurvivor, "profile",
         "the source is not that of its earliest observation"},
        {"UPDATE profile SET known = 0 WHERE id = " + kAlone, "profile",
         "known is not what its identifiers say"},
        {"UPDATE profile SET listed = 0 WHERE id = " + kAlone, "profile",
         "listed is not what its identifiers say"},
        {"UPDATE profile_identifier SET home = " + kMerged +
             " WHERE identifier_id IN (SELECT id FROM identifier WHERE type = 'external_id' AND value = '2')",
         "profile", "is identified by two values of a unique type"},
        {"UPDATE profile_identifier SET role = 9 WHERE role = 2", "profile_identifier", "role is none"},
        {"UPDATE profile_identifier SET claim_at = NULL", "profile_identifier",
         "has one of a claim's time and observation without the other"},
        {"UPDATE profile_identifier SET last_seen = 0", "profile_identifier",
         "was last seen before it was first seen"},
        {"DELETE FROM profile_identifier WHERE identifier_id = (SELECT id FROM identifier WHERE value = "
         "'c-3')",
         "evidence", "identifier_a is listed by nobody, and nothing says why"},
        {"DELETE FROM profile_identifier WHERE identifier_id = (SELECT id FROM identifier WHERE value = '5')",
         "evidence", "identifier_b is listed by nobody, and nothing says why"},
        {"UPDATE identifier SET released_at = " + kEarlier + " WHERE value = 'ann@x.org'", "evidence",
         "identifier_a was detached after the observation that carries it was made, and before it came"},
        {"UPDATE identifier SET released_at = " + kEarlier + " WHERE value = '1'", "evidence",
         "identifier_b was detached after the observation that carries it was made, and before it came"},
        {"UPDATE evidence SET identifier_a = identifier_b, identifier_b = identifier_a", "evidence",
         "the pair is not in order"},
        {"UPDATE field_value SET profile_id = " + kAlone, "field_value",
         "profile_id is not the live profile of its home"},
        {"UPDATE field_value SET current = 1 WHERE current = 0", "field_value",
         "is outdone in its profile, and current is 1"},
        {"UPDATE field_value SET current = 0 WHERE current = 1", "field_value",
         "wins in its profile, and current is 0"},
        {"UPDATE field_value SET at = at + 100000000 WHERE text_value = 'Anna'", "field_value",
         "wins in its profile, and current is 0"},
        {"UPDATE name_word SET word = 'annex' WHERE word = 'anne'", "name_word",
         "the words are not those of the name"},
        {"INSERT INTO name_word (profile_id, word) VALUES (" + kMerged + ", 'old')", "name_word",
         "profile_id names no live profile"},
        {"UPDATE profile SET sort_name = 'zz' WHERE id = " + kAlone, "profile",
         "sort_name is not that of the name"},
        {"INSERT INTO match_key (profile_id, agreement, value) VALUES (" + kMerged + ", 2, 5)", "match_key",
         "profile_id names no live profile"},
        {"DELETE FROM match_group", "match_key", "value names no row of match_group"},
        {"UPDATE match_group SET holders = holders + 1", "match_group",
         "holders is not the number of profiles that have the key"},
        {"UPDATE match_key SET value = value + 1", "match_key",
         "the keys are not those of what it lists and says"},
        {"UPDATE field_value SET text_value = 'High Street' WHERE text_value = 'Mill Lane'", "match_key",
         "the keys are not those of what it lists and says"},
        {"UPDATE consent SET current = 0", "consent", "is the newest of its kind, and current is 0"},
        {"UPDATE consent SET home = " + kSurvivor + ", current = 1", "consent",
         "is the newest of several current ones of its kind"},
        {"UPDATE endpoint_state SET current = 0 WHERE state = 0", "endpoint_state",
         "is needed to tell the state, and current is 0"},
        {"UPDATE endpoint_state SET current = 1 WHERE current = 0", "endpoint_state",
         "is not needed to tell the state, and current is 1"},
        {"UPDATE activity SET status = 2 WHERE activity_key = 'm-1'", "activity",
         "status is not the highest one of its history"},
        {"UPDATE activity SET status = NULL WHERE activity_key = 'm-1'", "activity",
         "status is not the highest one of its history"},
        {"UPDATE activity SET at = at + 1 WHERE activity_key = 'm-2'", "activity",
         "at is not the earliest time of its history"},
        {"UPDATE activity_counter SET count = count + 1", "activity_counter",
         "count is not the number of its activities"},
        {"DELETE FROM activity_counter", "activity_counter", "count is not the number of its activities"},
        {"DELETE FROM activity", "activity_counter", "count is not the number of its activities"},
        {"DELETE FROM activity WHERE activity_key = 'm-2'", "activity_status",
         "activity_id names no activity"},
        {"UPDATE counter SET count = count + 1 WHERE subject = 1", "counter", kMiscounted},
        {"DELETE FROM counter WHERE subject = 2", "counter", kMiscounted},
        {"DELETE FROM counter WHERE subject = 3", "counter", kMiscounted},
        {"DELETE FROM counter WHERE subject = 4", "counter", kMiscounted},
        {"DELETE FROM counter WHERE subject = 5", "counter", kMiscounted},
        {"DELETE FROM counter WHERE subject = 7", "counter", kMiscounted},
        {"UPDATE counter SET detail = 'x' WHERE subject = 5", "counter", kMiscounted},
        {"UPDATE profile SET source_name = 'nobody' WHERE id = " + kSurvivor, "counter", kMiscounted},
        {"UPDATE activity SET channel = 'sms' WHERE activity_key = 'm-1'", "counter", kMiscounted},
        {"UPDATE conflict SET first_at = first_at - 86400000", "counter", kMiscounted},
        {"UPDATE endpoint_state SET reason = 'other' WHERE state = 1", "counter", kMiscounted},
        {"DELETE FROM merge_record", "profile", "was merged, and no record says so"},
        {"UPDATE must_not_link SET a = " + kMerged + ", b = " + kSurvivor +
             " WHERE id = (SELECT min(id) FROM must_not_link)",
         "must_not_link", "the two became one"},
        {"DELETE FROM merge_undo", "merge_record",
         "the two that it joined are apart, and it was not taken back"},
        {"UPDATE merge_undo SET merge_id = 1", "merge_undo", "merge_id names no row of merge_record"},
        {"UPDATE conflict SET a = 1", "conflict", "a names no row of profile"},
        {kPutAside + "1, " + kAlone + kByStaff, "dismissed_duplicate", "a names no row of profile"},
        {kPutAside + kSurvivor + ", 1" + kByStaff, "dismissed_duplicate", "b names no row of profile"},
        {kPutAside + kAlone + ", " + kSurvivor + kByStaff, "dismissed_duplicate", "the pair is not in order"},
        {"UPDATE conflict SET shown_observations = observations + 1000", "conflict",
         "shown_observations is not what it says with those that it stands for"},
        {"UPDATE conflict SET shown_first_at = NULL", "conflict",
         "shown_first_at is not what it says with those that it stands for"},
        {"UPDATE conflict SET shown_last_at = last_at + 1", "conflict",
         "shown_last_at is not what it says with those that it stands for"},
        {"UPDATE must_not_link SET a = b, b = a", "must_not_link", "the pair is not in order"},
        {"UPDATE merge_record SET survivor_homes = '[]'", "merge_record",
         "survivor_homes lacks the survivor"},
        {"UPDATE merge_record SET absorbed_homes = '[]'", "merge_record",
         "absorbed_homes lacks the absorbed profile"},
        {"UPDATE merge_record SET absorbed_homes = 'x'", "merge_record", "a list of homes is none"},
        {"UPDATE merge_record SET absorbed_homes = survivor_homes, absorbed = survivor", "merge_record",
         "a home was on both sides"},
        {"UPDATE merge_record SET survivor_homes = replace(survivor_homes, ']', ',1]')", "merge_record",
         "a home is no profile"},
        {"UPDATE profile SET canonical_id = id WHERE id = " + kMerged, "merge_record",
         "the two that it joined are apart, and it was not taken back"},
        {"UPDATE merge_record SET joined_a_home = 0 WHERE joined_a <> 0", "merge_record",
         "what it joined stood nowhere"},
        {"UPDATE merge_record SET joined_b_home = " + kDeleted + " WHERE joined_b <> 0", "merge_record",
         "what it joined stood on neither side"},
        {"UPDATE merge_record SET joined_b_home = joined_a_home WHERE joined_a_home <> 0", "merge_record",
         "the two that it joined stood on one side"},
    };
}

}  // namespace

TEST_CASE("each kind of damage is found and named", "[storage]") {
    Society on;
    auto all = damages();
    std::ranges::copy(damagedEnds(), std::back_inserter(all));
    for (const auto& damage : all) {
        INFO(damage.sql);
        on.session->beginWrite();
        on.session->runOnce(damage.sql);
        const auto report = on.check(*on.session);
        for (const auto& line : report.shown) UNSCOPED_INFO(line);
        CHECK(report.names(damage.table, damage.sentence));
        CHECK_FALSE(report.shown.empty());
    }
    CHECK(on.check(*on.session).shown.empty());
}

TEST_CASE("what an erasure may have taken away is referred to still, and nothing later", "[storage]") {
    Society on;
    const std::string ofOld = "UPDATE activity SET observation_id = ";
    const auto report = [&](const std::string& sql) {
        on.session->beginWrite();
        on.session->runOnce(sql);
        return on.check(*on.session);
    };
    const auto first = on.rows<std::int64_t>("SELECT min(id) FROM observation WHERE given_id = '1'");
    const auto old = std::to_string(std::get<0>(first.front()) - (std::int64_t{3'590'000} << 21));
    CHECK(report(ofOld + old).counts.empty());
    CHECK(report(ofOld + std::to_string(std::get<0>(first.front()) + 1))
              .names("activity", "observation_id names no row of observation"));
}

TEST_CASE("two people who are identified by one value are found though nothing forbids it any more",
          "[storage]") {
    Society on;
    on.session->beginWrite();
    on.session->runOnce("DROP INDEX profile_identifier_identifying");
    on.session->runOnce("UPDATE profile_identifier SET role = 0");
    on.session->runOnce(
        "INSERT INTO profile_identifier (home, identifier_id, role, given, normalizer_version, first_seen, "
        "last_seen)"
        " SELECT " +
        kMergedOther + ", id, 0, '', 1, 0, 0 FROM identifier WHERE type = 'telegram'");
    CHECK(on.check(*on.session).names("identifier", "identifies more than one profile"));
}

TEST_CASE("of many rows that break one rule the first are shown and all are counted", "[storage]") {
    Society on;
    on.session->beginWrite();
    on.session->runOnce("UPDATE field_value SET current = 1 - current");
    const auto rows = on.count("field_value");
    const auto report = on.check(*on.session, 1);
    std::int64_t counted = 0;
    for (const auto& count : report.counts) {
        CHECK(count.shown <= 1);
        if (count.table == "field_value") counted += count.rows;
    }
    CHECK(counted == rows);
    CHECK(report.shown.size() == report.counts.size());
}

TEST_CASE("a status without an activity is named by its id", "[storage]") {
    Society on;
    const auto id =
        std::get<0>(*on.session->first<std::int64_t>("SELECT id FROM activity WHERE activity_key = 'm-2'"));
    on.session->beginWrite();
    on.session->runOnce("DELETE FROM activity WHERE activity_key = 'm-2'");
    const auto report = on.check(*on.session);
    const auto line = "activity_status activity_id=" + std::to_string(id) + ": activity_id names no activity";
    CHECK(std::ranges::find(report.shown, line) != report.shown.end());
}

TEST_CASE("profiles are named by the ids that the API gives them", "[storage]") {
    Society on;
    const auto profile = std::get<0>(*on.session->first<base::ProfileId>("SELECT " + kAlone));
    const auto shown = [&](const std::string& sql, const std::string& line) {
        INFO(sql);
        on.session->beginWrite();
        on.session->runOnce(sql);
        const auto report = on.check(*on.session);
        for (const auto& each : report.shown) UNSCOPED_INFO(each);
        CHECK(std::ranges::find(report.shown, line) != report.shown.end());
    };
    const auto id = profile.text();
    shown("UPDATE profile SET created_at = 5 WHERE id = " + std::to_string(profile.value),
          "profile id=" + id + ": created_at is not the time of its earliest observation");
    const auto listed = std::get<0>(*on.session->first<std::int64_t>(
        "SELECT min(identifier_id) FROM profile_identifier WHERE home = :home", profile));
    shown("UPDATE profile_identifier SET first_seen = last_seen + 1 WHERE identifier_id = " +
              std::to_string(listed),
          "profile_identifier home=" + id + " identifier_id=" + std::to_string(listed) +
              ": was last seen before it was first seen");
}
