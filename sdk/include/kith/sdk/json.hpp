// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "failure.hpp"

/// JSON as plugins meet it: bodies that anybody may send, and the results of their observations. Only for
/// plugins that use nlohmann/json.
namespace kith::sdk {

/// How deep an input may nest. The parser keeps its own stack, but what walks its result recurses.
inline constexpr std::size_t kMaxJsonDepth = 64;

/// Whether `text` nests deeper than that; it need not be JSON.
[[nodiscard]] inline bool nestsTooDeep(std::string_view text) noexcept {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kMaxJsonDepth) return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

/// Nothing if `text` is no JSON in UTF-8, or nests too deep.
[[nodiscard]] inline std::optional<nlohmann::json> parseJson(std::string_view text) {
    if (nestsTooDeep(text)) return std::nullopt;
    auto parsed = nlohmann::json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return std::nullopt;
    return parsed;
}

/// The pointer (RFC 6901) to the member `name` of the object at `parent`.
[[nodiscard]] inline std::string pointerTo(std::string_view name, std::string parent = {}) {
    parent += '/';
    for (const char c : name) {
        if (c == '~' || c == '/') {
            parent += c == '~' ? "~0" : "~1";
        } else {
            parent += c;
        }
    }
    return parent;
}

/// One result document of Host::observe, read.
class Result {
public:
    explicit Result(std::string_view text) : document_(nlohmann::json::parse(text)) {}

    [[nodiscard]] const nlohmann::json& document() const noexcept { return document_; }
    [[nodiscard]] std::string name() const { return document_.value("result", std::string{}); }
    [[nodiscard]] bool isRejected() const { return name() == "rejected"; }
    /// The code of the problem of a rejected one.
    [[nodiscard]] std::string code() const { return problem().value("code", std::string{}); }
    /// Whether one of the errors of its problem has that code.
    [[nodiscard]] bool hasError(std::string_view code) const {
        const auto errors = problem().value("errors", nlohmann::json::array());
        return std::any_of(errors.begin(), errors.end(),
                           [&](const auto& each) { return each.value("code", "") == code; });
    }
    /// It was told before: in the same words, or in others, which then don't count.
    [[nodiscard]] bool isRepeat() const { return name() == "duplicate" || code() == "id_reused"; }
    /// Rejected for a reason that passes: whoever sent it should send it again.
    [[nodiscard]] bool isForNow() const {
        const auto status = problem().value("status", 0);
        return status == 429 || status >= 500;
    }
    /// What a call that hangs on this observation ends with: the caller is answered the same problem.
    [[nodiscard]] Failure failure() const {
        std::vector<Violation> violations;
        for (const auto& each : problem().value("errors", nlohmann::json::array())) {
            violations.push_back(
                {each.value("pointer", ""), each.value("code", ""), each.value("detail", "")});
        }
        if (violations.empty()) violations.push_back({"", code(), problem().value("detail", "")});
        return {status(), std::move(violations)};
    }

private:
    [[nodiscard]] nlohmann::json problem() const {
        return document_.value("problem", nlohmann::json::object());
    }
    [[nodiscard]] Status status() const {
        if (isForNow()) return Status::Unavailable;
        return problem().value("status", 0) == 409 ? Status::Conflict : Status::InvalidInput;
    }

    nlohmann::json document_;
};

/// A problem as the result of one rejected item of several.
[[nodiscard]] inline nlohmann::json rejectedResult(const Failure& failure) {
    auto errors = nlohmann::json::array();
    for (const auto& each : failure.violations()) {
        errors.push_back({{"pointer", each.pointer}, {"code", each.code}, {"detail", each.detail}});
    }
    return {{"result", "rejected"},
            {"problem",
             {{"type", "urn:kith:problem:invalid_input"},
              {"title", "Invalid input"},
              {"status", 400},
              {"code", "invalid_input"},
              {"detail", failure.what()},
              {"errors", std::move(errors)}}}};
}

}  // namespace kith::sdk
