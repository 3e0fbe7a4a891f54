// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "core/accounts/accounts.hpp"
#include "core/api/idempotency_key.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/user_json.hpp"
#include "core/http/conditional.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kMaxText = 1'000;

[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, "There is no such person.");
}

Response answerUser(int status, const storage::Account& account) {
    JsonWriter json;
    writeUser(json, account);
    auto response = Response::renderedJson(status, json.take());
    response.headers.set("ETag", http::versionTag(account.version));
    return response;
}

base::UserId idOf(const Request& request) {
    const auto id = base::UserId::parse(request.param("id"));
    if (!id) throwNone();
    return *id;
}

std::optional<storage::Role> readRole(const nlohmann::json& body, model::Findings& findings,
                                      const model::Reader& reader) {
    const Where top;
    const auto name = reader.text(body, top, "role", kMaxText);
    if (!name) return std::nullopt;
    const auto role = storage::kRoles.find(*name);
    if (!role) findings.wrong({top, "role"}, "invalid_value", model::mustBeOneOf(storage::kRoles.names));
    return role;
}

accounts::NewPerson readPerson(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    accounts::NewPerson wanted;
    if (reader.object(body, top, {"email", "name", "role", "password"})) {
        wanted.email = reader.requiredText(body, top, "email", kMaxText).value_or("");
        wanted.name = reader.requiredText(body, top, "name", kMaxText).value_or("");
        if (model::memberOf(body, "role") == nullptr) {
            findings.wrong({top, "role"}, "required", "must be given");
        } else if (const auto role = readRole(body, findings, reader)) {
            wanted.role = *role;
        }
        if (model::memberOf(body, "password") == nullptr)
            findings.wrong({top, "password"}, "required", "must be given");
        else
            wanted.password =
                reader.text(body, top, "password", kMaxText, model::Control::Allowed).value_or("");
    }
    if (findings.isWrong()) throw findings.takeError();
    return wanted;
}

accounts::PersonChange readChange(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    accounts::PersonChange change;
    if (reader.object(body, top, {"name", "role", "disabled", "password"})) {
        if (const auto name = reader.text(body, top, "name", kMaxText)) change.name = *name;
        change.role = readRole(body, findings, reader);
        change.disabled = reader.flag(body, top, "disabled");
        if (const auto password = reader.text(body, top, "password", kMaxText, model::Control::Allowed))
            change.password = *password;
    }
    if (findings.isWrong()) throw findings.takeError();
    return change;
}

Response listUsers(const Services& services, const Request& request) {
    Query query(request);
    const auto all = services.accounts.people.list();
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (const auto& account : all) ids.push_back(account.id.text());
    const auto page = readSortedPage(query, "users", ids);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place) writeUser(json, all[place]);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response postUser(const Services& services, const Request& request) {
    Query(request).finish();
    const bool repeats = idempotencyKey(request).has_value();
    const auto made = services.accounts.people.create(readPerson(model::parseJson(request.body)), repeats);
    auto response = answerUser(201, made);
    response.headers.set("Location", "/v1/users/" + made.id.text());
    return response;
}

storage::Account findUser(const Services& services, const Request& request) {
    auto found = services.accounts.people.find(idOf(request));
    if (!found) throwNone();
    return *std::move(found);
}

Response getUser(const Services& services, const Request& request) {
    Query(request).finish();
    return answerUser(200, findUser(services, request));
}

/// That of the person as it is now, if the call is for that one alone.
std::optional<std::int64_t> wantedVersion(const Request& request, const storage::Account& account) {
    if (!http::requireMatch(request, http::versionTag(account.version))) return std::nullopt;
    return account.version;
}

Response patchUser(const Services& services, const Request& request) {
    Query(request).finish();
    auto change = readChange(model::parseJson(request.body));
    const auto account = findUser(services, request);
    change.version = wantedVersion(request, account);
    if (request.caller->person) change.keptSession = request.caller->person->session;
    return answerUser(200, services.accounts.people.change(account.id, change));
}

Response deleteUser(const Services& services, const Request& request) {
    Query(request).finish();
    const auto account = findUser(services, request);
    services.accounts.people.remove(account.id, wantedVersion(request, account));
    return Response::empty();
}

}  // namespace

void addUserRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string one = "/v1/users/{id}";
    router.add(route(Method::Get, "/v1/users", Access::Admin, services, listUsers));
    router.add(route(Method::Post, "/v1/users", Access::Admin, services, postUser));
    router.add(route(Method::Get, one, Access::Admin, services, getUser));
    auto patch = route(Method::Patch, one, Access::Admin, services, patchUser);
    patch.mediaTypes = {"application/merge-patch+json", "application/json"};
    router.add(std::move(patch));
    router.add(route(Method::Delete, one, Access::Admin, services, deleteUser));
}

}  // namespace kith::api
