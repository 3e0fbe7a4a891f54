// SPDX-License-Identifier: Apache-2.0
#include "core/storage/maintenance.hpp"
#include "tests/storage/check/society.hpp"

using namespace kith;
using test::Society;

TEST_CASE("a database without kith's tables, or with those of another version, is refused", "[storage]") {
    Society on;
    on.session->execute("UPDATE schema_version SET version = version + 1");
    CHECK_THROWS_AS(on.check(*on.session), base::Error);
    on.session->execute("UPDATE schema_version SET version = version - 2");
    CHECK_THROWS_AS(on.check(*on.session), base::Error);
    on.session->runOnce("DROP TABLE schema_version");
    CHECK_THROWS_AS(on.check(*on.session), base::Error);
    CHECK_FALSE(on.session->inTransaction());
}

TEST_CASE("a database in which everything has happened is sound, and stays as it is", "[storage]") {
    Society on;
    const auto versions = on.rows<std::int64_t, std::int64_t>("SELECT id, version FROM profile ORDER BY id");
    const auto report = on.check(*on.database->read());
    for (const auto& line : report.shown) UNSCOPED_INFO(line);
    CHECK(report.shown.empty());
    CHECK(report.counts.empty());
    CHECK(on.rows<std::int64_t, std::int64_t>("SELECT id, version FROM profile ORDER BY id") == versions);
}

TEST_CASE("a database is sound after claims have expired and ids were forgotten", "[storage]") {
    Society on;
    on.clock.advance(std::chrono::days{200});
    {
        storage::Transaction transaction(*on.session);
        CHECK(storage::expireClaims(*on.session, on.catalogue.rules(), on.ids, on.clock.now(), {}, 100)
                  ->claims > 0);
        CHECK(storage::forgetObservations(*on.session, on.clock.now(), 100) > 0);
        transaction.commit();
    }
    const auto report = on.check(*on.database->read());
    for (const auto& line : report.shown) UNSCOPED_INFO(line);
    CHECK(report.counts.empty());
}

TEST_CASE("a forgotten address that comes again takes over what was kept of it, and all is sound",
          "[storage]") {
    Society on;
    REQUIRE(on.count("suppression") > 0);
    on.write(R"({"identifiers": [{"type": "email", "value": "gus@x.org"}]})");
    CHECK(on.count("suppression") == 0);
    const auto report = on.check(*on.session);
    for (const auto& line : report.shown) UNSCOPED_INFO(line);
    CHECK(report.counts.empty());
}

TEST_CASE("what types nobody brings any more say of a person is not judged", "[storage]") {
    Society on;
    const model::IdentifierRules none;
    const auto counts = storage::check::run(
        *on.database->read(), {none}, [](const storage::check::Finding&) {},
        [](std::string_view, std::int64_t) {});
    CHECK(counts.empty());
}

TEST_CASE("a check sees one state of the database while it is written to", "[storage]") {
    Society on;
    const auto lease = on.database->read();
    lease->beginSnapshot();
    const auto before = std::get<0>(*lease->first<std::int64_t>("SELECT count(*) FROM profile"));
    on.write(
        R"({"identifiers": [{"type": "email", "value": "late@x.org"}, {"type": "phone", "value": "+9"}]})");
    on.session->runOnce("UPDATE profile SET merge_count = 99");
    CHECK(std::get<0>(*lease->first<std::int64_t>("SELECT count(*) FROM profile")) == before);
    CHECK(on.check(*lease).shown.empty());
    CHECK_FALSE(on.check(*on.session).shown.empty());
}

TEST_CASE("more people than are looked at together are all looked at", "[storage]") {
    Society on;
    std::vector<model::Observation> crowd;
    for (int i = 0; i < 1'200; ++i) {
        const auto number = std::to_string(1'000 + i);
        crowd.push_back(on.prepare(R"({"identifiers": [{"type": "external_id", "value": ")" + number +
                                   R"("}], "fields": {"first_name": "P)" + number +
                                   R"("}, "subscriptions": {"news": {"state": "subscribed"}}})"));
    }
    const auto outcomes = on.write(crowd);
    CHECK(on.check(*on.database->read()).shown.empty());
    on.session->execute("UPDATE profile SET created_at = 5, sort_name = 'x' WHERE id >= :id",
                        outcomes[300].profile);
    auto report = on.check(*on.database->read(), 3);
    std::erase_if(report.counts, [](const auto& count) { return count.table != "profile"; });
    CHECK(report.counts.size() == 2);
    for (const auto& count : report.counts) {
        CHECK(count.rows == 900);
        CHECK(count.shown == 3);
    }
}
