// SPDX-License-Identifier: Apache-2.0
#include "url_field.hpp"

#include "options.hpp"
#include "pattern.hpp"
#include "text.hpp"
#include "url.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;

class UrlRule final : public sdk::FieldRule {
public:
    explicit UrlRule(const nlohmann::json& options)
        : max_(options.at("max_length").get<std::size_t>()), pattern_(options) {}

    [[nodiscard]] sdk::Outcome<sdk::Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text) return Rejection{"wrong_type", "Must be a URL, as text."};
        if (in.text.size() > kMaxTextBytes) return tooLong(max_);
        auto url = normalUrl(in.text);
        if (!url)
            return Rejection{"not_a_url", "Must be a whole http or https URL without user and white space."};
        if (url->size() > max_) return tooLong(max_);
        if (auto refusal = pattern_.refusal(*url)) return *std::move(refusal);
        return sdk::Stored::ofText(*std::move(url));
    }

private:
    std::size_t max_;
    Pattern pattern_;
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> UrlType::prepare(std::string_view options) const {
    return std::make_unique<UrlRule>(parseOptions(options));
}

}  // namespace kith::fields
