// SPDX-License-Identifier: Apache-2.0
#include "core/app/catalogue_diff.hpp"

#include <filesystem>
#include <ostream>

#include "core/app/open_database.hpp"

namespace kith::app {

catalogue::Stored storedCatalogue(const storage::DatabaseSettings& settings) {
    const auto address = storage::parseDatabaseUrl(settings.url);
    if (address.engine == storage::Engine::Sqlite && !std::filesystem::exists(address.path)) return {};
    auto database = openDatabase(settings, IfMissing::Refuse);
    return database.read([](storage::Session& session) {
        catalogue::Stored stored;
        if (storage::hasCatalogue(session)) stored.catalogue = storage::readCatalogue(session);
        if (storage::hasSegments(session)) stored.segments = storage::readSegments(session);
        return stored;
    });
}

void sayChanges(std::ostream& out, const std::vector<catalogue::Change>& changes) {
    if (changes.empty()) out << "nothing to change\n";
    for (const auto& change : changes) {
        out << catalogue::changeName(change.kind) << ' ' << change.what << ' ' << change.key << '\n';
        for (const auto& member : change.members) {
            out << "    " << member.name << ": ";
            if (!member.before.empty()) out << member.before << " -> ";
            out << member.after << '\n';
        }
    }
}

}  // namespace kith::app
