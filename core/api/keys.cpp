// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "core/api/idempotency_key.hpp"
#include "core/api/identity_secrets.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/key_store.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxOrigins = 50;

void writeMembers(JsonWriter& json, const storage::ApiKey& key) {
    json.member("id", key.id)
        .member("name", key.name)
        .member("right", storage::keyRightName(key.right))
        .key("origins")
        .beginArray();
    for (const auto& origin : key.origins) json.text(origin);
    json.endArray()
        .member("rate_per_minute", key.ratePerMinute)
        .member("strict", key.strict)
        .member("created_at", key.createdAt)
        .member("revoked_at", key.revokedAt);
}

void readOrigins(const nlohmann::json& body, model::Findings& findings, const model::Reader& reader,
                 storage::NewApiKey& wanted) {
    const Where top;
    const Where at(top, "origins");
    const auto* origins = model::memberOf(body, "origins");
    if (origins == nullptr || !reader.array(*origins, at, kMaxOrigins)) return;
    std::size_t index = 0;
    for (const auto& origin : *origins) {
        const auto* text = origin.get_ptr<const std::string*>();
        if (text == nullptr) {
            findings.wrong({at, index}, "invalid_value", "must be text");
        } else {
            wanted.origins.push_back(*text);
        }
        ++index;
    }
}

void readRate(const nlohmann::json& body, model::Findings& findings, storage::NewApiKey& wanted) {
    const auto* rate = model::memberOf(body, "rate_per_minute");
    if (rate == nullptr) return;
    const Where top;
    if (!rate->is_number_integer()) {
        findings.wrong({top, "rate_per_minute"}, "wrong_type", "must be a whole number");
    } else if (rate->is_number_unsigned() && !std::in_range<std::int64_t>(rate->get<std::uint64_t>())) {
        findings.wrong({top, "rate_per_minute"}, "out_of_range", "is too large");
    } else {
        wanted.ratePerMinute = rate->get<std::int64_t>();
    }
}

storage::NewApiKey readKey(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    storage::NewApiKey wanted;
    if (reader.object(body, top, {"name", "right", "origins", "rate_per_minute", "strict"})) {
        wanted.name = reader.requiredText(body, top, "name", kMaxName).value_or("");
        if (const auto name = reader.requiredText(body, top, "right", kMaxName)) {
            const auto right = storage::keyRightFromName(*name);
            if (!right) {
                findings.wrong({top, "right"}, "invalid_value",
                               "must be `read`, `write`, `admin` or `public`");
            }
            wanted.right = right.value_or(storage::KeyRight::Read);
        }
        readOrigins(body, findings, reader, wanted);
        readRate(body, findings, wanted);
        wanted.strict = reader.flag(body, top, "strict").value_or(false);
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

Response listKeys(const Services& services, const Request& request) {
    Query query(request);
    const auto keys = services.keys.list();
    std::vector<std::string> ids;
    for (const auto& key : keys) ids.push_back(key.id.text());
    const auto page = readPage(query, "keys", ids);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) {
        json.beginObject();
        writeMembers(json, keys[place]);
        json.endObject();
    }
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

/// The caller's own secret is what makes the seed one: nobody else can make that key again.
storage::IssuedApiKey issue(const Services& services, const Request& request) {
    const auto wanted = readKey(model::parseJson(request.body));
    const auto once = idempotencyKey(request);
    if (!once) return services.keys.create(wanted);
    auto seed = callersSecret(request);
    seed.append(1, '\n').append(*once);
    return services.keys.createOnce(wanted, seed);
}

Response postKey(const Services& services, const Request& request) {
    Query(request).finish();
    const auto issued = issue(services, request);
    JsonWriter json;
    json.beginObject();
    writeMembers(json, issued.key);
    json.member("key", issued.secret).key("identity_secret");
    if (issued.key.right == storage::KeyRight::Public)
        json.text(services.identitySecrets.of(issued.key.id));
    else
        json.null();
    json.endObject();
    auto response = Response::renderedJson(201, json.take());
    response.headers.set("Location", "/v1/keys/" + issued.key.id.text());
    return response;
}

Response deleteKey(const Services& services, const Request& request) {
    Query(request).finish();
    const auto id = base::KeyId::parse(request.param("id"));
    if (!id || !services.keys.revoke(*id)) {
        throw Error(ErrorCode::NotFound, "There is no such key, or it was revoked before.");
    }
    return Response::empty();
}

}  // namespace

void addKeyRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    router.add(route(Method::Get, "/v1/keys", Access::Admin, services, listKeys));
    router.add(route(Method::Post, "/v1/keys", Access::Admin, services, postKey));
    router.add(route(Method::Delete, "/v1/keys/{id}", Access::Admin, services, deleteKey));
}

}  // namespace kith::api
