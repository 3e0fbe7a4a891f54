// SPDX-License-Identifier: Apache-2.0
#include "certificates.hpp"

#include <algorithm>
#include <utility>

#include <kith/sdk/failure.hpp>

namespace kith::email {
namespace {

constexpr std::size_t kMaxEntries = 16;
constexpr std::size_t kMaxAtOnce = 4;
constexpr int kMaxPerMinute = 20;
constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kKeptMs = 24L * 60 * kMinuteMs;
constexpr std::chrono::seconds kPatience{15};

[[noreturn]] void notNow() {
    throw sdk::Failure(sdk::Status::Unavailable, "certificate_unavailable",
                       "The signing certificate can't be fetched now.");
}

}  // namespace

Certificate CertificateStore::get(const AmazonUrl& url, std::int64_t nowMs) {
    Lock lock(mutex_);
    const bool free = fetched_.wait_for(
        lock, kPatience, [&] { return cached(url.text, nowMs) != nullptr || !underWay_.contains(url.text); });
    if (const auto* known = cached(url.text, nowMs); known != nullptr) return *known;
    if (!free) notNow();
    const auto serving = defer(url.text, nowMs);
    try {
        return renew(std::move(lock), url, nowMs);
    } catch (const sdk::Failure&) {
        if (!serving) throw;
        return *serving;
    }
}

/// Fetches it, or throws.
Certificate CertificateStore::renew(Lock lock, const AmazonUrl& url, std::int64_t nowMs) {
    admit(url.text, nowMs);
    std::optional<Certificate> certificate;
    lock.unlock();
    try {
        certificate = Certificate::fromPem(fetch_(url));
    } catch (...) {
        lock.lock();
        underWay_.erase(url.text);
        fetched_.notify_all();
        throw;
    }
    lock.lock();
    underWay_.erase(url.text);
    if (certificate) keep(url.text, *certificate, nowMs);
    fetched_.notify_all();
    if (!certificate) {
        throw sdk::Failure(sdk::Status::Forbidden, "no_certificate",
                           "There is no signing certificate at that place.");
    }
    return *certificate;
}

const Certificate* CertificateStore::cached(const std::string& url, std::int64_t nowMs) const {
    const auto found = entries_.find(url);
    return found != entries_.end() && nowMs < found->second.dueAtMs ? &found->second.certificate : nullptr;
}

/// What is due serves for another minute, unless it has expired: while it is fetched again nobody waits, and
/// where that fails not everybody tries.
std::optional<Certificate> CertificateStore::defer(const std::string& url, std::int64_t nowMs) {
    const auto found = entries_.find(url);
    if (found == entries_.end() || nowMs > found->second.certificate.notAfterMs) return std::nullopt;
    found->second.dueAtMs = nowMs + kMinuteMs;
    return found->second.certificate;
}

void CertificateStore::admit(const std::string& url, std::int64_t nowMs) {
    if (nowMs - minuteBeganMs_ >= kMinuteMs || nowMs < minuteBeganMs_) {
        minuteBeganMs_ = nowMs;
        fetchesInMinute_ = 0;
    }
    if (underWay_.size() >= kMaxAtOnce || fetchesInMinute_ >= kMaxPerMinute) notNow();
    ++fetchesInMinute_;
    underWay_.insert(url);
}

void CertificateStore::keep(const std::string& url, const Certificate& certificate, std::int64_t nowMs) {
    if (entries_.size() >= kMaxEntries && !entries_.contains(url)) {
        entries_.erase(std::min_element(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
            return a.second.dueAtMs < b.second.dueAtMs;
        }));
    }
    entries_.insert_or_assign(url, Entry{certificate, nowMs + kKeptMs});
}

}  // namespace kith::email
