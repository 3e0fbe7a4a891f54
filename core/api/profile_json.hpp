// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/api/json_writer.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/outcome.hpp"
#include "core/storage/profile_view.hpp"

namespace kith::api {

/// A field that nobody writes: profiles show it of those beside it.
inline constexpr std::string_view kAge = "age";
inline constexpr std::string_view kBirthDate = "birth_date";
inline constexpr std::string_view kTimeZone = "time_zone";

/// What the channels' plugins add about a person, by the channel's name.
using Panels = std::vector<std::pair<std::string, nlohmann::json>>;

/// What an answer tells beside the profile: one to a write, as far as there is anything.
struct Beside {
    std::vector<model::Refusal> refused = {};
    std::vector<base::Violation> warnings = {};
    std::vector<model::Identifier> shared = {};  ///< What others have of a restored profile's by now.
    bool provenance = false;                     ///< Of each value of a field; the profile was read with it.
};

/// The whole contact information of a profile. Values of archived fields are not part of it.
[[nodiscard]] std::string profileJson(const storage::ProfileView& profile, const Panels& panels,
                                      const model::Catalogue& catalogue, base::Time now,
                                      const Beside& beside = {});

/// The member `identifiers`: each with the states of its endpoint, where a channel reaches it.
void writeIdentifiers(JsonWriter& json, const storage::ProfileView& profile,
                      const model::Catalogue& catalogue);

/// The member `subscriptions`. What nobody said anything about stands at the category's default, if it has
/// one.
void writeSubscriptions(JsonWriter& json, const storage::ProfileView& profile,
                        const model::Definitions& definitions);

/// Full years from a birth date (`YYYY-MM-DD`) to the day that it is `now` in a time zone, in UTC if that is
/// empty. Nothing for a text that is no date, or one that lies ahead.
[[nodiscard]] std::optional<int> ageOn(std::string_view birthDate, std::string_view zone, base::Time now);

/// The member `fields`, with the derived ones and without the tags, which have a member of their own: `tags`.
/// If `only` is given, those with these keys alone.
void writeFields(JsonWriter& json, const std::vector<storage::FieldView>& fields,
                 const model::Definitions& definitions, base::Time now,
                 const std::set<std::string, std::less<>>* only = nullptr);
void writeTags(JsonWriter& json, const std::vector<storage::FieldView>& fields);

/// `{"email": {"delivered": 30}, "web": {"event": 5}}`: what has no status counts under its kind.
void writeCounts(JsonWriter& json, const std::vector<storage::ActivityCount>& counts);

}  // namespace kith::api
