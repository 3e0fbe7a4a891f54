// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/catalogue.hpp"
#include "core/plugins/registry.hpp"
#include "core/storage/catalogue_store.hpp"
#include "core/storage/field_use.hpp"
#include "core/storage/segment/rows.hpp"

namespace kith::catalogue {

/// An entry of the configuration, and where it stands there: a JSON pointer, empty for what no configuration
/// names.
template <class Entry>
struct Provisioned {
    Entry entry;
    std::string pointer;
};

/// What a deployment has by its configuration, with what every deployment has. Each is managed by whoever
/// says so. The conditions of segments are as they were given.
struct Wanted {
    std::vector<Provisioned<storage::StoredField>> fields;
    std::vector<Provisioned<storage::StoredGroup>> groups;
    std::vector<Provisioned<storage::StoredCategory>> categories;
    std::vector<Provisioned<storage::Segment>> segments;
};

/// What the database holds of that.
struct Stored {
    storage::StoredCatalogue catalogue;
    std::vector<storage::Segment> segments;
    storage::ValuesWithoutField values;
};

/// By what the entries of a configuration are judged; all of it outlives the judgement.
struct Deployment {
    const model::Catalogue& catalogue;  ///< For its identifier types: its definitions don't count.
    const plugins::Registry& registry;
    /// Every plugin that is listed could be loaded, so that what none of them brings is a mistake.
    bool isComplete = true;
};

/// What becomes of one entry, in words for people.
struct Change {
    enum class Kind {
        Added,
        Changed,
        Archived,
        LeftOut,  ///< Stays as it is, be it there or not: a plugin that failed may bring what it names.
    };
    struct Member {
        std::string name;
        std::string before;  ///< JSON; empty of what is added.
        std::string after;   ///< JSON.
    };
    Kind kind = Kind::Added;
    std::string_view what;  ///< `field`, `field group`, `category`, `segment`
    std::string key;
    std::vector<Member> members;  ///< Those that change.
};

/// `added`, `changed`, `archived`, `left out`
[[nodiscard]] std::string_view changeName(Change::Kind kind) noexcept;

/// What brings the stored entries to what is wanted.
struct Plan {
    std::vector<storage::StoredField> fields;
    std::vector<storage::StoredGroup> groups;
    std::vector<storage::StoredCategory> categories;
    std::vector<storage::Segment> segments;  ///< Those without an id are new.
    /// Which others those of the configuration name, by their keys.
    std::map<std::string, std::vector<std::string>, std::less<>> named;
    std::vector<Change> changes;  ///< One for each of the entries, and for each segment that is left out.

    [[nodiscard]] bool isNothing() const noexcept {
        return fields.empty() && groups.empty() && categories.empty() && segments.empty();
    }
};

/// What the configuration names no longer belongs to the API from then on; a segment stays what it is, and
/// all else is archived, and can be restored there. An entry that was made by the API belongs to the
/// configuration once that names it. Throws Error{Configuration} with pointers into the configuration for a
/// field whose values would be lost: see conflictsOf and misfitsOf; for one that the API made of another
/// type; and for a segment that the API made as a static one, or whose condition does not fit what the
/// deployment has then.
[[nodiscard]] Plan plan(const Stored& stored, const Wanted& wanted, const Deployment& deployment,
                        base::Time now);

/// Does it, in one transaction; does nothing if all is as wanted. Several servers may do so at once. Returns
/// what was changed. Throws what `plan` throws, and Error{Storage}.
std::vector<Change> provision(storage::Session& writer, const Wanted& wanted, const Deployment& deployment,
                              base::IdGenerator& ids, base::Time now);

}  // namespace kith::catalogue
