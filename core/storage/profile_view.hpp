// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/model/stamp.hpp"
#include "core/model/subscription.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::storage {

struct SourceView {
    std::string type;
    std::string name;
};

struct IdentifierView {
    base::IdentifierId id;
    model::Identifier identifier;
    std::string given;
    model::Role role = model::Role::Identifying;  ///< The strongest under which a home lists it.
    base::Time firstSeen;
    base::Time lastSeen;
    model::EndpointView endpoint;  ///< Only meaningful for types that a channel reaches, or with states.
};

struct FieldView {
    std::string field;
    std::string element;  ///< Empty unless the field is a set; then one row per element.
    model::FieldValue value;
    base::Time at;                                     ///< Since when it is that.
    std::shared_ptr<const model::Origin> origin = {};  ///< Null unless Provenance::Read.
};

struct SubscriptionView {
    std::string category;
    model::SubscriptionState state = model::SubscriptionState::Subscribed;
    base::Time since;
    std::string by;
    std::shared_ptr<const model::Origin> origin;  ///< Of the entry that decided it. Never null.
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    std::optional<std::string> proof;
};

/// How many activities show one status. Summed over the homes.
struct ActivityCount {
    std::string channel;
    model::ActivityKind kind = model::ActivityKind::Event;
    std::optional<model::Status> status;
    std::int64_t count = 0;
};

/// The whole contact information of one live profile, as stored and folded; names, groups, derived fields and
/// defaults of categories are the catalogue's and not in here.
struct ProfileView {
    base::ProfileId id;
    bool known = false;
    std::int64_t version = 0;
    base::Time createdAt;
    base::Time updatedAt;
    SourceView source;
    std::vector<base::ProfileId> homes;       ///< Its own id among them; what plugins keep their rows under.
    std::vector<IdentifierView> identifiers;  ///< By type, first seen, id.
    std::vector<FieldView> fields;            ///< By field, element; tags are the set field kTagsField.
    std::vector<SubscriptionView>
        subscriptions;                    ///< By category; only those that somebody said something on.
    std::vector<ActivityCount> activity;  ///< By channel, kind, status.
    std::optional<base::Time> lastActivityAt;
    /// The newest of the last activity and of when its identifiers were last seen.
    std::optional<base::Time> lastSeenAt;
};

inline constexpr std::string_view kTagsField = "tags";

/// Whether it is read which observation each value of a field came with, too.
enum class Provenance { Omitted, Read };

/// Reads a profile in one statement, however it is named. `now` decides which temporary blocks have ended.
/// Throws Error{NotFound}.
[[nodiscard]] ProfileView readProfile(Session& session, const ProfileRef& ref, base::Time now,
                                      Provenance provenance = Provenance::Omitted);

/// The same of what would come of making two profiles one: the survivor's, with what both have.
[[nodiscard]] ProfileView readUnited(Session& session, base::ProfileId survivor, base::ProfileId absorbed,
                                     base::Time now);

}  // namespace kith::storage
