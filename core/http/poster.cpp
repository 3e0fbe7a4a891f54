// SPDX-License-Identifier: Apache-2.0
#include "core/http/poster.hpp"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>

#include "core/base/error.hpp"
#include "core/http/curl.hpp"
#include "core/http/ip_address.hpp"
#include "core/http/thread_signals.hpp"

namespace kith::http {
namespace {

using curl::set;

constexpr std::size_t kMaxAnswer = std::size_t{64} * 1'024;
// As many as all webhooks together may wait for: one in line behind receivers that hang would time out
// unsent.
constexpr long kMaxConnections = 800;
constexpr std::chrono::seconds kMostRetryAfter = std::chrono::hours{24};
constexpr std::size_t kMaxUrl = 2'000;
constexpr int kLongestWait = 60'000;  // Milliseconds; whatever happens ends it before.

/// One request on its way.
struct Transfer {
    Post post;
    bool allowPrivate = false;
    bool refused = false;  ///< An address, before it was connected to.
    std::size_t answered = 0;
    curl::Handle handle = curl::newHandle();
    curl::List headers{nullptr, curl_slist_free_all};
};

std::size_t forget(const char* /*data*/, std::size_t one, std::size_t count, void* to) noexcept {
    auto& transfer = *static_cast<Transfer*>(to);
    transfer.answered += one * count;
    return transfer.answered <= kMaxAnswer ? one * count : 0;
}

curl_socket_t openSocket(void* of, curlsocktype /*purpose*/, curl_sockaddr* address) noexcept {
    auto& transfer = *static_cast<Transfer*>(of);
    const auto ip = IpAddress::of(address->addr);
    if (!transfer.allowPrivate && (!ip || !ip->isPublic())) {
        transfer.refused = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string reasonOf(CURLcode code, const Transfer& transfer) {
    if (transfer.refused) return "address_refused";
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT:
            return "timeout";
        case CURLE_COULDNT_RESOLVE_HOST:
            return "unknown_host";
        case CURLE_COULDNT_CONNECT:
            return "no_connection";
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CONNECT_ERROR:
            return "tls_failed";
        case CURLE_UNSUPPORTED_PROTOCOL:
            return "not_https";
        default:
            return "no_answer";
    }
}

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

/// A part of a URL; empty if it has none.
std::string partOf(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
    std::string value(text);
    curl_free(text);
    return value;
}

bool isPrivateHost(std::string host) {
    if (host == "localhost" || host.ends_with(".localhost")) return true;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    const auto address = IpAddress::parse(host);
    return address && !address->isPublic();
}

bool isBlank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f;
}

/// Why what begins with a scheme can't be read as a URL.
std::string whyNoUrl(CURLUcode code) {
    switch (code) {
        case CURLUE_BAD_PORT_NUMBER:
            return "must have a number of at most 65535 as its port";
        case CURLUE_NO_HOST:
        case CURLUE_BAD_HOSTNAME:
        case CURLUE_BAD_IPV6:
            return "must be a URL with the name or the address of a host";
        default:
            return "must be a URL, such as https://crm.example.com/kith";
    }
}

}  // namespace

std::optional<std::string> whyNoTarget(const std::string& text, const PosterSettings& settings) {
    const std::string wanted =
        settings.allowHttp ? "must begin with https:// or http://" : "must begin with https://";
    if (text.size() > kMaxUrl) return "must have at most 2,000 bytes";
    if (std::any_of(text.begin(), text.end(), isBlank))
        return "must have no space in it, which is written as %20, and no control character";
    const Url url(curl_url(), curl_url_cleanup);
    // An address alone has no scheme, and with a port one that nobody meant.
    const auto parsed = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0);
    if (parsed == CURLUE_BAD_SCHEME || parsed == CURLUE_UNSUPPORTED_SCHEME || parsed == CURLUE_BAD_SLASHES)
        return wanted;
    if (parsed != CURLUE_OK) return whyNoUrl(parsed);
    const auto scheme = partOf(url, CURLUPART_SCHEME);
    if (scheme == "http" && !settings.allowHttp)
        return "must begin with https://, unless `webhooks.allow_http` of the configuration is true";
    if (scheme != "https" && scheme != "http") return wanted;
    for (const auto part : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT}) {
        if (!partOf(url, part).empty()) return "must have no user, password or fragment";
    }
    if (!settings.allowPrivateAddresses && isPrivateHost(partOf(url, CURLUPART_HOST)))
        return "must not lead to a private address, unless `webhooks.allow_private_addresses` of the "
               "configuration is true";
    return std::nullopt;
}

class Poster::Impl {
public:
    explicit Impl(PosterSettings settings) : settings_(std::move(settings)), multi_(curl_multi_init()) {
        static_cast<void>(curl::newHandle());  // Makes the library ready, once.
        if (multi_ == nullptr)
            throw base::Error(base::ErrorCode::Unavailable, "Other servers can't be reached now.");
        curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, kMaxConnections);
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    ~Impl() {
        stop();
        curl_multi_cleanup(multi_);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void start(Post post) {
        auto transfer = std::make_unique<Transfer>();
        transfer->post = std::move(post);
        transfer->allowPrivate = settings_.allowPrivateAddresses;
        prepare(*transfer);
        {
            const std::scoped_lock lock(mutex_);
            started_.push_back(std::move(transfer));
        }
        curl_multi_wakeup(multi_);
    }

    std::vector<Posted> wait(std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, most, [this] { return woken_ || !ended_.empty(); });
        woken_ = false;
        return std::exchange(ended_, {});
    }

    void wake() {
        {
            const std::scoped_lock lock(mutex_);
            woken_ = true;
        }
        changed_.notify_one();
    }

    void stop() {
        thread_.request_stop();
        curl_multi_wakeup(multi_);
        if (thread_.joinable()) thread_.join();
    }

private:
    void run(const std::stop_token& stop) {
        blockPipeSignal();
        while (!stop.stop_requested()) {
            admit();
            take();
            curl_multi_poll(multi_, nullptr, 0, kLongestWait, nullptr);
        }
        for (const auto& [key, transfer] : running_) curl_multi_remove_handle(multi_, key);
        running_.clear();
    }

    void admit() {
        std::vector<std::unique_ptr<Transfer>> started;
        {
            const std::scoped_lock lock(mutex_);
            started.swap(started_);
        }
        for (auto& transfer : started) {
            CURL* const key = transfer->handle.get();
            running_.emplace(key, std::move(transfer));
            curl_multi_add_handle(multi_, key);
        }
    }

    void prepare(Transfer& transfer) const {
        const auto& handle = transfer.handle;
        auto headers = transfer.post.headers;
        headers.insert(headers.end(), {"Content-Type: application/json", "Expect:"});
        transfer.headers = curl::listOf(headers);
        set(handle, CURLOPT_URL, transfer.post.url.c_str());
        set(handle, CURLOPT_PROTOCOLS_STR, settings_.allowHttp ? "http,https" : "https");
        set(handle, CURLOPT_PROXY, "");
        set(handle, CURLOPT_FOLLOWLOCATION, 0L);
        set(handle, CURLOPT_NOSIGNAL, 1L);
        // Whoever gives up does not wait for a name server.
        set(handle, CURLOPT_QUICK_EXIT, 1L);
        set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.timeout.count()));
        set(handle, CURLOPT_USERAGENT, "kith");
        set(handle, CURLOPT_HTTPHEADER, transfer.headers.get());
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.post.body.size()));
        set(handle, CURLOPT_POSTFIELDS, transfer.post.body.c_str());
        set(handle, CURLOPT_WRITEFUNCTION, &forget);
        set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
        set(handle, CURLOPT_OPENSOCKETFUNCTION, &openSocket);
        set(handle, CURLOPT_OPENSOCKETDATA, static_cast<void*>(&transfer));
        if (!settings_.caFile.empty()) set(handle, CURLOPT_CAINFO, settings_.caFile.c_str());
    }

    void take() {
        int running = 0;
        curl_multi_perform(multi_, &running);
        std::vector<Posted> ended;
        int left = 0;
        while (const auto* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL* const key = message->easy_handle;
            ended.push_back(end(*running_.at(key), message->data.result));
            curl_multi_remove_handle(multi_, key);
            running_.erase(key);
        }
        if (ended.empty()) return;
        {
            const std::scoped_lock lock(mutex_);
            std::ranges::move(ended, std::back_inserter(ended_));
        }
        changed_.notify_one();
    }

    // Once there is a status, what follows it may be cut off.
    static Posted end(const Transfer& transfer, CURLcode code) {
        Posted posted{.tag = transfer.post.tag};
        long status = 0;
        curl_off_t retryAfter = 0;
        curl_easy_getinfo(transfer.handle.get(), CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(transfer.handle.get(), CURLINFO_RETRY_AFTER, &retryAfter);
        if (code == CURLE_OK || transfer.answered > kMaxAnswer) {
            posted.status = static_cast<int>(status);
            posted.retryAfter = std::min(std::chrono::seconds(retryAfter), kMostRetryAfter);
        } else {
            posted.reason = reasonOf(code, transfer);
        }
        return posted;
    }

    PosterSettings settings_;
    CURLM* multi_;
    std::mutex mutex_;
    std::condition_variable changed_;
    /// Guarded by mutex_, as the next two.
    std::vector<std::unique_ptr<Transfer>> started_;
    std::vector<Posted> ended_;
    bool woken_ = false;
    /// Of the thread.
    std::unordered_map<CURL*, std::unique_ptr<Transfer>> running_;
    std::jthread thread_;
};

Poster::Poster(PosterSettings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
Poster::~Poster() = default;

void Poster::start(Post post) {
    impl_->start(std::move(post));
}

std::vector<Posted> Poster::wait(std::chrono::milliseconds most) {
    return impl_->wait(most);
}

void Poster::wake() {
    impl_->wake();
}

void Poster::stop() {
    impl_->stop();
}

}  // namespace kith::http
