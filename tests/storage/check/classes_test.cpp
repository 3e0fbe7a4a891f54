// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "core/storage/identifier_classes.hpp"
#include "tests/storage/check/society.hpp"

using namespace kith;
using model::IdentifierClass;
using storage::check::Weight;
using test::Society;

namespace {

constexpr const char* kWaits =
    "known is not yet what its identifiers say, which a server's maintenance puts right";
constexpr const char* kWrong = "known is not what its identifiers say";

/// Nothing else was found, but for counters of those whose rows were changed behind their back.
bool isOnly(const Society::Report& report, const std::string& sentence, Weight weight) {
    for (const auto& line : report.shown) UNSCOPED_INFO(line);
    return report.names("profile", sentence) && std::ranges::all_of(report.counts, [&](const auto& count) {
               return count.table == "counter" || (count.sentence == sentence && count.weight == weight);
           });
}

}  // namespace

TEST_CASE("flags that a server's maintenance has yet to come to are no violations", "[storage]") {
    Society on;
    const auto other = test::testCatalogueWith({{"telegram", IdentifierClass::Moving}});
    CHECK(isOnly(Society::check(*on.session, other.rules()), kWaits, Weight::Remark));
    on.startWith(other.rules());
    CHECK(isOnly(Society::check(*on.session, other.rules()), kWaits, Weight::Remark));
    on.maintainWith(other.rules());
    CHECK(Society::check(*on.session, other.rules()).shown.empty());
    // Nor are they while the last server was started with another configuration than is checked with.
    CHECK(isOnly(on.check(*on.session), kWaits, Weight::Remark));
    on.startWith(on.catalogue.rules());
    on.maintainWith(on.catalogue.rules());
    CHECK(on.check(*on.session).shown.empty());
}

TEST_CASE("a flag is wrong where a walk has been, and where none was asked for", "[storage]") {
    Society on;
    const std::string damage = "UPDATE profile SET known = 0 WHERE canonical_id = id AND known = 1";
    on.session->beginWrite();
    on.session->runOnce(damage);
    CHECK(isOnly(on.check(*on.session), kWrong, Weight::Violation));

    const auto checkedWith = [&](base::ProfileId after) {
        on.session->beginWrite();
        auto classes = storage::lockIdentifierClasses(*on.session);
        classes.walk = storage::IdentifierClasses::Walk{{"cookie"}, after};
        storage::writeIdentifierClasses(*on.session, classes);
        on.session->runOnce(damage);
        return on.check(*on.session);
    };
    const auto last = std::get<0>(*on.session->first<base::ProfileId>("SELECT max(id) FROM profile"));
    CHECK(isOnly(checkedWith(last), kWrong, Weight::Violation));
    CHECK(isOnly(checkedWith({}), kWaits, Weight::Remark));
}

TEST_CASE("two values of a unique type are no violation if it was not always unique", "[storage]") {
    Society on;
    const std::string once = "is identified by two values of a type that was not always unique";
    const auto other = test::testCatalogueWith({{"email", IdentifierClass::Unique}});
    CHECK(isOnly(Society::check(*on.session, other.rules()), once, Weight::Remark));
    on.startWith(other.rules());
    on.maintainWith(other.rules());
    CHECK(isOnly(Society::check(*on.session, other.rules()), once, Weight::Remark));

    on.session->runOnce("DELETE FROM setting WHERE name = 'identifier_classes'");
    CHECK(isOnly(Society::check(*on.session, other.rules()), "is identified by two values of a unique type",
                 Weight::Violation));
}
