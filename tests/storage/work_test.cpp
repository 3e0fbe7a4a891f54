// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/storage/sqlite_session.hpp"
#include "core/storage/timeline.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using model::Result;
using test::GroupFixture;

namespace {

/// What the engine did: on SQLite the steps of its machine over all statements of the session, on PostgreSQL
/// the rows read and written.
class Work {
public:
    explicit Work(GroupFixture& on) : on_(on) {}

    void begin() {
        // Else earlier transactions of the session may be among what this one did.
        if (isPostgresql()) on_.session->runOnce("SELECT pg_stat_force_next_flush()");
        began_ = isPostgresql() ? 0 : steps();
    }
    /// To be called in the transaction.
    [[nodiscard]] std::int64_t done() { return (isPostgresql() ? rows() : steps()) - began_; }
    /// How often the session ran a statement up to now.
    [[nodiscard]] std::int64_t statements() {
        if (!isPostgresql()) return sum(SQLITE_STMTSTATUS_RUN);
        return std::get<0>(*on_.session->first<std::int64_t>(
            "SELECT CAST(sum(generic_plans + custom_plans) AS bigint) FROM pg_prepared_statements"));
    }

private:
    [[nodiscard]] bool isPostgresql() const { return on_.database->engine() == storage::Engine::Postgresql; }
    [[nodiscard]] std::int64_t rows() {
        return std::get<0>(*on_.session->first<std::int64_t>(
            "SELECT CAST(sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del)"
            " AS bigint) FROM pg_stat_xact_user_tables"));
    }
    [[nodiscard]] std::int64_t steps() { return sum(SQLITE_STMTSTATUS_VM_STEP); }
    [[nodiscard]] std::int64_t sum(int counter) {
        using namespace sqlite_api;
        std::int64_t all = 0;
        auto* connection = storage::sqliteConnectionOf(on_.session->raw());
        for (auto* each = sqlite3_next_stmt(connection, nullptr); each != nullptr;
             each = sqlite3_next_stmt(connection, each)) {
            all += sqlite3_stmt_status(each, counter, 0);
        }
        return all;
    }

    GroupFixture& on_;
    std::int64_t began_ = 0;
};

const std::string kAnn = R"({"type": "email", "value": "ann@x.org"})";
const std::string kBob = R"({"type": "phone", "value": "+1"})";

/// Writes so many observations of a person, with as many activities each. Who it is.
base::ProfileId live(GroupFixture& on, const std::string& person, int observations, int activitiesOfEach) {
    std::string activities;
    for (int i = 0; i < activitiesOfEach; ++i) {
        activities += (i == 0 ? "" : ",") + std::string(R"({"channel": "web", "event": "page_viewed"})");
    }
    std::vector<model::Observation> group;
    for (int i = 0; i < observations; ++i) {
        group.push_back(on.prepare(R"({"identifiers": [)" + person +
                                   R"(], "fields": {"first_name": "A"}, "activities": [)" + activities +
                                   "]}"));
    }
    return on.write(group).front().profile;
}

/// The work of merging two people of so many activities in all.
std::int64_t workOfMerging(storage::Engine engine, int activities) {
    GroupFixture on(engine);
    live(on, kAnn, activities / 10, 5);
    live(on, kBob, activities / 10, 5);
    REQUIRE(on.count("activity") == activities);
    const std::vector joining{on.prepare(R"({"identifiers": [)" + kAnn + "," + kBob + "]}")};
    Work work(on);
    std::int64_t done = 0;
    work.begin();
    const auto outcomes = on.writer.write(
        joining, [&](storage::Session&, const storage::WrittenGroup&) { done = work.done(); });
    REQUIRE(outcomes.value().front().result == Result::Merged);
    return done;
}

/// The work of reading the first page of somebody of so many activities.
std::int64_t workOfFirstPage(GroupFixture& on, const model::Identifier& person, std::int64_t activities) {
    constexpr std::int64_t kOnPage = 50;
    Work work(on);
    work.begin();
    const storage::Transaction transaction(*on.session);
    const auto page = storage::readTimeline(*on.session, person, {});
    const auto done = work.done();
    REQUIRE(static_cast<std::int64_t>(page.items.size()) == std::min(activities, kOnPage));
    REQUIRE(page.summary);
    REQUIRE(page.summary->total == activities);
    return done;
}

/// The work of reading first pages.
struct FirstPages {
    std::int64_t before = 0;     ///< Of a person of 10,000 activities.
    std::int64_t strangers = 0;  ///< Of a stranger of 10.
    std::int64_t after = 0;      ///< Of the person, merged with the stranger.
};

FirstPages workOfFirstPages(storage::Engine engine, bool isAbsorbed) {
    constexpr int kStrangers = 10;
    GroupFixture on(engine);
    // Of the two, who came first stays.
    if (isAbsorbed) live(on, kBob, 1, kStrangers);
    const auto ann = live(on, kAnn, 2'000, 5);
    if (!isAbsorbed) live(on, kBob, 1, kStrangers);
    const model::Identifier person{"email", "ann@x.org"};
    (void)workOfFirstPage(on, person, 10'000);  // Its statements are prepared.
    FirstPages work;
    work.before = workOfFirstPage(on, person, 10'000);
    work.strangers = workOfFirstPage(on, {"phone", "+1"}, kStrangers);
    const auto joined = on.write(R"({"identifiers": [)" + kAnn + "," + kBob + "]}");
    REQUIRE(joined.result == Result::Merged);
    REQUIRE((joined.profile != ann) == isAbsorbed);
    work.after = workOfFirstPage(on, person, 10'000 + kStrangers);
    return work;
}

/// The work of a claim that names the address of a person who has one identifier of 92, or all but one.
std::int64_t workOfClaiming(storage::Engine engine, const std::string& json, bool many) {
    GroupFixture on(engine);
    (void)on.write(R"({"identifiers": [)" + kBob + "]}");
    (void)on.write(R"({"identifiers": [)" + kAnn + "]}");
    for (int i = 0; i < 90; ++i) {
        (void)on.write(R"({"identifiers": [)" + (many ? kAnn : kBob) + R"(,{"type": "cookie", "value": "c)" +
                       std::to_string(i) + R"("}]})");
    }
    const std::vector claim{on.prepare(json, base::KeyId{9}, false)};
    Work work(on);
    std::int64_t done = 0;
    work.begin();
    const auto outcomes =
        on.writer.write(claim, [&](storage::Session&, const storage::WrittenGroup&) { done = work.done(); });
    REQUIRE(outcomes.value().front().result == Result::Created);
    return done;
}

/// The person has as many cookies more.
void giveCookies(GroupFixture& on, base::ProfileId person, int count) {
    storage::Transaction transaction(*on.session);
    for (int i = 0; i < count; ++i) {
        const auto id = on.ids.make<base::IdentifierId>();
        const auto value = "c" + std::to_string(i);
        on.session->execute("INSERT INTO identifier (id, type, value) VALUES (:id, 'cookie', :value)", id,
                            value);
        on.session->execute(
            "INSERT INTO profile_identifier"
            " (home, identifier_id, role, given, normalizer_version, first_seen, last_seen)"
            " VALUES (:home, :identifier, 0, :given, 1, 1000, 1000)",
            person, id, value);
    }
    transaction.commit();
}

struct Cost {
    std::int64_t work = 0;
    std::int64_t statements = 0;
};

/// Of a claim that names an address which nobody has, or somebody of one identifier or of 1,000. The tables
/// are as large in any case.
Cost costOfClaiming(storage::Engine engine, const std::string& json, int identifiers) {
    GroupFixture on(engine);
    const auto bob = on.write(R"({"identifiers": [)" + kBob + "]}").profile;
    const auto ann = identifiers > 0 ? on.write(R"({"identifiers": [)" + kAnn + "]}").profile : bob;
    giveCookies(on, identifiers > 1 ? ann : bob, 999);
    on.session->runOnce("ANALYZE");
    const std::vector claim{on.prepare(json, base::KeyId{9}, false)};
    Work work(on);
    Cost cost;
    const auto before = work.statements();
    work.begin();
    const auto outcomes = on.writer.write(
        claim, [&](storage::Session&, const storage::WrittenGroup&) { cost.work = work.done(); });
    cost.statements = work.statements() - before;
    REQUIRE(outcomes.value().front().result == Result::Created);
    return cost;
}

}  // namespace

// Public answers leave at the ends of whole steps of time, so that what a few statements take can't be told.
TEST_CASE("a claim costs as much whether the address is nobody's or that of somebody of 1,000 identifiers",
          "[storage][hijack]") {
    const auto engine = test::eachEngine();
    const auto claim =
        GENERATE_COPY(as<std::string>(), R"({"identifiers": [)" + kAnn + "]}",
                      R"({"identifiers": [)" + kAnn +
                          R"(, {"type": "cookie", "value": "own"}], "fields": {"first_name": "Eve"}})");
    const auto nobodys = costOfClaiming(engine, claim, 0);
    const auto few = costOfClaiming(engine, claim, 1);
    const auto many = costOfClaiming(engine, claim, 1'000);
    CAPTURE(nobodys.work, few.work, many.work, nobodys.statements, few.statements, many.statements);
    CHECK(nobodys.statements > 0);
    CHECK(many.statements == few.statements);
    CHECK(many.work <= few.work);
    constexpr std::int64_t kFew = 8;
    CHECK(many.statements <= nobodys.statements + kFew);
    CHECK(nobodys.statements <= many.statements + kFew);
    CHECK(many.work < 2 * nobodys.work);
    CHECK(nobodys.work < 2 * many.work);
}

TEST_CASE("claiming the address of somebody with many identifiers is no more work", "[storage]") {
    const auto engine = test::eachEngine();
    const std::string browser = R"({"type": "cookie", "value": "own"})";
    const auto state = kAnn.substr(0, kAnn.size() - 1) + R"(, "state": "blacklisted"})";
    const auto claim = GENERATE_COPY(
        as<std::string>(), R"({"identifiers": [)" + kAnn + "]}",
        R"({"identifiers": [)" + kAnn + R"(], "endpoints": [)" + state + "]}",
        R"({"identifiers": [)" + browser +
            R"(], "activities": [{"channel": "email", "id": "m1", "status": "read", "endpoint": )" + kAnn +
            "}]}");
    const auto few = workOfClaiming(engine, claim, false);
    const auto many = workOfClaiming(engine, claim, true);
    CAPTURE(few, many);
    CHECK(few > 0);
    CHECK(many <= few);
}

TEST_CASE("merging people of 10,000 activities is no more work than merging people of 10", "[storage]") {
    const auto engine = test::eachEngine();
    const auto few = workOfMerging(engine, 10);
    const auto many = workOfMerging(engine, 10'000);
    CAPTURE(few, many);
    CHECK(few > 0);
    CHECK(many <= few);
}

TEST_CASE("the first page after a merge is no more work than those of the two were, whoever stays",
          "[storage]") {
    const auto engine = test::eachEngine();
    const bool isAbsorbed = GENERATE(false, true);
    const auto work = workOfFirstPages(engine, isAbsorbed);
    CAPTURE(isAbsorbed, work.before, work.strangers, work.after);
    CHECK(work.before > 0);
    CHECK(work.strangers > 0);
    CHECK(work.after <= work.before + work.strangers);
}
