// SPDX-License-Identifier: Apache-2.0
#include "core/storage/catalogue_store.hpp"
#include "tests/storage/check/society.hpp"

using namespace kith;
using test::Society;

namespace {

void put(Society& on, const std::string& key, const std::string& group, bool groupIsArchived = false) {
    storage::StoredField field;
    field.key = key;
    field.group = group;
    field.type = "text";
    storage::putEntry(*on.session, field);
    if (group.empty()) return;
    storage::StoredGroup made;
    made.key = group;
    if (groupIsArchived) made.archivedAt = on.clock.now();
    storage::putEntry(*on.session, made);
}

}  // namespace

TEST_CASE("fields and groups that fit each other are sound", "[storage]") {
    Society on;
    put(on, "shoe", "size");
    put(on, "hat", "");
    on.session->runOnce("INSERT INTO field_in_use (field) VALUES ('first_name')");
    put(on, "first_name", "size");
    CHECK(on.check(*on.session).shown.empty());
}

TEST_CASE("fields that contradict their groups or their values are named", "[storage]") {
    Society on;
    put(on, "shoe", "size", true);
    put(on, "hat", "head");
    on.session->runOnce("DELETE FROM field_group WHERE key = 'head'");
    put(on, "first_name", "");
    on.session->runOnce("DELETE FROM catalogue");
    const auto report = on.check(*on.session);
    CHECK(report.names("field", "its group is archived, and it is not"));
    CHECK(report.names("field", "group_key names no group"));
    CHECK(report.names("field", "has values, and its type could be changed"));
    CHECK(report.names("catalogue", "is not the one row of the version"));
    CHECK(report.shown.size() == 4);
}
