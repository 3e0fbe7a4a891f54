// SPDX-License-Identifier: Apache-2.0
#include "tests/property/random_history.hpp"

#include <rapidcheck.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

namespace kith::test {
namespace {

constexpr std::uint64_t kShortest = 5;
constexpr std::uint64_t kLongest = 40;

/// People, and values of every type that each of them has: at most 6 of a type in all.
constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 4> kCrowds{{{1, 6}, {2, 3}, {3, 2}, {6, 1}}};

}  // namespace

/// Found by RapidCheck when it prints what a property failed for.
[[maybe_unused]] static void showValue(const History& history, std::ostream& out) {
    for (const auto& item : history.items) out << "key " << item.key << ": " << toJson(item).dump() << "\n";
    out << "rest: " << history.rest;
}

namespace {

/// Puts `simpler` in the place of an item and of whatever repeats it.
std::vector<Item> replaced(std::vector<Item> items, std::size_t place, const Item& simpler) {
    const Item original = items[place];
    items[place] = simpler;
    for (auto& each : items) {
        if (!original.id.empty() && each.id == original.id && each.key == original.key) each = simpler;
    }
    return items;
}

/// The history without one of the members of one of its items.
template <class Member>
void leaveOut(const History& history, std::size_t place, Member Item::*member, std::size_t atLeast,
              std::vector<History>& simpler) {
    const auto& item = history.items[place];
    for (std::size_t i = 0; (item.*member).size() > atLeast && i < (item.*member).size(); ++i) {
        Item without = item;
        (without.*member).erase((without.*member).begin() + static_cast<std::ptrdiff_t>(i));
        simpler.push_back({replaced(history.items, place, without), history.rest});
    }
}

std::vector<History> simplerThan(const History& history) {
    std::vector<History> simpler;
    for (std::size_t place = 0; place < history.items.size(); ++place) {
        leaveOut(history, place, &Item::activities, 0, simpler);
        leaveOut(history, place, &Item::endpoints, 0, simpler);
        leaveOut(history, place, &Item::subscriptions, 0, simpler);
        leaveOut(history, place, &Item::fields, 0, simpler);
        leaveOut(history, place, &Item::blocked, 0, simpler);
        leaveOut(history, place, &Item::identifiers, 1, simpler);
        if (history.items[place].restore) {
            Item without = history.items[place];
            without.restore = false;
            simpler.push_back({replaced(history.items, place, without), history.rest});
        }
        if (history.items[place].identity) {
            Item without = history.items[place];
            without.identity.reset();
            simpler.push_back({replaced(history.items, place, without), history.rest});
        }
    }
    return simpler;
}

rc::Shrinkable<History> withSimpler(History history) {
    return rc::shrinkable::shrinkRecur(std::move(history), [](const History& longer) {
        auto shorter = rc::seq::map(rc::shrink::removeChunks(longer.items),
                                    [rest = longer.rest](std::vector<Item> fewer) {
                                        return History{std::move(fewer), rest};
                                    });
        return rc::seq::concat(std::move(shorter), rc::seq::fromContainer(simplerThan(longer)));
    });
}

std::size_t randomLength(rc::Random& random) {
    return kShortest + random.next() % (kLongest - kShortest + 1);
}

/// More often long than short, since little happens in short ones.
rc::Gen<History> randomHistory(const HistoryShape& shape) {
    return [shape](rc::Random random, int /*size*/) {
        HistoryShape own = shape;
        std::tie(own.people, own.valuesEach) = kCrowds.at(random.next() % kCrowds.size());
        std::vector<std::uint64_t> seeds(std::max(randomLength(random), randomLength(random)));
        for (auto& seed : seeds) seed = random.next();
        return withSimpler({makeHistory(seeds, own), random.next()});
    };
}

int wanted(Histories histories) {
    if (const char* number = std::getenv("KITH_HISTORIES")) return std::max(1, std::atoi(number));
    return std::getenv("KITH_SOAK") != nullptr ? histories.soak : histories.usual;
}

/// A test's name as Catch2 takes it from the command line, where commas separate names.
std::string escaped(std::string name) {
    for (auto at = name.find(','); at != std::string::npos; at = name.find(',', at + 2))
        name.insert(at, 1, '\\');
    return name;
}

}  // namespace

std::string failureAgain(const std::filesystem::path& file, const std::string& name,
                         const HistoryProperty& property) {
    const auto failed = readHistory(file);
    if (failed.property != name) return "the history is of '" + failed.property + "'";
    return property(failed.history.items, failed.history.rest);
}

std::optional<FoundHistory> findFailing(const HistoryShape& shape, const HistoryProperty& property,
                                        Histories histories) {
    const auto name = Catch::getResultCapture().getCurrentTestName();
    auto params = rc::detail::configuration().testParams;
    params.maxSuccess = wanted(histories);
    FoundHistory last;
    const auto result = rc::detail::checkTestable(
        [&] {
            const History history = *randomHistory(shape).as("history");
            const auto failure = property(history.items, history.rest);
            if (failure.empty()) return;
            last = {failure, history, {}};
            RC_FAIL(failure);
        },
        rc::detail::TestMetadata{name, name}, params);
    if (result.is<rc::detail::SuccessResult>()) return std::nullopt;
    // Not by way of the test's own message, which would break the lines.
    rc::detail::printResultMessage(result, std::cout);
    last.file = std::filesystem::temp_directory_path() / ("kith-history-" + std::to_string(::getpid()) + "-" +
                                                          std::to_string(last.history.rest) + ".json");
    writeHistory(last.file, {name, last.history});
    return last;
}

bool holdsForHistories(const HistoryShape& shape, const HistoryProperty& property, Histories histories) {
    if (const char* file = std::getenv("KITH_HISTORY")) {
        INFO("the history of " << file);
        CHECK(failureAgain(file, Catch::getResultCapture().getCurrentTestName(), property) == "");
        return false;
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto failed = findFailing(shape, property, histories);
    SUCCEED();
    if (!failed) {
        const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin);
        std::cout << "  " << wanted(histories) << " histories in " << took.count() << " s\n";
        return true;
    }
    FAIL_CHECK(failed->failure << "\nrun it again: KITH_HISTORY=" << failed->file.string() << " "
                               << std::filesystem::read_symlink("/proc/self/exe").string() << " '"
                               << escaped(Catch::getResultCapture().getCurrentTestName()) << "'");
    return false;
}

}  // namespace kith::test
