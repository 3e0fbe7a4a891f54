// SPDX-License-Identifier: Apache-2.0
#include "json_field.hpp"

#include "number.hpp"
#include "options.hpp"

namespace kith::fields {
namespace {

using nlohmann::json;
using sdk::Rejection;

/// Walks a document and stops at what can't be kept.
class Walk final : public nlohmann::json_sax<json> {
public:
    explicit Walk(std::size_t maxDepth) : maxDepth_(maxDepth) {}

    [[nodiscard]] const std::optional<Rejection>& refusal() const { return refusal_; }

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    /// Whoever reads it back gets a double, written with no more digits than it needs.
    bool number_float(number_float_t value, const string_t& token) override {
        return sameNumber(json(value).dump(), token) || refuseNumber();
    }
    bool string(string_t& /*value*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*elements*/) override { return open(); }
    bool key(string_t& /*name*/) override { return true; }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& error) override {
        constexpr int numberOverflow = 406;
        if (error.id == numberOverflow) return refuseNumber();
        return refuse({"wrong_type", "Must be JSON."});
    }

private:
    bool open() {
        if (++depth_ <= maxDepth_) return true;
        return refuse({"too_deep", "Must be nested at most " + std::to_string(maxDepth_) + " levels deep."});
    }
    bool close() {
        --depth_;
        return true;
    }
    bool refuseNumber() {
        return refuse({"too_precise", "Has a number that takes more than a double; write it as text."});
    }
    bool refuse(Rejection refusal) {
        refusal_ = std::move(refusal);
        return false;
    }

    std::size_t maxDepth_;
    std::size_t depth_ = 0;
    std::optional<Rejection> refusal_;
};

class JsonRule final : public sdk::FieldRule {
public:
    explicit JsonRule(const json& options)
        : maxBytes_(options.at("max_bytes").get<std::size_t>()),
          maxDepth_(options.at("max_depth").get<std::size_t>()) {}

    /// The server gives it in canonical form: members sorted, no white space, numbers as short as they go.
    [[nodiscard]] sdk::Outcome<sdk::Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Json) return Rejection{"wrong_type", "Must be an object or an array."};
        if (in.text.size() > maxBytes_)
            return Rejection{"too_long",
                             "Must have at most " + std::to_string(maxBytes_) + " bytes as JSON."};
        Walk walk(maxDepth_);
        json::sax_parse(in.text.begin(), in.text.end(), &walk);
        if (walk.refusal()) return *walk.refusal();
        return sdk::Stored::ofJson(std::string(in.text));
    }

private:
    std::size_t maxBytes_;
    std::size_t maxDepth_;
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> JsonType::prepare(std::string_view options) const {
    return std::make_unique<JsonRule>(parseOptions(options));
}

}  // namespace kith::fields
