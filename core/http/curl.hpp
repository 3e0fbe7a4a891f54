// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.hpp"

/// What both of our clients need of libcurl.
namespace kith::http::curl {

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

/// A new transfer. Throws Error{Unavailable} if there can't be one.
[[nodiscard]] Handle newHandle();

[[nodiscard]] List listOf(const std::vector<std::string>& texts);

template <class Value>
void set(const Handle& handle, CURLoption option, Value value) {
    if (curl_easy_setopt(handle.get(), option, value) != CURLE_OK) {
        throw base::Error(base::ErrorCode::Internal, "The other server can't be asked.",
                          "curl refused an option");
    }
}

/// Takes what arrives, up to `limit` bytes; what is longer ends the transfer.
struct Body {
    std::string text;
    std::size_t limit;
    bool isTooLarge = false;
};

/// `body` must outlive the transfer.
void collect(const Handle& handle, Body& body);

}  // namespace kith::http::curl
