// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include <kith/sdk.hpp>

#include "config.hpp"
#include "registration.hpp"
#include "store.hpp"

namespace kith::push {

/// What an app says with a public key is a claim; what the organisation's own server says counts. The server
/// grades by the route, so each has its own.
enum class RouteIndex : std::size_t {
    ClaimToken,
    AddToken,
    DropToken,
    ClaimSubscription,
    AddSubscription,
    DropSubscription,
    ClaimReceipts,
    AddReceipts,
};

/// Registrations of apps and browsers, and what became of the messages sent to them. Thread-safe.
class Channel final : public kith::sdk::Channel {
public:
    Channel(const kith::sdk::Host& host, Config config)
        : host_(host), config_(std::move(config)), store_(host) {}

    [[nodiscard]] kith::sdk::Response handle(std::size_t route, const kith::sdk::Request& request) override;
    void apply(kith::sdk::Session session,
               kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) override;
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) override;
    [[nodiscard]] std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                                    std::size_t most) override;
    [[nodiscard]] std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                                       std::string_view cursor, kith::sdk::ObjectSink out) override;

private:
    [[nodiscard]] kith::sdk::Response takeReceipts(const kith::sdk::Request& request,
                                                   kith::sdk::Evidence evidence) const;
    /// What the body of a request to any other route says.
    [[nodiscard]] static Registration readRegistration(RouteIndex route, const nlohmann::json& body,
                                                       bool attested);

    const kith::sdk::Host& host_;
    Config config_;
    Store store_;
};

}  // namespace kith::push
