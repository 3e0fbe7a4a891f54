// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/storage/change_list.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

/// A statement's text with `{origin}` written out: the last columns of its SELECT, those of the observation
/// `o`.
[[nodiscard]] std::string withOrigin(std::string_view sql);

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

}  // namespace kith::storage
