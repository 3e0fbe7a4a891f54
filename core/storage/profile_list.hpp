// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/identifier.hpp"
#include "core/model/subscription.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/profile_summary.hpp"

namespace kith::model {
class Catalogue;
}

namespace kith::storage {

class Session;
struct SegmentQuestion;

/// What a search text means. All parts that are set are alternatives.
struct ProfileSearch {
    std::optional<base::ProfileId> id;
    std::vector<model::Identifier> identifiers;  ///< Normalised; any role finds.
    std::vector<std::string> words;              ///< Folded; each is the beginning of a word of the name.
    /// As identifiers, but with the beginning of a value: of those with it, kBegun are found, the first by
    /// their values.
    std::vector<model::Identifier> beginnings = {};
};

inline constexpr std::size_t kBegun = 200;

/// Reads `q` by its shape: an id, an address or number that an identifier type understands, the beginning of
/// one that identifies people, or words of a name. Throws Error{InvalidInput} for a text that is empty,
/// longer than 200 bytes or not UTF-8.
[[nodiscard]] ProfileSearch parseProfileSearch(std::string_view q, const model::Catalogue& catalogue);

/// Listed are the known, those with a claimed identifier, and those who can be reached.
enum class KnownFilter { Listed, Known, ListedAnonymous, Any, Anonymous };
/// Whether it lets through who is not listed.
[[nodiscard]] constexpr bool takesUnlisted(KnownFilter known) noexcept {
    return known == KnownFilter::Any || known == KnownFilter::Anonymous;
}

enum class ProfileSort {
    UpdatedDescending,
    UpdatedAscending,
    CreatedDescending,
    CreatedAscending,
    NameDescending,
    NameAscending,
};
inline constexpr std::size_t kProfileSorts = 6;

/// People whose state in one category is this one.
struct CategoryFilter {
    std::string category;
    model::SubscriptionState state = model::SubscriptionState::Subscribed;
    std::optional<bool> subscribedByDefault;  ///< The category's default for people who said nothing.
};

/// People who have an endpoint of one of these identifier types (in any state, or in this one, or for this
/// reason in the state that is shown).
struct EndpointFilter {
    std::vector<std::string> types;  ///< Those that the channel reaches; empty: any type.
    std::optional<model::EndpointState> state;
    std::optional<std::string> reason = {};
};

struct SourceFilter {
    std::string type;
    std::optional<std::string> name;
};

struct ProfileQuery {
    std::optional<ProfileSearch> search;
    std::optional<std::vector<base::ProfileId>> ids;  ///< Whoever has one of them; not beside a search.
    std::optional<CategoryFilter> category;
    std::optional<EndpointFilter> endpoint;
    std::optional<SourceFilter> source;
    std::optional<std::string> tag;
    const SegmentQuestion* segment = nullptr;  ///< Those whom it holds for; outlives the query.
    KnownFilter known = KnownFilter::Listed;
    ProfileSort sort = ProfileSort::UpdatedDescending;
    std::string cursor;  ///< Of the page before; empty for the first.
    std::size_t limit = 50;
    std::vector<std::string> fields = {};  ///< This and the next two: see SummaryAsked.
    std::vector<std::string> addressTypes = {};
    std::size_t identifiers = kSummaryIdentifiers;
    bool alongOrder = false;  ///< As a page before has told: see ProfilePage.
};

struct ProfilePage {
    std::vector<ProfileSummary> items;
    /// Empty after the last page. A page can be short, even empty, before it: one request looks at a bounded
    /// number of profiles.
    std::string nextCursor;
    bool isCut = false;       ///< The search would find others too, of whom it takes no more.
    bool alongOrder = false;  ///< No index knows few enough: what follows need not look for one again.
};

/// One page in a constant number of statements, however many profiles there are. Throws Error{InvalidInput}
/// for a cursor that is not one of this order and for a limit outside 1 to kMaxPage.
[[nodiscard]] ProfilePage listProfiles(Session& session, const ProfileQuery& query, base::Time now);

}  // namespace kith::storage
