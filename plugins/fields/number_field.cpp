// SPDX-License-Identifier: Apache-2.0
#include "number_field.hpp"

#include "number.hpp"
#include "options.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;
using sdk::Stored;
using sdk::ValueKind;

/// The places behind the point that a kind of number has, and how it is stored.
struct Kind {
    int places;
    std::int64_t limit;  ///< The largest absolute value, scaled; 0: what 64 bits hold.
    const char* precision;
    Stored (*store)(std::int64_t value);
};

constexpr Kind kInteger{0, 0, "Must be a whole number.", &Stored::ofInteger};
constexpr Kind kDecimal{6, 999'999'999'999'999'999, "Must have at most 6 digits behind the point.",
                        &Stored::ofDecimal};

std::variant<std::int64_t, NumberProblem> parse(const Kind& kind, std::string_view text) {
    auto parsed = parseScaled(text, kind.places);
    const auto* value = std::get_if<std::int64_t>(&parsed);
    if (value != nullptr && kind.limit != 0 && (*value > kind.limit || *value < -kind.limit)) {
        return NumberProblem::OutOfRange;
    }
    return parsed;
}

class NumberRule final : public sdk::FieldRule {
public:
    NumberRule(const Kind& kind, const nlohmann::json& options)
        : kind_(kind),
          range_(readRange<std::int64_t>(options,
                                         [&](const nlohmann::json& bound) -> std::optional<std::int64_t> {
                                             const auto* text = bound.get_ptr<const std::string*>();
                                             const auto parsed =
                                                 parse(kind, text == nullptr ? bound.dump() : *text);
                                             const auto* value = std::get_if<std::int64_t>(&parsed);
                                             return value == nullptr ? std::nullopt : std::optional(*value);
                                         })),
          outOfRange_{"out_of_range", rangeWords(options)} {}

    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        const std::string own = in.kind == ValueKind::Integer ? std::to_string(in.integer) : std::string{};
        if (in.kind != ValueKind::Integer && in.kind != ValueKind::Number && in.kind != ValueKind::Text) {
            return Rejection{"wrong_type", "Must be a number."};
        }
        const auto parsed = parse(kind_, in.kind == ValueKind::Integer ? std::string_view(own) : in.text);
        if (const auto* problem = std::get_if<NumberProblem>(&parsed)) return rejected(*problem);
        const auto value = std::get<std::int64_t>(parsed);
        if (!range_.contains(value)) return outOfRange_;
        return kind_.store(value);
    }

private:
    [[nodiscard]] Rejection rejected(NumberProblem problem) const {
        switch (problem) {
            case NumberProblem::NotANumber:
                return {"not_a_number", "Must be a number."};
            case NumberProblem::TooPrecise:
                return {"too_precise", kind_.precision};
            case NumberProblem::OutOfRange:
                return {"out_of_range", "Has more digits than can be kept."};
        }
        return {"not_a_number", "Must be a number."};
    }

    const Kind& kind_;
    Range<std::int64_t> range_;
    Rejection outOfRange_;
};

class BooleanRule final : public sdk::FieldRule {
public:
    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind == ValueKind::Boolean) return Stored::ofBoolean(in.integer != 0);
        if (in.kind == ValueKind::Text && in.text == "true") return Stored::ofBoolean(true);
        if (in.kind == ValueKind::Text && in.text == "false") return Stored::ofBoolean(false);
        return Rejection{"wrong_type", "Must be true or false."};
    }
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> IntegerType::prepare(std::string_view options) const {
    return std::make_unique<NumberRule>(kInteger, parseOptions(options));
}

std::unique_ptr<const sdk::FieldRule> DecimalType::prepare(std::string_view options) const {
    return std::make_unique<NumberRule>(kDecimal, parseOptions(options));
}

std::unique_ptr<const sdk::FieldRule> BooleanType::prepare(std::string_view /*options*/) const {
    return std::make_unique<BooleanRule>();
}

}  // namespace kith::fields
