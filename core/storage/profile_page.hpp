// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/storage/page_parts.hpp"
#include "core/storage/profile_candidates.hpp"
#include "core/storage/profile_list.hpp"

namespace kith::storage {

/// The place of a profile in one of the orders; only the member that the order uses counts, then the id.
struct ProfileKey {
    std::int64_t number = 0;
    std::string text;
    base::ProfileId id;
};

[[nodiscard]] bool isDescending(ProfileSort sort) noexcept;
[[nodiscard]] bool isByName(ProfileSort sort) noexcept;

/// One of the orders of the list of profiles.
class ProfileOrder {
public:
    explicit ProfileOrder(ProfileSort sort) noexcept : sort_(sort) {}

    [[nodiscard]] bool operator()(const ProfileKey& a, const ProfileKey& b) const noexcept;
    /// In front of every profile.
    [[nodiscard]] ProfileKey start() const;
    /// Throws Error{InvalidInput}.
    [[nodiscard]] ProfileKey read(const std::string& cursor) const;
    [[nodiscard]] std::string write(const ProfileKey& key) const;

private:
    [[nodiscard]] std::string_view name() const noexcept;
    ProfileSort sort_;
};

struct ProfileRow {
    ProfileKey key;
    ProfileSummary summary;  ///< Still without name and identifiers.
};

using ProfilePart = PagePart<ProfileRow, ProfileKey>;

/// The first `wanted` profiles behind `after` that meet the query's conditions on single rows, of those that
/// are looked at: the candidates, or a bounded part of the order, where it may of the segment of the query.
[[nodiscard]] ProfilePart readProfilePart(Session& session, const ProfileQuery& query,
                                          const ProfileCandidates& candidates, const ProfileKey& after,
                                          std::size_t wanted);

}  // namespace kith::storage
