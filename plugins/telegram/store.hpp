// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kith/sdk.hpp>
#include <kith/sdk/soci.hpp>

#include "config.hpp"
#include "link.hpp"

namespace kith::telegram {

/// The newest update of a bot that was taken.
struct LastUpdate {
    std::int64_t id = 0;
    std::int64_t atMs = 0;
};

/// The plugin's tables. Thread-safe.
class Store {
public:
    explicit Store(const kith::sdk::Host& host) : host_(host), soci_(host) {}

    /// The link as it stands: this one, or the one that the same call made before. Throws kith::sdk::Failure
    /// if that asked for another.
    [[nodiscard]] Link addLink(const Link& wanted) const;
    /// Nothing if there is none, it has expired, or another chat has used it.
    [[nodiscard]] std::optional<Link> findLink(std::int64_t id, std::int64_t chat, std::int64_t nowMs) const;

    /// By the name of the bot; one that never got an update is not there.
    [[nodiscard]] std::map<std::string, LastUpdate> lastUpdates() const;

    /// What an update leaves behind, travelling as the observation's payload.
    void apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const;

    /// When the last of the bots that the chat knows was blocked; nothing while one of them is not. `bots`
    /// are those that count.
    [[nodiscard]] std::optional<std::int64_t> blockedByAll(std::int64_t chat,
                                                           const std::vector<Bot>& bots) const;

    /// For the profile at index i, its chats as one JSON object.
    void panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
               kith::sdk::ObjectSink out) const;

    /// As kith::sdk::Channel has them.
    [[nodiscard]] std::size_t erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                                    std::size_t most) const;
    [[nodiscard]] std::string exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                                       std::string_view cursor, kith::sdk::ObjectSink out) const;

private:
    const kith::sdk::Host& host_;
    kith::sdk::Soci soci_;
};

}  // namespace kith::telegram
