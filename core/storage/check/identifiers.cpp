// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/identity/world.hpp"
#include "core/storage/check/people.hpp"
#include "core/storage/check/rules.hpp"
#include "core/storage/codes.hpp"

namespace kith::storage::check {
namespace {

// What evidence keeps, so that it does not grow with how often somebody was seen.
constexpr int kNewestOfPair = 10;

constexpr std::string_view kEntries = R"(
SELECT entry.home, entry.identifier_id, identifier.type, identifier.value, entry.role
FROM {rows home bigint} CROSS JOIN profile_identifier AS entry CROSS JOIN identifier
WHERE entry.home = given.home AND identifier.id = entry.identifier_id)";

// An index that tells who lists it holds either those whom it identifies or the others.
Rules holders() {
    return {"identifier",
            "id",
            {{keyText({"id"}),
              "FROM identifier t WHERE t.id > :after AND t.id <= :upto AND (SELECT count(*)"
              " FROM profile_identifier e WHERE e.identifier_id = t.id AND e.role = 0) > 1",
              "identifies more than one profile"},
             {keyText({"id"}),
              "FROM identifier t WHERE t.id > :after AND t.id <= :upto"
              " AND NOT EXISTS (SELECT 1 FROM profile_identifier e"
              " WHERE e.identifier_id = t.id AND e.role = 0)"
              " AND NOT EXISTS (SELECT 1 FROM profile_identifier e"
              " WHERE e.identifier_id = t.id AND e.role <> 0)"
              " AND NOT EXISTS (SELECT 1 FROM removed_identifier e WHERE e.identifier_id = t.id)"
              " AND NOT EXISTS (SELECT 1 FROM named_identifier e WHERE e.identifier_id = t.id)",
              "is listed and named by nobody, and so no erasure would find it"}}};
}

Rules entries() {
    return {"profile_identifier",
            "home",
            {{keyText({"home", "identifier_id"}),
              "FROM profile_identifier t WHERE t.home > :after AND t.home <= :upto"
              " AND t.role NOT IN (0, 1, 2)",
              "role is none"},
             {keyText({"home", "identifier_id"}),
              "FROM profile_identifier t WHERE t.home > :after AND t.home <= :upto"
              " AND (t.claim_at IS NULL) <> (t.claim_observation_id IS NULL)",
              "has one of a claim's time and observation without the other"},
             {keyText({"home", "identifier_id"}),
              "FROM profile_identifier t WHERE t.home > :after AND t.home <= :upto"
              " AND t.first_seen > t.last_seen",
              "was last seen before it was first seen"}}};
}

/// What an attested observation carried is listed by somebody, or was by somebody who was deleted, or was let
/// go of, or was refused under its home.
Rule droppedRule(const std::string& column) {
    return {keyText({"identifier_a", "identifier_b", "observation_id"}),
            "FROM evidence t CROSS JOIN observation o CROSS JOIN identifier i"
            " WHERE t.identifier_a > :after AND t.identifier_a <= :upto AND t.attested = 1"
            " AND o.id = t.observation_id AND i.id = t." +
                column + " AND i.released_at IS NULL AND NOT " + isErased("o.home") +
                " AND NOT EXISTS (SELECT 1 FROM removed_identifier e WHERE e.identifier_id = i.id)"
                " AND NOT EXISTS (SELECT 1 FROM profile_identifier e"
                " WHERE e.identifier_id = i.id AND e.role = 0)"
                " AND NOT EXISTS (SELECT 1 FROM profile_identifier e"
                " WHERE e.identifier_id = i.id AND e.role <> 0)"
                " AND NOT EXISTS (SELECT 1 FROM refusal r WHERE r.home = o.home"
                " AND r.identifier_type = i.type AND r.identifier_value = i.value)",
            column + " is listed by nobody, and nothing says why"};
}

/// What was detached is not carried by what was seen before. Servers may tell times a little apart, so what
/// arrived within five minutes may have been first.
Rule releasedRule(const std::string& column) {
    return {keyText({"identifier_a", "identifier_b", "observation_id"}),
            "FROM evidence t CROSS JOIN observation o CROSS JOIN identifier i"
            " WHERE t.identifier_a > :after AND t.identifier_a <= :upto AND t.attested = 1"
            " AND o.id = t.observation_id AND i.id = t." +
                column + " AND i.released_at >= o.observed_at AND o.received_at > i.released_at + 300000",
            column + " was detached after the observation that carries it was made, and before it came"};
}

Rules dropped() {
    return {"evidence",
            "identifier_a",
            {droppedRule("identifier_a"),
             droppedRule("identifier_b"),
             releasedRule("identifier_a"),
             releasedRule("identifier_b"),
             {keyText({"identifier_a", "identifier_b", "observation_id"}),
              "FROM evidence t WHERE t.identifier_a > :after AND t.identifier_a <= :upto"
              " AND t.identifier_a >= t.identifier_b",
              "the pair is not in order"},
             {keyText({"identifier_a", "identifier_b"}),
              "FROM (SELECT identifier_a, identifier_b FROM evidence"
              " WHERE identifier_a > :after AND identifier_a <= :upto"
              " GROUP BY identifier_a, identifier_b, attested HAVING count(*) > " +
                  std::to_string(kNewestOfPair) + ") t",
              "more is kept of the pair than the newest " + std::to_string(kNewestOfPair) + " of a grade"}}};
}

/// The unique types of which it is identified by several values.
std::set<std::string_view> repeatedUnique(const identity::Component& component) {
    std::map<const model::IdentifierRule*, base::IdentifierId> values;
    std::set<std::string_view> repeated;
    for (const auto& entry : component.entries) {
        const bool isUnique = entry.rule != nullptr && entry.rule->cls == model::IdentifierClass::Unique;
        if (!isUnique || entry.role != model::Role::Identifying) continue;
        const auto [value, isFirst] = values.try_emplace(entry.rule, entry.identifier);
        if (!isFirst && value->second != entry.identifier) repeated.insert(entry.rule->type);
    }
    return repeated;
}

/// Of a unique type it is always 1, and so told apart.
bool isOverLimit(const identity::Component& component) {
    std::map<const model::IdentifierRule*, std::uint32_t> values;
    return std::ranges::any_of(component.entries, [&](const identity::Entry& entry) {
        if (entry.rule == nullptr || entry.rule->cls == model::IdentifierClass::Unique) return false;
        return entry.role == model::Role::Identifying && ++values[entry.rule] > entry.rule->limit;
    });
}

std::size_t identifiersOf(const identity::Component& component) {
    std::unordered_set<base::IdentifierId> ids;
    for (const auto& entry : component.entries) ids.insert(entry.identifier);
    return ids.size();
}

/// Adds the people with what they list to a world, as it stands: no claim has expired there.
void load(const Checking& checking, People& people, identity::World& world) {
    std::unordered_set<base::IdentifierId> known;
    std::vector<std::vector<identity::Entry>> entries(people.all.size());
    auto lookup =
        checking.session.lookup<base::ProfileId, base::IdentifierId, std::string, std::string, model::Role>(
            kEntries, [&](base::ProfileId home, base::IdentifierId id, std::string type, std::string value,
                          model::Role role) {
                if (known.insert(id).second)
                    world.addIdentifier({.id = id, .identifier = {std::move(type), std::move(value)}});
                auto& entry = entries[people.byHome.at(home)].emplace_back();
                entry.identifier = id;
                entry.home = home;
                entry.role = role;
            });
    for (const auto& [home, person] : people.byHome) lookup.add(home);
    lookup.run();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        identity::Component component;
        component.live = people.all[i].live;
        for (const auto home : people.all[i].homes) component.homes.push_back({home, nullptr});
        component.entries = std::move(entries[i]);
        world.addComponent(std::move(component));
    }
}

/// What is said of a flag that differs, and what while a server's maintenance has still to come there.
struct FlagSentences {
    std::string_view wrong;
    std::string_view waits;
};
constexpr FlagSentences kKnown{
    "known is not what its identifiers say",
    "known is not yet what its identifiers say, which a server's maintenance puts right"};
constexpr FlagSentences kListed{
    "listed is not what its identifiers say",
    "listed is not yet what its identifiers say, which a server's maintenance puts right"};

/// Whether a server's maintenance has still to look at them since the classes changed.
bool awaitsMaintenance(const Checking& checking, const Person& person) {
    const auto& walk = checking.classes.walk;
    return !checking.classes.areOf(checking.rules) || (walk && std::ranges::max(person.homes) > walk->after);
}

void checkFlags(const Checking& checking, const Person& person, const identity::Component& listed) {
    if (listed.hasUnknownType()) return;
    const auto check = [&](bool isRight, const FlagSentences& flag) {
        if (isRight) return;
        const bool waits = awaitsMaintenance(checking, person);
        checking.findings.add("profile", "id=" + std::to_string(person.live.value),
                              waits ? flag.waits : flag.wrong, waits ? Weight::Remark : Weight::Violation);
    };
    check(listed.known == person.known, kKnown);
    check(listed.listed == person.listed, kListed);
}

/// What stands beside a live profile is what the resolver makes of its identifiers.
void checkListed(const Checking& checking, People& people) {
    identity::World world(checking.rules);
    load(checking, people, world);
    for (const auto& person : people.all) {
        const auto& listed = *world.component(person.live);
        const auto key = "id=" + std::to_string(person.live.value);
        const auto find = [&](std::string_view sentence, Weight weight = Weight::Violation) {
            checking.findings.add("profile", key, sentence, weight);
        };
        const auto repeated = repeatedUnique(listed);
        const bool mayRepeat =
            std::ranges::all_of(repeated, [&](auto type) { return checking.classes.wasNotUnique(type); });
        if (!mayRepeat)
            find("is identified by two values of a unique type");
        else if (!repeated.empty())
            find("is identified by two values of a type that was not always unique", Weight::Remark);
        if (isOverLimit(listed))
            find("is identified by more values of a type than its limit, which may have been higher then",
                 Weight::Remark);
        if (identifiersOf(listed) > checking.caps.maxIdentifiers)
            find("lists more identifiers than the cap, which may have been higher then", Weight::Remark);
        checkFlags(checking, person, listed);
    }
}

}  // namespace

void checkIdentifiers(const Checking& checking) {
    checkRules(checking, holders());
    checkRules(checking, entries());
    checkRules(checking, dropped());
    eachPeople(checking, [&](People& people) { checkListed(checking, people); });
}

}  // namespace kith::storage::check
