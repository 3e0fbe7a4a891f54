// SPDX-License-Identifier: Apache-2.0
#include "core/model/json.hpp"

#include <algorithm>
#include <utility>

#include "core/base/input_error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/text.hpp"

namespace kith::model {
namespace {

using base::Error;
using base::ErrorCode;
using nlohmann::json;

/// Builds the tree from the parser's events, so that what nlohmann's own tree would swallow (repeated
/// members, digits) is seen while it is still there. A callback that returns false ends the parse.
class Builder final : public nlohmann::json_sax<json> {
public:
    /// `itemwise`: a top-level array is taken apart, and what is wrong with one element is kept beside it.
    /// `budget` counts down the values that are still allowed.
    Builder(std::string_view text, const JsonLimits& limits, std::size_t& budget, bool itemwise)
        : text_(text), limits_(limits), budget_(budget), itemwise_(itemwise) {}

    /// What is wrong with the text as a whole.
    [[nodiscard]] std::optional<Error>& problem() { return problem_; }
    [[nodiscard]] JsonItems& items() { return items_; }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t& token) override;
    bool string(string_t& value) override;
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*elements*/) override { return open(json::object()); }
    bool key(string_t& name) override;
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(json::array()); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string& lastToken,
                     const nlohmann::detail::exception& error) override;

private:
    struct Level {
        json* container = nullptr;
        json* slot = nullptr;                 ///< Where the value being read goes.
        const std::string* member = nullptr;  ///< Its name, in an object.
        bool inFields = false;
    };

    [[nodiscard]] bool atTop() const { return levels_.empty() && depth_ == (items_.isArray ? 1U : 0U); }
    bool begin();
    json* slot();
    bool add(json value);
    bool open(json container);
    bool close();
    void finish();
    bool wrong(std::string_view code, std::string detail);
    /// Of the value being read, as far as it has begun.
    [[nodiscard]] std::string pointer() const;
    /// Of the value that would come next.
    [[nodiscard]] std::string nextPointer() const;

    std::string_view text_;
    const JsonLimits& limits_;
    std::size_t& budget_;
    bool itemwise_;
    std::optional<Error> problem_;
    JsonItems items_;
    std::vector<Level> levels_;
    std::size_t depth_ = 0;  ///< Open containers, those of an item being passed over included.
    bool skipping_ = false;  ///< The current item has its problem and is passed over.
};

std::string tooManyItems(const JsonLimits& limits) {
    return "A body has at most " + std::to_string(limits.maxItems) + " items.";
}

Error violation(std::string pointer, std::string_view code, std::string detail) {
    return base::inputError({{std::move(pointer), std::string(code), std::move(detail)}});
}

std::string Builder::pointer() const {
    std::string text;
    for (const auto& level : levels_) {
        if (level.slot == nullptr) break;
        text += '/';
        text += level.member != nullptr ? pointerToken(*level.member)
                                        : std::to_string(level.container->size() - 1);
    }
    return text;
}

std::string Builder::nextPointer() const {
    std::string text;
    if (items_.isArray) text = '/' + std::to_string(items_.items.size() - (depth_ > 1 ? 1 : 0));
    text += pointer();
    if (levels_.empty() || levels_.back().slot != nullptr || !levels_.back().container->is_array())
        return text;
    return text + '/' + std::to_string(levels_.back().container->size());
}

/// Keeps the problem with the item it belongs to and passes the item over, or ends the parse.
bool Builder::wrong(std::string_view code, std::string detail) {
    auto error = violation(pointer(), code, std::move(detail));
    if (items_.isArray) {
        items_.items.back() = {nullptr, std::move(error), 0};
        levels_.clear();
        skipping_ = true;
        return true;
    }
    problem_ = std::move(error);
    return false;
}

/// Before every value: counts it, and makes room for it.
bool Builder::begin() {
    if (budget_ == 0) {
        problem_ = Error(ErrorCode::TooLarge, "The body has too many JSON values.");
        return false;
    }
    --budget_;
    if (atTop()) {
        if (items_.items.size() == limits_.maxItems) {
            problem_ = Error(ErrorCode::TooLarge, tooManyItems(limits_));
            return false;
        }
        items_.items.emplace_back();
        skipping_ = false;
    } else if (!skipping_) {
        auto& level = levels_.back();
        if (level.container->is_array()) {
            auto& elements = *level.container->get_ptr<json::array_t*>();
            elements.emplace_back();
            level.slot = &elements.back();
        }
    }
    return true;
}

json* Builder::slot() {
    return levels_.empty() ? &items_.items.back().value : levels_.back().slot;
}

bool Builder::add(json value) {
    if (!begin()) return false;
    if (skipping_) return true;
    *slot() = std::move(value);
    finish();
    return true;
}

/// After every value: what comes next has a place of its own.
void Builder::finish() {
    if (!levels_.empty()) levels_.back().slot = nullptr;
}

bool Builder::number_float(number_float_t value, const string_t& token) {
    if (levels_.empty() || !levels_.back().inFields) return add(value);
    return add(json::binary({token.begin(), token.end()}, kNumberToken));
}

bool Builder::string(string_t& value) {
    if (!begin()) return false;
    if (skipping_) return true;
    if (value.find('\0') != std::string::npos) return wrong("nul", "U+0000 is not allowed in text");
    *slot() = std::move(value);
    finish();
    return true;
}

bool Builder::key(string_t& name) {
    if (skipping_) return true;
    auto& level = levels_.back();
    level.slot = nullptr;
    if (name.find('\0') != std::string::npos) {
        return wrong("nul", "U+0000 is not allowed in the name of a member");
    }
    const auto [at, fresh] = level.container->get_ptr<json::object_t*>()->emplace(std::move(name), nullptr);
    level.slot = &at->second;
    level.member = &at->first;
    return fresh || wrong("duplicate_member", "the member is there twice");
}

bool Builder::open(json container) {
    if (itemwise_ && depth_ == 0 && container.is_array()) {
        items_.isArray = true;
        ++depth_;
        return true;
    }
    if (!begin()) return false;
    ++depth_;
    if (skipping_) return true;
    if (levels_.size() == limits_.maxDepth) {
        return wrong("too_deep", "nested more than " + std::to_string(limits_.maxDepth) + " levels deep");
    }
    const bool inFields =
        !levels_.empty() &&
        (levels_.back().inFields || (levels_.back().member && *levels_.back().member == limits_.exact));
    json* const place = slot();
    *place = std::move(container);
    levels_.push_back({place, nullptr, nullptr, inFields});
    return true;
}

bool Builder::close() {
    --depth_;
    if (skipping_ || levels_.empty()) return true;
    levels_.pop_back();
    finish();
    return true;
}

bool Builder::parse_error(std::size_t position, const std::string& /*lastToken*/,
                          const nlohmann::detail::exception& error) {
    const std::string_view message = error.what();
    const auto at = " at byte " + std::to_string(position);
    constexpr int kNumberOverflow = 406;
    if (error.id == kNumberOverflow) {
        problem_ = violation(nextPointer(), "out_of_range", "the number is beyond what a double holds" + at);
    } else if (!base::isUtf8(text_)) {
        problem_ = violation(nextPointer(), "invalid_utf8", "the text is not valid UTF-8" + at);
    } else if (message.substr(0, message.find("; last read")).find("surrogate") != std::string_view::npos) {
        problem_ = violation(nextPointer(), "lone_surrogate", "an escaped surrogate stands alone" + at);
    } else {
        problem_ = violation(nextPointer(), "invalid_json", "the text is not valid JSON" + at);
    }
    return false;
}

JsonItem parseOne(std::string_view text, const JsonLimits& limits, std::size_t& budget) {
    Builder builder(text, limits, budget, false);
    const bool complete = json::sax_parse(text.begin(), text.end(), &builder);
    if (complete) return std::move(builder.items().items.front());
    return {nullptr, std::move(builder.problem()), 0};
}

}  // namespace

json parseJson(std::string_view text, const JsonLimits& limits) {
    std::size_t budget = limits.maxValues;
    auto item = parseOne(text, limits, budget);
    if (item.problem) throw Error(*std::move(item.problem));
    return std::move(item.value);
}

JsonItems parseItems(std::string_view text, const JsonLimits& limits) {
    std::size_t budget = limits.maxValues;
    Builder builder(text, limits, budget, true);
    if (!json::sax_parse(text.begin(), text.end(), &builder)) throw Error(*std::move(builder.problem()));
    return std::move(builder.items());
}

std::vector<JsonItem> parseNdjson(std::string_view text, const JsonLimits& limits) {
    std::vector<JsonItem> items;
    std::size_t budget = limits.maxValues;
    for (std::size_t lineNumber = 1; !text.empty(); ++lineNumber) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty()) continue;
        if (items.size() == limits.maxItems) {
            throw Error(ErrorCode::TooLarge, tooManyItems(limits));
        }
        items.push_back(parseOne(line, limits, budget));
        items.back().line = lineNumber;
        const auto& problem = items.back().problem;
        if (problem && problem->code() == ErrorCode::TooLarge) throw Error(*problem);
    }
    return items;
}

std::string pointerToken(std::string_view token) {
    std::string escaped;
    escaped.reserve(token.size());
    for (const char c : token) {
        if (c == '~') {
            escaped += "~0";
        } else if (c == '/') {
            escaped += "~1";
        } else {
            escaped += c;
        }
    }
    return escaped;
}

}  // namespace kith::model
