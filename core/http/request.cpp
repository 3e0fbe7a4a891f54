// SPDX-License-Identifier: Apache-2.0
#include "core/http/request.hpp"

#include <array>

#include "core/base/error.hpp"

namespace kith::http {

std::string_view methodName(Method method) noexcept {
    switch (method) {
        case Method::Get:
            return "GET";
        case Method::Head:
            return "HEAD";
        case Method::Post:
            return "POST";
        case Method::Put:
            return "PUT";
        case Method::Patch:
            return "PATCH";
        case Method::Delete:
            return "DELETE";
        case Method::Options:
            return "OPTIONS";
    }
    return "GET";
}

std::optional<Method> parseMethod(std::string_view name) noexcept {
    for (const auto method : std::array{Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch,
                                        Method::Delete, Method::Options}) {
        if (methodName(method) == name) return method;
    }
    return std::nullopt;
}

std::optional<std::string_view> Params::find(std::string_view name) const noexcept {
    for (const auto& [key, value] : pairs_) {
        if (key == name) return std::string_view(value);
    }
    return std::nullopt;
}

std::vector<std::string_view> Params::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : pairs_) {
        if (key == name) values.emplace_back(value);
    }
    return values;
}

std::string_view Request::param(std::string_view name) const {
    if (const auto value = params.find(name)) return *value;
    throw base::Error(base::ErrorCode::Internal, "The server failed.",
                      "a handler asked for a parameter that its route does not have");
}

std::string Request::mediaType() const {
    std::string_view type = headers.find("Content-Type").value_or("");
    type = type.substr(0, type.find(';'));
    const auto last = type.find_last_not_of(" \t");
    std::string lowered(type.substr(0, last == std::string_view::npos ? 0 : last + 1));
    for (auto& c : lowered) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return lowered;
}

}  // namespace kith::http
