// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <fstream>

#include "core/plugins/check.hpp"
#include "tests/plugins/core/support/surroundings.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::plugins {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

std::string onlyDefect(const std::string& plugin) {
    const auto defects = check(test::pluginFile(plugin)).defects;
    REQUIRE(defects.size() == 1);
    return defects.front();
}

const std::string kVersion = std::to_string(KITH_ABI_MAJOR) + "." + std::to_string(KITH_ABI_MINOR);

TEST_CASE("a file that is not there is named", "[plugins]") {
    CHECK_THAT(onlyDefect("nothing"), Contains("There is no file") && Contains("nothing.so"));
}

TEST_CASE("a file that is no shared library is refused in the loader's words", "[plugins]") {
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "text.so";
    std::ofstream(file) << "This is text.";
    const auto defects = check(file).defects;
    REQUIRE(defects.size() == 1);
    CHECK_THAT(defects.front(), Contains("can't be loaded") && Contains("text.so: "));
    CHECK_THAT(defects.front(), !Contains("boost"));
}

TEST_CASE("a program is refused in the loader's words", "[plugins]") {
    CHECK_THAT(check("/bin/ls").defects.front(),
               EndsWith("dynamically load position-independent executable."));
}

TEST_CASE("a folder is no plugin", "[plugins]") {
    const test::TemporaryFolder folder;
    CHECK_THAT(check(folder.path()).defects.front(), Contains("There is no file"));
}

TEST_CASE("a missing symbol is named when the library is loaded, not when it is called", "[plugins]") {
    CHECK_THAT(onlyDefect("missing_symbol"), Contains("undefined symbol: kith_nobody_has_this"));
}

TEST_CASE("a library without kith_plugin is no plugin", "[plugins]") {
    CHECK(onlyDefect("no_entry") == "It exports no kith_plugin, so it is no plugin of kith.");
}

TEST_CASE("another major version is refused", "[plugins]") {
    CHECK_THAT(onlyDefect("wrong_major"), Contains("another major is not understood") && Contains(kVersion));
}

TEST_CASE("a newer minor version is refused", "[plugins]") {
    CHECK_THAT(onlyDefect("newer_minor"), Contains("It needs a newer server"));
}

TEST_CASE("a descriptor that is cut short is refused", "[plugins]") {
    CHECK_THAT(onlyDefect("truncated"), Contains("cut short: it has 24 bytes"));
}

TEST_CASE("a plugin without a function table is refused", "[plugins]") {
    CHECK(onlyDefect("no_table") == "Its function table is missing or cut short.");
}

TEST_CASE("identifier types without a function that normalises are refused", "[plugins]") {
    CHECK(onlyDefect("no_normalize") == "It declares identifier types, but has no function normalize.");
}

TEST_CASE("a plugin built against another SOCI is refused, and both are named", "[plugins]") {
    CHECK_THAT(onlyDefect("other_soci"),
               Contains("It needs the extension kith.soci.session/3.2.1/gnu-cxx98-1002") &&
                   Contains("it offers kith.soci.session/4.0.3/gnu-cxx11-"));
}

TEST_CASE("every defect of a declaration is told at once", "[plugins]") {
    const auto defects = check(test::pluginFile("sloppy")).defects;
    const auto has = [&](const std::string& part) {
        return std::any_of(defects.begin(), defects.end(),
                           [&](const std::string& each) { return each.find(part) != std::string::npos; });
    };
    for (const auto* part :
         {"Its id is no name",
          "does not say its version",
          "identifier type number 1 has no proper name",
          "a class that this server does not know",
          "limit 0",
          "no normaliser version",
          "a method other than GET",
          "no proper path",
          "migration number 1 does not have the number 1",
          "either one text, or one for each engine",
          "The plugin has a schema of options that is wrong at '/properties/a/type'",
          "The plugin has a schema of options that is wrong at '/oneOf'",
          "The field type number 1 has no proper name",
          "The field type number 1 has a schema of options that is wrong at '/oneOf'",
          "The field type number 1 has a storage kind that this server does not know",
          "The field type number 1 picks an operator that this server does not know",
          "The field type number 1 is neither a set nor a single value",
          "The field type number 2 picks the operator starts_with, which a single value of the kind integer",
          "The field type number 2 picks the operator contains, which a single value of the kind integer",
          "The field type number 3 picks the operator all_of, which a set of the kind json",
          "It declares a field type twice",
          "the table of their functions is missing or cut short"}) {
        CAPTURE(part);
        CHECK(has(part));
    }
    CHECK(defects.size() == 22);
}

TEST_CASE("a good plugin is read without a defect", "[plugins]") {
    const auto reading = check(test::pluginFile("good"));
    CHECK(reading.defects.empty());
    CHECK(reading.descriptor.id == "plain");
    CHECK(reading.descriptor.version == "0.9");
    CHECK(reading.descriptor.routes.at(0).path == "/channels/plain/echo");
    CHECK(reading.descriptor.channel->statuses == std::vector{model::Status::Delivered});
}

TEST_CASE("an older minor version is read without a defect", "[plugins]") {
    const auto reading = check(test::pluginFile("older_minor"));
    CHECK(reading.defects.empty());
    CHECK(reading.descriptor.abiMinor == 0);
}

TEST_CASE("tables of which nothing can be erased or told are warned of, and the plugin is used",
          "[plugins]") {
    const auto reading = check(test::pluginFile("no_erase"));
    CHECK(reading.defects.empty());
    REQUIRE(reading.warnings.size() == 1);
    CHECK_THAT(reading.warnings.front(), Contains("lacks the functions erase and exported"));
    CHECK(check(test::pluginFile("older_minor")).warnings.empty());
    CHECK(check(test::pluginFile("probe")).warnings.empty());
}

TEST_CASE("what the kit declares arrives as it was written", "[plugins]") {
    const auto tiny = check(test::pluginFile("tiny"));
    REQUIRE(tiny.defects.empty());
    const auto& type = tiny.descriptor.identifierTypes.at(0);
    CHECK(type.name == "badge");
    CHECK(type.limit == 2);
    CHECK(type.order == 800);
    CHECK(type.blockedValues == std::vector<std::string>{"X0", "none*"});

    const auto probe = check(test::pluginFile("probe"));
    REQUIRE(probe.defects.empty());
    REQUIRE(probe.descriptor.migrations.size() == 1);
    CHECK(probe.descriptor.migrations[0].name == "row");
    CHECK_THAT(probe.descriptor.migrations[0].shared, Contains("CREATE TABLE probe_row"));
    CHECK(probe.descriptor.routes.at(2).path == "/v1/probe/{what}");
    CHECK(probe.descriptor.routes.at(2).right == RouteRight::Public);
}

}  // namespace
}  // namespace kith::plugins
