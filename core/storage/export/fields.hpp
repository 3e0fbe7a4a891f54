// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/storage/change_list.hpp"
#include "core/storage/export/place.hpp"

namespace kith::storage {

/// The newest that was said of a field, or of an element of a set, under one home.
struct ExportedField {
    base::ProfileId home;
    std::string field;
    std::string element;   ///< As it is kept: a long one is cut.
    bool present = false;  ///< Else it was cleared, or the element removed.
    model::FieldValue value;
    bool current = false;  ///< It is what the profile shows.
    base::Time at;
    ProvenanceView by;
};

struct ExportedFieldChange {
    std::int64_t id = 0;
    base::ProfileId home;
    FieldChangeView change;
    base::Time at;
    ProvenanceView by;
};

using FieldPlace = ExportPlace<std::pair<std::string, std::string>>;

[[nodiscard]] std::vector<ExportedField> nextFields(Session& session, FieldPlace& place, std::size_t wanted);
[[nodiscard]] std::vector<ExportedFieldChange> nextFieldChanges(Session& session, RowPlace& place,
                                                                std::size_t wanted);

}  // namespace kith::storage
