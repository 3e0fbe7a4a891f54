// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <catch2/catch.hpp>

#include "core/base/error.hpp"
#include "core/storage/profile_list.hpp"
#include "tests/support/test_catalogue.hpp"

using namespace kith;
using namespace kith::storage;

namespace {

bool hasIdentifier(const ProfileSearch& search, const model::Identifier& identifier) {
    return std::ranges::find(search.identifiers, identifier) != search.identifiers.end();
}

}  // namespace

TEST_CASE("what can't be searched for is refused", "[storage]") {
    const auto catalogue = test::testCatalogue();
    for (const std::string& q : {std::string{}, std::string{"  "}, std::string(201, 'a'),
                                 std::string{"a\0b", 3}, std::string{"a\nb"}, std::string{"\xFF\xFE"}}) {
        try {
            static_cast<void>(parseProfileSearch(q, catalogue));
            FAIL("accepted");
        } catch (const base::Error& error) {
            CHECK(error.code() == base::ErrorCode::InvalidInput);
            CHECK(error.violations().front().pointer == "?q");
        }
    }
}

TEST_CASE("a search is read by its shape", "[storage]") {
    const auto catalogue = test::testCatalogue();
    const base::ProfileId id{123'456'789};
    CHECK(parseProfileSearch(" " + id.text() + " ", catalogue).id == id);

    const auto address = parseProfileSearch("Ann@Example.com", catalogue);
    CHECK_FALSE(address.id);
    CHECK(hasIdentifier(address, {"email", "ann@example.com"}));
    CHECK(hasIdentifier(address, {"external_id", "Ann@Example.com"}));
    CHECK(address.words.empty());

    const auto number = parseProfileSearch("+380501112233", catalogue);
    CHECK(hasIdentifier(number, {"phone", "+380501112233"}));
    CHECK(number.words.empty());
    CHECK(hasIdentifier(parseProfileSearch("380501112233", catalogue), {"phone", "+380501112233"}));
    CHECK(hasIdentifier(parseProfileSearch("380501112233", catalogue), {"external_id", "380501112233"}));

    const auto name = parseProfileSearch("LEE  Ann", catalogue);
    CHECK_FALSE(hasIdentifier(name, {"phone", "LEE  Ann"}));
    CHECK(name.words == std::vector<std::string>{"ann", "lee"});
}
