// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "tests/support/history_generator.hpp"

namespace kith::test {
namespace {

bool moves(const Item::Ref& ref) {
    return ref.first == "cookie" || ref.first == "device_id";
}

/// Values that belong together, by any chain.
class Groups {
public:
    Item::Ref rootOf(const Item::Ref& ref) {
        const auto parent = parents_.try_emplace(ref, ref).first->second;
        if (parent == ref) return ref;
        return parents_[ref] = rootOf(parent);
    }
    void join(const Item::Ref& a, const Item::Ref& b) {
        const auto root = rootOf(a);
        parents_[root] = rootOf(b);
    }
    std::vector<Item::Ref> all() const {
        std::vector<Item::Ref> refs;
        for (const auto& [ref, parent] : parents_) refs.push_back(ref);
        return refs;
    }

private:
    std::map<Item::Ref, Item::Ref> parents_;
};

/// Unique and linking values that observations carried together: the people, in whatever order they came.
Groups peopleOf(const std::vector<Item>& items) {
    Groups people;
    for (const auto& item : items) {
        const Item::Ref* first = nullptr;
        for (const auto& ref : item.identifiers) {
            if (moves(ref)) continue;
            people.join(ref, first != nullptr ? *first : ref);
            first = &ref;
        }
    }
    return people;
}

Groups everythingOf(const std::vector<Item>& items) {
    Groups groups;
    for (const auto& item : items) {
        for (const auto& ref : item.identifiers) groups.join(ref, item.identifiers.front());
    }
    return groups;
}

/// A merge is only ever refused if in the end one person would have too many values of a type.
bool mayRefuse(const std::vector<Item>& items) {
    static const std::map<std::string, std::size_t> limits{
        {"external_id", 1}, {"email", 5}, {"phone", 5}, {"telegram", 3}};
    Groups people = peopleOf(items);
    std::map<std::pair<Item::Ref, std::string>, std::size_t> counts;
    for (const auto& ref : people.all()) {
        if (++counts[{people.rootOf(ref), ref.first}] > limits.at(ref.first)) return true;
    }
    return false;
}

bool connectsPeople(const std::vector<Item>& items) {
    Groups people = peopleOf(items);
    Groups everything = everythingOf(items);
    std::map<Item::Ref, std::set<Item::Ref>> peopleIn;
    for (const auto& ref : people.all()) peopleIn[everything.rootOf(ref)].insert(people.rootOf(ref));
    return std::any_of(peopleIn.begin(), peopleIn.end(),
                       [](const auto& each) { return each.second.size() > 1; });
}

/// Leaves activities with the first group of identifiers that carries them.
void dropForeignActivities(std::vector<Item>& items) {
    Groups everything = everythingOf(items);
    std::map<std::pair<std::string, std::string>, Item::Ref> owners;
    for (auto& item : items) {
        const auto group = everything.rootOf(item.identifiers.front());
        std::erase_if(item.activities, [&](const Item::Activity& activity) {
            if (activity.id.empty()) return false;
            return owners.try_emplace({activity.channel, activity.id}, group).first->second != group;
        });
    }
}

}  // namespace

std::vector<Item> keepSafe(const std::vector<Item>& history, bool bridges) {
    std::vector<Item> kept;
    for (const auto& item : history) {
        kept.push_back(item);
        if (mayRefuse(kept) || (!bridges && connectsPeople(kept))) kept.pop_back();
    }
    dropForeignActivities(kept);
    return kept;
}

}  // namespace kith::test
