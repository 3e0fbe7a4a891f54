// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

#include "config.hpp"

namespace guestbook {

/// Entries that people leave. Thread-safe: it changes nothing of its own after it was made.
class Channel final : public kith::sdk::Channel {
public:
    Channel(const kith::sdk::Host& host, Config config) : host_(host), soci_(host), config_(config) {}

    kith::sdk::Response handle(std::size_t route, const kith::sdk::Request& request) override;
    void apply(kith::sdk::Session session,
               kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) override;
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) override;
    std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                      std::size_t most) override;
    std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                         std::string_view cursor, kith::sdk::ObjectSink out) override;

private:
    const kith::sdk::Host& host_;
    kith::sdk::Soci soci_;
    Config config_;
};

}  // namespace guestbook
