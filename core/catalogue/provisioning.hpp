// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"

namespace kith::catalogue {

/// An entry of the configuration, and where it stands there: a JSON pointer, empty for what no configuration
/// names.
template <class Entry>
struct Provisioned {
    Entry entry;
    std::string pointer;
};

/// What a deployment has by its configuration, with what every deployment has. Each is managed by whoever
/// says so.
struct Wanted {
    std::vector<Provisioned<storage::StoredField>> fields;
    std::vector<Provisioned<storage::StoredGroup>> groups;
    std::vector<Provisioned<storage::StoredCategory>> categories;
};

/// What becomes of one entry, in words for people.
struct Change {
    enum class Kind { Added, Changed, Archived };
    struct Member {
        std::string name;
        std::string before;  ///< JSON; empty of what is added.
        std::string after;   ///< JSON.
    };
    Kind kind = Kind::Added;
    std::string_view what;  ///< `field`, `field group`, `category`
    std::string key;
    std::vector<Member> members;  ///< Those that change.
};

/// `added`, `changed`, `archived`
[[nodiscard]] std::string_view changeName(Change::Kind kind) noexcept;

/// What brings the stored entries to what is wanted.
struct Plan {
    std::vector<storage::StoredField> fields;
    std::vector<storage::StoredGroup> groups;
    std::vector<storage::StoredCategory> categories;
    std::vector<Change> changes;  ///< One for each of those.
};

/// What the configuration names no longer is archived and belongs to the API from then on, which can restore
/// it. An entry that was made by the API belongs to the configuration once that names it. Throws
/// Error{Configuration} with pointers into the configuration for a field whose values would be lost: see
/// conflictsOf; and for one that the API made of another type.
[[nodiscard]] Plan plan(const storage::StoredCatalogue& stored, const Wanted& wanted,
                        const plugins::Registry& registry, base::Time now);

/// Does it, in one transaction; does nothing if all is as wanted. Several servers may do so at once. Returns
/// what was changed. Throws what `plan` throws, and Error{Storage}.
std::vector<Change> provision(storage::Session& writer, const Wanted& wanted,
                              const plugins::Registry& registry, base::Time now);

}  // namespace kith::catalogue
