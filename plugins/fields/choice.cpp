// SPDX-License-Identifier: Apache-2.0
#include "choice.hpp"

#include <set>

#include <kith/sdk/text.hpp>

#include "options.hpp"
#include "text.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;

/// A longer list helps nobody who reads a message.
constexpr std::size_t kMaxListed = 400;

class ChoiceRule final : public sdk::FieldRule {
public:
    explicit ChoiceRule(const nlohmann::json& options) {
        std::size_t index = 0;
        std::string list;
        for (const auto& each : options.at("choices")) {
            auto choice = each.get<std::string>();
            const auto pointer = "/choices/" + std::to_string(index++);
            if (trimmed(choice) != choice || kith::sdk::hasControl(choice)) {
                refuseOption(pointer, "It has white space at an end or a control character.");
            }
            list.append(list.empty() ? "" : ", ").append(choice);
            if (!choices_.insert(std::move(choice)).second) refuseOption(pointer, "It is there twice.");
        }
        if (list.size() <= kMaxListed) refusal_.detail = "Must be one of: " + list + ".";
    }

    [[nodiscard]] sdk::Outcome<sdk::Stored> validate(const sdk::Value& in) const override {
        if (in.kind != sdk::ValueKind::Text)
            return Rejection{"wrong_type", "Must be one of the choices, as text."};
        if (choices_.find(in.text) == choices_.end()) return refusal_;
        return sdk::Stored::ofText(std::string(in.text));
    }

private:
    std::set<std::string, std::less<>> choices_;
    Rejection refusal_{"not_a_choice", "Is none of the choices."};
};

}  // namespace

std::unique_ptr<const sdk::FieldRule> ChoiceType::prepare(std::string_view options) const {
    return std::make_unique<ChoiceRule>(parseOptions(options));
}

}  // namespace kith::fields
