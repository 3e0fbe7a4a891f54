// SPDX-License-Identifier: Apache-2.0
#include "core/model/reader.hpp"

#include <algorithm>
#include <utility>

#include "core/base/input_error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/text.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

/// What is not listed any more is not put together either.
template <class Make>
void addBounded(std::vector<base::Violation>& to, std::size_t most, Make make) {
    if (to.size() < most)
        to.push_back(make());
    else if (to.size() == most)
        to.push_back({"", "more", "there is more than is listed here"});
}

}  // namespace

std::string Where::pointer() const {
    if (parent_ == nullptr) return {};
    return parent_->pointer() + '/' + (isIndex_ ? std::to_string(index_) : pointerToken(member_));
}

void Findings::wrong(const Where& where, std::string_view code, std::string detail) {
    addBounded(wrong_, bounds::kViolations, [&] {
        return base::Violation{where.pointer(), std::string(code), std::move(detail)};
    });
}

void Findings::warn(const Where& where, std::string_view code, std::string detail) {
    addBounded(warnings_, bounds::kWarnings, [&] {
        return base::Violation{where.pointer(), std::string(code), std::move(detail)};
    });
}

void Findings::refuseLeftOut() {
    for (auto& warning : warnings_)
        addBounded(wrong_, bounds::kViolations, [&] { return std::move(warning); });
    warnings_.clear();
}

base::Error Findings::takeError() {
    return base::inputError(std::move(wrong_));
}

const json* memberOf(const json& object, std::string_view name) {
    const auto* members = object.get_ptr<const json::object_t*>();
    const auto at = members->find(name);
    return at == members->end() || at->second.is_null() ? nullptr : &at->second;
}

bool hasNoNulls(const json& value, const Where& where, Findings& findings) {
    bool good = true;
    if (const auto* members = value.get_ptr<const json::object_t*>()) {
        for (const auto& [name, member] : *members) {
            // No member is called so; whoever reads the object says it once, not with each null inside.
            if (name.size() > bounds::kKey) continue;
            const Where at(where, name);
            if (member.is_null()) findings.wrong(at, "wrong_type", "must not be null");
            good = !member.is_null() && hasNoNulls(member, at, findings) && good;
        }
    } else if (const auto* elements = value.get_ptr<const json::array_t*>()) {
        std::size_t index = 0;
        for (const auto& element : *elements) good = hasNoNulls(element, {where, index++}, findings) && good;
    }
    return good;
}

bool Reader::object(const json& value, const Where& where,
                    std::initializer_list<std::string_view> known) const {
    const auto* members = value.get_ptr<const json::object_t*>();
    if (members == nullptr) {
        findings_.wrong(where, "wrong_type", "must be an object");
        return false;
    }
    for (const auto& [name, member] : *members) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        findings_.wrong({where, name}, "unknown_member", "there is no such member");
    }
    return true;
}

bool Reader::array(const json& value, const Where& where, std::size_t most) const {
    if (!value.is_array()) {
        findings_.wrong(where, "wrong_type", "must be an array");
        return false;
    }
    if (value.size() > most) {
        findings_.wrong(where, "too_many", "at most " + std::to_string(most));
        return false;
    }
    return true;
}

std::optional<std::string_view> Reader::text(const json& object, const Where& where, std::string_view member,
                                             std::size_t most, Control control) const {
    const auto* value = memberOf(object, member);
    if (value == nullptr) return std::nullopt;
    const auto* text = value->get_ptr<const std::string*>();
    if (text == nullptr) {
        findings_.wrong({where, member}, "wrong_type", "must be text");
    } else if (text->empty()) {
        findings_.wrong({where, member}, "empty", "must not be empty");
    } else if (text->size() > most) {
        findings_.wrong({where, member}, "too_long", "at most " + std::to_string(most) + " bytes");
    } else if (control == Control::Refused && hasControl(*text)) {
        findings_.wrong({where, member}, "control_character", "must not hold control characters");
    } else {
        return *text;
    }
    return std::nullopt;
}

std::optional<std::string_view> Reader::requiredText(const json& object, const Where& where,
                                                     std::string_view member, std::size_t most) const {
    if (memberOf(object, member) == nullptr) {
        findings_.wrong({where, member}, "required", "must be given");
        return std::nullopt;
    }
    return text(object, where, member, most);
}

std::optional<std::string_view> Reader::proof(const json& object, const Where& where) const {
    const auto proof = text(object, where, "proof", bounds::kProof, Control::Allowed);
    if (!proof || !trimmed(*proof).empty()) return proof;
    findings_.wrong({where, "proof"}, "empty", "must say how the person asked for it");
    return std::nullopt;
}

std::optional<bool> Reader::flag(const nlohmann::json& object, const Where& where,
                                 std::string_view member) const {
    const auto* value = memberOf(object, member);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    findings_.wrong({where, member}, "wrong_type", "must be true or false");
    return std::nullopt;
}

std::optional<base::Time> Reader::time(const json& object, const Where& where,
                                       std::string_view member) const {
    const auto time = anyTime(object, where, member);
    if (time && *time > latest_) {
        findings_.wrong({where, member}, "future_time",
                        "lies further ahead of the server's clock than `identity.max_future` allows");
        return std::nullopt;
    }
    return time;
}

std::optional<base::Time> Reader::anyTime(const json& object, const Where& where,
                                          std::string_view member) const {
    const auto* value = memberOf(object, member);
    if (value == nullptr) return std::nullopt;
    const auto* text = value->get_ptr<const std::string*>();
    const auto time = text != nullptr ? base::parseRfc3339(*text) : std::nullopt;
    if (!time) findings_.wrong({where, member}, "invalid_time", "must be a time as in RFC 3339");
    return time;
}

}  // namespace kith::model
