// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/item_observation.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/store_picture.hpp"

namespace kith::test {

using Refs = std::vector<Item::Ref>;

inline const Item::Ref kAnn{"email", "ann@example.com"};
inline const Item::Ref kBob{"email", "bob@example.com"};
inline const Item::Ref kCookie{"cookie", "c1"};
inline const Item::Ref kCookie2{"cookie", "c2"};

inline Item::Ref email(std::string value) {
    return {"email", std::move(value)};
}
inline Item::Ref externalId(std::string value) {
    return {"external_id", std::move(value)};
}

inline Item attested(Refs identifiers, std::int64_t at = 0) {
    Item item;
    item.identifiers = std::move(identifiers);
    item.at = at;
    return item;
}

inline Item claimed(Refs identifiers, std::int64_t at = 0) {
    Item item = attested(std::move(identifiers), at);
    item.attested = false;
    return item;
}

/// A deployment of which a test says what it sees, one observation per group unless it says otherwise.
class Scene {
public:
    explicit Scene(identity::Caps caps = {}, const model::IdentifierRules& rules = defaultRules())
        : rules_(rules), store(rules, ids, caps) {}

    model::Outcome see(const Item& item) { return see(toObservation(item, rules_, ids)); }
    model::Outcome see(model::Observation observation) {
        return store.write({&observation, 1}, clock.now()).front();
    }
    std::vector<model::Outcome> seeTogether(const std::vector<Item>& items) {
        std::vector<model::Observation> group;
        for (const auto& item : items) group.push_back(toObservation(item, rules_, ids));
        return store.write(group, clock.now());
    }
    /// An edit of the profile by its id or one of its homes.
    model::Observation edit(base::ProfileId profile, Item item = {}) {
        auto observation = toObservation(item, rules_, ids);
        observation.address = model::Address{profile, std::nullopt};
        observation.dateAfterReplaced = true;
        return observation;
    }

    model::Outcome detach(base::ProfileId profile, const Item::Ref& ref, std::int64_t at) {
        auto observation = toObservation(attested({}, at), rules_, ids);
        observation.command = model::DetachCommand{{profile, {}}, {ref.first, ref.second}};
        return see(std::move(observation));
    }

    Picture picture() { return pictureOf(store, clock.now()); }
    /// The live profile identified by it; zero if there is none.
    base::ProfileId holder(const Item::Ref& ref) {
        const auto id = store.identifiers.find({ref.first, ref.second});
        if (id == store.identifiers.end()) return {};
        for (const auto& [key, entry] : store.entries) {
            if (key.first == id->second && entry.role == model::Role::Identifying) {
                return store.liveOf(key.second);
            }
        }
        return {};
    }
    /// The role under which a profile lists it: the strongest over its homes; empty if it doesn't.
    std::string role(const Item::Ref& ref, base::ProfileId profile) {
        const auto id = store.identifiers.find({ref.first, ref.second});
        if (id == store.identifiers.end()) return {};
        std::optional<model::Role> strongest;
        for (const auto& [key, entry] : store.entries) {
            if (key.first != id->second || store.liveOf(key.second) != store.liveOf(profile)) continue;
            if (!strongest || entry.role < *strongest) strongest = entry.role;
        }
        return strongest ? std::string(model::roleName(*strongest)) : std::string();
    }
    const identity::Entry& entry(const Item::Ref& ref, base::ProfileId home) {
        return store.entries.at({store.identifiers.at({ref.first, ref.second}), home});
    }
    Person person(base::ProfileId profile) {
        const auto picture = this->picture();
        int number = 0;
        for (const auto& [id, row] : store.profiles) {
            ++number;
            if (id == store.liveOf(profile)) return picture.people.at(number);
        }
        return {};
    }
    std::string state(const Item::Ref& ref) {
        const std::string text = picture().endpoints.at(ref.first + ":" + ref.second);
        return text.substr(0, text.find(';'));
    }

    ManualClock clock{kHistoryStart};
    base::IdGenerator ids{clock, 0};

private:
    const model::IdentifierRules& rules_;

public:
    MemoryStore store;
};

/// `limit email:a`, one per refusal.
inline std::vector<std::string> refusalsOf(const model::Outcome& outcome) {
    std::vector<std::string> texts;
    for (const auto& refusal : outcome.refused) {
        texts.push_back(std::string(model::refusalCodeName(refusal.code)) + " " + nameOf(refusal.identifier));
    }
    return texts;
}

inline std::string violationOf(const model::Outcome& outcome) {
    return outcome.problem && !outcome.problem->violations().empty()
               ? outcome.problem->violations().front().code
               : std::string();
}

}  // namespace kith::test
