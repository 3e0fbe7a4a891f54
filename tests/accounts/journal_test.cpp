// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/journal.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "tests/accounts/staff.hpp"

using namespace kith;
using namespace kith::test;

namespace {

storage::AuditEntry entryOf(Staff& staff, const std::string& action) {
    storage::AuditEntry entry;
    entry.id = staff.ids.make<storage::AuditId>();
    entry.at = staff.clock.now();
    entry.account = base::UserId{1};
    entry.action = action;
    entry.status = 200;
    return entry;
}

std::size_t countOf(Staff& staff) {
    return staff.database
        ->read([](storage::Session& session) { return storage::readAudit(session, {}, {}, 500); })
        .size();
}

}  // namespace

TEST_CASE("nothing is recorded once the journal has stopped", "[accounts]") {
    Staff staff(eachEngine());
    staff.accounts.journal.stop();
    staff.accounts.journal.stop();
    CHECK_FALSE(staff.accounts.journal.record(entryOf(staff, "keys.post")));
    CHECK(countOf(staff) == 0);
}

TEST_CASE("an entry that can't be written is told as such, and later ones are written", "[accounts]") {
    Staff staff(eachEngine());
    const auto entry = entryOf(staff, "keys.post");
    CHECK(staff.accounts.journal.record(entry));
    CHECK_FALSE(staff.accounts.journal.record(entry));  // An id is written once.
    CHECK(staff.captured.text().find("accounts_unwritten") != std::string::npos);
    CHECK(staff.accounts.journal.record(entryOf(staff, "keys.post")));
    CHECK(countOf(staff) == 2);
}

TEST_CASE("what comes at once is all written by the time it is answered", "[accounts]") {
    Staff staff(eachEngine());
    std::atomic<int> written{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 16; ++i) {
            callers.emplace_back([&] {
                for (int k = 0; k < 10; ++k)
                    if (staff.accounts.journal.record(entryOf(staff, "tags.changes.post"))) ++written;
            });
        }
    }
    CHECK(written == 160);
    CHECK(countOf(staff) == 160);
}
