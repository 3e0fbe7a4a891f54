// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kith/route.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/observation.hpp"
#include "core/plugins/descriptor.hpp"
#include "core/plugins/services.hpp"

namespace kith::plugins {

/// One request for a plugin, valid during the call.
struct Request {
    using Lookup = std::function<std::optional<std::string_view>(std::string_view name)>;

    std::string_view method;
    std::string_view body;
    std::string_view peer;
    base::Time receivedAt;
    RouteRight right = RouteRight::None;  ///< What the caller holds.
    /// Whom the caller's identity token names: it goes with whatever is observed in this request.
    std::optional<model::TokenIdentity> identity = {};
    /// Reads the token that an observation of this request brings with it.
    ReadIdentity readIdentity = {};
    Lookup param;
    Lookup query;
    Lookup header;
};

struct Answer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// A request as the boundary shows it, and the request that the calling thread is answering, if it is.
class RequestContext {
public:
    RequestContext(const Request& request, RouteRight route);
    ~RequestContext();
    RequestContext(const RequestContext&) = delete;
    RequestContext& operator=(const RequestContext&) = delete;

    [[nodiscard]] const kith_request* abi() const noexcept { return &abi_; }
    [[nodiscard]] const Request& request() const noexcept { return request_; }

    /// Whether what is observed in this request may be attested, and commands are carried out: the route and
    /// the caller both decide.
    [[nodiscard]] bool mayAttest() const noexcept;
    [[nodiscard]] bool isPublic() const noexcept { return request_.right == RouteRight::Public; }

    /// The context behind `given`, else the one of the calling thread, else null.
    [[nodiscard]] static const RequestContext* of(const kith_request* given) noexcept;

private:
    const Request& request_;
    RouteRight route_;
    const RequestContext* outer_;
    kith_request abi_;
};

/// Takes the answer of a plugin: bounded, and refusing headers that are none.
class AnswerSink {
public:
    AnswerSink() noexcept;
    AnswerSink(const AnswerSink&) = delete;
    AnswerSink& operator=(const AnswerSink&) = delete;

    [[nodiscard]] const kith_response* abi() const noexcept { return &abi_; }
    [[nodiscard]] bool kept() const noexcept { return !broken_; }
    [[nodiscard]] Answer take() { return std::move(answer_); }

private:
    static void onStatus(void* self, std::int32_t status) noexcept;
    static void onHeader(void* self, kith_str name, kith_str value) noexcept;
    static void onBody(void* self, kith_str part) noexcept;

    kith_response abi_;
    Answer answer_;
    bool broken_ = false;
};

}  // namespace kith::plugins
