// SPDX-License-Identifier: Apache-2.0
#include "tests/property/invariants.hpp"

#include <algorithm>
#include <sstream>

#include "tests/property/program.hpp"
#include "tests/property/structure.hpp"
#include "tests/support/picture.hpp"
#include "tests/support/store_picture.hpp"

namespace kith::test {
namespace {

constexpr int kOrders = 3;

std::string textOf(const PlainOutcome& outcome) {
    std::ostringstream text;
    text << outcome.result << " profile " << outcome.profile << " home " << outcome.home << " version "
         << outcome.version;
    for (const int absorbed : outcome.absorbed) text << ", absorbed " << absorbed;
    for (const auto& refused : outcome.refused) text << ", refused " << refused;
    return text.str();
}

/// Writes items in groups of random sizes.
std::vector<model::Outcome> writeInBatches(Program& program, const std::vector<Item>& items, Dice& dice) {
    std::vector<model::Outcome> outcomes;
    for (std::size_t at = 0; at < items.size();) {
        const auto size = groupFrom(items, at, program.store().profiles.size(), dice);
        const auto group = program.write({items.begin() + static_cast<std::ptrdiff_t>(at),
                                          items.begin() + static_cast<std::ptrdiff_t>(at + size)});
        outcomes.insert(outcomes.end(), group.begin(), group.end());
        at += size;
    }
    return outcomes;
}

/// The items in another order, some of them twice.
std::vector<Item> disordered(const std::vector<Item>& items, Dice& dice) {
    std::vector<Item> all = items;
    for (const auto& item : items) {
        if (!item.id.empty() && dice.chance(10)) all.push_back(item);
    }
    shuffle(all, dice);
    return all;
}

/// The person who holds a moving identifier in the end: of the newest observation carrying it beside a
/// unique or linking one.
std::string expectedNeighbour(const std::vector<Item>& items, const Item::Ref& moving) {
    const Item* newest = nullptr;
    const auto rank = [](const Item& item) {
        return std::tuple(item.at, item.source, item.id, item.key, contentHashOf(item));
    };
    const auto binding = [](const Item& item) {
        return std::find_if(item.identifiers.begin(), item.identifiers.end(), [](const Item::Ref& ref) {
            return ref.first != "cookie" && ref.first != "device_id";
        });
    };
    for (const auto& item : items) {
        const auto& refs = item.identifiers;
        if (std::find(refs.begin(), refs.end(), moving) == refs.end()) continue;
        if (binding(item) == refs.end()) continue;
        if (newest == nullptr || rank(*newest) < rank(item)) newest = &item;
    }
    if (newest == nullptr) return {};
    const auto& neighbour = *binding(*newest);
    return neighbour.first + ":" + neighbour.second;
}

/// The person identified by it; nobody if there is none.
const Person* holderOf(const Picture& picture, const std::string& name) {
    for (const auto& [number, person] : picture.people) {
        if (person.identifying.contains(name)) return &person;
    }
    return nullptr;
}

/// What became of an observation, apart from what a group sees at another moment.
std::string resultOf(const model::Outcome& outcome) {
    std::string text(model::resultName(outcome.result));
    for (const auto& refusal : outcome.refused) {
        text += ", " + std::string(model::refusalCodeName(refusal.code)) + " " + nameOf(refusal.identifier);
    }
    return text + ", version " + std::to_string(outcome.version) + ", absorbed " +
           std::to_string(outcome.absorbed.size());
}

std::vector<std::string> resultsOf(const std::vector<model::Outcome>& outcomes) {
    std::vector<std::string> results;
    for (const auto& outcome : outcomes)
        results.push_back(std::to_string(results.size()) + " " + resultOf(outcome));
    return results;
}

}  // namespace

Picture withoutVersions(Picture picture) {
    for (auto& [number, person] : picture.people) person.version = 0;
    return picture;
}

std::string factsOf(const MemoryStore& store) {
    std::ostringstream text;
    const auto stamp = [](const model::Stamp& each) {
        // Of what is not needed any more a database tells no origin.
        return (each.origin ? each.origin->row.text() : "-") + '@' +
               std::to_string(each.at.time_since_epoch().count());
    };
    for (const auto& [key, row] : store.fields) {
        text << std::get<0>(key).text() << ' ' << row.first.field << ' ' << row.first.element << ' '
             << row.first.present << ' ' << row.first.value.text << ' ' << stamp(row.first.stamp) << ' '
             << row.second << '\n';
    }
    const auto ledger = [&](const auto& table) {
        for (const auto& [key, rows] : table) {
            for (const auto& [row, current] : rows)
                text << key.text() << ' ' << row.id.text() << ' ' << stamp(row.stamp) << ' ' << current
                     << '\n';
        }
    };
    ledger(store.consents);
    ledger(store.endpoints);
    for (const auto& [key, row] : store.activities) {
        text << key.first << ' ' << key.second << ' ' << row.home.text() << ' ' << row.history.size() << '\n';
    }
    return text.str();
}

Item decisionOf(const char* kind, int first, int second) {
    Item item;
    item.decision = Item::Decision{kind, first, second};
    return item;
}

std::string misplacedMoving(const Picture& picture, const std::vector<Item>& items) {
    for (const auto& item : items) {
        for (const auto& ref : item.identifiers) {
            if (ref.first != "cookie" && ref.first != "device_id") continue;
            const std::string name = ref.first + ":" + ref.second;
            const auto neighbour = expectedNeighbour(items, ref);
            const Person* holder = holderOf(picture, name);
            if (holder == nullptr) return "10: " + name + " is nobody's";
            if (!neighbour.empty() && !holder->identifying.contains(neighbour)) {
                return "10: " + name + " is not with " + neighbour;
            }
        }
    }
    return {};
}

std::size_t groupFrom(std::span<const Item> items, std::size_t at, std::size_t people, Dice& dice) {
    if (items[at].decision) return 1;
    const auto most = std::min<std::size_t>(items.size() - at, 1 + dice.below(8));
    std::size_t size = 1;
    const auto fits = [&](const Item& item) {
        return !item.decision && static_cast<std::size_t>(item.edits) <= people;
    };
    while (size < most && fits(items[at + size])) ++size;
    return size;
}

std::string followsThePlainModel(const std::vector<Item>& history, std::uint64_t seed, HistoryFacts* facts) {
    const Deployment& deployment = deploymentFor(seed);
    Program program(deployment);
    PlainModel model(deployment.plain, kPictureAt);
    std::size_t position = 0;
    for (const auto& item : history) {
        const auto outcome = program.write(item);
        const PlainOutcome expected = model.take(item);
        PlainOutcome got = program.plain(outcome);
        if (expected.result != "duplicate" && expected.result != "rejected") {
            got.home = program.lastHome();
        }
        const std::string where = "observation " + std::to_string(position++) + ": ";
        if (!(got == expected)) {
            return where + "this was " + textOf(got) + "\nand should be " + textOf(expected);
        }
        const auto broken = brokenStructure(program.store(), deployment.rules, program.accepted(),
                                            model.facts().claimedConsents);
        if (!broken.empty()) return where + broken;
    }
    if (facts != nullptr) *facts = model.facts();
    return differenceOf(program.picture(), model.picture());
}

std::string batchesChangeNothing(const std::vector<Item>& history, std::uint64_t seed) {
    Dice dice(seed);
    const Deployment& deployment = deploymentFor(seed);
    Program single(deployment);
    Program grouped(deployment);
    std::vector<model::Outcome> expected;
    for (const auto& item : history) expected.push_back(single.write(item));
    const auto outcomes = writeInBatches(grouped, history, dice);
    const auto difference = differenceOf(resultsOf(outcomes), resultsOf(expected));
    if (!difference.empty()) return "in groups, the outcome " + difference;
    const auto broken = brokenStructure(grouped.store(), deployment.rules, grouped.accepted(),
                                        claimedConsentsIn(single.store()));
    if (!broken.empty()) return "in groups, " + broken;
    return differenceOf(grouped.picture(), single.picture());
}

std::string repeatsChangeNothing(const std::vector<Item>& history, std::uint64_t seed) {
    Dice dice(seed);
    Program program(deploymentFor(seed));
    std::vector<Item> taken;
    for (const auto& item : history) {
        const bool rejected = program.write(item).result == model::Result::Rejected;
        if (!item.id.empty() && !rejected) taken.push_back(item);
    }
    shuffle(taken, dice);
    const Picture before = program.picture();
    const std::size_t changes = program.store().fieldChanges.size() + program.store().links.size();
    for (const auto& item : taken) {
        if (program.write(item).result != model::Result::Duplicate) return "8: a repetition was taken as new";
    }
    if (program.store().fieldChanges.size() + program.store().links.size() != changes) {
        return "8: a repetition left a trace";
    }
    return differenceOf(program.picture(), before);
}

std::string ordersChangeNothing(const std::vector<Item>& safe, std::uint64_t seed, HistoryFacts* facts) {
    Dice dice(seed);
    PlainModel model(roomy().plain, kPictureAt);
    for (const auto& item : safe) model.take(item);
    if (facts != nullptr) *facts = model.facts();
    const auto expected = essenceOf(model.picture());
    for (int order = 0; order < kOrders; ++order) {
        Program program;
        writeInBatches(program, order == 0 ? safe : disordered(safe, dice), dice);
        const Picture picture = program.picture();
        if (!picture.refusals.empty()) return "a safe set was refused " + *picture.refusals.begin();
        auto difference = differenceOf(essenceOf(picture), expected);
        if (!difference.empty()) return "9: in order " + std::to_string(order) + ", " + difference;
    }
    return {};
}

std::string bridgesKeepPeopleApart(const std::vector<Item>& safe, std::uint64_t seed, HistoryFacts* facts) {
    Dice dice(seed);
    PlainModel model(roomy().plain, kPictureAt);
    for (const auto& item : safe) model.take(item);
    if (facts != nullptr) *facts = model.facts();
    const auto expected = partitionOf(model.picture());
    for (int order = 0; order < kOrders; ++order) {
        Program program;
        writeInBatches(program, order == 0 ? safe : disordered(safe, dice), dice);
        const Picture picture = program.picture();
        auto difference = differenceOf(partitionOf(picture), expected);
        if (difference.empty()) difference = misplacedMoving(picture, safe);
        if (!difference.empty()) return "in order " + std::to_string(order) + ", " + difference;
    }
    return {};
}

std::string takingBackRestores(const std::vector<Item>& history, std::uint64_t seed, bool* merged) {
    Dice dice(seed);
    Program program(deploymentFor(seed));
    for (const auto& item : history) program.write(item);
    const auto before = withoutVersions(program.picture());
    const auto facts = factsOf(program.store());
    if (before.people.empty()) return {};
    const auto someone = [&] {
        return std::next(before.people.begin(), dice.below(static_cast<std::uint32_t>(before.people.size())))
            ->first;
    };
    const int first = someone();
    const int second = someone();
    *merged = program.write(decisionOf("merge", first, second)).result == model::Result::Merged;
    if (!*merged) return {};
    const auto merges = static_cast<int>(program.store().merges.size());
    if (program.write(decisionOf("undo", merges)).result != model::Result::Updated) {
        return "the merge could not be taken back";
    }
    if (factsOf(program.store()) != facts) return "other facts stand than before";
    const auto difference = differenceOf(withoutVersions(program.picture()), before);
    if (!difference.empty()) return difference;
    const auto again = program.write(decisionOf("merge", first, second));
    return again.problem ? "" : "they became one again";
}

}  // namespace kith::test
