// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/app/demo/dataset.hpp"
#include "core/http/client.hpp"

namespace kith::app::demo {

/// A bot whose updates the server takes.
struct TelegramBot {
    std::string name;
    std::string secretToken;
};

/// What the server said to everything it was told.
struct Tally {
    std::map<std::string, std::size_t> results;   ///< By `created`, `merged`, `duplicate`, …
    std::map<std::string, std::size_t> refusals;  ///< By code.
    std::map<std::string, std::size_t> warnings;  ///< By what and where.
    std::map<std::string, std::size_t> rejected;  ///< By sentence.
    std::size_t skipped = 0;                      ///< Telegram's updates, when there is no bot.
};

/// Hands calls in, as the programs of a shop would: in batches where the route takes them, and again where
/// the server asks for it.
class Loader {
public:
    using Pause = std::function<void(std::chrono::seconds)>;

    /// `pause` waits before something is tried again.
    Loader(http::Client& client, const base::Clock& clock, std::optional<TelegramBot> bot, Pause pause)
        : client_(client), clock_(clock), bot_(std::move(bot)), pause_(std::move(pause)) {}

    /// When the data set of that scale begins on this server: it was begun there before, or now is its end.
    /// Throws base::Error if the server does not answer, does not know the key, or lacks a plugin.
    [[nodiscard]] base::Time findStart(const Scale& scale);

    /// The calls of one day; those of one route in the order given.
    void load(std::span<const Call> calls);

    [[nodiscard]] const Tally& tally() const noexcept { return tally_; }

private:
    using Bodies = std::vector<const Call*>;

    void loadRoute(Route route, const Bodies& calls);
    void loadObservations(const Bodies& calls);
    void loadSesEvents(const Bodies& calls);
    void loadReceipts(const Bodies& calls);
    void defineWidget(const Call& call);
    void startTelegram(const Call& call);
    void updateTelegram(const nlohmann::json& update);
    void showWidget(const Call& call);

    /// A call that must be answered with 2xx; anything else is thrown.
    nlohmann::json call(const std::string& method, const std::string& path, const nlohmann::json& body,
                        const std::vector<std::string>& headers = {});
    /// Tries again for a while if the server asks for it, of the whole or of one item.
    http::ClientAnswer send(const http::ClientRequest& request);
    void count(const nlohmann::json& result);
    void countAll(const nlohmann::json& answer);

    http::Client& client_;
    const base::Clock& clock_;
    std::optional<TelegramBot> bot_;
    Pause pause_;
    Tally tally_;
};

}  // namespace kith::app::demo
