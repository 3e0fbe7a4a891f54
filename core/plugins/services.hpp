// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soci {
class session;
}
namespace kith::model {
struct TokenIdentity;
}

namespace kith::plugins {

/// Whom an identity token names. Throws Error{IdentityTokenExpired} and Error{IdentityTokenInvalid} for one
/// that is not good, and Error{InvalidInput} if the caller's key is not a public one.
using ReadIdentity = std::function<model::TokenIdentity(std::string_view token)>;

/// An observation that a plugin makes. `attested` is already capped by the route's right.
struct PluginObservation {
    std::string_view json;
    bool attested = false;
    std::optional<std::string_view> payload;
    const model::TokenIdentity* identity = nullptr;  ///< Of the request in which it was claimed.
    const ReadIdentity* readIdentity = nullptr;      ///< That request's too, for a token of its own.
};

struct PluginResult {
    bool accepted = false;
    std::string json;  ///< As API.md has it for one item of an array.
};

/// A GET over https to a host that was checked.
struct Fetch {
    std::string url;
    std::chrono::milliseconds timeout;  ///< For the whole.
    std::size_t bodyLimit = 0;
};

struct Fetched {
    int status = 0;
    std::string body;
};

enum class MetricKind { Counter, Gauge, Histogram };
using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// What plugins ask of the rest of the server; implemented in the composition root. Thread-safe. What a
/// function throws as base::Error, the plugin gets as a failure.
class Services {
public:
    virtual ~Services() = default;

    /// Writes in the name of `plugin`, and returns one result per item when all that was accepted is durable.
    [[nodiscard]] virtual std::vector<PluginResult> observe(std::string_view plugin,
                                                            std::span<const PluginObservation> items) = 0;
    /// Carries out what `plugin` decided, in words and with an answer as kith/commands.h has them.
    [[nodiscard]] virtual std::string command(std::string_view plugin, std::string_view json) = 0;
    /// Runs `work` in a transaction of its own on a writer thread and waits for it. May run it again after a
    /// conflict. What it throws is rethrown after the rollback.
    virtual void write(const std::function<void(soci::session&)>& work) = 0;
    /// Runs `work` on this thread with a session that only reads.
    virtual void read(const std::function<void(soci::session&)>& work) = 0;

    /// The value under which people have an identifier that is given so; nothing if nobody can have it.
    [[nodiscard]] virtual std::optional<std::string> normalize(std::string_view type,
                                                               std::string_view given) = 0;

    /// Redirects are not followed. Throws Error{Unavailable, Timeout, TooLarge}.
    [[nodiscard]] virtual Fetched fetch(const Fetch& what) = 0;

    /// A metric of the plugin's own; `name` is complete, and the number of series of each plugin is bounded.
    virtual void measure(std::string_view plugin, MetricKind kind, const std::string& name,
                         const MetricLabels& labels, double value) = 0;
    /// One call into a plugin that ended: `result` is `ok` or an error code's name.
    virtual void called(std::string_view plugin, std::string_view call, std::string_view result,
                        std::chrono::nanoseconds took) = 0;
};

}  // namespace kith::plugins
