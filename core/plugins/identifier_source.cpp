// SPDX-License-Identifier: Apache-2.0
#include "core/plugins/identifier_source.hpp"

#include "core/base/utf8.hpp"
#include "core/plugins/abi.hpp"

namespace kith::plugins {

std::vector<model::IdentifierRule> PluginIdentifierSource::types() const {
    std::vector<model::IdentifierRule> rules;
    for (const auto& type : plugin_.descriptor().identifierTypes) {
        const auto channel = channels_.find(type.name);
        rules.push_back({.type = type.name,
                         .cls = type.cls,
                         .limit = type.limit,
                         .order = type.order,
                         .channel = channel == channels_.end() ? std::string{} : channel->second,
                         .normalizerVersion = type.normalizerVersion});
    }
    return rules;
}

std::vector<std::string> PluginIdentifierSource::blockedValues(std::string_view type) const {
    return plugin_.descriptor().identifierTypes[indexOf(type)].blockedValues;
}

std::variant<std::string, model::Invalid> PluginIdentifierSource::normalize(std::string_view type,
                                                                            std::string_view given) const {
    const auto index = static_cast<std::uint32_t>(indexOf(type));
    CallSink sink(1);
    const bool taken = plugin_.ask("normalize", sink, [&](void* instance, const Functions& functions) {
        return functions.identifier.normalize(instance, index, raw(given), sink.abi());
    });
    if (!taken) {
        auto& why = sink.violations().front();
        return model::Invalid{std::move(why.code), std::move(why.detail)};
    }
    auto& value = sink.texts().front();
    if (value.empty() || value.size() > kMaxValueBytes || !base::isText(value)) {
        plugin_.fail("normalize", "a value has 1 to 512 bytes of text");
    }
    return std::move(value);
}

std::size_t PluginIdentifierSource::indexOf(std::string_view type) const {
    const auto& types = plugin_.descriptor().identifierTypes;
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i].name == type) return i;
    }
    throw base::Error(base::ErrorCode::Internal, "No plugin brings this type of identifier.");
}

}  // namespace kith::plugins
