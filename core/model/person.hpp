// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

struct PersonIdentifier {
    Identifier identifier;
    std::string given;
    Role role = Role::Identifying;
};

/// One person, by everything that a row about them may be keyed by. Of somebody who is erased what they
/// listed and nobody else has identifies, whatever its role was; and so does what only rows about them name,
/// in the step before it is forgotten.
struct Person {
    base::ProfileId id;
    std::vector<base::ProfileId> homes = {};  ///< Their own id among them.
    std::vector<PersonIdentifier> identifiers = {};
};

}  // namespace kith::model
