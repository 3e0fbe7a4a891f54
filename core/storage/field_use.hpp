// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/model/field.hpp"

namespace kith::storage {

class Session;

/// Records that these fields have values from now on, inside the transaction that writes them, and returns
/// those that are not what they were taken for: nothing may be written of them. What was recorded never
/// changes its type any more, so of fields that were in use before nothing has to be waited for.
[[nodiscard]] std::set<const model::FieldUse*> useFields(Session& session,
                                                         const std::vector<const model::FieldUse*>& uses);

/// What values are, as far as they tell themselves.
struct KeptValues {
    model::ValueKind kind = model::ValueKind::Text;
    bool isSet = false;

    friend bool operator==(const KeptValues&, const KeptValues&) = default;
};

/// By keys of which there is no field, and yet values: what these are. More than one of a key if some of them
/// are numbers and some texts.
using ValuesWithoutField = std::map<std::string, std::vector<KeptValues>, std::less<>>;

/// Those of a field that was dropped from the configuration while the database was older than the catalogue.
[[nodiscard]] ValuesWithoutField readValuesWithoutField(Session& session);

}  // namespace kith::storage
