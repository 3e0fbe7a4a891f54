// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/endpoint.hpp"
#include "core/storage/export/place.hpp"
#include "core/storage/outbox.hpp"
#include "core/storage/webhook_store.hpp"

namespace kith::storage {

/// An event that a webhook did not take, or not yet.
struct ExportedDelivery {
    WebhookId webhook;
    int attempts = 0;
    std::optional<base::Time> due;       ///< Not before the event; a dead letter has none.
    std::optional<base::Time> failedAt;  ///< Absent if it was never tried, and then the reason is empty.
    std::string reason;
};

/// An event that names one of the person's homes.
struct ExportedEvent {
    base::RowId id;
    std::optional<std::int64_t> number;  ///< In the feed; none while it waits in the outbox.
    EventKind kind = EventKind::ProfileUpdated;
    base::Time at;
    base::ProfileId profile;
    std::int64_t version = 0;
    std::optional<base::ProfileId> other;
    std::optional<base::IdentifierId> identifier;
    std::optional<model::Identifier>
        named;  ///< If the profile only names it, and nobody is identified by it.
    std::optional<model::EndpointState> before;
    std::optional<model::EndpointState> after;
    std::vector<ExportedDelivery> deliveries;
};

/// `live` is the person: what names two of its homes is told once.
[[nodiscard]] std::vector<ExportedEvent> nextEvents(Session& session, RowPlace& place, base::ProfileId live,
                                                    std::size_t wanted);

}  // namespace kith::storage
