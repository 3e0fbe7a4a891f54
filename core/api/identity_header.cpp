// SPDX-License-Identifier: Apache-2.0
#include "core/api/identity_header.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>

#include "core/api/identity_token.hpp"
#include "core/base/error.hpp"
#include "core/base/utf8.hpp"
#include "core/model/bounds.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::string_view kItemToken = "identity_token";

/// The value that a token names, if it can be somebody's and says who that is.
std::optional<model::SeenIdentifier> identifierOf(const std::string& subject,
                                                  const model::Catalogue& catalogue) {
    const auto colon = subject.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto type = subject.substr(0, colon);
    auto given = subject.substr(colon + 1);
    const auto* rule = catalogue.rules().find(type);
    const auto* source = catalogue.source(type);
    if (given.size() > model::bounds::kIdentifierValue || !base::isText(given)) return std::nullopt;
    const bool binds = rule != nullptr && rule->cls != model::IdentifierClass::Moving;
    if (!binds || source == nullptr || catalogue.isBlocked(type, given)) return std::nullopt;
    auto normalised = source->normalize(type, given);
    auto* value = std::get_if<std::string>(&normalised);
    if (value == nullptr || catalogue.isBlocked(type, *value)) return std::nullopt;
    return model::SeenIdentifier{{rule->type, std::move(*value)}, std::move(given), rule};
}

}  // namespace

std::optional<model::TokenIdentity> IdentityHeader::read(const http::Request& request) const {
    const auto token = request.headers.find("Kith-Identity");
    if (!token) return std::nullopt;
    return read(request, *token);
}

model::TokenIdentity IdentityHeader::read(const http::Request& request, std::string_view token) const {
    if (!request.isPublic())
        throw Error(ErrorCode::InvalidInput,
                    "An identity token goes with a public key: what other keys say is attested as it is.");
    auto claims = verifyToken(token, secrets_.of(request.caller->key), clock_.now());
    auto identifier = identifierOf(claims.subject, catalogue_);
    if (!identifier)
        throw Error(ErrorCode::IdentityTokenInvalid,
                    "The identity token names nobody: `sub` must be type:value, of a type that says who "
                    "somebody is, with a value that can be somebody's.");
    return model::TokenIdentity{*std::move(identifier), claims.issuedAt};
}

std::optional<model::TokenIdentity> takeIdentity(
    nlohmann::json& item, const std::function<model::TokenIdentity(std::string_view token)>& read) {
    if (!item.is_object()) return std::nullopt;
    const auto member = item.find(kItemToken);
    if (member == item.end()) return std::nullopt;
    const auto token = std::move(*member);
    item.erase(member);
    if (token.is_null()) return std::nullopt;
    try {
        if (!token.is_string()) throw Error(ErrorCode::InvalidInput, "An identity token is a text.");
        return read(token.get_ref<const std::string&>());
    } catch (const Error& error) {
        throw Error(
            error.code(), error.detail(),
            {{'/' + std::string(kItemToken), std::string(base::codeName(error.code())), error.detail()}});
    }
}

}  // namespace kith::api
