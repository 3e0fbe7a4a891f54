// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "failure.hpp"
#include "host.hpp"
#include "route.hpp"

namespace kith::sdk {

/// One page of a list, as the API has them: asked for by `limit` (1 to 500, else 50) and `cursor`, answered
/// as
/// `{"items", "next_cursor"}`. For lists that are short enough to be walked whole. A cursor holds the key of
/// the last item, so one that comes or goes between two pages moves no other. Only for plugins that use
/// nlohmann/json.
class Page {
public:
    /// `list` names the list among those of the plugin, in at most 50 bytes. Throws Failure for a limit out
    /// of range, and for a cursor that is not one of this list or is older than a day. `host` outlives this.
    Page(const Host& host, const Request& request, std::string_view list)
        : host_(host), purpose_("cursor." + std::string(list)) {
        if (const auto limit = request.query("limit")) limit_ = readLimit(*limit);
        if (const auto cursor = request.query("cursor")) after_ = readCursor(*cursor);
    }

    /// Every item of the list, in the order of their keys, which differ and have 1 to 512 bytes.
    void add(const std::string& key, nlohmann::json item) {
        if (key <= after_) return;
        hasMore_ = items_.size() == limit_;
        if (hasMore_) return;
        items_.push_back(std::move(item));
        last_ = key;
    }

    [[nodiscard]] Response answer() const {
        nlohmann::json next;
        if (hasMore_) next = host_.sign(purpose_, last_, host_.nowMs() + kCursorMs);
        return Response::json(nlohmann::json{{"items", items_}, {"next_cursor", next}}.dump());
    }

private:
    static constexpr std::size_t kDefaultLimit = 50;
    static constexpr std::size_t kMaxLimit = 500;
    static constexpr std::int64_t kCursorMs = 86'400'000;

    [[nodiscard]] static std::size_t readLimit(std::string_view text) {
        std::size_t limit = 0;
        const auto* end = text.data() + text.size();
        const auto [last, error] = std::from_chars(text.data(), end, limit);
        if (error != std::errc{} || last != end || limit < 1 || limit > kMaxLimit) {
            throw Failure(
                Status::InvalidInput,
                {{"?limit", "invalid_value", "must be a number from 1 to " + std::to_string(kMaxLimit)}});
        }
        return limit;
    }
    [[nodiscard]] std::string readCursor(std::string_view text) const {
        auto key = host_.verify(purpose_, text);
        if (!key) {
            throw Failure(Status::InvalidInput,
                          {{"?cursor", "invalid_cursor", "The cursor is not one of this list."}});
        }
        return std::move(*key);
    }

    const Host& host_;
    std::string purpose_;
    std::size_t limit_ = kDefaultLimit;
    std::string after_;
    std::string last_;
    nlohmann::json items_ = nlohmann::json::array();
    bool hasMore_ = false;
};

}  // namespace kith::sdk
