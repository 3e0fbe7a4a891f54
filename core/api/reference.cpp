// SPDX-License-Identifier: Apache-2.0
#include "core/api/reference.hpp"

#include <algorithm>
#include <string>
#include <variant>

#include "core/base/error.hpp"
#include "core/http/target.hpp"

namespace kith::api {
namespace {

constexpr std::size_t kMaxPair = 2'000;

[[noreturn]] void refuse(const char* detail) {
    throw base::Error(base::ErrorCode::NotFound, detail);
}

}  // namespace

storage::ProfileRef parseRef(std::string_view ref, const model::Catalogue& catalogue) {
    if (ref.find(':') != std::string_view::npos) return parseIdentifier(ref, catalogue);
    if (const auto id = base::ProfileId::parse(ref)) return *id;
    refuse("There is no such profile: the reference is neither an id nor type:value.");
}

model::Identifier parseIdentifier(std::string_view text, const model::Catalogue& catalogue) {
    const auto colon = std::min(text.find(':'), text.size());
    const auto type = text.substr(0, colon);
    const auto* source = catalogue.source(type);
    if (source == nullptr)
        refuse("There is no such type of identifier: `GET /v1/plugins` lists those that there are.");
    auto normalised = source->normalize(type, text.substr(std::min(colon + 1, text.size())));
    if (std::holds_alternative<model::Invalid>(normalised)) {
        refuse("There is no such profile: the value is none that this type can have.");
    }
    return model::Identifier{std::string(type), std::get<std::string>(std::move(normalised))};
}

std::optional<std::pair<std::string, std::string>> identifierPair(Query& query, std::string_view name) {
    const auto text = query.text(name, kMaxPair);
    if (!text) return std::nullopt;
    const auto comma = text->find(',');
    if (comma == std::string_view::npos || text->find(',', comma + 1) != std::string_view::npos) {
        query.wrong(name, "invalid_value", "must be two of type:value with one comma between them");
        return std::nullopt;
    }
    auto first = http::decodePercent(text->substr(0, comma));
    auto second = http::decodePercent(text->substr(comma + 1));
    const auto isRef = [](const auto& ref) { return ref && ref->find(':') != std::string::npos; };
    if (!isRef(first) || !isRef(second)) {
        query.wrong(name, "invalid_value",
                    "must be two of type:value, each percent-encoded before they are joined by a comma");
        return std::nullopt;
    }
    return std::pair{refWithPlus(std::move(*first)), refWithPlus(std::move(*second))};
}

}  // namespace kith::api
