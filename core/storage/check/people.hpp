// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/storage/check/subjects.hpp"

namespace kith::storage::check {

/// A live profile as its row describes it, with all its homes.
struct Person {
    base::ProfileId live;
    base::Time createdAt;
    std::string sourceType;
    std::string sourceName;
    bool known = false;
    bool listed = false;
    std::string sortName;
    std::vector<base::ProfileId> homes;  ///< The live one first.
};

/// Some live profiles that follow each other by their ids.
struct People {
    std::vector<Person> all;
    std::unordered_map<base::ProfileId, std::size_t> byHome;

    /// The person to whom a home belongs.
    [[nodiscard]] Person& of(base::ProfileId home) { return all[byHome.at(home)]; }
};

/// Calls `step` with all live profiles, a few hundred at once.
void eachPeople(const Checking& checking, const std::function<void(People&)>& step);

}  // namespace kith::storage::check
