// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <thread>

#include "tests/plugins/core/support/surroundings.hpp"

namespace kith::plugins {
namespace {

struct Phones : test::Workbench {
    explicit Phones(const std::string& region = "") {
        PluginSettings settings;
        settings.file = test::shippedPlugins() / "phone.so";
        settings.required = true;
        settings.pointer = "/options";
        if (!region.empty()) settings.options = {{"default_region", region}};
        run({settings});
    }

    [[nodiscard]] const model::IdentifierSource& source() const {
        return *manager.registry().identifierSources().at(0);
    }

    /// The number, or the code of what is wrong with it.
    [[nodiscard]] std::string said(std::string_view given) const {
        const auto outcome = source().normalize("phone", given);
        if (const auto* invalid = std::get_if<model::Invalid>(&outcome)) return invalid->code;
        return std::get<std::string>(outcome);
    }
};

std::string wrongRegion(const std::string& region) {
    try {
        const Phones phones(region);
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::Configuration);
        return error.violations().at(0).pointer + " " + error.violations().at(0).code;
    }
    return "none";
}

TEST_CASE("a region without telephones is an error of the configuration", "[phone]") {
    CHECK(wrongRegion("XX") == "/options/default_region unknown_region");
    CHECK(wrongRegion("ua") == "/options/default_region wrong_form");
    CHECK(wrongRegion("UA") == "none");
}

TEST_CASE("what is no telephone number is dropped with its reason", "[phone]") {
    const Phones phones("UA");
    for (const auto* given : {"", " ", "ann@example.com", "abc", "+", "++", "(((((", "0"}) {
        CAPTURE(given);
        CHECK(phones.said(given) == "not_a_phone_number");
    }
    CHECK(phones.said(std::string(251, '4')) == "not_a_phone_number");
    CHECK(phones.said(std::string(2'000, '(')) == "not_a_phone_number");
    CHECK(phones.said("+999 12345678") == "no_country_code");
    CHECK(phones.said("+380 44 123") == "impossible_phone_number");
    CHECK(phones.said("+1 555 123 45678 9") == "impossible_phone_number");
    CHECK(phones.said("+49") == "not_a_phone_number");
    CHECK(phones.said("+490020801") == "not_a_phone_number");
    CHECK(phones.said("+4943413494341341") == "impossible_phone_number");
    CHECK(phones.said("12") == "impossible_phone_number");
}

TEST_CASE("a number with an extension is a switchboard, and identifies nobody", "[phone]") {
    const Phones phones("UA");
    CHECK(phones.said("+380 44 123 45 67 ext. 12") == "extension");
    CHECK(phones.said("tel:+1-650-253-0000;ext=123") == "extension");
}

TEST_CASE("without a default region a number needs its country code", "[phone]") {
    const Phones phones;
    CHECK(phones.said("044 123 45 67") == "no_country_code");
    CHECK(phones.said("+380441234567") == "+380441234567");
}

TEST_CASE("the same number in any writing is the same value", "[phone]") {
    const Phones phones("UA");
    for (const auto* given : {"+380441234567", "+380 (44) 123-45-67", "044 123 45 67", "0441234567",
                              "00 380 44 123 45 67", "tel:+380-44-123-4567", " +380 44 123 45 67 ",
                              "＋３８０ ４４ １２３ ４５ ６７", "+٣٨٠ ٤٤ ١٢٣ ٤٥ ٦٧"}) {
        CAPTURE(given);
        CHECK(phones.said(given) == "+380441234567");
    }
    CHECK(phones.said("+39 06 1234567") == "+39061234567");
    CHECK(phones.said("+1 (800) FLOWERS") == "+18003569377");
}

TEST_CASE("a normalised number normalises to itself", "[phone]") {
    const Phones phones("UA");
    for (const auto* given :
         {"+380441234567", "+39061234567", "+18003569377", "+442079460000", "+5491123456789"}) {
        CAPTURE(given);
        CHECK(phones.said(given) == given);
    }
}

TEST_CASE("it is linking, at most five, and matches after email", "[phone]") {
    const auto rule = Phones().source().types().at(0);
    CHECK(rule.type == "phone");
    CHECK(rule.cls == model::IdentifierClass::Linking);
    CHECK(rule.limit == 5);
    CHECK(rule.order == 200);
    CHECK(rule.channel.empty());
}

TEST_CASE("many threads normalise at once", "[phone]") {
    const Phones phones("UA");
    std::vector<std::string> said(4);
    {
        std::vector<std::jthread> threads;
        for (auto& out : said) {
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i) out = phones.said("044 123 45 67");
            });
        }
    }
    CHECK(said == std::vector<std::string>(4, "+380441234567"));
}

}  // namespace
}  // namespace kith::plugins
