// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/stamp.hpp"
#include "core/storage/provenance_view.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// A statement's text with `{origin}` written out: the last columns of its SELECT, those of the observation
/// `o`, which reads as zeros where that one is not there: whom it was of was erased.
[[nodiscard]] std::string withOrigin(std::string_view sql);

/// The same of a state, which stays with an address when whoever told it is erased: from then on the name of
/// the source and what the caller called it read as empty, whether the erasure has come to the observation or
/// not. `{erased}`, the last items of its FROM, is what tells.
[[nodiscard]] std::string withStateOrigin(std::string_view sql);

/// What stands for `{erased}`; `ended.profile_id` is NULL unless the person of the observation `o` was
/// erased.
inline constexpr std::string_view kJoinErased =
    "LEFT JOIN profile AS teller ON teller.id = o.home AND teller.removed_live IS NOT NULL"
    " LEFT JOIN removal AS ended ON ended.profile_id = teller.removed_live AND ended.erased = 1";

/// The same as withOrigin of an origin that was read already. Nobody's is none: who it was is erased.
[[nodiscard]] ProvenanceView provenanceOf(const model::Origin& origin);

/// What a row of such a statement is read as: `row(columns..., ProvenanceView)`.
template <class... Columns, class Row>
[[nodiscard]] auto rowWithOrigin(Row row) {
    return [row = std::move(row)](Columns... columns, base::ObservationId observation, std::string givenId,
                                  std::string sourceType, std::string sourceName, base::KeyId key,
                                  bool attested, base::Time observedAt, base::Time receivedAt) mutable {
        row(std::move(columns)..., ProvenanceView{observation,
                                                  std::move(givenId),
                                                  {std::move(sourceType), std::move(sourceName)},
                                                  key,
                                                  attested,
                                                  observedAt,
                                                  receivedAt});
    };
}

/// Session::lookup for such a statement.
template <class... Columns, class Row>
[[nodiscard]] auto lookupWithOrigin(Session& session, std::string_view sql, Row row) {
    return session.lookup<Columns..., base::ObservationId, std::string, std::string, std::string, base::KeyId,
                          bool, base::Time, base::Time>(sql, rowWithOrigin<Columns...>(std::move(row)));
}

/// Session::each for such a statement.
template <class... Columns, class Row, class... Values>
void eachWithOrigin(Session& session, std::string_view sql, Row row, Values&&... values) {
    session.each<Columns..., base::ObservationId, std::string, std::string, std::string, base::KeyId, bool,
                 base::Time, base::Time>(sql, rowWithOrigin<Columns...>(std::move(row)),
                                         std::forward<Values>(values)...);
}

/// A decision as columns tell it that are NULL if there was none; who it was is still to be read.
[[nodiscard]] std::optional<DecisionView> decisionOf(std::optional<base::Time> at,
                                                     std::optional<base::ObservationId> observation,
                                                     std::optional<std::string> reason);

/// The decisions that these views hold.
template <class View>
[[nodiscard]] std::vector<DecisionView*> decisionsIn(std::vector<View>& views,
                                                     std::optional<DecisionView> View::*decision) {
    std::vector<DecisionView*> made;
    for (auto& view : views)
        if (view.*decision) made.push_back(&*(view.*decision));
    return made;
}

/// Reads who made them, in one statement.
void readDeciders(Session& session, const std::vector<DecisionView*>& decisions);
template <class View>
void readDeciders(Session& session, std::vector<View>& views, std::optional<DecisionView> View::*decision) {
    readDeciders(session, decisionsIn(views, decision));
}

/// The same of what lifted states, which is told as withStateOrigin tells of them.
void readLifters(Session& session, const std::vector<DecisionView*>& liftings);

}  // namespace kith::storage
