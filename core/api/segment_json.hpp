// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/api/json_writer.hpp"
#include "core/api/services.hpp"
#include "core/storage/segment/membership.hpp"
#include "core/storage/segment/store.hpp"

namespace kith::api {

/// A condition with everything that it names, to be asked now. It refers to itself: neither copied nor moved.
class SegmentAsked {
public:
    SegmentAsked(const Services& services, storage::Session& session, model::Condition condition);
    /// Who is in that segment. Throws Error{NotFound} if there is none.
    SegmentAsked(const Services& services, storage::Session& session, std::string_view key);
    SegmentAsked(const SegmentAsked&) = delete;
    SegmentAsked& operator=(const SegmentAsked&) = delete;

    [[nodiscard]] const storage::SegmentQuestion& question() const noexcept { return question_; }

private:
    model::Condition condition_;
    storage::SegmentBook book_;
    storage::SegmentQuestion question_;
};

/// With why it can't be asked, if it is one of those.
void writeSegment(JsonWriter& json, const storage::Segment& segment, const storage::UnfitSegments& unfit);

/// A group with its members, or another condition, each with whether it holds.
void writeReason(JsonWriter& json, const storage::Reason& reason);

}  // namespace kith::api
