// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// Every bound of the observation format in one place. Lengths are bytes of UTF-8. The OpenAPI document
/// states the same numbers.
namespace kith::model::bounds {

inline constexpr std::size_t kIdentifiers = 50;         ///< Per observation.
inline constexpr std::size_t kFields = 200;             ///< Per observation.
inline constexpr std::size_t kSetElements = 200;        ///< Of one set field, added and removed.
inline constexpr std::size_t kTags = 50;                ///< Of one call for many people, added and removed.
inline constexpr std::size_t kSubscriptions = 100;      ///< Per observation.
inline constexpr std::size_t kEndpoints = 50;           ///< Per observation.
inline constexpr std::size_t kActivities = 100;         ///< Per observation.
inline constexpr std::size_t kObservationId = 200;      ///< `id`
inline constexpr std::size_t kSourceName = 200;         ///< `source.name`
inline constexpr std::size_t kIdentifierType = 50;      ///< `type` of an identifier.
inline constexpr std::size_t kIdentifierValue = 2'000;  ///< `value` of an identifier.
inline constexpr std::size_t kFieldText = 65'536;       ///< A text or JSON value of a field.
inline constexpr std::size_t kFieldNumber = 100;        ///< Characters of a number.
inline constexpr std::size_t kKey = 100;                ///< Keys of fields and categories.
inline constexpr std::size_t kConsentText = 10'000;     ///< `text` of a subscription.
inline constexpr std::size_t kReason = 200;             ///< `reason`, wherever one is given.
inline constexpr std::size_t kComment = 2'000;          ///< `comment` of a subscription.
inline constexpr std::size_t kDetail = 2'000;           ///< `detail` of an endpoint's state.
inline constexpr std::size_t kProof = kDetail;          ///< `proof` of what staff say that a person said.
inline constexpr std::size_t kActivityId = 200;         ///< `id` of an activity.
inline constexpr std::size_t kChannel = 50;             ///< `channel` of an activity.
inline constexpr std::size_t kEvent = 200;              ///< `event` of an activity.
inline constexpr std::size_t kMessageId = 200;          ///< `message.id`
inline constexpr std::size_t kMessageName = 500;        ///< `message.name`
inline constexpr std::size_t kProperties = 32'768;      ///< `properties` as JSON text.
inline constexpr std::size_t kWarnings = 50;  ///< Kept per observation; one more says that more were found.
/// The same for what makes it wrong: why each identifier was left out, and that none is left, finds room.
inline constexpr std::size_t kViolations = kIdentifiers + 1;

}  // namespace kith::model::bounds
