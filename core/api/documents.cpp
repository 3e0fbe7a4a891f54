// SPDX-License-Identifier: Apache-2.0
#include "core/api/documents.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/api/embedded.hpp"
#include "core/api/plugin_description.hpp"
#include "core/api/resources.hpp"
#include "core/api/routes.hpp"
#include "core/plugins/manager.hpp"

namespace kith::api {

namespace {

using http::Request;
using http::Response;

/// Changes with the program and its plugins only: a browser keeps it, and asks by its tag whether it still
/// holds.
constexpr const char* kAskFirst = "no-cache";

Response getDocs(const Services& /*services*/, const Request& /*request*/) {
    auto response = Response::text(200, docsHtml(), "text/html; charset=utf-8");
    response.headers.set("Cache-Control", kAskFirst);
    response.headers.set("Content-Security-Policy", docsPolicy());
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
}

}  // namespace

const std::string& openapiJson() {
    static const std::string text = embedded::joined(embedded::kOpenapi);
    return text;
}

const std::string& docsHtml() {
    static const std::string text = embedded::joined(embedded::kDocs);
    return text;
}

const std::string& docsPolicy() {
    static const std::string policy = "default-src 'none'; connect-src 'self'; style-src " +
                                      hashOfElement(docsHtml(), "style") + "; script-src " +
                                      hashOfElement(docsHtml(), "script") +
                                      "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    return policy;
}

std::vector<std::pair<std::string, std::string>> coreRoutes() {
    std::vector<std::pair<std::string, std::string>> routes;
    const auto document = nlohmann::json::parse(openapiJson());
    for (const auto& [path, item] : document["paths"].items()) {
        for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
            std::string name(method);
            for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
            if (item.contains(name)) routes.emplace_back(method, path);
        }
    }
    return routes;
}

void addDocumentRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    http::Route description{
        .method = Method::Get, .pattern = "/openapi.json", .access = Access::None, .handler = {}};
    description.handler = [text = openapiJsonWith(services.plugins.registry())](const Request& /*request*/) {
        auto response = Response::renderedJson(200, text);
        response.headers.set("Cache-Control", kAskFirst);
        return response;
    };
    router.add(std::move(description));
    auto page = route(Method::Get, "/docs", Access::None, services, getDocs);
    page.isPage = true;
    router.add(std::move(page));
}

}  // namespace kith::api
