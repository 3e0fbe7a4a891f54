// SPDX-License-Identifier: Apache-2.0
#include "core/http/response.hpp"

#include <nlohmann/json.hpp>

namespace kith::http {

Response Response::empty(int status) {
    return {.status = status, .headers = {}, .body = {}};
}

Response Response::json(int status, const nlohmann::json& value) {
    return renderedJson(status, value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

Response Response::renderedJson(int status, std::string json) {
    return text(status, std::move(json), "application/json");
}

Response Response::text(int status, std::string text, std::string_view contentType) {
    Response response{.status = status, .headers = {}, .body = std::move(text)};
    response.headers.add("Content-Type", std::string(contentType));
    return response;
}

}  // namespace kith::http
