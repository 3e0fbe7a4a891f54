// SPDX-License-Identifier: Apache-2.0
#include <kith/sdk.hpp>

#include <array>

#include "choice.hpp"
#include "embedded.hpp"
#include "json_field.hpp"
#include "locale_field.hpp"
#include "number_field.hpp"
#include "text_field.hpp"
#include "time_field.hpp"
#include "url_field.hpp"

namespace {

namespace sdk = kith::sdk;
namespace fields = kith::fields;
using sdk::Storage;

constexpr kith_operators kAlways = KITH_OPERATOR_KNOWN | KITH_OPERATOR_UNKNOWN;
constexpr kith_operators kOneValue =
    kAlways | KITH_OPERATOR_EQUALS | KITH_OPERATOR_NOT_EQUALS | KITH_OPERATOR_ONE_OF;
constexpr kith_operators kWords = KITH_OPERATOR_STARTS_WITH | KITH_OPERATOR_CONTAINS;
constexpr kith_operators kOrdered =
    kOneValue | KITH_OPERATOR_LESS | KITH_OPERATOR_GREATER | KITH_OPERATOR_BETWEEN;
constexpr kith_operators kTime = kOrdered | KITH_OPERATOR_IN_LAST_DAYS | KITH_OPERATOR_IN_NEXT_DAYS;
constexpr kith_operators kSet =
    kAlways | KITH_OPERATOR_CONTAINS | KITH_OPERATOR_ONE_OF | KITH_OPERATOR_ALL_OF | KITH_OPERATOR_NONE_OF;

// In the order of Fields::types_.
constexpr kith_field_type kTypes[] = {
    sdk::FieldTypeInfo{.name = "text", .operators = kOneValue | kWords, .optionsSchema = embedded::kTextJson},
    // Nobody asks for all of a long text.
    sdk::FieldTypeInfo{
        .name = "long_text", .operators = kAlways | kWords, .optionsSchema = embedded::kLongTextJson},
    sdk::FieldTypeInfo{.name = "integer",
                       .storage = Storage::Integer,
                       .operators = kOrdered,
                       .optionsSchema = embedded::kNumberJson},
    sdk::FieldTypeInfo{.name = "decimal",
                       .storage = Storage::Decimal,
                       .operators = kOrdered,
                       .optionsSchema = embedded::kDecimalJson},
    sdk::FieldTypeInfo{
        .name = "boolean", .storage = Storage::Boolean, .operators = kAlways | KITH_OPERATOR_EQUALS},
    sdk::FieldTypeInfo{.name = "date",
                       .storage = Storage::Date,
                       .operators = kTime | KITH_OPERATOR_ANNIVERSARY,
                       .optionsSchema = embedded::kDateJson},
    sdk::FieldTypeInfo{.name = "datetime",
                       .storage = Storage::Time,
                       .operators = kTime,
                       .optionsSchema = embedded::kDateJson},
    sdk::FieldTypeInfo{
        .name = "single_choice", .operators = kOneValue, .optionsSchema = embedded::kChoiceJson},
    sdk::FieldTypeInfo{
        .name = "multi_choice", .operators = kSet, .isSet = true, .optionsSchema = embedded::kChoiceJson},
    sdk::FieldTypeInfo{
        .name = "tags", .operators = kSet, .isSet = true, .optionsSchema = embedded::kTagsJson},
    sdk::FieldTypeInfo{.name = "url", .operators = kOneValue | kWords, .optionsSchema = embedded::kUrlJson},
    sdk::FieldTypeInfo{
        .name = "json", .storage = Storage::Json, .operators = kAlways, .optionsSchema = embedded::kJsonJson},
    sdk::FieldTypeInfo{.name = "country", .operators = kOneValue},
    // What a tag and a name begin with is the broader: `pt` and `pt-BR`, `Europe/` and `Europe/Kyiv`.
    sdk::FieldTypeInfo{.name = "language", .operators = kOneValue | KITH_OPERATOR_STARTS_WITH},
    sdk::FieldTypeInfo{.name = "time_zone", .operators = kOneValue | KITH_OPERATOR_STARTS_WITH}};

class Fields final : public sdk::Plugin {
public:
    explicit Fields(const sdk::Host& /*host*/) {}

    [[nodiscard]] const sdk::FieldType* fieldType(std::size_t type) const override { return types_.at(type); }

private:
    fields::TextType text_;
    fields::IntegerType integer_;
    fields::DecimalType decimal_;
    fields::BooleanType boolean_;
    fields::DateType date_;
    fields::DatetimeType datetime_;
    fields::ChoiceType choice_;
    fields::TagsType tags_;
    fields::UrlType url_;
    fields::JsonType json_;
    fields::CountryType country_;
    fields::LanguageType language_;
    fields::TimeZoneType timeZone_;
    std::array<const sdk::FieldType*, std::size(kTypes)> types_{
        &text_,   &text_, &integer_, &decimal_, &boolean_, &date_,     &datetime_, &choice_,
        &choice_, &tags_, &url_,     &json_,    &country_, &language_, &timeZone_};
};

constexpr sdk::Declaration kDeclaration{.id = "fields", .version = "1.0.0", .fieldTypes = kTypes};

}  // namespace

KITH_EXPORT_PLUGIN(Fields, kDeclaration);
