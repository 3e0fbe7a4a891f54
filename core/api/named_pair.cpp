// SPDX-License-Identifier: Apache-2.0
#include "core/api/named_pair.hpp"

#include <nlohmann/json.hpp>

#include "core/api/commands.hpp"
#include "core/api/query.hpp"

namespace kith::api {

using model::Where;

NamedPair readPair(const nlohmann::json& body, Versions versions, model::Findings& findings) {
    const model::Reader reader(findings, {});
    const Where top;
    const Where at(top, "profiles");
    const auto* profiles = model::memberOf(body, "profiles");
    NamedPair named;
    if (profiles == nullptr || !profiles->is_array() || profiles->size() != named.size()) {
        findings.wrong(at, "wrong_type", "must be an array of the two profiles");
        throw findings.takeError();
    }
    for (std::size_t i = 0; i < named.size(); ++i) {
        const Where place(at, i);
        const auto& side = (*profiles)[i];
        if (!side.is_object()) {
            findings.wrong(place, "wrong_type", R"(must be an object, as {"ref": "external_id:42"})");
            continue;
        }
        const bool takesVersion = versions == Versions::Taken;
        if (takesVersion)
            reader.object(side, place, {"ref", "version"});
        else
            reader.object(side, place, {"ref"});
        named[i].ref = reader.requiredText(side, place, "ref", kMaxRef).value_or("");
        if (takesVersion) named[i].version = readVersion(side, place, findings);
    }
    return named;
}

std::string refAt(std::size_t side) {
    return "/profiles/" + std::to_string(side) + "/ref";
}

}  // namespace kith::api
