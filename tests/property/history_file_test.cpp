// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/property/random_history.hpp"
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
    const auto failing = [](const std::vector<Item>& history, std::uint64_t) {
        const auto decided = std::ranges::count_if(history, [](const Item& each) { return !!each.decision; });
        return decided >= 2 ? std::string("two decisions") : std::string();
    };
    const auto found = findFailing({.decisions = true}, failing, {100, 1'000});
    REQUIRE(found);
    CHECK(found->failure == "two decisions");
    const auto read = readHistory(found->file);
    std::filesystem::remove(found->file);
    CHECK(read.property == "a failing history is written as short as it fails");
    CHECK(read.history.items.size() == 2);
    CHECK(failing(read.history.items, read.history.rest) == found->failure);
}
