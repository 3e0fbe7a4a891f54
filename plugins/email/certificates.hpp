// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "amazon_url.hpp"
#include "signature.hpp"

namespace kith::email {

/// Signing certificates by their URL: fetched, and fetched again after a day, at most 16. Who may fetch is
/// anybody who sends an envelope of a listed topic, so fetches are few: one at a time for each URL, 4 at
/// once, 20 a minute. While one can't be fetched again, the one that is there serves until it expires.
/// Thread-safe.
class CertificateStore {
public:
    /// The body behind a URL, over https from exactly its host, without redirects. Throws sdk::Failure.
    using Fetch = std::function<std::string(const AmazonUrl& url)>;

    explicit CertificateStore(Fetch fetch) : fetch_(std::move(fetch)) {}

    /// Waits for a fetch that is under way, unless there is one that serves. Throws sdk::Failure: Unavailable
    /// if it can't be fetched, Forbidden if what is there is no certificate.
    [[nodiscard]] Certificate get(const AmazonUrl& url, std::int64_t nowMs);

private:
    struct Entry {
        Certificate certificate;
        std::int64_t dueAtMs;  ///< When it is to be fetched again.
    };
    using Lock = std::unique_lock<std::mutex>;

    [[nodiscard]] const Certificate* cached(const std::string& url, std::int64_t nowMs) const;
    [[nodiscard]] std::optional<Certificate> defer(const std::string& url, std::int64_t nowMs);
    [[nodiscard]] Certificate renew(Lock lock, const AmazonUrl& url, std::int64_t nowMs);
    void admit(const std::string& url, std::int64_t nowMs);
    void keep(const std::string& url, const Certificate& certificate, std::int64_t nowMs);

    Fetch fetch_;
    std::mutex mutex_;
    std::condition_variable fetched_;
    std::map<std::string, Entry> entries_;
    std::set<std::string> underWay_;
    std::int64_t minuteBeganMs_ = 0;
    int fetchesInMinute_ = 0;
};

}  // namespace kith::email
