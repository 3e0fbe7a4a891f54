// SPDX-License-Identifier: Apache-2.0
#include "core/model/catalogue.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "core/model/external_id.hpp"
#include "core/model/json.hpp"
#include "core/model/text.hpp"
#include "tests/support/test_catalogue.hpp"

using kith::base::Error;
using kith::base::ErrorCode;
using kith::model::Catalogue;
using kith::model::Category;
using kith::model::ExternalIdSource;
using kith::model::IdentifierRules;
using kith::model::Invalid;

TEST_CASE("a catalogue with wrong or repeated keys says all that is wrong", "[model][catalogue]") {
    const ExternalIdSource source;
    std::vector<Category> categories;
    categories.push_back({"news", {}, std::nullopt});
    categories.push_back({"news", {}, std::nullopt});
    categories.push_back({"News!", {}, std::nullopt});
    try {
        const Catalogue catalogue(IdentifierRules(source.types()), {}, {}, {}, std::move(categories), {});
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Configuration);
        REQUIRE(error.violations().size() == 3);
        CHECK(error.violations()[0].code == "unknown_type");
        CHECK(error.violations()[1].code == "duplicate_key");
        CHECK(error.violations()[2].code == "invalid_key");
    }
}

TEST_CASE("keys are lower case and short", "[model][catalogue]") {
    for (const std::string key : {"", "A", "1a", ".a", "a-b", "a b", "ä"}) {
        INFO(key);
        CHECK_FALSE(kith::model::isFieldKey(key));
    }
    CHECK_FALSE(kith::model::isFieldKey(std::string(101, 'a')));
    CHECK(kith::model::isFieldKey("loyalty.tier_2"));
    CHECK(kith::model::isCategoryKey("special-offers"));
}

TEST_CASE("what is not known has no entry", "[model][catalogue]") {
    const auto catalogue = kith::test::testCatalogue();
    CHECK(catalogue.field("shoe") == nullptr);
    CHECK(catalogue.category("shoe") == nullptr);
    CHECK(catalogue.source("shoe") == nullptr);
    CHECK_FALSE(catalogue.isBlocked("shoe", "null"));
    CHECK(catalogue.field("tags")->isSet);
    CHECK(catalogue.category("offers")->subscribedByDefault == true);
}

TEST_CASE("the built-in fields have keys and options that can be read", "[model][catalogue]") {
    std::set<std::string_view> keys;
    for (const auto& field : kith::model::builtInFields()) {
        CHECK(kith::model::isFieldKey(field.key));
        CHECK(keys.insert(field.key).second);
        CHECK(kith::model::parseJson(field.options).is_object());
    }
    CHECK(keys.count("birth_date") == 1);
    CHECK(keys.count("tags") == 1);
}

TEST_CASE("an external id is taken as it is, within its bounds", "[model][catalogue]") {
    const ExternalIdSource source;
    for (const auto& given : {std::string(), std::string(201, 'x'), std::string("a\nb"), std::string("a\x7f"),
                              std::string("a\xc2\x85")}) {
        CHECK(std::holds_alternative<Invalid>(source.normalize("external_id", given)));
    }
    CHECK(std::get<std::string>(source.normalize("external_id", " Ab ")) == " Ab ");
    CHECK(std::get<std::string>(source.normalize("external_id", std::string(200, 'x'))).size() == 200);
}

TEST_CASE("text folds to one form whatever its case", "[model][catalogue]") {
    CHECK(kith::model::caseFolded("  ÄÖ ß \u00a0") == kith::model::caseFolded("äö SS"));
    CHECK(kith::model::caseFolded(" AbC\t") == "abc");
    CHECK(kith::model::trimmed(" \n ").empty());
}
