// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/editor.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/catalogue/entry_json.hpp"
#include "core/catalogue/entry_rules.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/segment/rows.hpp"

namespace kith::catalogue {
namespace {

using base::Error;
using base::ErrorCode;
using base::Violation;
using Json = nlohmann::json;
using storage::ManagedBy;
using storage::StoredCategory;
using storage::StoredField;
using storage::StoredGroup;

/// The type of fields that are made of what arrives.
constexpr const char* kText = "text";

template <class Entry>
struct Kind;
template <>
struct Kind<StoredField> {
    static constexpr const char* kName = "field";
    static constexpr std::size_t kMost = kMaxFields;
};
template <>
struct Kind<StoredGroup> {
    static constexpr const char* kName = "group of fields";
    static constexpr std::size_t kMost = kMaxGroups;
};
template <>
struct Kind<StoredCategory> {
    static constexpr const char* kName = "category";
    static constexpr std::size_t kMost = kMaxCategories;
};

[[noreturn]] void refuse(std::vector<Violation> violations) {
    auto detail = violations.front().detail;
    throw Error(ErrorCode::Conflict, std::move(detail), std::move(violations));
}

template <class Entry>
[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, std::string("There is no such ") + Kind<Entry>::kName + '.');
}

/// The group of a field that is shown has to be there.
std::vector<Violation> groupFaults(storage::Session& session, const StoredField& field) {
    if (field.group.empty() || field.archivedAt) return {};
    const auto group = storage::findEntry<StoredGroup>(session, field.group);
    if (!group) return {{"/group", "unknown_group", "there is no group '" + field.group + "'"}};
    if (group->archivedAt)
        return {{"/group", "archived_group", "the group '" + field.group + "' is archived"}};
    return {};
}

void requireOwn(const storage::CatalogueEntry& entry) {
    if (entry.managedBy != ManagedBy::Configuration) return;
    refuse({{"", "managed_by_configuration",
             "'" + entry.key + "' is listed in the configuration, and changed there"}});
}

/// Of what every deployment has only the names are anybody's to choose.
void requireOnlyNames(const storage::CatalogueEntry& entry, const Json& before, const Json& after) {
    if (entry.managedBy != ManagedBy::Core) return;
    std::vector<Violation> kept;
    for (const auto& [name, value] : after.items())
        if (name != "names" && before[name] != value)
            kept.push_back(
                {'/' + name, "built_in", "every deployment has '" + entry.key + "': only its names change"});
    if (!kept.empty()) refuse(std::move(kept));
}

/// With a segment of the configuration that can't name it any more no server would start again. `member`: of
/// the entry, which makes it so.
void requireUnnamed(storage::Session& session, std::string_view head, const std::string& key,
                    const std::string& member) {
    for (const auto& segment : storage::readSegments(session)) {
        if (segment.managedBy != ManagedBy::Configuration || !segment.condition) continue;
        const auto named = model::namedIn(Json::parse(*segment.condition), head);
        if (std::ranges::find(named, key, &model::NamedPlace::key) != named.end())
            refuse({{member, "named_by_segment",
                     "the segment '" + segment.key + "' of the configuration names '" + key +
                         "': change the segment there first"}});
    }
}

void requireChangeable(storage::Session& session, const StoredField& before, const StoredField& after,
                       const plugins::Registry& registry) {
    if (auto conflicts = conflictsOf(before, after, registry); !conflicts.empty())
        refuse(std::move(conflicts));
    if (after.archivedAt && !before.archivedAt) requireUnnamed(session, "field", after.key, "/archived");
    if (!after.indexed && before.indexed) requireUnnamed(session, "field", after.key, "/indexed");
}

void requireChangeable(storage::Session& session, const StoredGroup& before, const StoredGroup& after,
                       const plugins::Registry& /*registry*/) {
    if (!after.archivedAt || before.archivedAt) return;
    const auto fields = storage::fieldsOfGroup(session, before.key, 1);
    if (fields.empty()) return;
    refuse({{"/archived", "group_in_use",
             "the group still has fields, as '" + fields.front() + "': give them another one first"}});
}

void requireChangeable(storage::Session& session, const StoredCategory& before, const StoredCategory& after,
                       const plugins::Registry& /*registry*/) {
    if (after.archivedAt && !before.archivedAt)
        requireUnnamed(session, "subscription", after.key, "/archived");
}

void requireFitting(storage::Session& session, const StoredField& field, const plugins::Registry& registry) {
    auto misfits = misfitsOf(field, storage::readValuesWithoutField(session), registry);
    if (!misfits.empty()) refuse(std::move(misfits));
}

}  // namespace

Editor::Editor(const pipeline::Workplace& workplace, pipeline::Pipeline& pipeline,
               const model::Catalogue& catalogue, const plugins::Registry& registry, Keeper& keeper)
    : at_(workplace), pipeline_(pipeline), catalogue_(catalogue), registry_(registry), keeper_(keeper) {}

template <class Entry, class Work>
Entry Editor::write(Work work) {
    std::optional<Entry> written;
    pipeline_.executeInStorage([&](storage::Session& session) {
        storage::lockCatalogue(session);
        written = work(session);
    });
    keeper_.refresh();
    return *std::move(written);
}

template <class Entry>
void Editor::requireGood([[maybe_unused]] storage::Session& session, const Entry& entry,
                         [[maybe_unused]] const Json& members) const {
    std::vector<Violation> faults;
    std::vector<Violation> more;
    if constexpr (std::is_same_v<Entry, StoredField>) {
        faults = faultsOf(entry, registry_);
        more = groupFaults(session, entry);
    } else {
        faults = faultsOf(entry);
    }
    if constexpr (std::is_same_v<Entry, StoredCategory>)
        more = channelFaultsOf(members, catalogue_.channels());
    std::ranges::move(more, std::back_inserter(faults));
    if (!faults.empty()) throw base::inputError(std::move(faults));
}

template <class Entry>
Entry Editor::create(const Json& members, bool repeats) {
    if (members.is_object() && members.contains("archived"))
        throw base::inputError({{"/archived", "unknown_member", "what is new is not archived"}});
    Entry wanted;
    const auto now = at_.clock.now();
    readMembers(members, now, wanted);
    wanted.createdAt = wanted.updatedAt = now;
    return write<Entry>([&](storage::Session& session) {
        if (const auto found = storage::findEntry<Entry>(session, wanted.key)) {
            const bool isSame = found->version == 1 && membersOf(*found) == membersOf(wanted);
            if (repeats && isSame && found->managedBy == ManagedBy::Api) return *found;
            refuse({{"/key", "already_exists",
                     std::string("there is a ") + Kind<Entry>::kName + " '" + wanted.key + "'" +
                         (found->archivedAt ? ", which is archived: restore it" : "")}});
        }
        if (storage::countEntries<Entry>(session) >= Kind<Entry>::kMost)
            refuse({{"", "too_many", "there can't be more than " + std::to_string(Kind<Entry>::kMost)}});
        if constexpr (std::is_same_v<Entry, StoredField>) requireFitting(session, wanted, registry_);
        requireGood(session, wanted, members);
        storage::putEntry(session, wanted);
        return storage::findEntry<Entry>(session, wanted.key).value();
    });
}

template <class Entry>
Entry Editor::change(std::string_view key, const Json& patch, std::optional<std::int64_t> version) {
    if (!patch.is_object()) throw base::inputError({{"", "wrong_type", "must be an object"}});
    return write<Entry>([&](storage::Session& session) {
        const auto before = storage::findEntry<Entry>(session, key);
        if (!before) throwNone<Entry>();
        if (version && before->version != *version)
            throw Error(ErrorCode::PreconditionFailed, "It has been changed since.");
        const auto now = at_.clock.now();
        const auto members = membersOf(*before);
        auto patched = members;
        patched.merge_patch(patch);
        auto after = *before;
        readMembers(patched, now, after);
        if (after.key != before->key)
            throw base::inputError({{"/key", "not_allowed", "a key is for ever: change the names"}});
        if (membersOf(after) == members) return *before;
        requireOwn(*before);
        requireOnlyNames(*before, members, membersOf(after));
        requireChangeable(session, *before, after, registry_);
        // What is archived need not be good until somebody restores it, as of a plugin that is gone.
        if (!after.archivedAt) requireGood(session, after, patched);
        after.version = before->version + 1;
        after.updatedAt = now;
        storage::putEntry(session, after);
        return after;
    });
}

std::optional<std::size_t> Editor::makeTextFields(const std::set<std::string>& keys, std::size_t most) {
    if (registry_.fieldType(kText) == nullptr) return std::nullopt;
    std::size_t known = 0;
    pipeline_.executeInStorage([&](storage::Session& session) {
        known = 0;
        // Nothing would be made, and whoever locks has every server read all of it again.
        if (storage::countFieldsOfApi(session) >= most) return;
        storage::lockCatalogue(session);
        auto room = std::min(most, kMaxFields);
        room -= std::min(room, storage::countFieldsOfApi(session));
        const auto kept = storage::readValuesWithoutField(session);
        for (const auto& key : keys) {
            StoredField field;
            field.key = key;
            field.type = kText;
            const bool isMade =
                !storage::findEntry<StoredField>(session, key) && misfitsOf(field, kept, registry_).empty();
            if (isMade) {
                if (room == 0 || storage::countEntries<StoredField>(session) >= kMaxFields) continue;
                --room;
                field.createdAt = field.updatedAt = at_.clock.now();
                storage::putEntry(session, field);
            }
            ++known;
        }
    });
    keeper_.refresh();
    return known;
}

template StoredField Editor::create(const Json&, bool);
template StoredGroup Editor::create(const Json&, bool);
template StoredCategory Editor::create(const Json&, bool);
template StoredField Editor::change(std::string_view, const Json&, std::optional<std::int64_t>);
template StoredGroup Editor::change(std::string_view, const Json&, std::optional<std::int64_t>);
template StoredCategory Editor::change(std::string_view, const Json&, std::optional<std::int64_t>);

}  // namespace kith::catalogue
