// SPDX-License-Identifier: Apache-2.0
#include "core/api/person.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace kith::api {

model::Person personOf(const storage::ProfileView& profile) {
    model::Person person;
    person.id = profile.id;
    person.homes = profile.homes;
    person.identifiers.reserve(profile.identifiers.size());
    for (const auto& listed : profile.identifiers) {
        person.identifiers.push_back({listed.identifier, listed.given, listed.role});
    }
    return person;
}

Panels readPanels(const plugins::Registry& registry, storage::Session& session,
                  const storage::ProfileView& profile) {
    Panels panels;
    if (registry.channels().empty()) return panels;
    const auto person = personOf(profile);
    for (const auto& channel : registry.channels()) {
        auto shown = channel->panel(session.raw(), {&person, 1});
        session.settle();
        if (!shown.empty() && shown[0].is_object()) {
            panels.emplace_back(channel->info().name, std::move(shown[0]));
        }
    }
    return panels;
}

}  // namespace kith::api
