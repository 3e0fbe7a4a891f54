// SPDX-License-Identifier: Apache-2.0
// The description of the API and the routes that are served, against each other.
#include <catch2/catch.hpp>

#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "core/api/documents.hpp"
#include "core/http/router.hpp"
#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;

namespace {

using Shape = std::pair<std::string, std::string>;  // Method and path.
using Names = std::set<std::string>;

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(c));
    return text;
}

/// Calls `take(method, path, operation, path item)` for everything that is described of the core.
template <class Take>
void eachOperation(Take take) {
    static const auto core = Json::parse(api::openapiJson());
    for (const auto& [path, item] : core["paths"].items()) {
        for (const auto& [name, operation] : item.items()) {
            if (name != "parameters") take(upper(name), path, operation, item);
        }
    }
}

/// The right that a call needs; `none` if it needs no key. Every way to bring the key names the same.
std::string rightOf(const ApiServer& api, const Json& operation) {
    Names rights;
    for (const auto& way : operation.value("security", api.schema().document()["security"])) {
        for (const auto& [scheme, names] : way.items()) rights.insert(names.at(0).get<std::string>());
    }
    CHECK(rights.size() <= 1);
    return rights.empty() ? "none" : *rights.begin();
}

/// The right of a call that its route wants; a plugin looks itself at who calls without one.
std::string rightOf(const http::Route& route) {
    return std::string(
        http::accessName(route.access == http::Access::Optional ? http::Access::None : route.access));
}

/// The routes of the core: all but those that a plugin brings.
std::vector<const http::Route*> coreRoutes(ApiServer& api) {
    std::set<Shape> brought;
    const auto plugins = api.get("/v1/plugins").body;
    for (const auto& plugin : plugins["items"]) {
        for (const auto& route : plugin["routes"]) brought.emplace(route["method"], route["path"]);
    }
    auto routes = api.instance().router().routes();
    std::erase_if(routes, [&brought](const http::Route* route) {
        return brought.contains({std::string(http::methodName(route->method)), route->pattern});
    });
    return routes;
}

std::string reachable(const std::string& path, const std::string& ref) {
    auto filled = path;
    for (const auto& [name, value] :
         {std::pair<std::string, std::string>{"{ref}", ref}, {"{id}", "01JD3W5V9Z8Q1"}}) {
        if (const auto at = filled.find(name); at != std::string::npos)
            filled.replace(at, name.size(), value);
    }
    return filled;
}

}  // namespace

TEST_CASE("what is described is served and what is served is described, with the same rights", "[api]") {
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    std::map<Shape, std::string> described;
    eachOperation(
        [&](const std::string& method, const std::string& path, const Json& operation, const Json&) {
            described[{method, path}] = rightOf(api, operation);
        });
    std::map<Shape, std::string> served;
    for (const auto* route : coreRoutes(api)) {
        served[{std::string(http::methodName(route->method)), route->pattern}] =
            http::accessName(route->access);
    }
    CHECK(served == described);
    CHECK(described.size() >= 15);
}

TEST_CASE("a body's media types are described as they are taken", "[api]") {
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    std::map<Shape, Names> described;
    eachOperation(
        [&](const std::string& method, const std::string& path, const Json& operation, const Json&) {
            if (!operation.contains("requestBody")) return;
            for (const auto& [type, unused] : operation["requestBody"]["content"].items())
                described[{method, path}].insert(type);
        });
    for (const auto* route : coreRoutes(api)) {
        const auto found = described.find({std::string(http::methodName(route->method)), route->pattern});
        if (found == described.end()) continue;
        Names taken(route->mediaTypes.begin(), route->mediaTypes.end());
        if (route->access == http::Access::Public) taken.insert("text/plain");
        INFO(route->pattern);
        CHECK(found->second == taken);
    }
}

TEST_CASE("each described call is open to the keys whose right covers it and to no others", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const std::map<std::string, Names> covering = {{"none", {"", "public", "read", "write", "admin"}},
                                                   {"public", {"public", "write", "admin"}},
                                                   {"read", {"read", "write", "admin"}},
                                                   {"write", {"write", "admin"}},
                                                   {"admin", {"admin"}},
                                                   {"session", {}}};
    const std::map<std::string, std::string> keys = {
        {"", ""}, {"public", api.open}, {"read", api.read}, {"write", api.write}, {"admin", api.admin}};
    eachOperation(
        [&](const std::string& method, const std::string& path, const Json& operation, const Json&) {
            const auto needed = rightOf(api, operation);
            for (const auto& [right, key] : keys) {
                Call call{.method = method, .path = reachable(path, refOf(someone)), .key = key};
                if (operation.contains("requestBody")) call.body = "7";
                const auto answer = api.call(call);
                INFO(method << ' ' << path << " with " << (right.empty() ? "no key" : right));
                if (covering.at(needed).contains(right)) {
                    CHECK(answer.status != 401);
                    CHECK(answer.status != 403);
                } else {
                    CHECK(answer.status == (right.empty() || needed == "session" ? 401 : 403));
                }
            }
        });
}

TEST_CASE("each described parameter is known, and no other is", "[api]") {
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    const auto someone = somebody();
    api.observe(someone);
    eachOperation([&](const std::string& method, const std::string& path, const Json& operation,
                      const Json&) {
        const auto needed = rightOf(api, operation);
        if (needed == "none" || needed == "session" || method != "GET") return;
        const auto ask = [&](const std::string& name) {
            return api.call({.path = reachable(path, refOf(someone)) + '?' + name + "=x", .key = api.admin})
                .errors();
        };
        Names known;
        for (const auto& parameter : operation.value("parameters", Json::array())) {
            const auto& named = parameter.contains("$ref")
                                    ? api.schema().document().at(
                                          Json::json_pointer(parameter["$ref"].get<std::string>().substr(1)))
                                    : parameter;
            if (named["in"] == "query") known.insert(named["name"]);
        }
        for (const std::string name :
             {"q", "category", "channel", "state", "source", "tag", "known", "sort", "limit", "cursor",
              "status", "event", "kind", "from", "to", "summary", "segment", "offset"}) {
            const auto errors = ask(name);
            const bool unknown =
                std::count(errors.begin(), errors.end(), "?" + name + " unknown_parameter") > 0;
            INFO(path << '?' << name);
            CHECK(unknown == !known.contains(name));
        }
    });
}

TEST_CASE("the routes of plugins are described as they are served, under the names of their plugins",
          "[api]") {
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    const auto& document = api.schema().document();
    Names tags;
    for (const auto& tag : document["tags"]) tags.insert(tag["name"]);
    std::set<const http::Route*> brought;
    for (const auto* route : api.instance().router().routes()) brought.insert(route);
    for (const auto* route : coreRoutes(api)) brought.erase(route);
    REQUIRE(brought.size() > 5);
    for (const auto* route : brought) {
        auto method = std::string(http::methodName(route->method));
        for (char& c : method) c = static_cast<char>(std::tolower(c));
        INFO(method << ' ' << route->pattern);
        const auto& operation = document["paths"].at(route->pattern).at(method);
        CHECK(rightOf(api, operation) == rightOf(*route));
        CHECK(operation["tags"].size() == 1);
        CHECK(route->pattern.starts_with("/channels/" + operation["tags"][0].get<std::string>() + '/'));
        CHECK(tags.contains(operation["tags"][0]));
        Names taken(route->mediaTypes.begin(), route->mediaTypes.end());
        if (taken.empty())
            taken.insert("*/*");
        else if (route->access == http::Access::Public)
            taken.insert("text/plain");
        Names described;
        const auto content = operation.value(Json::json_pointer("/requestBody/content"), Json::object());
        for (const auto& [type, unused] : content.items()) described.insert(type);
        CHECK((described.empty() ? method == "get" || method == "delete" : described == taken));
        // Those of the path; and an identity token goes with what a public key hands in.
        const auto parameters = std::count(route->pattern.begin(), route->pattern.end(), '{') +
                                (route->access == http::Access::Public ? 1 : 0);
        CHECK(operation.value("parameters", Json::array()).size() == static_cast<std::size_t>(parameters));
    }
    std::size_t operations = 0;
    for (const auto& [path, item] : document["paths"].items())
        operations += item.size() - item.count("parameters");
    CHECK(operations == api.instance().router().routes().size());
}

// Hidden: lint_served runs it by its name, and lints what it writes.
TEST_CASE("the description that is served is written to a file", "[.][served]") {
    const char* file = std::getenv("KITH_SERVED_DESCRIPTION");
    REQUIRE(file != nullptr);
    auto& api = ApiServer::shared(storage::Engine::Sqlite);
    std::ofstream(file) << api.call({.path = "/openapi.json"}).text;
}
