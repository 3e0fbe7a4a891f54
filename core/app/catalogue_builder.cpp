// SPDX-License-Identifier: Apache-2.0
#include "core/app/catalogue_builder.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace kith::app {
namespace {

using base::Violation;

class Builder {
public:
    Builder(const Settings& settings, const model::ExternalIdSource& externalId,
            const plugins::Manager& plugins, base::Log& log)
        : settings_(settings), registry_(plugins.registry()), log_(log) {
        addSource(externalId);
        for (const auto& source : registry_.identifierSources()) addSource(*source);
    }

    model::Catalogue build() {
        auto rules = configuredRules();
        auto fields = allFields();
        if (!violations_.empty())
            throw base::Error(base::ErrorCode::Configuration, "the configuration does not fit the plugins",
                              std::move(violations_));
        const auto blocked = blockedValues();  // Before the sources, which it looks at, are given away.
        return {model::IdentifierRules(std::move(rules)),
                std::move(sources_),
                blocked,
                std::move(fields),
                settings_.categories,
                channels()};
    }

private:
    void addSource(const model::IdentifierSource& source) {
        for (auto& rule : source.types()) {
            sources_[rule.type] = &source;
            rules_.push_back(std::move(rule));
        }
    }

    std::vector<model::IdentifierRule> configuredRules() {
        for (const auto& [type, wanted] : settings_.identity.types) {
            const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                           [&name = type](const auto& r) { return r.type == name; });
            if (rule == rules_.end()) {
                // Not an error: the sample configuration names a type whose plugin need not be loaded.
                log_.warning("identifier_type_unknown", {{"type", std::string_view(type)}});
                continue;
            }
            if (wanted.cls) rule->cls = *wanted.cls;
            if (wanted.limit) rule->limit = *wanted.limit;
            if (wanted.order) rule->order = *wanted.order;
            if (rule->cls == model::IdentifierClass::Unique && rule->limit != 1)
                violations_.push_back({"/identity/types/" + type + "/limit", "out_of_range",
                                       "a profile has one value of a unique type: the limit must be 1"});
        }
        // Two sources that know nothing of each other may suggest the same place.
        std::sort(rules_.begin(), rules_.end(), [](const auto& left, const auto& right) {
            return std::tie(left.order, left.type) < std::tie(right.order, right.type);
        });
        int place = 0;
        for (auto& rule : rules_) rule.order = ++place;
        return std::move(rules_);
    }

    std::set<std::string, std::less<>> channels() const {
        std::set<std::string, std::less<>> names;
        for (const auto& channel : registry_.channels()) names.insert(channel->info().name);
        return names;
    }

    model::Catalogue::BlockedValues blockedValues() const {
        model::Catalogue::BlockedValues blocked;
        blocked["*"] = settings_.identity.blockedValues;
        for (const auto& [type, wanted] : settings_.identity.types)
            if (sources_.contains(type)) blocked[type] = wanted.blockedValues;
        return blocked;
    }

    std::vector<model::FieldDefinition> allFields() {
        std::vector<model::FieldDefinition> fields;
        for (const auto& field : model::builtInFields()) {
            const FieldSettings wanted{std::string(field.key),
                                       std::string(field.group),
                                       std::string(field.type),
                                       field.key != "tags",
                                       nlohmann::json::parse(field.options),
                                       ""};
            if (registry_.fieldType(wanted.type) == nullptr)
                log_.warning("field_left_out", {{"field", field.key}, {"type", field.type}});
            else
                fields.push_back(define(wanted));
        }
        for (const auto& wanted : settings_.fields) addField(wanted, fields);
        return fields;
    }

    void addField(const FieldSettings& wanted, std::vector<model::FieldDefinition>& fields) {
        const bool taken =
            std::any_of(fields.begin(), fields.end(), [&](auto& f) { return f.key == wanted.key; });
        if (taken) {
            violations_.push_back({wanted.pointer + "/key", "duplicate_key",
                                   "'" + wanted.key + "' is a field that every deployment has"});
            return;
        }
        if (registry_.fieldType(wanted.type) != nullptr) {
            try {
                fields.push_back(define(wanted));
            } catch (const base::Error& error) {
                for (const auto& each : error.violations())
                    violations_.push_back(
                        {wanted.pointer + "/options" + each.pointer, each.code, each.detail});
                if (error.violations().empty())
                    violations_.push_back({wanted.pointer + "/options", "invalid_value", error.detail()});
            }
        } else {
            // That of a plugin which failed: checkPluginOptions lets no other pass.
            log_.warning("field_left_out",
                         {{"field", std::string_view(wanted.key)}, {"type", std::string_view(wanted.type)}});
        }
    }

    model::FieldDefinition define(const FieldSettings& wanted) const {
        const auto& type = *registry_.fieldType(wanted.type);
        return {wanted.key,
                wanted.group,
                wanted.type,
                type.kind(),
                type.isSet(),
                wanted.personal,
                type.prepare(wanted.options),
                model::Operators(type.operators())};
    }

    const Settings& settings_;
    const plugins::Registry& registry_;
    base::Log& log_;
    std::vector<model::IdentifierRule> rules_;
    std::map<std::string, const model::IdentifierSource*, std::less<>> sources_;
    std::vector<Violation> violations_;
};

}  // namespace

model::Catalogue buildCatalogue(const Settings& settings, const model::ExternalIdSource& externalId,
                                const plugins::Manager& plugins, base::Log& log) {
    return Builder(settings, externalId, plugins, log).build();
}

}  // namespace kith::app
