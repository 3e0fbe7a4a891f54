// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/model/identifier.hpp"

namespace kith::storage {

class Session;

/// What a database remembers of the classes that the types of identifiers had with its servers: by these
/// `known` and `listed` of its profiles were set.
struct IdentifierClasses {
    struct Type {
        std::optional<model::IdentifierClass> cls;  ///< Nothing while no plugin brings the type.
        bool wasNotUnique = false;                  ///< At any time.
    };
    /// That over all homes for which a change asks.
    struct Walk {
        std::set<std::string, std::less<>> types;  ///< Those that changed, are new or came again.
        base::ProfileId after;                     ///< The last home that was looked at.
    };

    std::map<std::string, Type, std::less<>> types;
    std::optional<Walk> walk;  ///< While it has not come to its end.

    /// Whether the types of these rules, and no others, have a class, and the same.
    [[nodiscard]] bool areOf(const model::IdentifierRules& rules) const;
    [[nodiscard]] bool wasNotUnique(std::string_view type) const;
};

/// Empty if nothing is remembered yet; so the next. Throws Error{Storage} if what is stored can't be read.
[[nodiscard]] IdentifierClasses readIdentifierClasses(Session& session);

/// The same, kept from other writers until the transaction's end.
[[nodiscard]] IdentifierClasses lockIdentifierClasses(Session& writer);

/// Replaces what is remembered, and was locked.
void writeIdentifierClasses(Session& writer, const IdentifierClasses& classes);

/// Remembers the classes with which a server starts, and begins the walk that they ask for if they are other
/// ones. Returns the types that had another class. `writer` is outside of a transaction. Throws as above.
[[nodiscard]] std::vector<std::string> noteIdentifierClasses(Session& writer,
                                                             const model::IdentifierRules& rules);

}  // namespace kith::storage
