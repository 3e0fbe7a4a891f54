// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <string>

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

std::set<std::string> beginningsOf(const std::string& q, const std::string& type) {
    std::set<std::string> values;
    const auto search = parseProfileSearch(q, test::testCatalogue());
    for (const auto& each : search.beginnings)
        if (each.type == type) values.insert(each.value);
    return values;
}

}  // namespace

TEST_CASE("what begins an address or a number is looked for as its type stores it", "[storage]") {
    using Values = std::set<std::string>;
    CHECK(beginningsOf("a", "email").empty());
    CHECK(beginningsOf("Ann@Ex", "cookie").empty());
    CHECK(beginningsOf("Ann@Ex", "email") == Values{"Ann@Ex", "ann@ex"});
    CHECK(beginningsOf("Ann@Ex", "external_id") == Values{"Ann@Ex", "ann@ex"});
    CHECK(beginningsOf(" 380 (50) 1", "phone") == Values{"+380501", "380501"});
    CHECK(beginningsOf("+380-50", "phone") == Values{"+380-50", "+38050"});
    CHECK(beginningsOf("38", "external_id") == Values{"+38", "38"});
    CHECK(beginningsOf("ann lee", "email").empty());
}

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
    CHECK(name.beginnings.empty());
    CHECK_FALSE(hasIdentifier(name, {"phone", "LEE  Ann"}));
    CHECK(name.words == std::vector<std::string>{"ann", "lee"});
}
