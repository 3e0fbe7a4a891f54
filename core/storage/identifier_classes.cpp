// SPDX-License-Identifier: Apache-2.0
#include "core/storage/identifier_classes.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.hpp"
#include "core/storage/session.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::storage {
namespace {

using model::IdentifierClass;
using nlohmann::json;

constexpr std::string_view kSetting = "identifier_classes";

std::string textOf(const IdentifierClasses& classes) {
    auto types = json::object();
    for (const auto& [name, type] : classes.types) {
        auto& written = types[name] = {{"was_not_unique", type.wasNotUnique}};
        if (type.cls) written["class"] = model::identifierClassName(*type.cls);
    }
    auto all = json::object();
    all["types"] = std::move(types);
    if (classes.walk) all["walk"] = {{"types", classes.walk->types}, {"after", classes.walk->after.value}};
    return all.dump();
}

IdentifierClasses parsed(const std::string& text) {
    IdentifierClasses classes;
    if (text.empty()) return classes;
    try {
        const auto all = json::parse(text);
        for (const auto& [name, written] : all.at("types").items()) {
            auto& type = classes.types[name];
            type.wasNotUnique = written.at("was_not_unique").get<bool>();
            if (written.contains("class"))
                type.cls = model::findIdentifierClass(written.at("class").get<std::string>());
        }
        if (all.contains("walk")) {
            const auto& walk = all.at("walk");
            auto& read = classes.walk.emplace();
            walk.at("types").get_to(read.types);
            walk.at("after").get_to(read.after.value);
        }
    } catch (const json::exception&) {
        throw base::Error(base::ErrorCode::Storage,
                          "The setting identifier_classes in the database can't be read. Without that row of "
                          "the table `setting`, the next start of a server makes it anew.");
    }
    return classes;
}

/// Returns the types that had another class.
std::vector<std::string> adopt(IdentifierClasses& classes, const model::IdentifierRules& rules) {
    for (auto& [name, type] : classes.types)
        if (rules.find(name) == nullptr) type.cls.reset();
    std::vector<std::string> changed;
    std::set<std::string, std::less<>> walked;
    for (const auto& rule : rules.all()) {
        auto& type = classes.types[rule.type];
        type.wasNotUnique = type.wasNotUnique || rule.cls != IdentifierClass::Unique;
        const auto before = std::exchange(type.cls, rule.cls);
        if (before == rule.cls) continue;
        if (before) changed.push_back(rule.type);
        walked.insert(rule.type);
    }
    // Whoever was written to while nobody brought a type was not known by it.
    if (walked.empty()) return changed;
    if (classes.walk) walked.merge(classes.walk->types);
    classes.walk = IdentifierClasses::Walk{std::move(walked), {}};
    return changed;
}

}  // namespace

bool IdentifierClasses::areOf(const model::IdentifierRules& rules) const {
    const auto current = std::ranges::count_if(types, [](const auto& type) { return !!type.second.cls; });
    return static_cast<std::size_t>(current) == rules.all().size() &&
           std::ranges::all_of(rules.all(), [&](const model::IdentifierRule& rule) {
               const auto type = types.find(rule.type);
               return type != types.end() && type->second.cls == rule.cls;
           });
}

bool IdentifierClasses::wasNotUnique(std::string_view type) const {
    const auto found = types.find(type);
    return found != types.end() && found->second.wasNotUnique;
}

IdentifierClasses readIdentifierClasses(Session& session) {
    return parsed(readSetting(session, kSetting).value_or(""));
}

IdentifierClasses lockIdentifierClasses(Session& writer) {
    return parsed(lockSetting(writer, kSetting));
}

void writeIdentifierClasses(Session& writer, const IdentifierClasses& classes) {
    writeSetting(writer, kSetting, textOf(classes));
}

std::vector<std::string> noteIdentifierClasses(Session& writer, const model::IdentifierRules& rules) {
    Transaction transaction(writer);
    auto classes = lockIdentifierClasses(writer);
    std::vector<std::string> changed;
    if (!classes.areOf(rules)) {
        changed = adopt(classes, rules);
        writeIdentifierClasses(writer, classes);
    }
    transaction.commit();
    return changed;
}

}  // namespace kith::storage
