// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/http/request.hpp"
#include "core/http/response.hpp"
#include "core/http/router.hpp"

namespace kith::api {

/// The files of the web console, read once and held in memory: an address only ever chooses among them, so no
/// path leads out of their folder. Thread-safe once it is made.
class Console {
public:
    /// Reads every regular file below `folder`, following no link to another one; `name.gz` is `name`,
    /// compressed. Throws Error(Configuration) if it can't be read or holds no index.html.
    explicit Console(const std::filesystem::path& folder);

    /// The file of that path, or index.html for a page of the console: a path that is no file, asked for by
    /// somebody who reads HTML. Throws Error(NotFound) for the rest.
    [[nodiscard]] http::Response answer(const http::Request& request) const;

    /// The `Content-Security-Policy` of every file.
    static constexpr const char* kPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

private:
    struct Coded {
        std::string body;
        std::string tag;
    };
    struct File {
        std::string_view type;
        /// Its name holds the hash of its content, so that it never changes.
        bool lasting = false;
        Coded plain = {};
        /// With an empty body if there is none.
        Coded packed = {};
    };

    [[nodiscard]] const File& fileFor(const http::Request& request) const;

    std::map<std::string, File, std::less<>> files_;
};

/// What serves it where no other route is: for Router::addRest. `console` outlives the router.
[[nodiscard]] http::Route consoleRoute(const Console& console);

}  // namespace kith::api
