// SPDX-License-Identifier: Apache-2.0
#include "core/identity/joins.hpp"

#include <catch2/catch.hpp>

using namespace kith;
using namespace kith::identity;

namespace {

using Places = std::vector<std::size_t>;
using Ids = std::set<base::ProfileId>;

const std::vector<Joined> kMerges{{{1}, {2}}, {{3}, {4}}, {{1}, {3}}, {{1}, {5}}};

}  // namespace

TEST_CASE("between what stands under one id there is no merge", "[identity]") {
    CHECK(mergesBetween(kMerges, Ids{{1}}, Ids{{1}}).empty());
    CHECK(mergesBetween(kMerges, Ids{{2}, {5}}, Ids{{4}, {5}}).empty());
}

TEST_CASE("where no merge leads there is none", "[identity]") {
    CHECK(mergesBetween({}, Ids{{1}}, Ids{{2}}).empty());
    CHECK(mergesBetween(kMerges, Ids{{1}}, Ids{{6}}).empty());
    CHECK(mergesBetween(kMerges, Ids{}, Ids{{1}}).empty());
    CHECK(mergesBetween(kMerges, Ids{{1}}, Ids{}).empty());
}

TEST_CASE("the merges between two ids are told from the first to the second", "[identity]") {
    CHECK(mergesBetween(kMerges, Ids{{2}}, Ids{{4}}) == Places{0, 2, 1});
    CHECK(mergesBetween(kMerges, Ids{{4}}, Ids{{2}}) == Places{1, 2, 0});
}

TEST_CASE("of several ids those nearest to each other are taken", "[identity]") {
    CHECK(mergesBetween(kMerges, Ids{{2}, {3}}, Ids{{4}, {5}}) == Places{1});
}
