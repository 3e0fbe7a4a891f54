// SPDX-License-Identifier: Apache-2.0
#include "core/storage/catalogue_store.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/codes.hpp"

namespace kith::storage {
namespace {

using Json = nlohmann::json;
using OptionalTime = std::optional<base::Time>;

constexpr std::string_view kFields = R"(
SELECT f.key, f.names, f.archived_at, f.managed_by, f.version, f.created_at, f.updated_at, f.group_key, f.type,
       f.options, f.display_default, f.is_personal, f.is_indexed, f.merge_rule,
       CASE WHEN u.field IS NULL THEN 0 ELSE 1 END
FROM field AS f LEFT JOIN field_in_use AS u ON u.field = f.key)";

constexpr std::string_view kGroups = R"(
SELECT key, names, archived_at, managed_by, version, created_at, updated_at, place FROM field_group)";

constexpr std::string_view kCategories = R"(
SELECT key, names, archived_at, managed_by, version, created_at, updated_at, descriptions, subscribed_by_default,
       is_public, channels
FROM category)";

constexpr std::string_view kPutField = R"(
INSERT INTO field (key, names, group_key, type, options, display_default, is_personal, is_indexed, merge_rule,
                   archived_at, managed_by, version, created_at, updated_at)
VALUES (:key, :names, :group_key, :type, :options, :display_default, :is_personal, :is_indexed, :merge_rule,
        :archived_at, :managed_by, :version, :created_at, :updated_at)
ON CONFLICT (key) DO UPDATE
SET names = excluded.names, group_key = excluded.group_key, type = excluded.type, options = excluded.options,
    display_default = excluded.display_default, is_personal = excluded.is_personal,
    is_indexed = excluded.is_indexed, merge_rule = excluded.merge_rule, archived_at = excluded.archived_at,
    managed_by = excluded.managed_by, version = excluded.version, updated_at = excluded.updated_at)";

constexpr std::string_view kPutGroup = R"(
INSERT INTO field_group (key, names, place, archived_at, managed_by, version, created_at, updated_at)
VALUES (:key, :names, :place, :archived_at, :managed_by, :version, :created_at, :updated_at)
ON CONFLICT (key) DO UPDATE
SET names = excluded.names, place = excluded.place, archived_at = excluded.archived_at,
    managed_by = excluded.managed_by, version = excluded.version, updated_at = excluded.updated_at)";

constexpr std::string_view kPutCategory = R"(
INSERT INTO category (key, names, descriptions, subscribed_by_default, is_public, channels, archived_at, managed_by,
                      version, created_at, updated_at)
VALUES (:key, :names, :descriptions, :subscribed_by_default, :is_public, :channels, :archived_at, :managed_by,
        :version, :created_at, :updated_at)
ON CONFLICT (key) DO UPDATE
SET names = excluded.names, descriptions = excluded.descriptions,
    subscribed_by_default = excluded.subscribed_by_default, is_public = excluded.is_public,
    channels = excluded.channels, archived_at = excluded.archived_at, managed_by = excluded.managed_by,
    version = excluded.version, updated_at = excluded.updated_at)";

constexpr std::string_view kOfGroup = R"(
SELECT key FROM field WHERE group_key = :group_key AND archived_at IS NULL ORDER BY key LIMIT :most)";

template <class Value>
Value parsed(const std::string& text) {
    const auto json = Json::parse(text, nullptr, false);
    try {
        return json.get<Value>();
    } catch (const Json::exception&) {
        throw base::Error(base::ErrorCode::Storage, "A stored entry of the catalogue can't be read.");
    }
}

/// Calls `take(entry, columns...)` for each row of a statement whose first columns are those of every entry.
template <class Entry, class... Columns, class Take, class... Values>
void eachEntry(Session& session, const std::string& sql, Take take, Values... values) {
    session.each<std::string, std::string, OptionalTime, ManagedBy, std::int64_t, base::Time, base::Time,
                 Columns...>(
        sql,
        [&](const std::string& key, const std::string& names, OptionalTime archived, ManagedBy managed,
            std::int64_t version, base::Time created, base::Time updated, Columns... columns) {
            Entry entry;
            entry.key = key;
            entry.names = parsed<model::Texts>(names);
            entry.archivedAt = archived;
            entry.managedBy = managed;
            entry.version = version;
            entry.createdAt = created;
            entry.updatedAt = updated;
            take(std::move(entry), std::move(columns)...);
        },
        values...);
}

// One function per kind reads its rows, whichever of them `where` leaves.
template <class... Values>
std::vector<StoredField> entries(const StoredField* /*kind*/, Session& session, const std::string& where,
                                 Values... values) {
    std::vector<StoredField> all;
    eachEntry<StoredField, std::string, std::string, std::string, std::optional<std::string>, bool, bool,
              model::MergeRule, bool>(
        session, std::string(kFields) + where,
        [&](StoredField field, std::string group, std::string type, std::string options,
            std::optional<std::string> display, bool personal, bool indexed, model::MergeRule rule,
            bool inUse) {
            field.group = std::move(group);
            field.type = std::move(type);
            field.options = std::move(options);
            field.displayDefault = std::move(display);
            field.personal = personal;
            field.indexed = indexed;
            field.mergeRule = rule;
            field.inUse = inUse;
            all.push_back(std::move(field));
        },
        values...);
    return all;
}

template <class... Values>
std::vector<StoredGroup> entries(const StoredGroup* /*kind*/, Session& session, const std::string& where,
                                 Values... values) {
    std::vector<StoredGroup> all;
    eachEntry<StoredGroup, std::int64_t>(
        session, std::string(kGroups) + where,
        [&](StoredGroup group, std::int64_t place) {
            group.place = place;
            all.push_back(std::move(group));
        },
        values...);
    return all;
}

template <class... Values>
std::vector<StoredCategory> entries(const StoredCategory* /*kind*/, Session& session,
                                    const std::string& where, Values... values) {
    std::vector<StoredCategory> all;
    eachEntry<StoredCategory, std::string, std::optional<bool>, bool, std::string>(
        session, std::string(kCategories) + where,
        [&](StoredCategory category, const std::string& descriptions, std::optional<bool> subscribed,
            bool isPublic, const std::string& channels) {
            category.descriptions = parsed<model::Texts>(descriptions);
            category.subscribedByDefault = subscribed;
            category.isPublic = isPublic;
            for (auto& channel : parsed<std::vector<std::string>>(channels))
                category.channels.insert(std::move(channel));
            all.push_back(std::move(category));
        },
        values...);
    return all;
}

std::string text(const model::Texts& texts) {
    return Json(texts).dump();
}

template <class Entry>
constexpr std::string_view kTable = {};
template <>
constexpr std::string_view kTable<StoredField> = "field";
template <>
constexpr std::string_view kTable<StoredGroup> = "field_group";
template <>
constexpr std::string_view kTable<StoredCategory> = "category";

}  // namespace

bool hasCatalogue(Session& session) {
    bool found = false;
    session.each<std::string>(session.dialect().listObjects(),
                              [&](const std::string& name) { found = found || name == "catalogue"; });
    return found;
}

std::int64_t catalogueVersion(Session& session) {
    return std::get<0>(session.first<std::int64_t>("SELECT version FROM catalogue").value());
}

StoredCatalogue readCatalogue(Session& session) {
    // The version first: what is changed meanwhile may be in here, and is read once more.
    StoredCatalogue all;
    all.version = catalogueVersion(session);
    all.fields = readEntries<StoredField>(session);
    all.groups = readEntries<StoredGroup>(session);
    all.categories = readEntries<StoredCategory>(session);
    return all;
}

std::int64_t lockCatalogue(Session& session) {
    session.execute("UPDATE catalogue SET version = version + 1");
    return catalogueVersion(session);
}

template <class Entry>
std::vector<Entry> readEntries(Session& session) {
    return entries(static_cast<const Entry*>(nullptr), session, " ORDER BY key");
}

template <class Entry>
std::optional<Entry> findEntry(Session& session, std::string_view key) {
    auto found = entries(static_cast<const Entry*>(nullptr), session, " WHERE key = :key", key);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

template <class Entry>
std::size_t countEntries(Session& session) {
    const auto sql = "SELECT count(*) FROM " + std::string(kTable<Entry>);
    return static_cast<std::size_t>(std::get<0>(session.first<std::int64_t>(sql).value()));
}

template std::vector<StoredField> readEntries(Session&);
template std::vector<StoredGroup> readEntries(Session&);
template std::vector<StoredCategory> readEntries(Session&);
template std::optional<StoredField> findEntry(Session&, std::string_view);
template std::optional<StoredGroup> findEntry(Session&, std::string_view);
template std::optional<StoredCategory> findEntry(Session&, std::string_view);
template std::size_t countEntries<StoredField>(Session&);
template std::size_t countEntries<StoredGroup>(Session&);
template std::size_t countEntries<StoredCategory>(Session&);

void putEntry(Session& session, const StoredField& field) {
    session.execute(kPutField, std::string_view{field.key}, text(field.names), std::string_view{field.group},
                    std::string_view{field.type}, std::string_view{field.options}, field.displayDefault,
                    field.personal, field.indexed, field.mergeRule, field.archivedAt, field.managedBy,
                    field.version, field.createdAt, field.updatedAt);
}

void putEntry(Session& session, const StoredGroup& group) {
    session.execute(kPutGroup, std::string_view{group.key}, text(group.names), group.place, group.archivedAt,
                    group.managedBy, group.version, group.createdAt, group.updatedAt);
}

void putEntry(Session& session, const StoredCategory& category) {
    session.execute(kPutCategory, std::string_view{category.key}, text(category.names),
                    text(category.descriptions), category.subscribedByDefault, category.isPublic,
                    Json(category.channels).dump(), category.archivedAt, category.managedBy, category.version,
                    category.createdAt, category.updatedAt);
}

std::size_t countFieldsOfApi(Session& session) {
    const auto count = session.first<std::int64_t>(
        "SELECT count(*) FROM field WHERE managed_by = :managed_by", ManagedBy::Api);
    return static_cast<std::size_t>(std::get<0>(count.value()));
}

std::vector<std::string> fieldsOfGroup(Session& session, std::string_view group, std::size_t most) {
    std::vector<std::string> keys;
    session.each<std::string>(
        kOfGroup, [&](std::string key) { keys.push_back(std::move(key)); }, group, most);
    return keys;
}

}  // namespace kith::storage
