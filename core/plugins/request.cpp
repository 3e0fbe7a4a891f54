// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/request.hpp"

#include <algorithm>

#include "core/plugins/abi.hpp"
#include "core/plugins/call_sink.hpp"

namespace kith::plugins {
namespace {

thread_local const RequestContext* current = nullptr;

kith_right rightOf(RouteRight right) noexcept {
    switch (right) {
        case RouteRight::None:
            return KITH_RIGHT_NONE;
        case RouteRight::Public:
            return KITH_RIGHT_PUBLIC;
        case RouteRight::Read:
            return KITH_RIGHT_READ;
        case RouteRight::Write:
            return KITH_RIGHT_WRITE;
        case RouteRight::Admin:
            return KITH_RIGHT_ADMIN;
    }
    return KITH_RIGHT_NONE;
}

template <Request::Lookup Request::*lookup>
kith_str find(const void* self, kith_str name) noexcept {
    try {
        const auto& search = static_cast<const RequestContext*>(self)->request().*lookup;
        const auto found = search ? search(view(name)) : std::nullopt;
        if (!found) return {};
        // An empty value is there: its pointer must not be null.
        return found->data() == nullptr ? raw("") : raw(*found);
    } catch (...) {
        return {};
    }
}

bool isHeader(std::string_view name, std::string_view value) noexcept {
    constexpr std::string_view tokens =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";
    const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte >= 0x20 && byte != 0x7F) || byte == '\t';
    });
    return clean && !name.empty() && name.find_first_not_of(tokens) == std::string_view::npos;
}

}  // namespace

RequestContext::RequestContext(const Request& request, RouteRight route)
    : request_(request),
      route_(route),
      outer_(std::exchange(current, this)),
      abi_{sizeof(kith_request),
           rightOf(request.right),
           this,
           raw(request.method),
           raw(request.body),
           raw(request.peer),
           base::toMillis(request.receivedAt),
           &find<&Request::param>,
           &find<&Request::query>,
           &find<&Request::header>} {}

RequestContext::~RequestContext() {
    current = outer_;
}

bool RequestContext::mayAttest() const noexcept {
    const auto claimsOnly = [](RouteRight right) {
        return right == RouteRight::Public || right == RouteRight::Read;
    };
    return !claimsOnly(route_) && !claimsOnly(request_.right);
}

const RequestContext* RequestContext::of(const kith_request* given) noexcept {
    if (given == nullptr) return current;
    return static_cast<const RequestContext*>(given->self);
}

AnswerSink::AnswerSink() noexcept : abi_{sizeof(kith_response), 0, this, &onStatus, &onHeader, &onBody} {}

void AnswerSink::onStatus(void* self, std::int32_t status) noexcept {
    auto& sink = *static_cast<AnswerSink*>(self);
    if (status < 200 || status > 599) sink.broken_ = true;
    sink.answer_.status = status;
}

void AnswerSink::onHeader(void* self, kith_str name, kith_str value) noexcept {
    auto& sink = *static_cast<AnswerSink*>(self);
    try {
        if (!isHeader(view(name), view(value)) || sink.answer_.headers.size() >= 100) {
            sink.broken_ = true;
            return;
        }
        sink.answer_.headers.emplace_back(view(name), view(value));
    } catch (...) {
        sink.broken_ = true;
    }
}

void AnswerSink::onBody(void* self, kith_str part) noexcept {
    auto& sink = *static_cast<AnswerSink*>(self);
    try {
        if (sink.answer_.body.size() + part.size > CallSink::kMaxBytes) {
            sink.broken_ = true;
            return;
        }
        sink.answer_.body.append(view(part));
    } catch (...) {
        sink.broken_ = true;
    }
}

}  // namespace kith::plugins
