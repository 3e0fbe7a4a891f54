// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "tests/property/plain_model.hpp"

namespace kith::test {
namespace {

int strength(const std::string& role) {
    return role == "identifying" ? 0 : role == "shared" ? 1 : 2;
}

}  // namespace

const PlainRules& plainDefaults() {
    static const PlainRules rules{{{"external_id", 'u', 1},
                                   {"email", 'l', 5},
                                   {"phone", 'l', 5},
                                   {"telegram", 'l', 3},
                                   {"device_id", 'm', 20},
                                   {"cookie", 'm', 100}},
                                  1000,
                                  100};
    return rules;
}

const PlainType& PlainModel::typeOf(const Name& name) const {
    const std::string type = name.substr(0, name.find(':'));
    return *std::find_if(rules_.types.begin(), rules_.types.end(),
                         [&](const PlainType& each) { return each.name == type; });
}

std::vector<PlainModel::Entry*> PlainModel::entriesOf(int live) {
    std::vector<Entry*> found;
    for (auto& entry : entries_) {
        if (liveOf(entry.home) == live) found.push_back(&entry);
    }
    return found;
}

std::vector<const PlainModel::Entry*> PlainModel::entriesOf(int live) const {
    std::vector<const Entry*> found;
    for (const auto& entry : entries_) {
        if (liveOf(entry.home) == live) found.push_back(&entry);
    }
    return found;
}

const PlainModel::Entry* PlainModel::strongest(int live, const Name& name) const {
    const Entry* best = nullptr;
    for (const Entry* entry : entriesOf(live)) {
        if (entry->name != name) continue;
        const auto rank = [](const Entry* each) { return std::pair(strength(each->role), each->home); };
        if (best == nullptr || rank(entry) < rank(best)) best = entry;
    }
    return best;
}

PlainModel::Entry* PlainModel::strongest(int live, const Name& name) {
    return const_cast<Entry*>(std::as_const(*this).strongest(live, name));
}

int PlainModel::holderOf(const Name& name) const {
    for (const auto& entry : entries_) {
        if (entry.name == name && entry.role == "identifying") return liveOf(entry.home);
    }
    return 0;
}

int PlainModel::ownerOf(const Name& name) const {
    if (const int holder = holderOf(name)) return holder;
    std::set<int> sharing;
    for (const auto& entry : entries_) {
        if (entry.name == name && entry.role == "shared") sharing.insert(liveOf(entry.home));
    }
    return sharing.size() == 1 ? *sharing.begin() : 0;
}

bool PlainModel::isKnown(int live) const {
    const auto entries = entriesOf(live);
    return std::any_of(entries.begin(), entries.end(), [&](const Entry* entry) {
        return entry->role == "identifying" && !moves_(entry->name);
    });
}

bool PlainModel::hasUnique(int live) const {
    const auto entries = entriesOf(live);
    return std::any_of(entries.begin(), entries.end(), [&](const Entry* entry) {
        return entry->role == "identifying" && typeOf(entry->name).cls == 'u';
    });
}

std::size_t PlainModel::identifyingOf(int live, const std::string& type) const {
    std::set<Name> names;
    for (const Entry* entry : entriesOf(live)) {
        if (entry->role == "identifying" && typeOf(entry->name).name == type) names.insert(entry->name);
    }
    return names.size();
}

std::set<PlainModel::Name> PlainModel::namesOf(int live) const {
    std::set<Name> names;
    for (const Entry* entry : entriesOf(live)) names.insert(entry->name);
    return names;
}

std::int64_t PlainModel::createdAt(int live) const {
    std::int64_t earliest = std::numeric_limits<std::int64_t>::max();
    for (const auto& written : log_) {
        if (written.item.edits != 0) continue;
        if (liveOf(written.home) == live) earliest = std::min(earliest, written.item.at);
    }
    return earliest;
}

}  // namespace kith::test
