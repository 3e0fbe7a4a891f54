// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/manager.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/plugins/check.hpp"
#include "core/plugins/library.hpp"

namespace kith::plugins {

using base::Error;
using base::ErrorCode;

struct Manager::Entry {
    PluginStatus status;
    std::optional<Descriptor> unusable;  ///< What could be read of a plugin that was refused.
    std::unique_ptr<Plugin> plugin;
};

std::string_view stateName(PluginState state) noexcept {
    switch (state) {
        case PluginState::Loaded:
            return "loaded";
        case PluginState::Running:
            return "running";
        case PluginState::Stopped:
            return "stopped";
        case PluginState::Failed:
            return "failed";
    }
    return "failed";
}

Manager::Manager(Surroundings surroundings, std::set<std::string> coreTypes,
                 const std::vector<RouteShape>& coreRoutes)
    : surroundings_(std::move(surroundings)), registry_(std::move(coreTypes), coreRoutes) {}

Manager::~Manager() {
    stop();
    while (!entries_.empty()) entries_.pop_back();
    while (!libraries_.empty()) libraries_.pop_back();
}

void Manager::load(const std::vector<PluginSettings>& all) {
    std::vector<base::Violation> wrongOptions;
    for (const auto& settings : all) {
        auto& entry = *entries_.emplace_back(std::make_unique<Entry>());
        entry.status.name = settings.name.empty() ? settings.file.stem().string() : settings.name;
        entry.status.file = settings.file;
        entry.status.required = settings.required;
        loadOne(settings, entry, wrongOptions);
    }
    if (!wrongOptions.empty()) {
        throw Error(ErrorCode::Configuration, "The options of a plugin are wrong.", std::move(wrongOptions));
    }
    for (const auto& entry : entries_) throwIfRequired(*entry);
}

void Manager::loadOne(const PluginSettings& settings, Entry& entry,
                      std::vector<base::Violation>& wrongOptions) {
    try {
        const auto& library = *libraries_.emplace_back(std::make_unique<Library>(settings.file));
        auto reading = readDescriptor(library.descriptor(), offeredExtensions());
        if (settings.name.empty() && !reading.descriptor.id.empty())
            entry.status.name = reading.descriptor.id;
        auto& defects = reading.defects;
        if (defects.empty() && !settings.name.empty() && reading.descriptor.id != settings.name) {
            defects.push_back("It calls itself " + reading.descriptor.id + ", not " + settings.name + ".");
        }
        if (defects.empty()) defects = registry_.collisions(reading.descriptor);
        if (!defects.empty()) {
            auto reasons = std::move(defects);
            if (!reading.descriptor.id.empty()) entry.unusable = std::move(reading.descriptor);
            fail(entry, std::move(reasons));
            return;
        }
        const auto before = wrongOptions.size();
        const auto options =
            reading.descriptor.options.apply(settings.options, settings.pointer, wrongOptions);
        auto plugin = std::make_unique<Plugin>(surroundings_, std::move(reading.descriptor), options.dump());
        if (wrongOptions.size() == before) plugin->create();
        registry_.add(*plugin);
        entry.plugin = std::move(plugin);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::Configuration) {
            fail(entry,
                 {error.context().empty() ? error.detail() : error.detail() + " (" + error.context() + ")"});
            return;
        }
        for (const auto& each : error.violations()) {
            wrongOptions.push_back({settings.pointer + each.pointer, each.code, each.detail});
        }
        if (error.violations().empty()) wrongOptions.push_back({settings.pointer, "invalid", error.detail()});
    }
}

void Manager::start() {
    for (const auto& entry : entries_) {
        if (!entry->plugin) continue;
        try {
            entry->plugin->start();
            entry->status.state = PluginState::Running;
        } catch (const Error& error) {
            fail(*entry, {error.detail()});
            throwIfRequired(*entry);
        }
    }
}

void Manager::stop() noexcept {
    for (auto at = entries_.rbegin(); at != entries_.rend(); ++at) {
        auto& entry = **at;
        if (!entry.plugin || entry.status.state != PluginState::Running) continue;
        entry.plugin->stop();
        entry.status.state = PluginState::Stopped;
    }
}

std::vector<PluginStatus> Manager::statuses() const {
    std::vector<PluginStatus> all;
    for (const auto& entry : entries_) {
        auto& status = all.emplace_back(entry->status);
        if (entry->plugin) {
            status.descriptor = &entry->plugin->descriptor();
        } else if (entry->unusable) {
            status.descriptor = &*entry->unusable;
        }
    }
    return all;
}

void Manager::fail(Entry& entry, std::vector<std::string> reasons) {
    entry.status.state = PluginState::Failed;
    entry.status.reasons = std::move(reasons);
    surroundings_.log.error("plugin_not_loaded",
                            {{"plugin", std::string_view(entry.status.name)},
                             {"reason", std::string_view(entry.status.reasons.front())}});
}

void Manager::throwIfRequired(const Entry& entry) const {
    if (!entry.status.required || entry.status.state != PluginState::Failed) return;
    std::string detail = "The plugin " + entry.status.name + " is required and failed:";
    for (const auto& reason : entry.status.reasons) detail += " " + reason;
    throw Error(ErrorCode::Plugin, std::move(detail));
}

}  // namespace kith::plugins
