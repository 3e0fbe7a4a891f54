// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/definitions.hpp"
#include "core/model/names.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// Who may change an entry of the catalogue.
enum class ManagedBy {
    Api,
    Configuration,
    Core,  ///< What every deployment has. The API may give it other names.
};

inline constexpr model::Names<ManagedBy, 3> kManagers{{"api", "configuration", "core"}};

/// What all entries of the catalogue have.
struct CatalogueEntry {
    std::string key;
    model::Texts names;
    std::optional<base::Time> archivedAt;
    ManagedBy managedBy = ManagedBy::Api;
    std::int64_t version = 1;
    base::Time createdAt;
    base::Time updatedAt;
};

struct StoredField : CatalogueEntry {
    std::string group;  ///< Empty: none.
    std::string type;
    std::string options = "{}";                 ///< A JSON object, as it was given.
    std::optional<std::string> displayDefault;  ///< JSON.
    bool personal = false;
    bool indexed = true;
    model::MergeRule mergeRule = model::MergeRule::Latest;
    bool inUse = false;  ///< A value of it was written once. Only read.
};

struct StoredGroup : CatalogueEntry {
    std::int64_t place = 0;
};

struct StoredCategory : CatalogueEntry {
    model::Texts descriptions;
    std::optional<bool> subscribedByDefault;
    bool isPublic = true;
    std::set<std::string, std::less<>> channels;  ///< Empty: all of them.
};

struct StoredCatalogue {
    std::int64_t version = 0;
    std::vector<StoredField> fields;
    std::vector<StoredGroup> groups;
    std::vector<StoredCategory> categories;
};

/// Whether the database's tables hold a catalogue: they are not older than that.
[[nodiscard]] bool hasCatalogue(Session& session);

/// Another one whenever an entry was changed, or a field used for the first time.
[[nodiscard]] std::int64_t catalogueVersion(Session& session);
/// All entries, by key. The version is none that is newer than them.
[[nodiscard]] StoredCatalogue readCatalogue(Session& session);

/// For changes of entries, at the beginning of a transaction: waits for others that change some, and raises
/// the version, which it returns.
std::int64_t lockCatalogue(Session& session);

// One kind of entry, by its type: all of them by key, archived ones too; one of them; how many there are; and
// puts one in the place of the one with its key, or beside the others.
template <class Entry>
[[nodiscard]] std::vector<Entry> readEntries(Session& session);
template <class Entry>
[[nodiscard]] std::optional<Entry> findEntry(Session& session, std::string_view key);
template <class Entry>
[[nodiscard]] std::size_t countEntries(Session& session);
void putEntry(Session& session, const StoredField& field);
void putEntry(Session& session, const StoredGroup& group);
void putEntry(Session& session, const StoredCategory& category);

/// How many fields the API manages, archived ones too.
[[nodiscard]] std::size_t countFieldsOfApi(Session& session);
/// The keys of the fields in a group that are not archived, in order, at most `most`.
[[nodiscard]] std::vector<std::string> fieldsOfGroup(Session& session, std::string_view group,
                                                     std::size_t most);

}  // namespace kith::storage
