// SPDX-License-Identifier: Apache-2.0
#include "checker.hpp"

#include <algorithm>
#include <utility>

#include <kith/sdk/json.hpp>
#include <kith/sdk/text.hpp>

#include "identifier.hpp"

namespace kith::push {

void Checker::known(std::initializer_list<std::string_view> names) {
    for (const auto& [name, value] : object_.items()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            add(kith::sdk::pointerTo(name), "unknown_member", "There is no such member.");
        }
    }
}

std::string Checker::text(const char* name, bool required, std::size_t most) {
    const auto at = object_.find(name);
    if (at == object_.end() || at->is_null() || (required && *at == "")) {
        if (required) add(kith::sdk::pointerTo(name), "missing", "This member is required.");
        return {};
    }
    if (!at->is_string() || at->get_ref<const std::string&>().size() > most ||
        kith::sdk::hasControl(at->get_ref<const std::string&>())) {
        add(kith::sdk::pointerTo(name), "invalid",
            "A text of at most " + std::to_string(most) + " bytes without control characters.");
        return {};
    }
    return at->get<std::string>();
}

Address Checker::address(const char* type, const std::string& given, std::string pointer) {
    Address address{.type = type, .value = {}};
    if (given.empty()) return address;
    auto normalised = address.type == "web_push" ? WebPushSource().normalize(given)
                                                 : OpaqueSource(kMinimumToken).normalize(given);
    if (auto* rejection = std::get_if<kith::sdk::Rejection>(&normalised)) {
        add(std::move(pointer), std::move(rejection->code), std::move(rejection->detail));
    } else {
        address.value = std::get<std::string>(std::move(normalised));
    }
    return address;
}

void Checker::add(std::string pointer, std::string code, std::string detail) {
    wrong_.push_back({std::move(pointer), std::move(code), std::move(detail)});
}

void Checker::finish() {
    if (!wrong_.empty()) throw kith::sdk::Failure(kith::sdk::Status::InvalidInput, std::move(wrong_));
}

}  // namespace kith::push
