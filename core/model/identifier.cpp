// SPDX-License-Identifier: Apache-2.0
#include "core/model/identifier.hpp"

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/model/names.hpp"

namespace kith::model {
namespace {

constexpr Names<IdentifierClass, 3> kClasses{{"unique", "linking", "moving"}};
constexpr Names<Role, 3> kRoles{{"identifying", "shared", "claimed"}};

[[noreturn]] void refuse(const std::string& type, const std::string& detail) {
    throw base::Error(base::ErrorCode::Configuration, "an identifier type has an impossible rule",
                      {{"/identifiers/" + type, "invalid_rule", detail}});
}

}  // namespace

std::string_view identifierClassName(IdentifierClass cls) noexcept {
    return kClasses.of(cls);
}

std::optional<IdentifierClass> findIdentifierClass(std::string_view name) noexcept {
    return kClasses.find(name);
}

std::string_view roleName(Role role) noexcept {
    return kRoles.of(role);
}

IdentifierRules::IdentifierRules(std::vector<IdentifierRule> rules) : rules_(std::move(rules)) {
    std::sort(rules_.begin(), rules_.end(), [](const auto& a, const auto& b) { return a.order < b.order; });
    for (auto rule = rules_.begin(); rule != rules_.end(); ++rule) {
        if (rule->limit == 0) refuse(rule->type, "the limit is at least 1");
        if (rule->cls == IdentifierClass::Unique && rule->limit != 1) {
            refuse(rule->type, "the limit of a unique type is 1");
        }
        if (std::any_of(rules_.begin(), rule, [&](const auto& other) { return other.type == rule->type; })) {
            refuse(rule->type, "two rules have this type");
        }
        if (rule != rules_.begin() && std::prev(rule)->order == rule->order) {
            refuse(rule->type, "two types have the same matching order");
        }
    }
}

const IdentifierRule* IdentifierRules::find(std::string_view type) const noexcept {
    const auto rule =
        std::find_if(rules_.begin(), rules_.end(), [&](const auto& r) { return r.type == type; });
    return rule == rules_.end() ? nullptr : &*rule;
}

}  // namespace kith::model
