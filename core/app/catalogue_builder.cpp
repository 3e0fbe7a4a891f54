// SPDX-License-Identifier: Apache-2.0
#include "core/app/catalogue_builder.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string_view>
#include <utility>

#include "core/catalogue/definer.hpp"
#include "core/catalogue/entry_json.hpp"
#include "core/catalogue/entry_rules.hpp"
#include "core/catalogue/segment_rules.hpp"
#include "core/storage/segment/book.hpp"

namespace kith::app {
namespace {

using base::Violation;

template <class Entry>
void want(std::vector<catalogue::Provisioned<Entry>>& all,
          const std::vector<catalogue::Provisioned<Entry>>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

/// Groups need no mention of their own: a field that names one is enough.
void wantGroupOf(const storage::StoredField& field, const std::string& pointer, catalogue::Wanted& wanted) {
    const bool isThere =
        std::ranges::any_of(wanted.groups, [&](const auto& group) { return group.entry.key == field.group; });
    if (field.group.empty() || isThere) return;
    storage::StoredGroup group;
    group.key = field.group;
    group.place = static_cast<std::int64_t>(wanted.groups.size());
    group.managedBy = field.managedBy;
    wanted.groups.push_back({std::move(group), pointer});
}

void add(const std::string& pointer, const std::vector<Violation>& faults,
         std::vector<Violation>& violations) {
    for (const auto& fault : faults)
        violations.push_back({pointer + fault.pointer, fault.code, fault.detail});
}

/// The bounds that hold for the API too.
template <class Entry>
void checkBounds(const catalogue::Provisioned<Entry>& wanted, std::vector<Violation>& violations) {
    auto entry = wanted.entry;
    try {
        catalogue::readMembers(catalogue::membersOf(wanted.entry), {}, entry);
    } catch (const base::Error& error) {
        add(wanted.pointer, error.violations(), violations);
    }
}

/// Of the configuration: what every deployment has stands before it.
template <class Entry>
void checkNew(const std::vector<catalogue::Provisioned<Entry>>& all, const char* what,
              std::vector<Violation>& violations) {
    for (const auto& each : all) {
        if (each.entry.managedBy == storage::ManagedBy::Core) continue;
        const bool taken = std::ranges::any_of(all, [&](const auto& other) {
            return other.entry.managedBy == storage::ManagedBy::Core && other.entry.key == each.entry.key;
        });
        if (taken)
            violations.push_back({each.pointer + "/key", "duplicate_key",
                                  "'" + each.entry.key + "' is a " + what + " that every deployment has"});
    }
}

void checkWanted(const catalogue::Wanted& wanted, const plugins::Registry& registry,
                 std::vector<Violation>& violations) {
    checkNew(wanted.groups, "group", violations);
    checkNew(wanted.fields, "field", violations);
    for (const auto& category : wanted.categories) {
        checkBounds(category, violations);
        // The channels are checkPluginOptions's, which knows where each of them stands.
        add(category.pointer, catalogue::faultsOf(category.entry), violations);
    }
    for (const auto& segment : wanted.segments) checkBounds(segment, violations);
    for (const auto& group : wanted.groups) {
        // One that a field alone names stands there.
        if (!group.pointer.starts_with("/field_groups/")) continue;
        checkBounds(group, violations);
        add(group.pointer, catalogue::faultsOf(group.entry), violations);
    }
    for (const auto& field : wanted.fields) {
        if (!field.entry.group.empty() && !model::isFieldKey(field.entry.group))
            violations.push_back(
                {field.pointer + "/group", "invalid_key",
                 "a group is called as a field is: lower-case letters, digits, '_' and '.'"});
        checkBounds(field, violations);
        auto faults = catalogue::faultsOf(field.entry, registry);
        // The type of a plugin which failed is left out when it is defined: checkPluginOptions lets no other
        // pass.
        std::erase_if(faults, [](const Violation& fault) { return fault.code == "unknown_type"; });
        add(field.pointer, faults, violations);
    }
}

/// What the API may have made is only known with the database.
bool isPerhapsOfApi(const Violation& fault) {
    return fault.code == "unknown_field" || fault.code == "unknown_category";
}

void checkConditions(const std::vector<catalogue::Provisioned<storage::Segment>>& segments,
                     const model::Catalogue& catalogue, std::vector<Violation>& violations) {
    for (const auto& [segment, pointer] : segments) {
        auto faults = catalogue::readSegment(segment, catalogue).faults;
        std::erase_if(faults, isPerhapsOfApi);
        add(pointer, faults, violations);
    }
}

[[noreturn]] void refuse(std::vector<Violation> violations) {
    throw base::Error(base::ErrorCode::Configuration, "the configuration does not fit the plugins",
                      std::move(violations));
}

/// What they name among each other can't be, whatever the API may have made.
void checkNaming(const std::vector<catalogue::Provisioned<storage::Segment>>& segments,
                 const model::Catalogue& catalogue, std::vector<Violation>& violations) {
    std::vector<storage::Segment> listed;
    listed.reserve(segments.size());
    for (const auto& each : segments) listed.push_back(each.entry);
    const auto book = catalogue::namingBookOf(listed, catalogue);
    for (const auto& [segment, pointer] : segments)
        if (const auto fault = storage::excessOf(book, segment.key)) add(pointer, {*fault}, violations);
}

bool isBuiltIn(std::string_view key) {
    return std::ranges::find(model::builtInFields(), key, &model::BuiltInField::key) !=
           model::builtInFields().end();
}

/// As if the database held nothing else, and nobody ever changed it. A key stands in it once: checkNew has
/// refused the others.
storage::StoredCatalogue asStored(const catalogue::Wanted& wanted) {
    storage::StoredCatalogue stored;
    for (const auto& [field, pointer] : wanted.fields)
        if (field.managedBy == storage::ManagedBy::Core || !isBuiltIn(field.key))
            stored.fields.emplace_back(field).inUse = true;
    for (const auto& [category, pointer] : wanted.categories) stored.categories.push_back(category);
    return stored;
}

class Builder {
public:
    Builder(const Settings& settings, const model::ExternalIdSource& externalId,
            const plugins::Manager& plugins, base::Log& log)
        : settings_(settings), plugins_(plugins), registry_(plugins.registry()), log_(log) {
        addSource(externalId);
        for (const auto& source : registry_.identifierSources()) addSource(*source);
    }

    model::Catalogue build() {
        auto rules = configuredRules();
        const auto wanted = wantedOf(settings_);
        checkWanted(wanted, registry_, violations_);
        const auto blocked = blockedValues();  // Before the sources, which it looks at, are given away.
        model::Catalogue made(model::IdentifierRules(std::move(rules)), std::move(sources_), blocked,
                              channels(), definitionsOf(wanted));
        warnOfChannels(wanted.categories, made.channels());
        if (deploymentOf(made, plugins_).isComplete) checkConditions(wanted.segments, made, violations_);
        checkNaming(wanted.segments, made, violations_);
        if (!violations_.empty()) refuse(std::move(violations_));
        return made;
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
            // The limit that a plugin suggests is for the class that it suggests.
            if (wanted.cls == model::IdentifierClass::Unique) rule->limit = 1;
            if (wanted.limit) rule->limit = *wanted.limit;
            if (wanted.order) rule->order = *wanted.order;
            if (rule->cls == model::IdentifierClass::Unique && rule->limit != 1)
                violations_.push_back({"/identity/types/" + type + "/limit", "out_of_range",
                                       "a profile has one value of a unique type: the limit must be 1"});
            // So that the rest can be looked at too.
            if (rule->cls == model::IdentifierClass::Unique) rule->limit = 1;
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

    /// A field that is refused is left out as one whose plugin failed, which nobody has to be told as well.
    std::shared_ptr<const model::Definitions> definitionsOf(const catalogue::Wanted& wanted) {
        const auto stored = asStored(wanted);
        return violations_.empty() ? catalogue::defineAll(stored, registry_, log_)
                                   : catalogue::defineAll(stored, registry_);
    }

    /// Not an error: checkPluginOptions lets none pass but of a plugin that can't be read, which may bring
    /// it.
    void warnOfChannels(const std::vector<catalogue::Provisioned<storage::StoredCategory>>& categories,
                        const std::set<std::string, std::less<>>& known) {
        for (const auto& [category, pointer] : categories)
            for (const auto& channel : category.channels)
                if (!known.contains(channel))
                    log_.warning("category_channel_unknown", {{"category", std::string_view(category.key)},
                                                              {"channel", std::string_view(channel)}});
    }

    model::Catalogue::BlockedValues blockedValues() const {
        model::Catalogue::BlockedValues blocked;
        blocked["*"] = settings_.identity.blockedValues;
        for (const auto& [type, wanted] : settings_.identity.types)
            if (sources_.contains(type)) blocked[type] = wanted.blockedValues;
        return blocked;
    }

    const Settings& settings_;
    const plugins::Manager& plugins_;
    const plugins::Registry& registry_;
    base::Log& log_;
    std::vector<model::IdentifierRule> rules_;
    std::map<std::string, const model::IdentifierSource*, std::less<>> sources_;
    std::vector<Violation> violations_;
};

}  // namespace

catalogue::Wanted wantedOf(const Settings& settings) {
    catalogue::Wanted wanted;
    for (auto& field : catalogue::builtInFields()) {
        wantGroupOf(field, "", wanted);
        wanted.fields.push_back({std::move(field), ""});
    }
    want(wanted.groups, settings.fieldGroups);
    for (const auto& [field, pointer] : settings.fields) wantGroupOf(field, pointer, wanted);
    want(wanted.fields, settings.fields);
    want(wanted.categories, settings.categories);
    want(wanted.segments, settings.segments);
    return wanted;
}

catalogue::Deployment deploymentOf(const model::Catalogue& catalogue, const plugins::Manager& manager) {
    const auto statuses = manager.statuses();
    const bool isComplete = std::ranges::find(statuses, plugins::PluginState::Failed,
                                              &plugins::PluginStatus::state) == statuses.end();
    return {catalogue, manager.registry(), isComplete};
}

model::Catalogue buildCatalogue(const Settings& settings, const model::ExternalIdSource& externalId,
                                const plugins::Manager& plugins, base::Log& log) {
    return Builder(settings, externalId, plugins, log).build();
}

}  // namespace kith::app
