// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <kith/sdk/channel.hpp>
#include <kith/sdk/soci.hpp>

#include "event.hpp"

namespace kith::email {

/// What `apply` keeps of an event, as bytes; empty if there is nothing to keep. `activity` is the id of its
/// activity, or empty.
[[nodiscard]] std::string payloadOf(const Event& event, std::string_view address, std::string_view activity);

/// The plugin's tables. `email_send`: a provider's name for one delivery (`ses:<message id>`) → the activity
/// that shows it, for reports that name the message alone, which no stream of today does. `email_address`:
/// what was last seen of an address, by home. Both are keyed by home: merges move nothing.
class Store {
public:
    explicit Store(const sdk::Host& host) : soci_(host) {}

    void apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) const;

    /// `{"addresses": [{"value", "last_delivered_at", "last_read_at", "last_clicked_at", "last_bounce":
    /// {"at", "reason", "detail", "provider"}}]}` for each profile with an address that anything was seen of;
    /// members without a value are left out.
    void panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
               sdk::ObjectSink out) const;

    /// As kith::sdk::Channel has them.
    [[nodiscard]] std::size_t erase(sdk::Session session, const sdk::Profile& person, std::size_t most) const;
    [[nodiscard]] std::string exported(sdk::Session session, const sdk::Profile& person,
                                       std::string_view cursor, sdk::ObjectSink out) const;

private:
    sdk::Soci soci_;
};

}  // namespace kith::email
