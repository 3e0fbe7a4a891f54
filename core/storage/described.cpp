// SPDX-License-Identifier: Apache-2.0
#include "core/storage/described.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/storage/codes.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using DescribedById = std::unordered_map<base::ProfileId, identity::Described>;

/// As a list of SQL's texts.
template <class Names>
std::string quoted(const Names& names) {
    std::string list;
    for (const auto name : names) list.append(list.empty() ? "'" : ", '").append(name).append("'");
    return list;
}

void readIdentifiers(Session& session, DescribedById& found) {
    // Several homes may list one identifier, some of them as claimed.
    static const std::string kSql = R"sql(
SELECT given.id, l.type, l.value
FROM {rows id bigint}
CROSS JOIN {lateral} (
    SELECT DISTINCT i.type, i.value
    FROM (SELECT {row id} AS id UNION ALL
          SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
    CROSS JOIN profile_identifier x CROSS JOIN identifier i
    WHERE x.home = h.id AND x.role IN (0, 1) AND i.id = x.identifier_id AND i.type IN ()sql" +
                                    quoted(identity::kComparedTypes) + ")) l";
    auto rows = session.lookup<base::ProfileId, std::string, std::string>(
        kSql, [&](base::ProfileId id, std::string type, std::string value) {
            found.at(id).identifiers.push_back({std::move(type), std::move(value)});
        });
    for (const auto& [id, described] : found) rows.add(id);
    rows.run();
}

void readTraits(Session& session, DescribedById& found) {
    static const std::string kSql = R"sql(
SELECT given.id, f.field, f.text_value
FROM {rows id bigint}
CROSS JOIN {lateral} (
    SELECT {row id} AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = {row id} AND m.canonical_id <> m.id) h
CROSS JOIN field_value f
WHERE f.home = h.id AND f.element = '' AND f.current = 1 AND f.present = 1 AND f.text_value IS NOT NULL
  AND f.field IN ()sql" + quoted(identity::kTraitFields) +
                                    ")";
    auto rows = session.lookup<base::ProfileId, std::string, std::string>(
        kSql, [&](base::ProfileId id, const std::string& field, std::string value) {
            if (auto* trait = identity::traitOf(found.at(id).traits, field)) *trait = std::move(value);
        });
    for (const auto& [id, described] : found) rows.add(id);
    rows.run();
}

}  // namespace

DescribedById readDescribed(Session& session, std::span<const base::ProfileId> lives) {
    DescribedById found;
    for (const auto live : lives) found.try_emplace(live);
    readIdentifiers(session, found);
    readTraits(session, found);
    for (auto& [id, described] : found) std::ranges::sort(described.identifiers);
    return found;
}

}  // namespace kith::storage
