// SPDX-License-Identifier: Apache-2.0
#include "core/app/catalogue_diff.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <string_view>

#include "core/app/open_database.hpp"

namespace kith::app {
namespace {

using catalogue::Change;

bool isAddedByCore(const Change& change) {
    const auto core = '"' + std::string(storage::kManagers.of(storage::ManagedBy::Core)) + '"';
    return change.kind == Change::Kind::Added &&
           std::ranges::any_of(change.members, [&](const Change::Member& member) {
               return member.name == "managed_by" && member.after == core;
           });
}

void sayAddedByCore(std::ostream& out, const std::vector<Change>& changes) {
    std::map<std::string_view, std::string> keys;
    for (const auto& change : changes) {
        if (!isAddedByCore(change)) continue;
        auto& named = keys[change.what];
        named += (named.empty() ? "" : ", ") + change.key;
    }
    for (const auto& [what, named] : keys)
        out << "added " << what << "s that every deployment has: " << named << '\n';
}

}  // namespace

StoredState storedCatalogue(const storage::DatabaseSettings& settings) {
    const auto address = storage::parseDatabaseUrl(settings.url);
    if (address.engine == storage::Engine::Sqlite && !std::filesystem::exists(address.path))
        return {{}, "there is no database file " + address.path};
    auto database = openDatabase(settings, IfMissing::Refuse);
    return database.read([](storage::Session& session) {
        StoredState state;
        if (storage::hasCatalogue(session)) {
            state.stored.catalogue = storage::readCatalogue(session);
            state.stored.values = storage::readValuesWithoutField(session);
        } else {
            state.missing = "the database has no fields and categories yet";
        }
        if (storage::hasSegments(session)) state.stored.segments = storage::readSegments(session);
        return state;
    });
}

void sayChanges(std::ostream& out, const std::vector<catalogue::Change>& changes) {
    if (changes.empty()) out << "nothing to change\n";
    sayAddedByCore(out, changes);
    for (const auto& change : changes) {
        if (isAddedByCore(change)) continue;
        out << catalogue::changeName(change.kind) << ' ' << change.what << ' ' << change.key << '\n';
        for (const auto& member : change.members) {
            out << "    " << member.name << ": ";
            if (!member.before.empty()) out << member.before << " -> ";
            out << member.after << '\n';
        }
    }
}

}  // namespace kith::app
