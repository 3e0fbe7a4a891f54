// SPDX-License-Identifier: Apache-2.0
#include "core/identity/addressed.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"

namespace kith::identity {
namespace {

using base::Error;
using base::ErrorCode;

constexpr const char* kMoved = "A profile has changed since the version that you name.";

bool hasMoved(const Component& component, const model::Address& address) {
    return address.expectedVersion && *address.expectedVersion != component.version;
}

[[noreturn]] void throwDeleted(const Component& component) {
    const auto id = component.live.text();
    throw Error(ErrorCode::Gone,
                "The profile " + id + " was deleted at " + base::formatRfc3339(component.removedAt) +
                    "; it has to be restored first, by `POST /v1/profiles/" + id + "/restore`.",
                {{"", "deleted", "the profile was deleted and can be restored", id}});
}

}  // namespace

void requireVersion(const Component& component, const model::Address& address) {
    if (hasMoved(component, address)) throw Error(ErrorCode::PreconditionFailed, kMoved);
}

void requireVersions(std::span<const NamedSide> sides) {
    std::vector<base::Violation> moved;
    for (std::size_t i = 0; i < sides.size(); ++i) {
        const auto& [component, address] = sides[i];
        if (!hasMoved(*component, *address)) continue;
        moved.push_back({"/profiles/" + std::to_string(i) + "/version", "version_moved",
                         "the profile is at version " + std::to_string(component->version) + " by now",
                         component->live.text()});
    }
    if (!moved.empty()) throw Error(ErrorCode::PreconditionFailed, kMoved, std::move(moved));
}

Component& anyComponentOf(World& world, base::ProfileId home) {
    Component* component = world.component(home);
    if (component == nullptr) throw Error(ErrorCode::NotFound, "There is no such profile.");
    if (component->life == Life::Erased) throw Error(ErrorCode::Gone, "The profile was erased.");
    return *component;
}

Component& componentOf(World& world, base::ProfileId home) {
    Component& component = anyComponentOf(world, home);
    if (component.life == Life::Deleted) throwDeleted(component);
    return component;
}

Component& componentOf(World& world, const model::Address& address) {
    Component& component = componentOf(world, address.home);
    requireVersion(component, address);
    return component;
}

}  // namespace kith::identity
