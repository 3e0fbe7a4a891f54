// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kith/route.h>
#include "types.hpp"

namespace kith::sdk {

/// The request being handled. Everything is borrowed until `handle` returns.
class Request {
public:
    explicit Request(const kith_request* request) noexcept : request_(request) {}

    [[nodiscard]] Right right() const noexcept { return static_cast<Right>(request_->right); }
    [[nodiscard]] std::string_view method() const noexcept { return view(request_->method); }
    [[nodiscard]] std::string_view body() const noexcept { return view(request_->body); }
    [[nodiscard]] std::string_view peer() const noexcept { return view(request_->peer); }
    [[nodiscard]] std::int64_t receivedAtMs() const noexcept { return request_->received_at_ms; }

    [[nodiscard]] std::optional<std::string_view> param(std::string_view name) const noexcept {
        return present(request_->param(request_->self, sdk::raw(name)));
    }
    [[nodiscard]] std::optional<std::string_view> query(std::string_view name) const noexcept {
        return present(request_->query(request_->self, sdk::raw(name)));
    }
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept {
        return present(request_->header(request_->self, sdk::raw(name)));
    }

    [[nodiscard]] const kith_request* raw() const noexcept { return request_; }

private:
    static std::optional<std::string_view> present(kith_str text) noexcept {
        if (text.data == nullptr) return std::nullopt;
        return view(text);
    }

    const kith_request* request_;
};

/// The answer. An error is thrown as Failure instead, and becomes a problem document.
struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};

    [[nodiscard]] static Response empty(int status = 204) { return {.status = status}; }
    [[nodiscard]] static Response json(std::string body, int status = 200) {
        return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
    }
    [[nodiscard]] static Response text(std::string body,
                                       std::string mediaType = "text/plain; charset=utf-8") {
        return {.headers = {{"Content-Type", std::move(mediaType)}}, .body = std::move(body)};
    }

    void writeTo(const kith_response* out) const noexcept {
        out->status(out->self, status);
        for (const auto& [name, value] : headers) out->header(out->self, sdk::raw(name), sdk::raw(value));
        out->body(out->self, sdk::raw(body));
    }
};

}  // namespace kith::sdk
