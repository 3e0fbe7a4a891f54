// SPDX-License-Identifier: Apache-2.0
#include "core/api/export_document.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/api/export_json.hpp"
#include "core/api/identity_json.hpp"
#include "core/base/error.hpp"
#include "core/plugins/manager.hpp"
#include "core/storage/choices.hpp"
#include "core/storage/session.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kRowsAtOnce = 200;

/// What one plugin tells, list after list as it gives them.
class ChannelPart {
public:
    ChannelPart(const plugins::PluginChannel& channel, const model::Person& person)
        : channel_(channel), person_(person) {}

    bool operator()(storage::Session& session, JsonWriter& json) {
        if (!begun_) json.key(channel_.info().name);
        if (!channel_.exports()) {
            if (begun_) throw base::Error(base::ErrorCode::Unavailable, "A plugin stopped.");
            json.null();
            return false;
        }
        if (!begun_) json.beginObject();
        begun_ = true;
        auto part = channel_.exported(session.raw(), person_, cursor_);
        session.settle();
        for (const auto& [name, rows] : part.lists.items()) write(json, name, rows);
        cursor_ = std::move(part.next);
        if (!cursor_.empty()) return true;
        if (!list_.empty()) json.endArray();
        json.endObject();
        return false;
    }

private:
    void write(JsonWriter& json, const std::string& name, const nlohmann::ordered_json& rows) {
        if (name != list_) {
            if (!told_.insert(name).second) {
                throw base::Error(base::ErrorCode::Plugin, "A plugin went back to a list that it had left.");
            }
            if (!list_.empty()) json.endArray();
            json.key(name).beginArray();
            list_ = name;
        }
        for (const auto& row : rows)
            json.raw(row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    }

    const plugins::PluginChannel& channel_;
    const model::Person& person_;
    bool begun_ = false;
    std::string cursor_;
    std::string list_;  ///< The one that is open.
    std::set<std::string> told_;
};

std::vector<base::IdentifierId> identifiersOf(const IdentifierNames& names) {
    std::vector<base::IdentifierId> identifiers;
    for (const auto& [id, name] : names) identifiers.push_back(id);
    std::ranges::sort(identifiers);
    return identifiers;
}

}  // namespace

ExportDocument::ExportDocument(const Services& services, storage::ExportedPerson person, model::Person asked)
    : services_(services),
      person_(std::move(person)),
      asked_(std::move(asked)),
      names_(person_.listings.identifiers()) {
    addHead();
    addIdentifiers();
    addHistory();
    addIdentity();
    addEvents();
    addChannels();
    addEnd();
}

bool ExportDocument::writeNext(storage::Session& session, JsonWriter& json) {
    if (!parts_[at_](session, json)) ++at_;
    return at_ < parts_.size();
}

template <class Row>
std::vector<Row> ExportDocument::unlisted(std::vector<Row> rows, base::IdentifierId Row::*identifier) const {
    std::erase_if(rows, [&](const Row& row) { return names_.contains(row.*identifier); });
    return rows;
}

template <class Place, class Next, class Write>
void ExportDocument::addList(std::string_view name, Place place, Next next, Write write) {
    parts_.emplace_back([=, begun = false](storage::Session& session, JsonWriter& json) mutable {
        if (!begun) json.key(name).beginArray();
        begun = true;
        for (auto& row : next(session, place)) write(json, row);
        if (place.isEnd()) json.endArray();
        return !place.isEnd();
    });
}

void ExportDocument::addHead() {
    parts_.emplace_back([this](storage::Session& /*session*/, JsonWriter& json) {
        json.beginObject().member("exported_at", services_.clock.now());
        writeExportedPerson(json, person_);
        return false;
    });
}

void ExportDocument::addIdentifiers() {
    const auto& homes = person_.listings.homes;
    addList(
        "unlisted_identifiers", storage::NamingPlace(homes, {}),
        [this](auto& session, auto& place) {
            return unlisted(storage::nextNamings(session, place, kRowsAtOnce), &storage::ExportedNaming::id);
        },
        [](JsonWriter& json, const auto& row) { writeExported(json, row); });
    addList(
        "identifier_changes", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) {
            return storage::nextIdentifierChanges(session, place, kRowsAtOnce);
        },
        [this](JsonWriter& json, const auto& row) { writeExported(json, row, names_); });
}

void ExportDocument::addHistory() {
    const auto& homes = person_.listings.homes;
    const auto plain = [](JsonWriter& json, const auto& row) { writeExported(json, row); };
    addList(
        "life_changes", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) { return storage::nextLifeChanges(session, place, kRowsAtOnce); },
        plain);
    addList(
        "fields", storage::FieldPlace(homes, {}),
        [](auto& session, auto& place) { return storage::nextFields(session, place, kRowsAtOnce); }, plain);
    addList(
        "field_changes", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) { return storage::nextFieldChanges(session, place, kRowsAtOnce); },
        plain);
    addList(
        "subscriptions", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) { return storage::nextConsents(session, place, kRowsAtOnce); }, plain);
    addList(
        "segments", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) { return storage::nextMemberships(session, place, kRowsAtOnce); },
        plain);
    addList(
        "endpoint_states", storage::EndpointPlace{{identifiersOf(names_), 0}, {homes, {}}},
        [this](auto& session, auto& place) {
            const bool listed = !place.listed.isEnd();
            auto rows = storage::nextEndpointEntries(session, place, kRowsAtOnce);
            return listed ? rows : unlisted(std::move(rows), &storage::ExportedEndpointEntry::endpoint);
        },
        plain);
    addList(
        "activities", storage::ActivityPlace(homes, storage::kNewestActivity),
        [](auto& session, auto& place) { return storage::nextActivities(session, place, kRowsAtOnce); },
        plain);
}

void ExportDocument::addIdentity() {
    const auto& homes = person_.listings.homes;
    const auto live = person_.id;
    const auto plain = [](JsonWriter& json, const auto& row) { writeExported(json, row); };
    const auto named = [this](JsonWriter& json, const auto& row) { writeExported(json, row, names_); };
    addList(
        "merges", storage::RowPlace(homes, 0),
        [live, theirs = std::set(homes.begin(), homes.end())](auto& session, auto& place) {
            auto rows = storage::nextMerges(session, place, live, kRowsAtOnce);
            for (auto& row : rows) storage::keepChoicesOf(row.choices, theirs);
            return rows;
        },
        named);
    addList(
        "refusals", storage::firstRefusals(homes),
        [](auto& session, auto& place) { return storage::nextRefusals(session, place, kRowsAtOnce); },
        [](JsonWriter& json, const auto& row) { writeRefusal(json, row); });
    addList(
        "conflicts", storage::RowPlace(homes, 0),
        [live](auto& session, auto& place) {
            auto rows = storage::nextConflicts(session, place, live, kRowsAtOnce);
            for (auto& row : rows) storage::readRefusedToOthers(session, row, live);
            return rows;
        },
        plain);
    addList(
        "must_not_links", storage::RowPlace(homes, 0),
        [live](auto& session, auto& place) {
            return storage::nextProhibitions(session, place, live, kRowsAtOnce);
        },
        plain);
    addList(
        "dismissed_duplicates", storage::RowPlace(homes, 0),
        [live](auto& session, auto& place) {
            return storage::nextDismissals(session, place, live, kRowsAtOnce);
        },
        plain);
    addList(
        "observations", storage::RowPlace(homes, 0),
        [](auto& session, auto& place) { return storage::nextObservations(session, place, kRowsAtOnce); },
        plain);
    addList(
        "links", storage::LinkPlace(identifiersOf(names_), storage::kFirstLink),
        [](auto& session, auto& place) { return storage::nextLinks(session, place, kRowsAtOnce); }, named);
}

void ExportDocument::addEvents() {
    addList(
        "events", storage::RowPlace(person_.listings.homes, 0),
        [live = person_.id](auto& session, auto& place) {
            return storage::nextEvents(session, place, live, kRowsAtOnce);
        },
        [this](JsonWriter& json, const auto& row) { writeExported(json, row, names_); });
}

void ExportDocument::addChannels() {
    parts_.emplace_back([](storage::Session& /*session*/, JsonWriter& json) {
        json.key("channels").beginObject();
        return false;
    });
    for (const auto& channel : services_.plugins.registry().channels())
        parts_.emplace_back(ChannelPart(*channel, asked_));
    parts_.emplace_back([](storage::Session& /*session*/, JsonWriter& json) {
        json.endObject();
        return false;
    });
}

void ExportDocument::addEnd() {
    parts_.emplace_back([this](storage::Session& session, JsonWriter& json) {
        const auto now = storage::readExportedPerson(session, person_.id);
        if (!now.isSame(person_))
            throw base::Error(base::ErrorCode::Conflict, "The profile became another while it was exported.");
        json.member("changed_meanwhile", now.version != person_.version).endObject();
        return false;
    });
}

}  // namespace kith::api
