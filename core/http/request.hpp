// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/http/auth.hpp"
#include "core/http/headers.hpp"

namespace kith::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

/// `GET`, `HEAD`, …
[[nodiscard]] std::string_view methodName(Method method) noexcept;
/// Nothing for a method that kith does not know; names are case-sensitive.
[[nodiscard]] std::optional<Method> parseMethod(std::string_view name) noexcept;

/// Decoded name and value pairs in the order they came; names are case-sensitive and may repeat.
class Params {
public:
    void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }

    /// The first value of that name; valid until the params change.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;

    [[nodiscard]] auto begin() const noexcept { return pairs_.begin(); }
    [[nodiscard]] auto end() const noexcept { return pairs_.end(); }
    [[nodiscard]] std::size_t size() const noexcept { return pairs_.size(); }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// One request, complete: its body is read, inflated and within the route's limit before a handler sees it.
/// Path and query are percent-decoded (path segments after they were split), valid UTF-8 without U+0000.
struct Request {
    Method method = Method::Get;
    std::vector<std::string> segments;
    /// The pattern of the route that matched, `/v1/profiles/{ref}`; what logs and metrics name. Empty until
    /// one matched.
    std::string_view route;
    /// What stood in the place of each `{name}` of the pattern.
    Params params;
    Params query;
    Headers headers;
    std::string body;
    /// The client's IP address: the peer's, or what a trusted proxy says of it.
    std::string client;
    /// Whether the client speaks TLS, to us or to a trusted proxy.
    bool tls = false;
    /// The `Request-Id`: the client's, if it is 1 to 64 characters of `A-Za-z0-9_-`, else made here.
    std::string id;
    /// Whose key or session it is; empty on routes with Access::None.
    std::optional<Caller> caller;

    /// The value of `{name}` in the route's pattern. Throws Error(Internal) if the pattern has none.
    [[nodiscard]] std::string_view param(std::string_view name) const;
    /// The media type of the body in lower case, without parameters; empty if the request names none.
    [[nodiscard]] std::string mediaType() const;
    /// Whether a public key calls: everything such a call says is a claim, and its answer is uniform.
    [[nodiscard]] bool isPublic() const noexcept { return caller && caller->right == Right::Public; }
};

}  // namespace kith::http
