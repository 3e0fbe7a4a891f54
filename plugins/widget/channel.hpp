// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk.hpp>

#include "store.hpp"

namespace kith::widget {

enum class RouteIndex : std::size_t { Script, Events, ListDefinitions, PutDefinition, DeleteDefinition };

/// Serves the script that shows widgets on a site, and takes its beacon. Thread-safe.
class Channel final : public kith::sdk::Channel {
public:
    explicit Channel(const kith::sdk::Host& host) : host_(host), store_(host) {}

    [[nodiscard]] kith::sdk::Response handle(std::size_t route, const kith::sdk::Request& request) override;
    void apply(kith::sdk::Session session,
               kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) override;
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) override;
    void annotate(kith::sdk::Session session, const kith::sdk::Profile& profile, std::string_view activities,
                  kith::sdk::ObjectSink out) override;
    [[nodiscard]] std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                                    std::size_t most) override;
    [[nodiscard]] std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                                       std::string_view cursor, kith::sdk::ObjectSink out) override;

private:
    [[nodiscard]] kith::sdk::Response script() const;
    [[nodiscard]] kith::sdk::Response takeEvents(const kith::sdk::Request& request) const;
    [[nodiscard]] kith::sdk::Response listDefinitions(const kith::sdk::Request& request) const;
    [[nodiscard]] kith::sdk::Response putDefinition(const kith::sdk::Request& request) const;
    [[nodiscard]] kith::sdk::Response deleteDefinition(const kith::sdk::Request& request) const;

    const kith::sdk::Host& host_;
    Store store_;
};

}  // namespace kith::widget
