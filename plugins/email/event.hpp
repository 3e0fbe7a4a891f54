// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kith/sdk/failure.hpp>
#include <kith/sdk/types.hpp>

namespace kith::email {

/// What a provider did or saw with a message, as the statuses of an activity.
enum class MessageStatus {
    Sent,
    Delayed,
    Uncertain,
    Skipped,
    Delivered,
    Undelivered,
    Read,
    Clicked,
    Unsubscribed,
    Complained,
};

[[nodiscard]] std::string_view statusName(MessageStatus status) noexcept;

/// What it says of the address: `blacklisted`, `blocked`, `unsubscribed`, `complained` or `active`.
struct AddressState {
    std::string_view state;
    std::string reason;
};

/// What it says of one of the operator's categories.
struct CategoryChange {
    std::string category;
    bool subscribed = false;
};

/// Which mailing it belongs to; either may be empty.
struct Message {
    std::string id;
    std::string name;
};

/// One thing that happened to one message for one recipient, whichever provider tells it. All text is clean.
struct Event {
    std::string_view provider;      ///< `ses`, `sendgrid`.
    std::string id;                 ///< The provider's id of the event, or what tells it from every other.
    bool idNamesRecipient = false;  ///< The id is of this recipient alone.
    std::string messageId;          ///< The provider's id of the message; empty if it is not told.
    bool messageHasRecipients = false;  ///< That id may stand for several recipients.
    std::string recipient;              ///< As given.
    std::int64_t atMs = 0;
    std::optional<MessageStatus> status;
    std::string_view happening;  ///< The name of an event that is no status: `resubscribed`.
    std::string reason;          ///< A code in snake_case, or empty.
    std::string detail;          ///< The words of the other side, or empty.
    std::string_view machine;    ///< `prefetch`, `scanner` or empty.
    std::string link;
    Message message;
    std::optional<AddressState> address;
    std::vector<CategoryChange> categories;
    std::string pointer = {};  ///< Of what told it, within the body; empty if that is all of it.
};

/// What a request brought: events, and how many documents meant nothing to kith or were no events.
struct Batch {
    std::vector<Event> events;
    std::size_t ignored = 0;
    std::vector<sdk::Violation> malformed;
};

/// A keyed hash of a text: the host's, so that nobody else can make it.
using KeyedHash = std::function<std::string(std::string_view)>;

/// An event as an observation to make. `address` is the recipient, normalised.
struct Written {
    std::string json;     ///< For POST /v1/observations.
    std::string payload;  ///< For apply; see store.hpp. Empty if there is nothing to keep.
};
[[nodiscard]] Written write(const Event& event, std::string_view address, const KeyedHash& hash);

}  // namespace kith::email
