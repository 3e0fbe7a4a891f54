// SPDX-License-Identifier: Apache-2.0
// What a preview tells of a merge by hand, against what the merge then does and what the tables hold.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <utility>

#include "tests/property/deployed.hpp"
#include "tests/property/invariants.hpp"
#include "tests/property/program.hpp"
#include "tests/property/random_history.hpp"
#include "tests/support/store_picture.hpp"

using namespace kith;
using namespace kith::test;
using nlohmann::json;

namespace {

constexpr Histories kHistories{20, 500};
/// Of those whom a history left, so many are looked at.
constexpr std::size_t kPairs = 5;

using Reasons = std::multiset<std::string>;
/// A field, and the element if it is a set.
using Place = std::pair<std::string, std::string>;

/// What previews led to.
struct Led {
    int merged = 0;
    std::map<std::string, int> refused;  ///< How many of them a code forbade.
};

std::string reasonOf(const model::Refusal& refusal) {
    std::string text(model::refusalCodeName(refusal.code));
    return refusal.identifier.type.empty() ? text : text + ' ' + nameOf(refusal.identifier);
}

Reasons reasonsOf(const std::vector<model::Refusal>& refused) {
    Reasons reasons;
    for (const auto& each : refused) reasons.insert(reasonOf(each));
    return reasons;
}

/// The same with everything that is told of each.
Reasons wholeReasonsOf(const std::vector<model::Refusal>& refused) {
    Reasons reasons;
    for (const auto& each : refused) {
        auto text = reasonOf(each) + " of " + each.other.text() + ": " + each.detail;
        if (each.size)
            text += " " + std::to_string(each.size->identifiers) + " of " +
                    std::to_string(each.size->maxIdentifiers) + ", " + std::to_string(each.size->merges) +
                    " of " + std::to_string(each.size->maxMerges);
        reasons.insert(text);
    }
    return reasons;
}

std::vector<std::string> identifyingOf(const Person& person, const std::string& type) {
    std::vector<std::string> names;
    for (const auto& name : person.identifying)
        if (name.starts_with(type + ":")) names.push_back(name);
    return names;
}

/// What forbids the two to become one, by what the tables hold, prohibitions aside.
Reasons forbidding(const Picture& picture, const Person& first, const Person& second,
                   const PlainRules& rules) {
    Reasons reasons;
    std::set<std::string> listed;
    for (const auto* side : {&first, &second})
        for (const auto& [key, text] : side->entries) listed.insert(key.substr(0, key.rfind(" in ")));
    const auto isOfThem = [&](const auto& pointer) {
        return pointer.second == first.number || pointer.second == second.number;
    };
    const auto homes = static_cast<std::size_t>(std::ranges::count_if(picture.pointers, isOfThem));
    if (listed.size() > rules.maxIdentifiers || homes - 1 > rules.maxMerges)
        reasons.insert("component_too_large");
    for (const auto& type : rules.types) {
        const auto ofFirst = identifyingOf(first, type.name);
        const auto ofSecond = identifyingOf(second, type.name);
        if (ofFirst.empty() || ofSecond.empty() || ofFirst.size() + ofSecond.size() <= type.limit) continue;
        const std::string code = type.cls == 'u' ? "unique_conflict " : "limit ";
        for (const auto& name : ofFirst) reasons.insert(code + name);
        for (const auto& name : ofSecond) reasons.insert(code + name);
    }
    return reasons;
}

/// What a profile shows, each field that is no set and each element.
std::map<Place, std::string> shownBy(const Person& person) {
    std::map<Place, std::string> shown;
    for (const auto& [field, text] : person.fields) {
        if (!text.starts_with(' ')) {
            shown[{field, ""}] = text;
            continue;
        }
        std::istringstream elements(text);
        for (std::string element; elements >> element;) shown[{field, element}] = element;
    }
    return shown;
}

/// How one field's choice differs from what `winner`, whose it is, and `loser` showed.
std::string differs(const json& choice, const Place& place, const Person& winner, const Person& loser) {
    const auto shown = [&](const Person& person) -> json {
        const auto all = shownBy(person);
        const auto found = all.find(place);
        return found == all.end() ? json() : json(found->second);
    };
    if (choice["value"] != shown(winner)) return "does not hold what the one showed";
    if (choice.value("instead_of", json()) != shown(loser)) return "does not hold what the other showed";
    return {};
}

class Previewing {
public:
    Previewing(Deployed& on, const Deployment& deployment, Led& led)
        : on_(on), deployment_(deployment), led_(led) {}

    /// Previews, and does it.
    std::string run(int first, int second) {
        const auto before = on_.picture();
        ids_ = on_.profiles();
        const auto preview = on_.write(decisionOf("preview", first, second));
        if (preview.problem) return "there is no preview: " + preview.problem->detail();
        const auto changed = differenceOf(on_.picture(), before);
        if (!changed.empty()) return "a preview changed something: " + changed;
        auto reasons =
            forbidding(before, before.people.at(first), before.people.at(second), deployment_.plain);
        if (on_.areForbidden(idOf(first), idOf(second))) reasons.insert("must_not_link");
        if (reasonsOf(preview.refused) != reasons) return "the preview tells of other reasons";
        const auto merge = on_.write(decisionOf("merge", first, second));
        return preview.refused.empty() ? merged(preview, merge, before) : refused(preview, merge, before);
    }

    [[nodiscard]] int numberOf(base::ProfileId id) const {
        return static_cast<int>(std::ranges::lower_bound(ids_, id) - ids_.begin()) + 1;
    }

private:
    [[nodiscard]] base::ProfileId idOf(int number) const {
        return ids_.at(static_cast<std::size_t>(number) - 1);
    }

    std::string refused(const model::Outcome& preview, const model::Outcome& merge, const Picture& before) {
        if (!merge.problem) return "they became one though the preview tells what forbids it";
        if (merge.problem->code() != base::ErrorCode::Conflict) return "it was refused as something else";
        if (wholeReasonsOf(merge.forbidden) != wholeReasonsOf(preview.refused))
            return "the merge tells of other reasons than the preview";
        Reasons codes;
        for (const auto& each : merge.problem->violations()) codes.insert(each.code + ": " + each.detail);
        Reasons previewed;
        std::set<std::string> kinds;
        for (const auto& each : preview.refused) {
            const std::string code(model::refusalCodeName(each.code));
            const auto whose = each.identifier.type.empty()
                                   ? std::string{}
                                   : each.identifier.type + ':' + each.identifier.value + ": ";
            previewed.insert(code + ": " + whose + each.detail);
            kinds.insert(code);
        }
        if (codes != previewed) return "the problem tells of other reasons than the preview";
        for (const auto& code : kinds) ++led_.refused[code];
        auto expected = before;
        for (const auto& each : preview.refused) expected.refusals.insert(recordOf(each, preview));
        const auto changed = differenceOf(on_.picture(), expected);
        return changed.empty() ? ""
                               : "a merge that was refused left something else than its reasons: " + changed;
    }

    /// How a picture tells of it: with the side that is not its other one.
    [[nodiscard]] std::string recordOf(const model::Refusal& refusal, const model::Outcome& preview) const {
        const auto& told = *preview.decision;
        const auto home = refusal.other == told.survivor ? told.other : told.survivor;
        return std::to_string(numberOf(home)) + ": " + std::string(model::refusalCodeName(refusal.code)) +
               " " + nameOf(refusal.identifier);
    }

    std::string merged(const model::Outcome& preview, const model::Outcome& merge, const Picture& before) {
        if (merge.problem) return "what the preview lets through was refused: " + merge.problem->detail();
        const auto& told = *preview.decision;
        const auto& done = *merge.decision;
        if (done.survivor != told.survivor || done.other != told.other) return "another one survived";
        if (done.choices != told.choices) return "other values were chosen: " + done.choices;
        const auto record = on_.merge(done.merge);
        const auto choices = json::parse(told.choices);
        if (record.survivor != told.survivor || record.absorbed != told.other || record.rule != "hand" ||
            json::parse(record.choices) != choices)
            return "the record holds something else: " + record.choices;
        auto wrong = wrongInTables(told, choices, before);
        if (!wrong.empty()) return wrong;
        ++led_.merged;
        const auto undone = on_.write(decisionOf("undo", static_cast<int>(on_.merges().size())));
        if (undone.problem) return "the merge could not be taken back: " + undone.problem->detail();
        // From now on a prohibition keeps them apart.
        wrong = run(numberOf(told.survivor), numberOf(told.other));
        return wrong.empty() ? "" : "after it was taken back, " + wrong;
    }

    [[nodiscard]] std::string wrongInTables(const model::Decision& told, const json& choices,
                                            const Picture& before) {
        const auto after = on_.picture();
        const int survivor = numberOf(told.survivor);
        const int absorbed = numberOf(told.other);
        if (after.pointers.at(absorbed) != survivor || after.people.contains(absorbed))
            return "another one survived in the tables";
        std::map<Place, std::string> chosen;
        auto left = shownBy(before.people.at(survivor));
        left.merge(shownBy(before.people.at(absorbed)));
        for (const auto& choice : choices) {
            const Place place{choice["key"].get<std::string>(), choice.value("element", "")};
            const auto from = base::ProfileId::parse(choice["from"].get<std::string>());
            const bool isSurvivors = before.pointers.at(numberOf(from.value())) == survivor;
            const auto& winner = before.people.at(isSurvivors ? survivor : absorbed);
            const auto& loser = before.people.at(isSurvivors ? absorbed : survivor);
            const auto difference = differs(choice, place, winner, loser);
            if (!difference.empty()) return "what was chosen of " + place.first + ' ' + difference;
            if (!choice["value"].is_null()) chosen[place] = choice["value"].get<std::string>();
            left.erase(place);
        }
        if (!left.empty()) return "nothing is told of " + left.begin()->first.first;
        return shownBy(after.people.at(survivor)) == chosen ? "" : "the tables show other values";
    }

    Deployed& on_;
    const Deployment& deployment_;
    Led& led_;
    std::vector<base::ProfileId> ids_;
};

Item seen(const std::string& id, std::int64_t at, std::vector<Item::Ref> identifiers,
          const std::string& name) {
    Item item;
    item.id = id;
    item.at = at;
    item.identifiers = std::move(identifiers);
    item.fields = {{"first_name", Item::Field::Op::Set, name}, {"tags", Item::Field::Op::Add, name}};
    return item;
}

/// Two customers who can't be one, in a tight deployment for three reasons, and one who can be the first.
std::vector<Item> threeMore() {
    return {seen("more-1", 11'100,
                 {{"external_id", "more-1"},
                  {"email", "more-1a@example.org"},
                  {"email", "more-1b@example.org"},
                  {"phone", "+380509990001"}},
                 "Ann"),
            seen("more-2", 11'200,
                 {{"external_id", "more-2"},
                  {"email", "more-2a@example.org"},
                  {"email", "more-2b@example.org"},
                  {"phone", "+380509990002"}},
                 "Bea"),
            seen("more-3", 11'300, {{"telegram", "7"}}, "Cem")};
}

std::string previewsTellWhatMergesDo(Deployed& on, const std::vector<Item>& history, std::uint64_t seed,
                                     Led& led) {
    // A tight one more often than elsewhere: it forbids for more reasons.
    const auto& deployment = seed % 2 == 0 ? tight() : roomy();
    on.begin(deployment, {1'000, 100, 1});
    for (const auto& item : history) static_cast<void>(on.write(item));
    const auto picture = on.picture();
    std::vector<std::pair<int, int>> pairs;
    for (auto first = picture.people.begin(); first != picture.people.end(); ++first)
        for (auto second = std::next(first); second != picture.people.end(); ++second)
            pairs.emplace_back(first->first, second->first);
    Dice dice(seed);
    shuffle(pairs, dice);
    pairs.resize(std::min(pairs.size(), kPairs));
    const auto known = static_cast<int>(on.profiles().size());
    for (const auto& item : threeMore()) static_cast<void>(on.write(item));
    pairs.emplace_back(known + 1, known + 2);
    pairs.emplace_back(known + 1, known + 3);
    Previewing previewing(on, deployment, led);
    for (const auto& [first, second] : pairs) {
        const auto wrong = dice.chance(50) ? previewing.run(first, second) : previewing.run(second, first);
        if (!wrong.empty())
            return "of " + std::to_string(first) + " and " + std::to_string(second) + ", " + wrong;
    }
    return on.found();
}

}  // namespace

TEST_CASE("a preview tells what the merge then does, field by field, or what forbids it", "[property]") {
    Deployed on(eachEngine());
    int histories = 0;
    Led led;
    const bool allChecked = holdsForHistories(
        {.edits = true, .decisions = true, .tokens = true},
        [&](const std::vector<Item>& history, std::uint64_t seed) {
            ++histories;
            return previewsTellWhatMergesDo(on, history, seed, led);
        },
        kHistories);
    if (!allChecked) return;
    std::cout << "  " << led.merged << " previews led to a merge";
    for (const auto& [code, count] : led.refused) std::cout << ", " << count << " to " << code;
    std::cout << "\n";
    CHECK(led.merged >= histories);
    if (histories < kHistories.usual) return;
    for (const auto* code : {"must_not_link", "unique_conflict", "component_too_large", "limit"}) {
        INFO(code);
        CHECK(led.refused[code] > 0);
    }
}
