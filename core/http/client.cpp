// SPDX-License-Identifier: Apache-2.0
#include "core/http/client.hpp"

#include <curl/curl.h>

#include "core/base/error.hpp"
#include "core/http/curl.hpp"

namespace kith::http {
namespace {

using base::Error;
using base::ErrorCode;
using curl::set;

constexpr std::size_t kMaxAnswer = std::size_t{64} * 1024 * 1024;
constexpr long kConnectSeconds = 10;
constexpr long kAnswerSeconds = 120;

[[noreturn]] void fail(CURLcode code, const std::string& url, const curl::Body& body) {
    if (body.isTooLarge) throw Error(ErrorCode::TooLarge, "the answer of " + url + " is too large");
    if (code == CURLE_OPERATION_TIMEDOUT) throw Error(ErrorCode::Timeout, url + " took too long to answer");
    throw Error(ErrorCode::Unavailable, url + " does not answer; is `kith serve` running there?",
                curl_easy_strerror(code));
}

}  // namespace

struct Client::Transfer {
    curl::Handle handle = curl::newHandle();
};

Client::Client(std::string url, const std::string& key)
    : url_(std::move(url)),
      authorization_("Authorization: Bearer " + key),
      transfer_(std::make_unique<Transfer>()) {
    if (!url_.starts_with("http://") && !url_.starts_with("https://"))
        throw Error(ErrorCode::InvalidInput, "'" + url_ + "' is no URL of http or https");
    while (url_.ends_with('/')) url_.pop_back();
}

Client::~Client() = default;

ClientAnswer Client::send(const ClientRequest& request) {
    const auto& handle = transfer_->handle;
    curl_easy_reset(handle.get());  // Keeps the connection.
    curl::Body body{.text = {}, .limit = kMaxAnswer};
    // Without "Expect" a large body waits for nobody.
    std::vector<std::string> headers{authorization_, "Content-Type: application/json", "Expect:"};
    headers.insert(headers.end(), request.headers.begin(), request.headers.end());
    const auto list = curl::listOf(headers);
    set(handle, CURLOPT_URL, (url_ + request.path).c_str());
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_PROXY, "");
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    set(handle, CURLOPT_TIMEOUT, kAnswerSeconds);
    set(handle, CURLOPT_USERAGENT, "kith");
    set(handle, CURLOPT_HTTPHEADER, list.get());
    set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (!request.body.empty()) {
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.c_str());
    }
    curl::collect(handle, body);

    const auto code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) fail(code, url_, body);
    long status = 0;
    curl_off_t retryAfter = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_RETRY_AFTER, &retryAfter);
    return {static_cast<int>(status), std::move(body.text), std::chrono::seconds(retryAfter)};
}

}  // namespace kith::http
