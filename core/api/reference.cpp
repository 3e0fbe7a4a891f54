// SPDX-License-Identifier: Apache-2.0
#include "core/api/reference.hpp"

#include <string>
#include <variant>

#include "core/base/error.hpp"

namespace kith::api {
namespace {

[[noreturn]] void refuse(const char* detail) {
    throw base::Error(base::ErrorCode::NotFound, detail);
}

}  // namespace

storage::ProfileRef parseRef(std::string_view ref, const model::Catalogue& catalogue) {
    const auto colon = ref.find(':');
    if (colon == std::string_view::npos) {
        if (const auto id = base::ProfileId::parse(ref)) return *id;
        refuse("There is no such profile: the reference is neither an id nor type:value.");
    }
    const auto type = ref.substr(0, colon);
    const auto* source = catalogue.source(type);
    if (source == nullptr) refuse("There is no such type of identifier.");
    auto normalised = source->normalize(type, ref.substr(colon + 1));
    if (std::holds_alternative<model::Invalid>(normalised)) {
        refuse("There is no such profile: the value is none that this type can have.");
    }
    return model::Identifier{std::string(type), std::get<std::string>(std::move(normalised))};
}

}  // namespace kith::api
