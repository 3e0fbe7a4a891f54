// SPDX-License-Identifier: Apache-2.0
#include "core/api/link_request.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "core/api/commands.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/removed_profile.hpp"
#include "core/base/error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/storage/database.hpp"
#include "core/storage/listings.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;

constexpr std::chrono::seconds kShortest{60};

storage::ProfileRef listerOf(storage::Session& session, const model::Identifier& address) {
    if (const auto identified = storage::findProfile(session, address)) return identified->live;
    const auto listers = storage::listersOf(session, address);
    if (listers.empty()) throw Error(ErrorCode::NotFound, "No profile lists this identifier.");
    if (listers.size() == 1) return listers.front();
    throw Error(ErrorCode::Conflict, "Several profiles list this identifier, and none is identified by it.",
                {{"/ref", "ambiguous", "name the profile whose link it is"}});
}

/// Of several homes that list it, the one that does so most strongly.
PersonLink listingIn(const storage::Listings& listings, const model::Identifier& address, base::KeyId key) {
    const storage::Listings::Row* best = nullptr;
    for (const auto& row : listings.rows) {
        if (row.view.identifier != address) continue;
        if (best == nullptr || row.view.role < best->view.role) best = &row;
    }
    if (best == nullptr) {
        throw Error(ErrorCode::Conflict, "The profile has no such identifier.",
                    {{"/identifier", "not_listed", "claim or attach it first"}});
    }
    return {key, best->view.home, best->identifier};
}

}  // namespace

std::chrono::seconds readLifetime(const nlohmann::json& body, model::Findings& findings,
                                  const LinkLifetime& lifetime) {
    const auto* seconds = model::memberOf(body, "expires_in");
    if (seconds == nullptr) return std::min(lifetime.usual, lifetime.most);
    const model::Where top;
    if (!seconds->is_number_integer()) {
        findings.wrong({top, "expires_in"}, "wrong_type", "must be a whole number of seconds");
        return lifetime.usual;
    }
    const bool isSmall = !seconds->is_number_unsigned() ||
                         seconds->get<std::uint64_t>() <= static_cast<std::uint64_t>(lifetime.most.count());
    const std::chrono::seconds asked(isSmall ? seconds->get<std::int64_t>() : 0);
    if (asked < kShortest) {
        findings.wrong(
            {top, "expires_in"}, "out_of_range",
            "must be " + std::to_string(kShortest.count()) + " to " + std::to_string(lifetime.most.count()));
    }
    return asked;
}

bool isAddress(const model::Catalogue& catalogue, std::string_view type) {
    const auto* rule = catalogue.rules().find(type);
    return rule != nullptr && (rule->isAddress() || rule->cls == model::IdentifierClass::Linking);
}

std::optional<model::Identifier> readAddress(const nlohmann::json& body, model::Findings& findings,
                                             const model::Catalogue& catalogue) {
    const auto* object = model::memberOf(body, "identifier");
    if (object == nullptr) return std::nullopt;
    const model::Where top;
    const model::Where at(top, "identifier");
    const model::Reader reader(findings, {});
    if (!reader.object(*object, at, {"type", "value"})) return std::nullopt;
    const auto type = reader.requiredText(*object, at, "type", model::bounds::kIdentifierType);
    const auto value = reader.requiredText(*object, at, "value", model::bounds::kIdentifierValue);
    if (!type || !value) return std::nullopt;
    const auto* source = catalogue.source(*type);
    if (source == nullptr) {
        findings.wrong({at, "type"}, "unknown_type", model::noSuchType(catalogue, *type));
        return std::nullopt;
    }
    if (!isAddress(catalogue, *type)) {
        findings.wrong({at, "type"}, "not_an_address", "nothing can be sent there: name an address");
        return std::nullopt;
    }
    auto normalised = source->normalize(*type, *value);
    if (auto* invalid = std::get_if<model::Invalid>(&normalised)) {
        findings.wrong({at, "value"}, invalid->code, std::move(invalid->detail));
        return std::nullopt;
    }
    return model::Identifier{std::string(*type), std::get<std::string>(std::move(normalised))};
}

bool isSentTo(const model::Catalogue& catalogue, const model::Category& category,
              const model::Identifier& address) {
    const auto* rule = catalogue.rules().find(address.type);
    return rule == nullptr || category.isFor(rule->channel);
}

PersonLink linkOf(const Services& services, const http::Request& request,
                  const std::optional<storage::ProfileRef>& ref, const model::Identifier& address) {
    // Whoever holds a link speaks as the person, without a proof; staff need one.
    if (request.caller->person) {
        throw Error(
            ErrorCode::Forbidden,
            "A link speaks for the person whose it is. Programs make it, with a key, and nobody who is "
            "signed in; what the person told you is recorded with its proof.");
    }
    return readOf(services, ref.value_or(address), [&](storage::Session& session) {
        const auto whose = ref ? *ref : listerOf(session, address);
        return listingIn(storage::readListings(session, whose), address, request.caller->key);
    });
}

base::Time askedAt(const Services& services, const http::Request& request, const nlohmann::json& content) {
    const auto call = onceCall(services, request, content);
    if (!call) return services.clock.now();
    const auto writer = services.database.openWriter();
    storage::Transaction transaction(*writer);
    const auto came = storage::rememberCall(*writer, *call);
    transaction.commit();
    return came.at;
}

http::Response answerLink(const Services& services, std::string_view path, const std::string& token,
                          base::Time expires) {
    JsonWriter json;
    json.beginObject()
        .member("token", token)
        .member("url", services.settings.baseUrl + std::string(path) + token)
        .member("expires_at", expires)
        .endObject();
    return http::Response::renderedJson(200, json.take());
}

}  // namespace kith::api
