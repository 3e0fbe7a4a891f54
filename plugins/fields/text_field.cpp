// SPDX-License-Identifier: Apache-2.0
#include "text_field.hpp"

#include <kith/sdk/text.hpp>

#include "options.hpp"
#include "pattern.hpp"
#include "text.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;
using sdk::Stored;

class TextRule final : public sdk::FieldRule {
public:
    explicit TextRule(const nlohmann::json& options)
        : min_(options.at("min_length").get<std::size_t>()),
          max_(options.at("max_length").get<std::size_t>()),
          pattern_(options) {
        if (max_ < min_) refuseOption("/max_length", "It is below min_length.");
    }

    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text) return Rejection{"wrong_type", "Must be a text."};
        if (kith::sdk::hasControl(in.text, "\t\n\r"))
            return Rejection{"control_character", "Has a control character."};
        const auto size = codePoints(in.text);
        // Nothing but white space says nothing; it may not replace what is known.
        if (min_ > 0 && trimmed(in.text).empty())
            return Rejection{"empty", "Must not be empty; null clears a field."};
        if (size < min_)
            return Rejection{"too_short", "Must have at least " + std::to_string(min_) + " characters."};
        if (size > max_) return tooLong(max_);
        if (in.text.size() > kMaxTextBytes)
            return Rejection{"too_long", "Must have at most " + std::to_string(kMaxTextBytes) +
                                             " bytes; a character takes one to four of them."};
        if (auto refusal = pattern_.refusal(in.text)) return *std::move(refusal);
        return Stored::ofText(std::string(in.text));
    }

private:
    std::size_t min_;
    std::size_t max_;
    Pattern pattern_;
};

class TagRule final : public sdk::FieldRule {
public:
    explicit TagRule(const nlohmann::json& options) : max_(options.at("max_length").get<std::size_t>()) {}

    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text) return Rejection{"wrong_type", "A tag must be a text."};
        const auto tag = trimmed(in.text);
        if (tag.empty()) return Rejection{"empty", "A tag must not be empty."};
        if (kith::sdk::hasControl(tag)) return Rejection{"control_character", "Has a control character."};
        if (codePoints(tag) > max_) return tooLong(max_);
        return Stored::ofText(std::string(tag));
    }

private:
    std::size_t max_;
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> TextType::prepare(std::string_view options) const {
    return std::make_unique<TextRule>(parseOptions(options));
}

std::unique_ptr<const sdk::FieldRule> TagsType::prepare(std::string_view options) const {
    return std::make_unique<TagRule>(parseOptions(options));
}

}  // namespace kith::fields
