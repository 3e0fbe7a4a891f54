// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/http/auth.hpp"
#include "core/http/request.hpp"
#include "core/http/response.hpp"

namespace kith::http {

/// Answers one request. Runs on a worker thread, several at once; throws base::Error for a problem. Anything
/// else it throws is a 500.
using Handler = std::function<Response(const Request&)>;

constexpr std::size_t kDefaultBodyLimit = std::size_t{256} * 1024;

/// Of which calls a witness is told.
enum class Told {
    ByMethod,  ///< Of those whose method changes something.
    Never,     ///< It changes nothing, whatever its method says.
    Always,    ///< It changes nothing, but hands out so much that it counts as something done.
};

/// One route, as data.
struct Route {
    /// Not Head (answered from Get) and not Options (answered from the routes).
    Method method = Method::Get;
    /// `/v1/profiles/{ref}/activity`: literal segments and `{name}`, which stands for one segment that is not
    /// empty. A literal beats a parameter.
    std::string pattern;
    Access access = Access::Admin;
    Handler handler;
    /// Bytes of the body, on the wire and inflated.
    std::size_t bodyLimit = kDefaultBodyLimit;
    /// The media types of the body, in lower case and without parameters; empty accepts every one. A public
    /// key may send `text/plain` for any of them.
    std::vector<std::string> mediaTypes = {"application/json"};
    /// Read by people, who type its path by hand: a slash at the end changes nothing.
    bool isPage = false;
    /// With Access::None: as many calls from each client's address as with public keys, and out of the same
    /// bucket.
    bool isLimited = false;
    /// Whether a witness is told what people do with it.
    Told told = Told::ByMethod;
};

/// Where a request goes.
struct Match {
    /// Null if there is no such path (`allow` is empty) or the path has no such method.
    const Route* route = nullptr;
    Params params;
    /// The methods of the path, for `Allow`, when no route is given: `GET, HEAD, OPTIONS`.
    std::string allow;
};

/// All routes of the server. Filled by the composition root before the server starts, then only read, from
/// any thread.
class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Throws Error(Configuration) if the pattern is malformed, the handler is null, or method and pattern
    /// (names of parameters aside) are taken.
    void add(Route route);

    /// Where a GET goes whose path no route has, and begins like none of them: one below `/v1` is unknown as
    /// ever while there is a route below it. It is none of `routes()`; its pattern is what logs and metrics
    /// name. Throws Error(Configuration) if there is one already, it is for another method, or has no
    /// handler.
    void addRest(Route route);

    /// `method` is empty for a method that kith does not know, Method::Get serves Method::Head, and
    /// Method::Options never has a route. The route stays valid as long as the router is not changed.
    [[nodiscard]] Match find(std::optional<Method> method, std::span<const std::string> segments) const;

    /// In the order of their addition; valid until the next one.
    [[nodiscard]] std::vector<const Route*> routes() const;

private:
    struct Node;
    std::vector<std::unique_ptr<const Route>> routes_;
    std::unique_ptr<const Route> rest_;
    std::unique_ptr<Node> root_;
};

}  // namespace kith::http
