// SPDX-License-Identifier: Apache-2.0
#include "time_field.hpp"

#include "calendar.hpp"
#include "options.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;
using sdk::Stored;

class DateRule final : public sdk::FieldRule {
public:
    explicit DateRule(const nlohmann::json& options)
        : range_(readRange<std::string>(options,
                                        [](const nlohmann::json& bound) -> std::optional<std::string> {
                                            auto text = bound.get<std::string>();
                                            return isDate(text) ? std::optional(std::move(text))
                                                                : std::nullopt;
                                        })),
          outOfRange_{"out_of_range", rangeWords(options)} {}

    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be a date as text, YYYY-MM-DD."};
        if (!isDate(in.text)) return Rejection{"not_a_date", "Must be a date of the calendar, YYYY-MM-DD."};
        // Written like this, dates sort as they follow each other.
        std::string date(in.text);
        if (!range_.contains(date)) return outOfRange_;
        return Stored::ofText(std::move(date));
    }

private:
    Range<std::string> range_;
    Rejection outOfRange_;
};

class DatetimeRule final : public sdk::FieldRule {
public:
    explicit DatetimeRule(const nlohmann::json& options)
        : range_(readRange<std::int64_t>(options,
                                         [](const nlohmann::json& bound) {
                                             return parseDatetime(bound.get_ref<const std::string&>());
                                         })),
          outOfRange_{"out_of_range", rangeWords(options)} {}

    [[nodiscard]] sdk::Outcome<Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be a time as text, as RFC 3339 has it."};
        const auto time = parseDatetime(in.text);
        if (!time)
            return Rejection{"not_a_time", "Must be a date, a time and an offset, as RFC 3339 has it."};
        if (!range_.contains(*time)) return outOfRange_;
        return Stored::ofTime(*time);
    }

private:
    Range<std::int64_t> range_;
    Rejection outOfRange_;
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> DateType::prepare(std::string_view options) const {
    return std::make_unique<DateRule>(parseOptions(options));
}

std::unique_ptr<const sdk::FieldRule> DatetimeType::prepare(std::string_view options) const {
    return std::make_unique<DatetimeRule>(parseOptions(options));
}

}  // namespace kith::fields
