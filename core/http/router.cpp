// SPDX-License-Identifier: Apache-2.0
#include "core/http/router.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/error.hpp"

namespace kith::http {
namespace {

constexpr std::size_t kMethods = 7;

std::size_t index(Method method) noexcept {
    return static_cast<std::size_t>(method);
}

[[noreturn]] void refuse(const Route& route, const char* why) {
    throw base::Error(base::ErrorCode::Configuration, "The route " + std::string(methodName(route.method)) +
                                                          ' ' + route.pattern + ' ' + why + '.');
}

bool isParameter(std::string_view segment) noexcept {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}' &&
           isToken(segment.substr(1, segment.size() - 2));
}

std::vector<std::string> splitPattern(const Route& route) {
    std::string_view rest = route.pattern;
    if (rest.empty() || rest.front() != '/') refuse(route, "does not begin with a slash");
    std::vector<std::string> segments;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto slash = std::min(rest.find('/'), rest.size());
        const auto segment = rest.substr(0, slash);
        if (!isParameter(segment) && segment.find_first_of("{}") != std::string_view::npos) {
            refuse(route, "has a malformed parameter");
        }
        segments.emplace_back(segment);
        rest.remove_prefix(slash);
    }
    return segments;
}

}  // namespace

struct Router::Node {
    std::map<std::string, Node, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::array<const Route*, kMethods> routes{};
    std::array<std::vector<std::string>, kMethods> parameterNames;
};

namespace {

/// One walk through the tree: the first node in order of preference that has the method wins; on the way it
/// notes which methods the path has at all.
template <class Node>
struct Walk {
    std::span<const std::string> segments;
    std::optional<Method> method;
    std::vector<std::size_t> parameters = {};
    std::array<bool, kMethods> present = {};
    const Node* found = nullptr;

    bool visit(const Node& node, std::size_t depth) {
        if (depth == segments.size()) {
            for (std::size_t i = 0; i < kMethods; ++i) present[i] = present[i] || node.routes[i] != nullptr;
            if (!method || node.routes[index(*method)] == nullptr) return false;
            found = &node;
            return true;
        }
        const auto literal = node.literals.find(segments[depth]);
        if (literal != node.literals.end() && visit(literal->second, depth + 1)) return true;
        if (!node.parameter || segments[depth].empty()) return false;
        parameters.push_back(depth);
        if (visit(*node.parameter, depth + 1)) return true;
        parameters.pop_back();
        return false;
    }

    [[nodiscard]] std::string allow() const {
        std::string list;
        for (std::size_t i = 0; i < kMethods; ++i) {
            if (!present[i]) continue;
            list += methodName(static_cast<Method>(i));
            list += i == index(Method::Get) ? ", HEAD, " : ", ";
        }
        return list.empty() ? list : list + "OPTIONS";
    }
};

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
    if (!route.handler) refuse(route, "has no handler");
    if (route.method == Method::Head || route.method == Method::Options) {
        refuse(route, "is for a method that the router answers itself");
    }
    Node* node = root_.get();
    std::vector<std::string> names;
    for (auto& segment : splitPattern(route)) {
        if (!isParameter(segment)) {
            node = &node->literals[std::move(segment)];
            continue;
        }
        auto name = segment.substr(1, segment.size() - 2);
        if (std::find(names.begin(), names.end(), name) != names.end())
            refuse(route, "names a parameter twice");
        names.push_back(std::move(name));
        if (!node->parameter) node->parameter = std::make_unique<Node>();
        node = node->parameter.get();
    }
    auto& slot = node->routes[index(route.method)];
    if (slot != nullptr) refuse(route, ("is already taken by " + slot->pattern).c_str());
    node->parameterNames[index(route.method)] = std::move(names);
    slot = routes_.emplace_back(std::make_unique<const Route>(std::move(route))).get();
}

void Router::addRest(Route route) {
    if (!route.handler) refuse(route, "has no handler");
    if (route.method != Method::Get) refuse(route, "is for the rest, which is read only");
    if (rest_) refuse(route, "is for the rest, which has a route");
    rest_ = std::make_unique<const Route>(std::move(route));
}

Match Router::find(std::optional<Method> method, std::span<const std::string> segments) const {
    if (method == Method::Head) method = Method::Get;
    Walk<Node> walk{.segments = segments, .method = method};
    Match match;
    if (!walk.visit(*root_, 0)) {
        match.allow = walk.allow();
        const bool beginsLikeOne = segments.empty() || root_->literals.contains(segments.front());
        if (match.allow.empty() && method == Method::Get && !beginsLikeOne) match.route = rest_.get();
        return match;
    }
    match.route = walk.found->routes[index(*method)];
    const auto& names = walk.found->parameterNames[index(*method)];
    for (std::size_t i = 0; i < names.size(); ++i) match.params.add(names[i], segments[walk.parameters[i]]);
    return match;
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> list;
    list.reserve(routes_.size());
    for (const auto& route : routes_) list.push_back(route.get());
    return list;
}

}  // namespace kith::http
