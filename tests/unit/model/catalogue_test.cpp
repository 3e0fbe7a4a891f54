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
using kith::model::Definitions;
using kith::model::ExternalIdSource;
using kith::model::IdentifierRules;
using kith::model::Invalid;

TEST_CASE("a type that nobody brings is named", "[model][catalogue]") {
    try {
        const Catalogue catalogue(IdentifierRules(ExternalIdSource().types()), {}, {}, {});
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Configuration);
        REQUIRE(error.violations().size() == 1);
        CHECK(error.violations()[0].code == "unknown_type");
    }
}

TEST_CASE("definitions with wrong or repeated keys say all that is wrong", "[model][catalogue]") {
    std::vector<Category> categories;
    categories.push_back({"news", {}, std::nullopt});
    categories.push_back({"news", {}, std::nullopt});
    categories.push_back({"News!", {}, std::nullopt});
    try {
        const Definitions definitions(1, {}, std::move(categories));
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.code() == ErrorCode::Configuration);
        REQUIRE(error.violations().size() == 2);
        CHECK(error.violations()[0].code == "duplicate_key");
        CHECK(error.violations()[1].code == "invalid_key");
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
    const auto definitions = catalogue.definitions();
    CHECK(definitions->field("shoe") == nullptr);
    CHECK(definitions->category("shoe") == nullptr);
    CHECK(catalogue.source("shoe") == nullptr);
    CHECK_FALSE(catalogue.isBlocked("shoe", "null"));
    CHECK(definitions->field("tags")->isSet);
    CHECK(definitions->category("offers")->subscribedByDefault == true);
}

TEST_CASE("whoever works with definitions keeps them when others take their place", "[model][catalogue]") {
    auto catalogue = kith::test::testCatalogue();
    const auto before = catalogue.definitions();
    catalogue.define(std::make_shared<const Definitions>(2, std::vector<kith::model::FieldDefinition>{},
                                                         std::vector<Category>{{"jobs", {}, false}}));
    CHECK(before->category("news") != nullptr);
    CHECK(before->category("jobs") == nullptr);
    CHECK(catalogue.definitions()->version() == 2);
    CHECK(catalogue.definitions()->category("news") == nullptr);
    CHECK(catalogue.definitions()->category("jobs")->subscribedByDefault == false);
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
