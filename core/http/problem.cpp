// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace kith::http {
namespace {

using base::ErrorCode;

template <class Json>
Json render(const base::Error& error, ProblemKind kind) {
    const std::string code(base::codeName(error.code()));
    Json problem{{"type", "urn:kith:problem:" + code},
                 {"title", kind.title},
                 {"status", kind.status},
                 {"detail", error.detail()},
                 {"code", code}};
    for (const auto& violation : error.violations()) {
        Json item{{"pointer", violation.pointer}, {"code", violation.code}, {"detail", violation.detail}};
        if (!violation.id.empty()) item["id"] = violation.id;
        problem["errors"].push_back(std::move(item));
    }
    return problem;
}

}  // namespace

ProblemKind problemKind(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidInput:
            return {400, "Invalid input"};
        case ErrorCode::Unauthorized:
            return {401, "No valid key"};
        case ErrorCode::IdentityTokenExpired:
            return {401, "Identity token expired"};
        case ErrorCode::IdentityTokenInvalid:
            return {401, "Identity token not valid"};
        case ErrorCode::WrongCredentials:
            return {401, "Wrong credentials"};
        case ErrorCode::Forbidden:
            return {403, "Not allowed"};
        case ErrorCode::Csrf:
            return {403, "Not proved to come from the person"};
        case ErrorCode::NotFound:
            return {404, "Not found"};
        case ErrorCode::Gone:
            return {410, "Gone"};
        case ErrorCode::MethodNotAllowed:
            return {405, "Method not allowed"};
        case ErrorCode::Conflict:
            return {409, "Conflict"};
        case ErrorCode::LastAdministrator:
            return {409, "The last administrator"};
        case ErrorCode::PreconditionFailed:
            return {412, "Precondition failed"};
        case ErrorCode::IdReused:
            return {409, "Id used for something else"};
        case ErrorCode::TooLarge:
            return {413, "Too large"};
        case ErrorCode::UnsupportedMediaType:
            return {415, "Unsupported media type"};
        case ErrorCode::RateLimited:
            return {429, "Too many requests"};
        case ErrorCode::Overloaded:
            return {503, "Overloaded"};
        case ErrorCode::Timeout:
            return {503, "Timed out"};
        case ErrorCode::Unavailable:
            return {503, "Unavailable"};
        case ErrorCode::Configuration:
            return {500, "Wrong configuration"};
        case ErrorCode::Storage:
            return {503, "Storage failed"};
        case ErrorCode::Plugin:
            return {500, "Plugin failed"};
        case ErrorCode::Internal:
            return {500, "Server error"};
    }
    return {500, "Server error"};
}

Response problem(const base::Error& error) {
    return problem(error, problemKind(error.code()));
}

Response problem(const base::Error& error, ProblemKind kind) {
    const auto json = render<nlohmann::ordered_json>(error, kind);
    auto response = Response::text(
        kind.status, json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
        "application/problem+json");
    if (kind.status == 429 || kind.status == 503) setRetryAfter(response, std::chrono::seconds(1));
    return response;
}

void setRetryAfter(Response& response, std::chrono::milliseconds wait) {
    const auto seconds =
        std::max<std::chrono::seconds::rep>(1, std::chrono::ceil<std::chrono::seconds>(wait).count());
    response.headers.set("Retry-After", std::to_string(seconds));
}

nlohmann::json problemJson(const base::Error& error) {
    return render<nlohmann::json>(error, problemKind(error.code()));
}

}  // namespace kith::http
