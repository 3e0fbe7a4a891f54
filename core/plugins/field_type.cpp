// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/field_type.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"

namespace kith::plugins {
namespace {

using model::FieldInput;
using model::FieldValue;
using model::ValueKind;

constexpr std::size_t kMaxTextBytes = 4'096;
constexpr std::size_t kMaxJsonBytes = std::size_t{64} * 1024;
constexpr std::int64_t kDecimalLimit = 1'000'000'000'000'000'000;

// A bit per operator, in one order.
static_assert(model::Operators{model::Operator::Equals}.bits() == KITH_OPERATOR_EQUALS);
static_assert(model::Operators{model::Operator::StartsWith}.bits() == KITH_OPERATOR_STARTS_WITH);
static_assert(model::Operators{model::Operator::Anniversary}.bits() == KITH_OPERATOR_ANNIVERSARY);
static_assert(model::Operators{model::Operator::Unknown}.bits() == KITH_OPERATOR_UNKNOWN);

kith_value toAbi(const FieldInput& input) noexcept {
    switch (input.kind) {
        case FieldInput::Kind::Null:
            break;
        case FieldInput::Kind::Boolean:
            return {KITH_VALUE_BOOLEAN, 0, input.truth ? 1 : 0, {}};
        case FieldInput::Kind::Text:
            return {KITH_VALUE_TEXT, 0, 0, raw(input.text)};
        case FieldInput::Kind::Json:
            return {KITH_VALUE_JSON, 0, 0, raw(input.text)};
        case FieldInput::Kind::Number: {
            std::int64_t integer = 0;
            const auto* end = input.text.data() + input.text.size();
            const auto [stop, error] = std::from_chars(input.text.data(), end, integer);
            if (error == std::errc{} && stop == end) return {KITH_VALUE_INTEGER, 0, integer, {}};
            return {KITH_VALUE_NUMBER, 0, 0, raw(input.text)};
        }
    }
    return {KITH_VALUE_NULL, 0, 0, {}};
}

kith_value_kind kindOf(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::Text:
        case ValueKind::Date:
            return KITH_VALUE_TEXT;
        case ValueKind::Integer:
            return KITH_VALUE_INTEGER;
        case ValueKind::Decimal:
            return KITH_VALUE_DECIMAL;
        case ValueKind::Boolean:
            return KITH_VALUE_BOOLEAN;
        case ValueKind::Time:
            return KITH_VALUE_TIME;
        case ValueKind::Json:
            return KITH_VALUE_JSON;
    }
    return KITH_VALUE_NULL;
}

/// Whether the storage would hold it as it is.
bool isStorable(ValueKind kind, const kith_value& value) {
    const auto text = view(value.text);
    switch (kind) {
        case ValueKind::Text:
            return text.size() <= kMaxTextBytes && base::isText(text);
        case ValueKind::Date:
            return text.size() == 10 && base::isText(text);
        case ValueKind::Integer:
        case ValueKind::Time:
            return true;
        case ValueKind::Boolean:
            return value.integer == 0 || value.integer == 1;
        case ValueKind::Decimal:
            return value.integer > -kDecimalLimit && value.integer < kDecimalLimit;
        case ValueKind::Json:
            return text.size() <= kMaxJsonBytes && base::isText(text) && nlohmann::json::accept(text);
    }
    return false;
}

class Validator final : public model::FieldValidator {
public:
    Validator(const Plugin& plugin, ValueKind kind, void* prepared)
        : plugin_(plugin), kind_(kind), prepared_(prepared) {}
    ~Validator() override {
        CallSink sink(0);
        try {
            (void)plugin_.ask("release", sink, [&](void* instance, const Functions& functions) {
                functions.fieldType.release(instance, prepared_);
                return KITH_OK;
            });
        } catch (const base::Error&) {
            return;  // Told to the log already; a destructor has nobody else to tell.
        }
    }
    Validator(const Validator&) = delete;
    Validator& operator=(const Validator&) = delete;

    [[nodiscard]] std::variant<FieldValue, model::Invalid> validate(const FieldInput& input) const override {
        const auto in = toAbi(input);
        CallSink sink(0);
        const bool taken = plugin_.ask("validate", sink, [&](void* instance, const Functions& functions) {
            return functions.fieldType.validate(instance, prepared_, &in, sink.abi());
        });
        if (!taken) {
            auto& why = sink.violations().front();
            return model::Invalid{std::move(why.code), std::move(why.detail)};
        }
        const auto& value = sink.value();
        if (!value || value->kind != kindOf(kind_) || !isStorable(kind_, *value)) {
            plugin_.fail("validate", "it gave no value that can be stored");
        }
        return FieldValue{kind_, value->integer, std::string(view(value->text))};
    }

private:
    const Plugin& plugin_;
    ValueKind kind_;
    void* prepared_;
};

}  // namespace

std::unique_ptr<model::FieldValidator> PluginFieldType::prepare(const nlohmann::json& options) const {
    std::vector<base::Violation> violations;
    const auto complete = info().options.apply(options, {}, violations);
    if (!violations.empty()) {
        throw base::Error(base::ErrorCode::Configuration, "The options of the field are wrong.",
                          std::move(violations));
    }
    const auto text = complete.dump();
    CallSink sink(0);
    void* prepared = nullptr;
    plugin_.call("prepare", sink, [&](void* instance, const Functions& functions) {
        return functions.fieldType.prepare(instance, static_cast<std::uint32_t>(index_), raw(text), &prepared,
                                           sink.abi());
    });
    return std::make_unique<Validator>(plugin_, info().kind, prepared);
}

}  // namespace kith::plugins
