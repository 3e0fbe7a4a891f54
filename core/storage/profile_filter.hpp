// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/profile_list.hpp"

namespace kith::storage {

/// How many words of a search are looked for: the longest.
inline constexpr std::size_t kSearchedWords = 3;

/// The words that begin with a text, as a half-open range in the order of bytes.
struct WordRange {
    std::optional<std::string> begin;
    std::optional<std::string> end;
};

/// By the words of a search, the longest first; without a begin where there are fewer.
[[nodiscard]] std::array<WordRange, kSearchedWords> searchedWords(const ProfileSearch& search);

/// A query's conditions as what kFilterSql reads of each row given; an absent one lets everybody through.
/// States are the results of folds: of them only what can be told from single rows is asked here, and
/// keepFolded() decides.
struct FilterColumns {
    FilterColumns(const ProfileQuery& query, bool withWords);

    std::optional<bool> known;
    std::optional<std::string> sourceType;
    std::optional<std::string> sourceName;
    std::optional<std::string> tag;
    std::optional<std::string> category;
    std::optional<bool> consent;       ///< Somebody said that of the category.
    std::optional<std::string> types;  ///< `,email,phone,`; empty for any type.
    std::optional<model::EndpointState> state;
    std::optional<std::string> reason;  ///< Of an endpoint's state.
    std::array<WordRange, kSearchedWords> words;

    /// Adds one row: `values...`, then these columns.
    template <class Lookup, class... Values>
    void addTo(Lookup& lookup, const Values&... values) const {
        lookup.add(values..., known, sourceType, sourceName, tag, category, consent, types, state, reason,
                   words[0].begin, words[0].end, words[1].begin, words[1].end, words[2].begin, words[2].end);
    }
};

/// The columns of FilterColumns within `{rows …}`.
inline constexpr std::string_view kFilterColumns =
    "known bigint, source_type text, source_name text, tag text, category text, consent bigint, types text,"
    " state bigint, reason text, word1 text, end1 text, word2 text, end2 text, word3 text, end3 text";

/// The conditions on a profile `p`.
inline constexpr std::string_view kFilterSql = R"sql(
    ({row known} IS NULL OR p.known = {row known})
    AND ({row source_type} IS NULL OR p.source_type = {row source_type})
    AND ({row source_name} IS NULL OR p.source_name = {row source_name})
    AND ({row tag} IS NULL OR EXISTS (
        SELECT 1 FROM {homes} CROSS JOIN field_value f
        WHERE f.home = h.id AND f.field = 'tags' AND f.current = 1 AND f.present = 1
          AND f.text_value = {row tag}))
    AND ({row consent} IS NULL OR EXISTS (
        SELECT 1 FROM {homes} CROSS JOIN consent c
        WHERE c.home = h.id AND c.category = {row category} AND c.current = 1 AND c.subscribed = {row consent}))
    AND ({row types} IS NULL OR EXISTS (
        SELECT 1 FROM {homes} CROSS JOIN profile_identifier e CROSS JOIN identifier i
        WHERE e.home = h.id AND i.id = e.identifier_id
          AND ({row types} = '' OR replace({row types}, ',' || i.type || ',', '') <> {row types})
          AND (({row state} IS NULL AND {row reason} IS NULL) OR EXISTS (
              SELECT 1 FROM endpoint_state s
              WHERE s.identifier_id = e.identifier_id AND s.current = 1 AND s.kind = 0
                AND ({row state} IS NULL OR s.state = {row state})
                AND ({row reason} IS NULL OR s.reason = {row reason})))))
    AND ({row word1} IS NULL OR (
        SELECT 1 FROM name_word w WHERE w.profile_id = p.id AND w.word >= {row word1} AND w.word < {row end1}
        LIMIT 1) IS NOT NULL)
    AND ({row word2} IS NULL OR (
        SELECT 1 FROM name_word w WHERE w.profile_id = p.id AND w.word >= {row word2} AND w.word < {row end2}
        LIMIT 1) IS NOT NULL)
    AND ({row word3} IS NULL OR (
        SELECT 1 FROM name_word w WHERE w.profile_id = p.id AND w.word >= {row word3} AND w.word < {row end3}
        LIMIT 1) IS NOT NULL)
)sql";

/// FROM item `h(id)`: the homes of the live profile `p`. Written out for `{homes}` in kFilterSql.
inline constexpr std::string_view kHomesOfProfile = R"sql((
    SELECT p.id AS id UNION ALL
    SELECT m.id FROM profile m WHERE m.canonical_id = p.id AND m.canonical_id <> m.id) h)sql";

/// Whether an endpoint that shows this state has an entry of it in its ledger.
[[nodiscard]] bool leavesEntry(model::EndpointState state) noexcept;

/// What a consent says that is there for every person in that state; absent if there need not be one.
[[nodiscard]] std::optional<bool> consentBehind(const CategoryFilter& filter) noexcept;

}  // namespace kith::storage
