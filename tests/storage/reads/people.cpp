// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/reads/people.hpp"

namespace kith::test {

People::People(storage::Engine engine) : database_(engine), writer_(database_->openWriter()) {}

base::ProfileId People::profile(const ProfileColumns& columns) {
    const base::ProfileId id{next()};
    writer_->execute(
        "INSERT INTO profile (id, canonical_id, version, created_at, source_type, source_name, updated_at,"
        " known, listed, merge_count, sort_name) VALUES (:id, :id, :version, :created, :type, :name, "
        ":updated,"
        " :known, :listed, 0, :sort_name)",
        id, columns.version, columns.createdAt, columns.sourceType, columns.sourceName, columns.updatedAt,
        columns.known, columns.listed, columns.sortName);
    return id;
}

base::MergeId People::merge(base::ProfileId survivor, base::ProfileId absorbed) {
    writer_->execute("UPDATE profile SET canonical_id = :survivor, listed = 0 WHERE id = :absorbed", survivor,
                     absorbed);
    const base::MergeId id{next()};
    writer_->execute(
        "INSERT INTO merge_record (id, at, survivor, absorbed, rule, observation_id, joined_a, joined_b,"
        " survivor_homes, absorbed_homes, choices)"
        " VALUES (:id, 3000, :survivor, :absorbed, 'linking', :observation, 0, 0, '[]', '[]', '[]')",
        id, survivor, absorbed, observation(survivor));
    return id;
}

base::ObservationId People::observation(base::ProfileId home, const ObservationColumns& columns) {
    const base::ObservationId id{next()};
    writer_->execute(
        "INSERT INTO observation (id, home, key_id, source_type, source_name, given_id, content_hash,"
        " observed_at, received_at, attested) VALUES (:id, :home, :key, :type, :name, :given, :hash, :at, "
        ":at,"
        " :attested)",
        id, home, columns.key, columns.sourceType, columns.sourceName, columns.givenId, std::string(32, '0'),
        columns.at, columns.attested);
    return id;
}

base::IdentifierId People::identifier(const std::string& type, const std::string& value) {
    auto& id = identifiers_[{type, value}];
    if (!id) {
        id = {next()};
        writer_->execute("INSERT INTO identifier (id, type, value) VALUES (:id, :type, :value)", id, type,
                         value);
    }
    return id;
}

base::IdentifierId People::list(base::ProfileId home, const std::string& type, const std::string& value,
                                model::Role role, std::int64_t firstSeen, std::int64_t lastSeen) {
    const auto id = identifier(type, value);
    writer_->execute(
        "INSERT INTO profile_identifier"
        " (home, identifier_id, role, given, normalizer_version, first_seen, last_seen)"
        " VALUES (:home, :identifier, :role, :given, 1, :first, :last)",
        home, id, role, value, firstSeen, lastSeen);
    return id;
}

void People::field(base::ProfileId home, const std::string& field, const std::string& text,
                   const std::string& element, bool current, base::ObservationId observation,
                   std::int64_t at) {
    writer_->execute(
        "INSERT INTO field_value (home, field, element, present, kind, text_value, observation_id, at,"
        " profile_id, current) VALUES (:home, :field, :element, 1, 0, :text, :observation, :at,"
        " (SELECT canonical_id FROM profile WHERE id = :home), :current)",
        home, field, element, text, observation, at, current);
}

void People::nameWord(base::ProfileId profile, const std::string& word) {
    writer_->execute("INSERT INTO name_word (profile_id, word) VALUES (:profile, :word)", profile, word);
}

base::RowId People::fieldChange(base::ProfileId home, const std::string& field,
                                std::optional<std::string> before, std::optional<std::string> after,
                                base::ObservationId observation) {
    const base::RowId id{next()};
    writer_->execute(
        "INSERT INTO field_change (home, id, field, element, before_value, after_value, observation_id, at)"
        " VALUES (:home, :id, :field, '', :before, :after, :observation, 1500)",
        home, id, field, std::move(before), std::move(after), observation);
    return id;
}

base::RowId People::consent(base::ProfileId home, const std::string& category, bool subscribed,
                            base::ObservationId observation, std::int64_t at,
                            std::optional<std::string> reason) {
    const base::RowId id{next()};
    writer_->execute(
        "INSERT INTO consent (home, id, category, subscribed, given_by, wording, ip, reason, observation_id,"
        " at, current) VALUES (:home, :id, :category, :subscribed, 'person', 'news-v3', '192.0.2.7', :reason,"
        " :observation, :at, 1)",
        home, id, category, subscribed, std::move(reason), observation, at);
    return id;
}

base::RowId People::endpointState(base::IdentifierId identifier, model::EndpointState state,
                                  base::ObservationId observation, std::int64_t at,
                                  model::EndpointEntry::Kind kind, std::optional<std::int64_t> until) {
    const base::RowId id{next()};
    writer_->execute(
        "INSERT INTO endpoint_state (identifier_id, id, kind, state, reason, detail, until_at, "
        "observation_id,"
        " at, current) VALUES (:identifier, :id, :kind, :state, 'why', 'because', :until, :observation, :at, "
        "1)",
        identifier, id, kind, state, until, observation, at);
    return id;
}

base::ActivityId People::activity(base::ProfileId home, const ActivityColumns& columns) {
    const base::ActivityId id{next()};
    const auto status = columns.status ? static_cast<std::int64_t>(*columns.status) : 0;
    writer_->execute(
        "INSERT INTO activity (home, at, id, channel, activity_key, kind, event, message_id, message_name,"
        " endpoint_id, properties, status, observation_id, facts_at) VALUES (:home, :at, :id, :channel, :key,"
        " :kind, :event, 'm-77', 'Welcome', :endpoint, '{}', :status, :observation, :at)",
        home, columns.at, id, columns.channel, "key-" + std::to_string(id.value), columns.kind, columns.event,
        columns.endpoint, status == 0 ? std::optional<std::int64_t>{} : status, observation(home));
    writer_->execute(
        "INSERT INTO activity_counter (home, channel, kind, status, count) VALUES (:home, :channel, :kind,"
        " :status, 1) ON CONFLICT (home, channel, kind, status) DO UPDATE SET count = activity_counter.count "
        "+ 1",
        home, columns.channel, columns.kind, status);
    if (columns.status) {
        writer_->execute(
            "INSERT INTO activity_status (activity_id, status, machine, first_at, last_at, reason,"
            " observation_id, reason_at) VALUES (:id, :status, '', :at, :at, 'ok', 1, :at)",
            id, status, columns.at);
    }
    return id;
}

void People::activities(base::ProfileId home, const ActivityColumns& first, std::int64_t count) {
    const auto status = first.status ? static_cast<std::int64_t>(*first.status) : 0;
    writer_->execute(
        "INSERT INTO activity (home, at, id, channel, activity_key, kind, event, endpoint_id, properties, "
        "status,"
        " observation_id, facts_at) WITH RECURSIVE step(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step"
        " WHERE n < :count) SELECT :home, :at + n - 1, :id + n, :channel, CAST(:id + n AS text), :kind, "
        ":event,"
        " CAST(:endpoint AS bigint), '{}', CAST(:status AS smallint), :observation, 0 FROM step",
        count, home, first.at, lastId_ + 1, first.channel, first.kind, first.event, first.endpoint,
        status == 0 ? std::optional<std::int64_t>{} : status, observation(home));
    lastId_ += count;
    writer_->execute(
        "INSERT INTO activity_counter (home, channel, kind, status, count) VALUES (:home, :channel, :kind,"
        " :status, :count) ON CONFLICT (home, channel, kind, status)"
        " DO UPDATE SET count = activity_counter.count + :count",
        home, first.channel, first.kind, status, count);
}

void People::refusal(base::ProfileId home, int code, const std::string& type, const std::string& value,
                     base::ObservationId observation, std::int64_t at) {
    writer_->execute(
        "INSERT INTO refusal (home, code, identifier_type, identifier_value, other, detail, count, first_at,"
        " last_at, observation_id) VALUES (:home, :code, :type, :value, 0, 'No.', 2, 1000, :at, "
        ":observation)",
        home, code, type, value, at, observation);
}

void People::evidence(base::IdentifierId a, base::IdentifierId b, base::ObservationId observation,
                      std::int64_t at) {
    writer_->execute(
        "INSERT INTO evidence (identifier_a, identifier_b, at, observation_id, attested)"
        " SELECT CAST(:a AS bigint), CAST(:b AS bigint), CAST(:at AS bigint), id, attested"
        " FROM observation WHERE id = :observation",
        std::min(a, b), std::max(a, b), at, observation);
}

}  // namespace kith::test
