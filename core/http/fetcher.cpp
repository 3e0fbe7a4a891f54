// SPDX-License-Identifier: Apache-2.0
#include "core/http/fetcher.hpp"

#include <curl/curl.h>

#include <memory>
#include <mutex>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

using base::Error;
using base::ErrorCode;

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

struct Body {
    std::string text;
    std::size_t limit;
    bool isTooLarge = false;
};

std::size_t append(const char* data, std::size_t one, std::size_t count, void* to) noexcept {
    auto& body = *static_cast<Body*>(to);
    const auto size = one * count;
    try {
        if (size <= body.limit - body.text.size()) {
            body.text.append(data, size);
            return size;
        }
        body.isTooLarge = true;
    } catch (const std::bad_alloc&) {
        body.isTooLarge = true;
    }
    return 0;
}

Handle newHandle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) throw Error(ErrorCode::Unavailable, "The other server can't be asked now.");
    return handle;
}

template <class Value>
void set(const Handle& handle, CURLoption option, Value value) {
    if (curl_easy_setopt(handle.get(), option, value) != CURLE_OK) {
        throw Error(ErrorCode::Internal, "The other server can't be asked.", "curl refused an option");
    }
}

List listOf(const std::vector<std::string>& texts) {
    List list(nullptr, curl_slist_free_all);
    for (const auto& text : texts) {
        auto* longer = curl_slist_append(list.get(), text.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(list.release());
        list.reset(longer);
    }
    return list;
}

[[noreturn]] void fail(CURLcode code, const Body& body) {
    if (body.isTooLarge) throw Error(ErrorCode::TooLarge, "The answer of the other server is too large.");
    if (code == CURLE_OPERATION_TIMEDOUT) {
        throw Error(ErrorCode::Timeout, "The other server took too long to answer.");
    }
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT) {
        throw Error(ErrorCode::InvalidInput, "The URL is not one of https.");
    }
    throw Error(ErrorCode::Unavailable, "The other server did not answer.", curl_easy_strerror(code));
}

}  // namespace

Fetcher::Fetcher(FetcherSettings settings) : settings_(std::move(settings)) {}

FetchedDocument Fetcher::get(const std::string& url, std::chrono::milliseconds timeout,
                             std::size_t bodyLimit) const {
    Body body{.text = {}, .limit = bodyLimit};
    const auto connectTo = listOf(settings_.connectTo);
    const auto handle = newHandle();
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    set(handle, CURLOPT_USERAGENT, "kith");
    set(handle, CURLOPT_WRITEFUNCTION, &append);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&body));
    if (!settings_.caFile.empty()) set(handle, CURLOPT_CAINFO, settings_.caFile.c_str());
    if (connectTo) {
        set(handle, CURLOPT_CONNECT_TO, connectTo.get());
        set(handle, CURLOPT_PROXY, "");
    }

    const auto code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) fail(code, body);
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), std::move(body.text)};
}

}  // namespace kith::http
