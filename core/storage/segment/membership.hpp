// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/segment/condition_sql.hpp"

namespace kith::storage {

class Session;

/// Whom a condition holds for at a time. What it refers to outlives it.
struct SegmentQuestion {
    const model::Condition& condition;
    const SegmentBook& book;
    base::Time now;
};

/// How many there are, and the first of them by id.
struct MemberSample {
    std::int64_t count = 0;
    std::vector<base::ProfileId> first;
};
[[nodiscard]] MemberSample sampleMembers(Session& session, const SegmentQuestion& question, std::size_t most);

/// Those that follow `after` by id, at most `most`.
[[nodiscard]] std::vector<base::ProfileId> listMembers(Session& session, const SegmentQuestion& question,
                                                       base::ProfileId after, std::size_t most);

/// A place in an order of profiles by one of their columns, and then by id.
struct MemberPlace {
    std::int64_t number = 0;  ///< Of a column of numbers.
    std::string text;         ///< Of one of texts.
    base::ProfileId id;
};
struct MemberOrder {
    std::string_view column;  ///< Of profile.
    bool isText = false;
    bool isDescending = false;
};

/// Those that follow `after` in an order, at most `most`. For a segment of many: one of few is read in whole
/// sooner than it is found along the order.
[[nodiscard]] std::vector<MemberPlace> walkMembers(Session& session, const SegmentQuestion& question,
                                                   const MemberOrder& order, const MemberPlace& after,
                                                   std::size_t most);

/// How many there are, counted up to `most` if that is given.
[[nodiscard]] std::int64_t countMembers(Session& session, const SegmentQuestion& question,
                                        std::optional<std::int64_t> most = {});

/// Those among some profiles: of a page, or of all that a search finds.
[[nodiscard]] std::vector<base::ProfileId> membersAmong(Session& session, const SegmentQuestion& question,
                                                        std::span<const base::ProfileId> profiles);

/// Whether a profile is one of those that segments hold at all.
[[nodiscard]] bool isListed(Session& session, base::ProfileId live);

/// A condition with whether it holds for a person, and in a group each one's of it.
struct Reason {
    const model::Condition* condition = nullptr;
    bool holds = false;
    std::vector<Reason> children;
};

/// Why a person is in it, or is not: `homes` are the id of the profile and then its other homes. One
/// statement per condition, each about this person alone.
[[nodiscard]] Reason whyMember(Session& session, const SegmentQuestion& question,
                               const std::vector<base::ProfileId>& homes);

}  // namespace kith::storage
