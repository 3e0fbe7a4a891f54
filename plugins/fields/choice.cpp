// SPDX-License-Identifier: Apache-2.0
#include "choice.hpp"

#include <set>

#include <kith/sdk/language.hpp>
#include <kith/sdk/text.hpp>

#include "options.hpp"
#include "text.hpp"

namespace kith::fields {
namespace {

using sdk::Rejection;

/// A longer list helps nobody who reads a message.
constexpr std::size_t kMaxListed = 400;
constexpr std::size_t kMaxLabels = 50;

void requireTidy(const std::string& text, const std::string& pointer) {
    if (trimmed(text) != text || kith::sdk::hasControl(text))
        refuseOption(pointer, "It has white space at an end or a control character.");
}

/// Who shows choices takes labels from the options as they stand there: one per language, so written that a
/// language is found by its canonical tag.
void checkLabels(const nlohmann::json& labels, const std::string& pointer) {
    if (labels.size() > kMaxLabels)
        refuseOption(pointer, "It has labels in more than " + std::to_string(kMaxLabels) + " languages.");
    for (const auto& [language, label] : labels.items()) {
        const auto at = (nlohmann::json::json_pointer(pointer) / language).to_string();
        const auto canonical = sdk::canonicalLanguage(language);
        if (!canonical) refuseOption(at, "It is not the tag of a known language (BCP 47).");
        if (*canonical != language)
            refuseOption(at, "The canonical tag of this language is " + *canonical + ".");
        requireTidy(label.get_ref<const std::string&>(), at);
    }
}

/// The value of one element of `choices`, which is that alone or has it beside its labels.
std::string readChoice(const nlohmann::json& choice, const std::string& pointer) {
    const bool isObject = choice.is_object();
    auto value = (isObject ? choice.at("value") : choice).get<std::string>();
    requireTidy(value, isObject ? pointer + "/value" : pointer);
    if (const auto labels = isObject ? choice.find("labels") : choice.end(); labels != choice.end())
        checkLabels(*labels, pointer + "/labels");
    return value;
}

class ChoiceRule final : public sdk::FieldRule {
public:
    explicit ChoiceRule(const nlohmann::json& options) {
        std::size_t index = 0;
        std::string list;
        for (const auto& each : options.at("choices")) {
            const auto pointer = "/choices/" + std::to_string(index++);
            auto choice = readChoice(each, pointer);
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
