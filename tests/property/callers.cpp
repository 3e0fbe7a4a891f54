// SPDX-License-Identifier: Apache-2.0
#include "tests/property/callers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace kith::test {
namespace {

constexpr std::int64_t kKeysOfEach = 10;

void rename(Item::Ref& ref, const std::string& tag) {
    auto& [type, value] = ref;
    if (value.empty()) return;
    if (type == "email" || type == "external_id") {
        value.insert(0, tag);
    } else if (type == "telegram") {
        value += tag.front();
    } else {
        // What is left of a phone number's country and operator, and of 32 hexadecimal digits.
        value[std::min<std::size_t>(5, value.size() - 1)] = tag.front();
    }
}

}  // namespace

std::vector<Item> ofCaller(const std::vector<Item>& history, std::size_t caller) {
    const auto tag = std::to_string(caller + 1) + '-';
    auto own = history;
    for (auto& item : own) {
        item.key += kKeysOfEach * static_cast<std::int64_t>(caller);
        for (auto& ref : item.identifiers) rename(ref, tag);
        for (auto& each : item.endpoints) rename(each.ref, tag);
        if (item.identity) rename(*item.identity, tag);
        if (item.decision) rename(item.decision->ref, tag);
        for (auto& each : item.activities) {
            if (!each.id.empty()) each.id.insert(0, tag);
            if (each.endpoint) rename(*each.endpoint, tag);
        }
    }
    return own;
}

void JoinedPicture::add(const Picture& picture, const std::vector<base::ProfileId>& made) {
    const auto numberOf = [&](int own) {
        const auto found = std::ranges::lower_bound(all_, made.at(static_cast<std::size_t>(own) - 1));
        return static_cast<int>(found - all_.begin()) + 1;
    };
    for (const auto& [own, live] : picture.pointers) joined_.pointers[numberOf(own)] = numberOf(live);
    for (const auto& [own, person] : picture.people) {
        auto& joined = joined_.people[numberOf(own)] = person;
        joined.number = numberOf(own);
        joined.entries.clear();
        for (const auto& [key, text] : person.entries) {
            const auto home = key.rfind(' ') + 1;
            joined.entries[key.substr(0, home) + std::to_string(numberOf(std::stoi(key.substr(home))))] =
                text;
        }
    }
    joined_.endpoints.insert(picture.endpoints.begin(), picture.endpoints.end());
    for (const auto& refusal : picture.refusals) {
        const auto colon = refusal.find(':');
        joined_.refusals.insert(std::to_string(numberOf(std::stoi(refusal.substr(0, colon)))) +
                                refusal.substr(colon));
    }
}

}  // namespace kith::test
