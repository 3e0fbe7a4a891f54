// SPDX-License-Identifier: Apache-2.0
#include "core/storage/export/fields.hpp"

#include <optional>

#include "core/storage/provenance.hpp"

namespace kith::storage {
namespace {

using Text = std::optional<std::string>;

std::pair<std::string, std::string> keyOf(const ExportedField& row) {
    return {row.field, row.element};
}

std::vector<ExportedField> fieldsOf(Session& session, base::ProfileId home,
                                    const std::pair<std::string, std::string>& after, std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT v.field, v.element, v.present, v.kind, v.text_value, v.number_value, v.current, v.at, {origin}
FROM (SELECT x.field, x.element, x.present, x.kind, x.text_value, x.number_value, x.current, x.at, x.observation_id
      FROM field_value x
      WHERE x.home = :home AND (x.field, x.element) > (:field, :element)
      ORDER BY x.field, x.element LIMIT :wanted) v
CROSS JOIN observation o
WHERE o.id = v.observation_id
ORDER BY v.field, v.element
)sql");
    std::vector<ExportedField> rows;
    eachWithOrigin<std::string, std::string, bool, model::ValueKind, Text, std::optional<std::int64_t>, bool,
                   base::Time>(
        session, kSql,
        [&](std::string field, std::string element, bool present, model::ValueKind kind, Text text,
            std::optional<std::int64_t> number, bool current, base::Time at, ProvenanceView by) {
            rows.push_back({home,
                            std::move(field),
                            std::move(element),
                            present,
                            {kind, number.value_or(0), std::move(text).value_or("")},
                            current,
                            at,
                            std::move(by)});
        },
        home, after.first, after.second, wanted);
    return rows;
}

std::vector<ExportedFieldChange> changesOf(Session& session, base::ProfileId home, std::int64_t after,
                                           std::size_t wanted) {
    static const std::string kSql = withOrigin(R"sql(
SELECT c.id, c.field, c.element, c.before_value, c.after_value, c.at, {origin}
FROM (SELECT x.id, x.field, x.element, x.before_value, x.after_value, x.at, x.observation_id
      FROM field_change x WHERE x.home = :home AND x.id > :after ORDER BY x.id LIMIT :wanted) c
CROSS JOIN observation o
WHERE o.id = c.observation_id
ORDER BY c.id
)sql");
    std::vector<ExportedFieldChange> rows;
    eachWithOrigin<std::int64_t, std::string, std::string, Text, Text, base::Time>(
        session, kSql,
        [&](std::int64_t id, std::string field, std::string element, Text before, Text now, base::Time at,
            ProvenanceView by) {
            rows.push_back({id,
                            home,
                            {std::move(field), std::move(element), std::move(before), std::move(now)},
                            at,
                            std::move(by)});
        },
        home, after, wanted);
    return rows;
}

}  // namespace

std::vector<ExportedField> nextFields(Session& session, FieldPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, const auto& after, std::size_t most) {
            return fieldsOf(session, home, after, most);
        },
        keyOf);
}

std::vector<ExportedFieldChange> nextFieldChanges(Session& session, RowPlace& place, std::size_t wanted) {
    return place.next(
        wanted,
        [&](base::ProfileId home, std::int64_t after, std::size_t most) {
            return changesOf(session, home, after, most);
        },
        [](const ExportedFieldChange& row) { return row.id; });
}

}  // namespace kith::storage
