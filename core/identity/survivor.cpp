// SPDX-License-Identifier: Apache-2.0
#include "core/identity/survivor.hpp"

#include <algorithm>
#include <tuple>

namespace kith::identity {
namespace {

bool hasUnique(const Component& component) {
    return std::any_of(component.entries.begin(), component.entries.end(), [](const Entry& entry) {
        return entry.role == model::Role::Identifying && entry.rule != nullptr &&
               entry.rule->cls == model::IdentifierClass::Unique;
    });
}

}  // namespace

bool survives(const Component& a, const Component& b) {
    const auto rank = [](const Component& c) {
        const model::Origin* earliest = c.earliest();
        return std::tuple{!hasUnique(c), !c.known,
                          earliest != nullptr ? earliest->observedAt : base::Time::max(), c.live};
    };
    return rank(a) < rank(b);
}

}  // namespace kith::identity
