// SPDX-License-Identifier: Apache-2.0
#include "core/http/curl.hpp"

#include <mutex>
#include <new>

namespace kith::http::curl {
namespace {

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

}  // namespace

Handle newHandle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) throw base::Error(base::ErrorCode::Unavailable, "The other server can't be asked now.");
    return handle;
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

void collect(const Handle& handle, Body& body) {
    set(handle, CURLOPT_WRITEFUNCTION, &append);
    set(handle, CURLOPT_WRITEDATA, static_cast<void*>(&body));
}

}  // namespace kith::http::curl
