// SPDX-License-Identifier: Apache-2.0
#include "core/http/fetcher.hpp"

#include <curl/curl.h>

#include "core/base/blocking.hpp"
#include "core/base/error.hpp"
#include "core/http/curl.hpp"

namespace kith::http {
namespace {

using base::Error;
using base::ErrorCode;

using curl::set;

[[noreturn]] void fail(CURLcode code, const curl::Body& body) {
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
    curl::Body body{.text = {}, .limit = bodyLimit};
    const auto connectTo = curl::listOf(settings_.connectTo);
    const auto handle = curl::newHandle();
    set(handle, CURLOPT_URL, url.c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "https");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    set(handle, CURLOPT_USERAGENT, "kith");
    curl::collect(handle, body);
    if (!settings_.caFile.empty()) set(handle, CURLOPT_CAINFO, settings_.caFile.c_str());
    if (connectTo) {
        set(handle, CURLOPT_CONNECT_TO, connectTo.get());
        set(handle, CURLOPT_PROXY, "");
    }

    const auto code = [&] {
        const base::Blocking waits;
        return curl_easy_perform(handle.get());
    }();
    if (code != CURLE_OK) fail(code, body);
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return {static_cast<int>(status), std::move(body.text)};
}

}  // namespace kith::http
