// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/registry.hpp"

#include <algorithm>

namespace kith::plugins {
namespace {

/// The path with the names of its parameters left out.
RouteShape shapeOf(const std::string& method, std::string_view path) {
    std::string shape;
    bool inside = false;
    for (const char c : path) {
        if (!inside || c == '}') shape += c;
        if (c == '{' || c == '}') inside = c == '{';
    }
    return {method, shape};
}

}  // namespace

Registry::Registry(std::set<std::string> coreTypes, const std::vector<RouteShape>& coreRoutes)
    : identifierTypes_(std::move(coreTypes)) {
    for (const auto& [method, path] : coreRoutes) shapes_.insert(shapeOf(method, path));
}

std::vector<std::string> Registry::collisions(const Descriptor& descriptor) const {
    std::vector<std::string> sentences;
    if (plugins_.count(descriptor.id) != 0)
        sentences.push_back("There is a plugin " + descriptor.id + " already.");
    for (const auto& type : descriptor.identifierTypes) {
        if (identifierTypes_.count(type.name) != 0) {
            sentences.push_back("The identifier type " + type.name + " is there already.");
        }
    }
    for (const auto& type : descriptor.fieldTypes) {
        if (fieldType(type.name) != nullptr)
            sentences.push_back("The field type " + type.name + " is there already.");
    }
    if (descriptor.channel && channel(descriptor.channel->name) != nullptr) {
        sentences.push_back("The channel " + descriptor.channel->name + " is there already.");
    }
    auto shapes = shapes_;
    for (const auto& route : descriptor.routes) {
        if (!shapes.insert(shapeOf(route.method, route.path)).second) {
            sentences.push_back("The route " + route.method + " " + route.path + " is there already.");
        }
    }
    return sentences;
}

void Registry::add(const Plugin& plugin) {
    const auto& brings = plugin.descriptor();
    plugins_.insert(brings.id);
    for (const auto& type : brings.identifierTypes) identifierTypes_.insert(type.name);
    if (!brings.identifierTypes.empty()) {
        sources_.push_back(std::make_unique<PluginIdentifierSource>(plugin, endpoints_));
    }
    for (std::size_t i = 0; i < brings.fieldTypes.size(); ++i) {
        fieldTypes_.push_back(std::make_unique<PluginFieldType>(plugin, i));
    }
    if (brings.channel) {
        channels_.push_back(std::make_unique<PluginChannel>(plugin));
        // Where two channels reach one type, the first one loaded shows its states.
        for (const auto& type : brings.channel->endpointTypes) endpoints_.emplace(type, brings.channel->name);
    }
    for (std::size_t i = 0; i < brings.routes.size(); ++i) {
        shapes_.insert(shapeOf(brings.routes[i].method, brings.routes[i].path));
        routes_.push_back({&plugin, i, &brings.routes[i]});
    }
    if (!brings.migrations.empty()) migrations_.push_back({brings.id, &brings.migrations});
}

const PluginFieldType* Registry::fieldType(std::string_view name) const noexcept {
    const auto found = std::find_if(fieldTypes_.begin(), fieldTypes_.end(),
                                    [&](const auto& each) { return each->name() == name; });
    return found == fieldTypes_.end() ? nullptr : found->get();
}

const PluginChannel* Registry::channel(std::string_view name) const noexcept {
    const auto found = std::find_if(channels_.begin(), channels_.end(),
                                    [&](const auto& each) { return each->info().name == name; });
    return found == channels_.end() ? nullptr : found->get();
}

}  // namespace kith::plugins
