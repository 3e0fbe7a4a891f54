// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/property/random_history.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace kith::test;

namespace {

/// Everything that a history's items are to the model and to the program.
std::vector<std::string> linesOf(const std::vector<Item>& items) {
    std::vector<std::string> lines;
    for (const auto& item : items)
        lines.push_back(std::to_string(item.key) + std::to_string(item.at) + toJson(item).dump());
    return lines;
}

std::string noTwoDecisions(const std::vector<Item>& history, std::uint64_t /*rest*/) {
    const auto decided = std::ranges::count_if(history, [](const Item& each) { return !!each.decision; });
    return decided >= 2 ? "two decisions" : "";
}

}  // namespace

TEST_CASE("a history in a file is the history that was written", "[property]") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "history.json";
    Dice dice(7);
    for (int round = 0; round < 50; ++round) {
        std::vector<std::uint64_t> seeds(40);
        for (auto& seed : seeds) seed = dice.next();
        const bool lives = round % 2 == 0;
        const History history{
            makeHistory(seeds, {.edits = true, .decisions = true, .tokens = true, .lives = lives}),
            dice.next()};
        writeHistory(file, {"a property", history});
        const auto read = readHistory(file);
        CHECK(read.property == "a property");
        CHECK(read.history.rest == history.rest);
        CHECK(linesOf(read.history.items) == linesOf(history.items));
    }
    CHECK_THROWS(readHistory(folder.path() / "none.json"));
    std::ofstream(file) << "[]";
    CHECK_THROWS(readHistory(file));
}

TEST_CASE("a failing history is written as short as it fails", "[property]") {
    const auto found = findFailing({.decisions = true}, noTwoDecisions, {100, 1'000});
    REQUIRE(found);
    CHECK(found->failure == "two decisions");
    const std::string name = "a failing history is written as short as it fails";
    const auto read = readHistory(found->file);
    const auto again = failureAgain(found->file, name, noTwoDecisions);
    const auto ofAnother = failureAgain(found->file, "another one", noTwoDecisions);
    std::filesystem::remove(found->file);
    CHECK(read.property == name);
    CHECK(read.history.items.size() == 2);
    CHECK(again == found->failure);
    CHECK(ofAnother == "the history is of '" + name + "'");
}

TEST_CASE("a history that is run again by a case that it is not of is no success", "[property]") {
    const TemporaryFolder folder;
    const auto file = folder.path() / "history.json";
    const std::string name = "what comes again changes nothing";
    const auto runAgain = [&] {
        return run({std::filesystem::read_symlink("/proc/self/exe").string(), name},
                   {{"KITH_HISTORY", file.string()}});
    };
    constexpr std::array<std::uint64_t, 5> kSeeds{1, 2, 3, 4, 5};
    const auto ends = [&](const std::string& property) {
        writeHistory(file, {property, {makeHistory(kSeeds), 7}});
        return runAgain();
    };
    for (const auto* other : {"", "no property", "groups of any size give what single writes give"}) {
        CAPTURE(other);
        const auto ended = ends(other);
        INFO(ended.out << ended.err);
        CHECK(ended.code > 0);
    }
    const auto ended = ends(name);
    INFO(ended.out << ended.err);
    CHECK(ended.code == 0);
    std::ofstream(file) << "[]";
    CHECK(runAgain().code > 0);
    std::filesystem::remove(file);
    CHECK(runAgain().code > 0);
}
