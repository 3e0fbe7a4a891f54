// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

namespace kith::push {

/// What is known of the device or browser behind each token, by token: it goes with the token wherever that
/// moves. Thread-safe.
class Store {
public:
    explicit Store(const kith::sdk::Host& host) : soci_(host) {}

    void apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const;

    /// For the profile at index i, `{"applications": [...]}`.
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) const;

    /// As kith::sdk::Channel has them.
    [[nodiscard]] std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                                    std::size_t most) const;
    [[nodiscard]] std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                                       std::string_view cursor, kith::sdk::ObjectSink out) const;

private:
    kith::sdk::Soci soci_;
};

}  // namespace kith::push
