// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <kith/sdk.hpp>
#include <nlohmann/json_fwd.hpp>

#include "config.hpp"
#include "link.hpp"
#include "store.hpp"
#include "update.hpp"

namespace kith::telegram {

enum class RouteIndex : std::size_t { Updates, Links, Bots };

/// Takes the updates of Telegram's bots and makes the links that join a chat with a profile. Thread-safe.
class Channel final : public kith::sdk::Channel {
public:
    Channel(const kith::sdk::Host& host, Config config);

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
    [[nodiscard]] kith::sdk::Response takeUpdate(const kith::sdk::Request& request) const;
    [[nodiscard]] kith::sdk::Response makeLink(const kith::sdk::Request& request) const;
    [[nodiscard]] kith::sdk::Response listBots(const kith::sdk::Request& request) const;
    [[nodiscard]] std::optional<Link> linkOf(const Update& update, const Bot& bot) const;
    /// The result document of the update's observation.
    [[nodiscard]] std::string observe(const Update& update, const Bot& bot, const std::optional<Link>& link,
                                      const kith::sdk::Request& request) const;
    /// One chat is the address of all bots. It is unsubscribed once the person has blocked each that they
    /// wrote to, which is known after the update was stored, whatever order they came in.
    void unsubscribe(const Update& update, const Bot& bot, const kith::sdk::Request& request) const;

    const kith::sdk::Host& host_;
    Config config_;
    Store store_;
};

/// The observation that an update is; `link` is the genuine link that /start was opened with.
[[nodiscard]] nlohmann::json observationOf(const Update& update, const Bot& bot,
                                           const std::optional<Link>& link);

/// What follows from the update that blocked the last of the chat's bots.
[[nodiscard]] nlohmann::json unsubscriptionOf(const Update& update, const Bot& bot, std::int64_t blockedAtMs);

}  // namespace kith::telegram
