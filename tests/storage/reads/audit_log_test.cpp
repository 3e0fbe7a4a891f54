// SPDX-License-Identifier: Apache-2.0
#include "core/storage/audit_log.hpp"

#include "core/storage/database.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::ManualClock;
using test::MigratedDatabase;

namespace {

const base::Time kStart = base::fromMillis(1'795'000'000'000);
constexpr base::UserId kAnn{1};
constexpr base::UserId kBen{2};

/// Writes an entry a second.
struct Log {
    explicit Log(Engine engine) : database(engine) {}

    AuditId write(base::UserId account, const std::string& action) {
        clock.advance(std::chrono::seconds{1});
        AuditEntry entry;
        entry.id = ids.make<AuditId>();
        entry.at = clock.now();
        entry.account = account;
        entry.accountName = "Ann \"quoted\" {braces}, and a comma";
        entry.accountEmail = "ann@example.org";
        entry.action = action;
        entry.method = "PATCH";
        entry.route = "/v1/profiles/{ref}";
        if (account == kAnn) entry.profile = base::ProfileId{7};
        if (account == kBen) entry.target = "loyalty.tier";
        entry.status = 403;
        entry.address = "2001:db8::1";
        entry.requestId = "r-1";
        const auto writer = database->openWriter();
        Transaction transaction(*writer);
        putAudit(*writer, std::vector{entry});
        transaction.commit();
        return entry.id;
    }

    std::vector<AuditId> read(const AuditFilter& filter = {}, AuditId before = {}, std::size_t limit = 100) {
        std::vector<AuditId> found;
        for (const auto& each : entries(filter, before, limit)) found.push_back(each.id);
        return found;
    }
    std::vector<AuditEntry> entries(const AuditFilter& filter = {}, AuditId before = {},
                                    std::size_t limit = 100) {
        return database->read([&](Session& session) { return readAudit(session, filter, before, limit); });
    }

    MigratedDatabase database;
    ManualClock clock{kStart};
    base::IdGenerator ids{clock, 1};
};

using Ids = std::vector<AuditId>;

}  // namespace

TEST_CASE("what nobody did is not in the log", "[storage]") {
    Log log(eachEngine());
    CHECK(log.read().empty());
    log.write(kAnn, "profiles.patch");
    CHECK(log.read({.account = kBen}).empty());
    CHECK(log.read({.action = "profiles"}).empty());
    CHECK(log.read({.account = kAnn, .action = "profiles.delete"}).empty());
    CHECK(log.read({.from = base::fromMillis(std::int64_t{1} << 45U)}).empty());
    CHECK(log.read({.to = base::fromMillis(-1)}).empty());
}

TEST_CASE("an entry reads back as it was written", "[storage]") {
    Log log(eachEngine());
    const auto id = log.write(kAnn, "profiles.patch");
    log.write(kBen, "profiles.patch");
    const auto all = log.entries();
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].profile);
    CHECK(all[0].target == "loyalty.tier");
    const auto& entry = all[1];
    CHECK(entry.id == id);
    CHECK(entry.at == kStart + std::chrono::seconds{1});
    CHECK(entry.account == kAnn);
    CHECK(entry.accountName == "Ann \"quoted\" {braces}, and a comma");
    CHECK(entry.accountEmail == "ann@example.org");
    CHECK(entry.action == "profiles.patch");
    CHECK(entry.method == "PATCH");
    CHECK(entry.route == "/v1/profiles/{ref}");
    CHECK(entry.profile == base::ProfileId{7});
    CHECK(entry.target.empty());
    CHECK(entry.status == 403);
    CHECK(entry.address == "2001:db8::1");
    CHECK(entry.requestId == "r-1");
}

TEST_CASE("the log is read by person, action and time, the newest first, in pages", "[storage]") {
    Log log(eachEngine());
    const auto first = log.write(kAnn, "tags.post");
    const auto second = log.write(kBen, "tags.post");
    const auto third = log.write(kAnn, "keys.post");
    CHECK(log.read() == Ids{third, second, first});
    CHECK(log.read({.account = kAnn}) == Ids{third, first});
    CHECK(log.read({.action = "tags.post"}) == Ids{second, first});
    CHECK(log.read({.account = kAnn, .action = "tags.post"}) == Ids{first});
    CHECK(log.read({.from = kStart + std::chrono::seconds{2}}) == Ids{third, second});
    CHECK(log.read({.to = kStart + std::chrono::seconds{2}}) == Ids{first});
    CHECK(log.read({}, {}, 2) == Ids{third, second});
    CHECK(log.read({}, second, 2) == Ids{first});
    CHECK(log.read({.account = kAnn}, third, 2) == Ids{first});
}

TEST_CASE("what is old goes, in bounded steps, the oldest first", "[storage]") {
    Log log(eachEngine());
    log.write(kAnn, "tags.post");
    log.write(kAnn, "tags.post");
    const auto kept = log.write(kAnn, "tags.post");
    const auto remove = [&](std::size_t most) {
        const auto writer = log.database->openWriter();
        Transaction transaction(*writer);
        const auto removed = removeAudit(*writer, kStart + std::chrono::seconds{3}, most);
        transaction.commit();
        return removed;
    };
    CHECK(remove(1) == 1);
    CHECK(remove(10) == 1);
    CHECK(remove(10) == 0);
    CHECK(log.read() == Ids{kept});
}
