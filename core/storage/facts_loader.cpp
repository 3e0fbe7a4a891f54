// SPDX-License-Identifier: Apache-2.0
#include "core/storage/facts_loader.hpp"

#include <string>
#include <utility>
#include <vector>

#include "core/storage/codes.hpp"
#include "core/storage/field_columns.hpp"
#include "core/storage/member_stamps.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Facts;
using identity::Tracked;
using OptionalText = std::optional<std::string>;

constexpr std::string_view kFields = R"(
SELECT held.home, held.field, held.element, held.present, held.kind, held.text_value, held.number_value,
       held.observation_id, held.at, held.current
FROM {rows home bigint} CROSS JOIN field_value AS held
WHERE held.home = given.home)";

constexpr std::string_view kConsents = R"(
SELECT held.home, held.id, held.category, held.subscribed, held.given_by, held.wording, held.ip, held.reason,
       held.comment, held.proof, held.observation_id, held.at
FROM {rows home bigint} CROSS JOIN consent AS held
WHERE held.home = given.home AND held.current = 1)";

constexpr std::string_view kEndpoints = R"(
SELECT held.identifier_id, held.id, held.kind, held.state, held.reason, held.detail, held.until_at,
       held.observation_id, held.at
FROM {rows identifier_id bigint} CROSS JOIN endpoint_state AS held
WHERE held.identifier_id = given.identifier_id AND held.current = 1)";

constexpr std::string_view kActivities = R"(
SELECT held.home, held.at, held.id, held.channel, held.activity_key, held.kind, held.event, held.message_id,
       held.message_name, endpoint.type, endpoint.value, held.properties, held.status, held.observation_id,
       held.facts_at, held.older_members
FROM {rows channel text, activity_key text} CROSS JOIN activity AS held
LEFT JOIN identifier AS endpoint ON endpoint.id = held.endpoint_id
WHERE held.channel = given.channel AND held.activity_key = given.activity_key
ORDER BY held.channel, held.activity_key {lock held})";

constexpr std::string_view kStatuses = R"(
SELECT held.activity_id, held.status, held.machine, held.first_at, held.last_at, held.reason,
       held.observation_id, held.reason_at
FROM {rows activity_id bigint} CROSS JOIN activity_status AS held
WHERE held.activity_id = given.activity_id
ORDER BY held.activity_id, held.status, held.machine)";

class FactsLoader {
public:
    FactsLoader(Session& session, Origins& origins) : session_(session), origins_(origins) {}

    Facts load(const identity::FactKeys& keys) {
        loadFields(keys.homes);
        loadConsents(keys.homes);
        loadEndpoints(keys.endpoints);
        loadActivities(keys.activities);
        loadStatuses();
        origins_.load(session_);
        grade();
        return std::move(facts_);
    }

private:
    void loadFields(const std::vector<base::ProfileId>& homes) {
        auto lookup =
            session_.lookup<base::ProfileId, std::string, std::string_view, bool, model::ValueKind,
                            OptionalText, std::optional<std::int64_t>, base::ObservationId, base::Time, bool>(
                kFields, [&](base::ProfileId home, std::string field, std::string_view element, bool present,
                             model::ValueKind kind, OptionalText text, std::optional<std::int64_t> number,
                             base::ObservationId by, base::Time at, bool current) {
                    model::FieldRow row{home, std::move(field), {}, present, {}, origins_.stamp(by, at)};
                    row.value = {kind, number.value_or(0), std::move(text).value_or("")};
                    row.element = elementOf(element, row.value);
                    facts_.fields[home].push_back({std::move(row), current, {}});
                });
        for (const auto home : homes) lookup.add(home);
        lookup.run();
    }

    void loadConsents(const std::vector<base::ProfileId>& homes) {
        auto lookup = session_.lookup<base::ProfileId, base::RowId, std::string, bool, std::string,
                                      std::string, std::string, OptionalText, OptionalText, OptionalText,
                                      base::ObservationId, base::Time>(
            kConsents,
            [&](base::ProfileId home, base::RowId id, std::string category, bool subscribed, std::string by,
                std::string wording, std::string ip, OptionalText reason, OptionalText comment,
                OptionalText proof, base::ObservationId observation, base::Time at) {
                facts_.consents[home].push_back(
                    {{id, home, std::move(category), subscribed, std::move(by), std::move(wording),
                      std::move(ip), std::move(reason), std::move(comment), std::move(proof),
                      origins_.stamp(observation, at)},
                     true,
                     {}});
            });
        for (const auto home : homes) lookup.add(home);
        lookup.run();
    }

    void loadEndpoints(const std::vector<base::IdentifierId>& identifiers) {
        auto lookup = session_.lookup<base::IdentifierId, base::RowId, model::EndpointEntry::Kind,
                                      model::EndpointState, std::string, std::string,
                                      std::optional<base::Time>, base::ObservationId, base::Time>(
            kEndpoints, [&](base::IdentifierId identifier, base::RowId id, model::EndpointEntry::Kind kind,
                            model::EndpointState state, std::string reason, std::string detail,
                            std::optional<base::Time> until, base::ObservationId by, base::Time at) {
                facts_.endpoints[identifier].push_back({{id, identifier, kind, state, std::move(reason),
                                                         std::move(detail), until, origins_.stamp(by, at)},
                                                        true,
                                                        {}});
            });
        for (const auto identifier : identifiers) lookup.add(identifier);
        lookup.run();
    }

    void loadActivities(const std::vector<std::pair<std::string, std::string>>& keys) {
        auto lookup = session_.lookup<base::ProfileId, base::Time, base::ActivityId, std::string, std::string,
                                      model::ActivityKind, OptionalText, OptionalText, OptionalText,
                                      OptionalText, OptionalText, OptionalText, std::optional<model::Status>,
                                      base::ObservationId, base::Time, OptionalText>(
            kActivities,
            [&](base::ProfileId home, base::Time at, base::ActivityId id, std::string channel,
                std::string key, model::ActivityKind kind, OptionalText event, OptionalText messageId,
                OptionalText messageName, OptionalText endpointType, OptionalText endpointValue,
                OptionalText properties, std::optional<model::Status> status, base::ObservationId by,
                base::Time factsAt, OptionalText older) {
                model::Activity activity;
                activity.id = id;
                activity.home = home;
                activity.channel = channel;
                activity.key = key;
                activity.facts = {kind, std::move(event),     std::move(messageId), std::move(messageName),
                                  {},   std::move(properties)};
                if (endpointType && endpointValue) {
                    activity.facts.endpoint = {std::move(*endpointType), std::move(*endpointValue)};
                }
                activity.factsStamp = origins_.stamp(by, factsAt);
                if (older) activity.older = parseMemberStamps(*older, origins_);
                activity.status = status;
                activity.at = at;
                const auto placed =
                    facts_.activities.emplace(std::pair{std::move(channel), std::move(key)},
                                              Tracked<model::Activity>{std::move(activity), true, {}});
                byId_.emplace(id, &placed.first->second.row);
            });
        for (const auto& [channel, key] : keys) lookup.add(channel, key);
        lookup.run();
    }

    void loadStatuses() {
        auto lookup = session_.lookup<base::ActivityId, model::Status, std::string, base::Time, base::Time,
                                      std::string, base::ObservationId, base::Time>(
            kStatuses, [&](base::ActivityId id, model::Status status, std::string machine, base::Time first,
                           base::Time last, std::string reason, base::ObservationId by, base::Time reasonAt) {
                byId_.at(id)->history.push_back({status, std::move(machine), first, last, std::move(reason),
                                                 origins_.stamp(by, reasonAt)});
            });
        for (const auto& [id, activity] : byId_) lookup.add(id);
        lookup.run();
    }

    void grade() {
        for (auto& [home, rows] : facts_.fields) {
            for (auto& each : rows) Origins::grade(each.row.stamp);
        }
        for (auto& [home, rows] : facts_.consents) {
            for (auto& each : rows) Origins::grade(each.row.stamp);
        }
        for (auto& [identifier, rows] : facts_.endpoints) {
            for (auto& each : rows) Origins::grade(each.row.stamp);
        }
        for (auto& [id, activity] : byId_) {
            Origins::grade(activity->factsStamp);
            for (auto& each : activity->older) Origins::grade(each.stamp);
            for (auto& each : activity->history) Origins::grade(each.reasonStamp);
        }
    }

    Session& session_;
    Origins& origins_;
    Facts facts_;
    std::unordered_map<base::ActivityId, model::Activity*> byId_;
};

}  // namespace

Facts loadFacts(Session& session, Origins& origins, const identity::FactKeys& keys) {
    return FactsLoader(session, origins).load(keys);
}

}  // namespace kith::storage
