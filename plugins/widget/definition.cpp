// SPDX-License-Identifier: Apache-2.0
#include "definition.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <kith/sdk.hpp>
#include <kith/sdk/json.hpp>
#include <kith/sdk/text.hpp>

namespace kith::widget {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using kith::sdk::Violation;
using nlohmann::json;

struct TextMember {
    const char* name;
    std::size_t most;
    bool isName;  ///< It has to be there, and stands in what is observed: without control characters.

    [[nodiscard]] bool takes(const std::string& text) const {
        // U+0000 is what no database takes.
        const bool plain = isName ? !kith::sdk::hasControl(text) : text.find('\0') == std::string::npos;
        return plain && text.size() <= most && !(isName && text.empty());
    }
    [[nodiscard]] std::string rule() const {
        return "A text of " + std::string(isName ? "1 to " : "at most ") + std::to_string(most) +
               " bytes, without " + (isName ? "control characters." : "U+0000.");
    }
};
constexpr std::array<TextMember, 6> kTexts = {{{"name", 200, true},
                                               {"title", 200, false},
                                               {"text", 2'000, false},
                                               {"button", 100, false},
                                               {"url", 2'000, false},
                                               {"category", 100, false}}};
constexpr std::array<std::string_view, 10> kMembers = {"name",     "title",  "text",      "button",   "url",
                                                       "category", "active", "frequency", "delay_ms", "form"};
constexpr std::array<std::string_view, 4> kInputs = {"email", "phone", "first_name", "last_name"};
constexpr std::uint64_t kMaxDelayMs = 600'000;

bool isText(const json& value, const TextMember& member) {
    return value.is_string() && member.takes(value.get_ref<const std::string&>());
}

bool isWebAddress(const std::string& url) {
    return url.empty() || url.starts_with("https://") || url.starts_with("http://") || url.starts_with("/");
}

void checkForm(const json& form, std::vector<Violation>& wrong) {
    const bool good =
        form.is_array() && form.size() <= kInputs.size() &&
        std::all_of(form.begin(), form.end(), [](const json& input) {
            return input.is_string() && std::find(kInputs.begin(), kInputs.end(),
                                                  input.get_ref<const std::string&>()) != kInputs.end();
        });
    if (!good) wrong.push_back({"/form", "invalid", "A list of email, phone, first_name, last_name."});
}

}  // namespace

std::string_view kindName(Frequency::Kind kind) noexcept {
    switch (kind) {
        case Frequency::Kind::Unlimited:
            return "unlimited";
        case Frequency::Kind::Once:
            return "once";
        case Frequency::Kind::Session:
            return "session";
        case Frequency::Kind::Days:
            return "days";
    }
    return "unlimited";
}

Frequency::Kind kindFromName(std::string_view name) noexcept {
    for (const auto kind : {Frequency::Kind::Once, Frequency::Kind::Session, Frequency::Kind::Days}) {
        if (kindName(kind) == name) return kind;
    }
    return Frequency::Kind::Unlimited;
}

std::optional<Frequency> readFrequency(const json& value) {
    if (!value.is_object() || !value.contains("kind") || !value["kind"].is_string()) return std::nullopt;
    const auto& name = value["kind"].get_ref<const std::string&>();
    Frequency frequency{kindFromName(name)};
    if (kindName(frequency.kind) != name) return std::nullopt;
    const bool hasDays = value.contains("days");
    if (value.size() != (hasDays ? 2U : 1U) || hasDays != (frequency.kind == Frequency::Kind::Days))
        return std::nullopt;
    if (!hasDays) return frequency;
    if (!value["days"].is_number_integer()) return std::nullopt;
    frequency.days = value["days"].get<std::int64_t>();
    if (frequency.days < 1 || frequency.days > 365) return std::nullopt;
    return frequency;
}

std::string describe(const Frequency& frequency) {
    if (frequency.kind == Frequency::Kind::Days) return std::to_string(frequency.days) + " days";
    return std::string(kindName(frequency.kind));
}

bool isWidgetId(std::string_view id) noexcept {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !id.empty() && id.size() <= 64 && plain(id.front()) &&
           std::all_of(id.begin(), id.end(), [&](char c) { return plain(c) || c == '_' || c == '-'; });
}

json readDefinition(std::string_view text, const std::function<bool(std::string_view)>& hasCategory) {
    auto body = kith::sdk::parseJson(text).value_or(json());
    if (!body.is_object()) throw Failure(Status::InvalidInput, "not_an_object", "A widget is a JSON object.");
    std::vector<Violation> wrong;
    for (const auto& [name, value] : body.items()) {
        if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) {
            wrong.push_back({kith::sdk::pointerTo(name), "unknown_member", "There is no such member."});
        }
    }
    for (const auto& member : kTexts) {
        const auto value = body.value(member.name, json(""));
        if (!isText(value, member)) {
            wrong.push_back({std::string("/") + member.name, "invalid", member.rule()});
        } else {
            body[member.name] = value;
        }
    }
    if (body["url"].is_string() && !isWebAddress(body["url"])) {
        wrong.push_back({"/url", "invalid", "An http or https address, or a path on the site."});
    }
    const auto& category = body["category"];
    if (isText(category, kTexts.back()) && category != "" &&
        !hasCategory(category.get_ref<const std::string&>())) {
        wrong.push_back({"/category", "unknown_category", "There is no such subscription category."});
    }
    body["active"] = body.value("active", json(true));
    if (!body["active"].is_boolean()) wrong.push_back({"/active", "invalid", "true or false."});
    body["delay_ms"] = body.value("delay_ms", json(0U));
    if (!body["delay_ms"].is_number_unsigned() || body["delay_ms"].get<std::uint64_t>() > kMaxDelayMs) {
        wrong.push_back({"/delay_ms", "invalid", "0 to 600000."});
    }
    body["frequency"] = body.value("frequency", json{{"kind", "once"}});
    if (!readFrequency(body["frequency"])) {
        wrong.push_back(
            {"/frequency", "invalid",
             "An object with kind unlimited, once, session, or days with a number of days from 1 to 365."});
    }
    body["form"] = body.value("form", json::array());
    checkForm(body["form"], wrong);
    if (!wrong.empty()) throw Failure(Status::InvalidInput, std::move(wrong));
    return body;
}

}  // namespace kith::widget
