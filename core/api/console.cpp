// SPDX-License-Identifier: Apache-2.0
#include "core/api/console.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "core/base/error.hpp"
#include "core/http/conditional.hpp"

namespace kith::api {
namespace {

namespace fs = std::filesystem;

using base::Error;
using base::ErrorCode;

constexpr std::string_view kPage = "index.html";
constexpr std::string_view kPacked = ".gz";

/// Where the build puts what is named by its content.
constexpr std::string_view kLasting = "assets/";

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".json", "application/json"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view typeOf(std::string_view name) {
    const auto* found = std::find_if(kTypes.begin(), kTypes.end(),
                                     [&](const auto& each) { return name.ends_with(each.first); });
    return found == kTypes.end() ? "application/octet-stream" : found->second;
}

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
    throw Error(ErrorCode::Configuration, "The console's " + path.string() + ' ' + why + '.');
}

std::string contentOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file.is_open() || file.bad()) refuse(path, "can't be read");
    return content;
}

/// By their paths below the folder, with a slash between the parts.
std::map<std::string, std::string> contentsOf(const fs::path& folder) {
    std::map<std::string, std::string> contents;
    std::error_code failure;
    fs::recursive_directory_iterator entry(folder, failure);
    if (failure) refuse(folder, "can't be read");
    while (entry != fs::recursive_directory_iterator()) {
        if (entry->is_regular_file(failure) && !failure && !entry->is_symlink(failure)) {
            contents[entry->path().lexically_relative(folder).generic_string()] = contentOf(entry->path());
        }
        entry.increment(failure);
        if (failure) refuse(folder, "can't be read");
    }
    return contents;
}

/// Segments are decoded, and may hold a slash: such a one is the name of no file, or of one that is served
/// anyway.
std::string pathOf(const http::Request& request) {
    std::string path;
    for (const auto& segment : request.segments) path += (path.empty() ? "" : "/") + segment;
    return path;
}

/// Paths of the API and of channels that nobody serves here; a program that misses one is told so.
bool isForPrograms(const http::Request& request) {
    if (request.segments.empty()) return false;
    const auto& first = request.segments.front();
    return first == "v1" || first == "channels" || first == "assets";
}

}  // namespace

Console::Console(const fs::path& folder) {
    for (auto& [name, content] : contentsOf(folder)) {
        const bool isPacked = name.ends_with(kPacked);
        const auto own = isPacked ? name.substr(0, name.size() - kPacked.size()) : name;
        auto& file = files_[own];
        file.type = typeOf(own);
        file.lasting = own.starts_with(kLasting);
        auto& coded = isPacked ? file.packed : file.plain;
        coded.tag = http::contentTag(content);
        coded.body = std::move(content);
    }
    std::erase_if(files_, [](const auto& each) { return each.second.plain.tag.empty(); });
    if (!files_.contains(kPage)) refuse(folder, "holds no " + std::string(kPage));
}

const Console::File& Console::fileFor(const http::Request& request) const {
    const auto found = files_.find(pathOf(request));
    if (found != files_.end()) return found->second;
    const bool isRoot = request.segments.size() == 1 && request.segments.front().empty();
    const bool isPage = request.headers.hasListMember("Accept", "text/html") && !isForPrograms(request);
    if (!isRoot && !isPage) throw Error(ErrorCode::NotFound, "There is nothing at this path.");
    return files_.find(kPage)->second;
}

http::Response Console::answer(const http::Request& request) const {
    const auto& file = fileFor(request);
    const bool packed = !file.packed.body.empty() && request.headers.hasListMember("Accept-Encoding", "gzip");
    const auto& coded = packed ? file.packed : file.plain;
    auto response = http::Response::text(200, coded.body, file.type);
    response.headers.set("ETag", coded.tag);
    response.headers.set("Vary", "Accept, Accept-Encoding");
    if (packed) response.headers.set("Content-Encoding", "gzip");
    response.headers.set("Cache-Control", file.lasting ? "public, max-age=31536000, immutable" : "no-cache");
    response.headers.set("Content-Security-Policy", kPolicy);
    response.headers.set("Referrer-Policy", "no-referrer");
    return response;
}

http::Route consoleRoute(const Console& console) {
    http::Route route;
    route.method = http::Method::Get;
    route.pattern = "/";
    route.access = http::Access::None;
    route.handler = [&console](const http::Request& request) { return console.answer(request); };
    return route;
}

}  // namespace kith::api
