// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace kith::http {

struct FetcherSettings {
    /// A PEM file with the authorities to trust; empty: those of the system.
    std::string caFile;
    /// Where a host is really reached, each `HOST:PORT:OTHER-HOST:OTHER-PORT` (curl's --connect-to). The
    /// certificate is still checked for HOST. With any, no proxy is used.
    std::vector<std::string> connectTo;
};

struct FetchedDocument {
    int status = 0;
    std::string body;
};

/// Reads small documents of other servers: GET over https, certificates checked, redirects not followed,
/// proxies as the environment says. Thread-safe; a call holds its thread until the answer is there.
class Fetcher {
public:
    explicit Fetcher(FetcherSettings settings);

    /// `timeout` is for the whole. Throws Error{InvalidInput} if the URL is not one of https, Timeout,
    /// TooLarge if the body is longer than `bodyLimit`, else Unavailable; what went wrong is in the error's
    /// context.
    [[nodiscard]] FetchedDocument get(const std::string& url, std::chrono::milliseconds timeout,
                                      std::size_t bodyLimit) const;

private:
    FetcherSettings settings_;
};

}  // namespace kith::http
