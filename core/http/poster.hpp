// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kith::http {

struct PosterSettings {
    std::chrono::milliseconds timeout{10'000};  ///< For one request, from the name's lookup to the answer.
    bool allowHttp = false;                     ///< Beside https.
    /// Loopback, private, link-local and other addresses that are none of the public internet.
    bool allowPrivateAddresses = false;
    /// A PEM file with the authorities to trust; empty: those of the system.
    std::string caFile = {};
};

/// Why nothing is sent to a URL, in words, with the setting that would allow it: its scheme, its form, a part
/// that it may not have, or an address that stands in it. What a name resolves to is looked at when it is
/// connected to.
[[nodiscard]] std::optional<std::string> whyNoTarget(const std::string& url, const PosterSettings& settings);

struct Post {
    std::uint64_t tag = 0;  ///< Of whoever posts; unique among those that run.
    std::string url;
    std::vector<std::string> headers;  ///< `name: value`
    std::string body;
};

struct Posted {
    std::uint64_t tag = 0;
    int status = 0;           ///< 0: there was no answer.
    std::string reason = {};  ///< Why there was none, in one of our words.
    std::chrono::seconds retryAfter{0};
};

/// Sends many requests to other servers at once, on a thread of its own: an answer is taken as it comes,
/// however long whoever posts is busy. What answers say beside their status is not read; redirects are not
/// followed and no proxy is used, so that it is the address connected to that is checked, whatever its name
/// resolved to before. Used by one thread, but for wake().
class Poster {
public:
    explicit Poster(PosterSettings settings);
    ~Poster();
    Poster(const Poster&) = delete;
    Poster& operator=(const Poster&) = delete;

    void start(Post post);
    /// Those that ended since the last call, having waited for one for a while at most.
    [[nodiscard]] std::vector<Posted> wait(std::chrono::milliseconds most);
    /// Ends the wait at hand, or the next. From any thread.
    void wake();
    /// Breaks off whatever runs, for good; nothing is heard of it any more.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace kith::http
