// SPDX-License-Identifier: Apache-2.0
// The head of a request, as anybody may send it: what is understood is understood the same however it came.
#include <variant>

#include "core/base/error.hpp"
#include "core/http/conditional.hpp"
#include "core/http/headers.hpp"
#include "core/http/request_head.hpp"
#include "core/http/target.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using kith::test::require;
namespace http = kith::http;

/// Looking byte by byte finds the same end as looking once.
void checkDribbled(std::string_view text) {
    const auto whole = http::findHeadEnd(text, 0);
    require(!whole || *whole <= text.size());
    if (text.size() > 2'000) return;
    for (std::size_t size = 1; size <= text.size(); ++size) {
        const auto end = http::findHeadEnd(text.substr(0, size), size > 4 ? size - 4 : 0);
        if (!end) continue;
        require(whole && *end == *whole && *end == size);
        return;
    }
    require(!whole);
}

void checkTarget(std::string_view text) {
    const auto target = http::parseTarget(text);
    if (!target) return;
    require(!target->segments.empty());
    for (const auto& segment : target->segments) require(segment.find('\0') == std::string::npos);
    for (const auto& [name, value] : target->query) require(value.find('\0') == std::string::npos);
}

void checkConditions(http::RequestHead&& head) {
    http::Request request;
    request.headers = std::move(head.headers);
    (void)http::isUnchanged(request, http::versionTag(7));
    try {
        (void)http::requireMatch(request, http::versionTag(7));
    } catch (const kith::base::Error& error) {
        using kith::base::ErrorCode;
        require(error.code() == ErrorCode::InvalidInput || error.code() == ErrorCode::PreconditionFailed);
    }
    (void)request.mediaType();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = kith::test::textOf(data, size);
    checkDribbled(text);
    checkTarget(text);
    auto parsed = http::parseHead(text);
    if (auto* head = std::get_if<http::RequestHead>(&parsed)) {
        require(http::isToken(head->method) && !head->target.empty());
        require(!(head->body.chunked && head->body.length > 0));
        for (const auto& [name, value] : head->headers)
            require(http::isToken(name) && http::isFieldValue(value));
        checkTarget(head->target);
        checkConditions(std::move(*head));
    } else {
        require(std::get<http::WireFault>(parsed).kind.status >= 400);
    }
    return 0;
}
