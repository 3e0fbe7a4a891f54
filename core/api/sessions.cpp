// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/accounts/accounts.hpp"
#include "core/accounts/token.hpp"
#include "core/api/audit_trail.hpp"
#include "core/api/page.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/source_json.hpp"
#include "core/api/user_json.hpp"
#include "core/base/input_error.hpp"
#include "core/http/problem.hpp"
#include "core/http/session_cookie.hpp"
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
constexpr std::size_t kMaxUserAgent = 200;

bool isSecure(const Services& services, const Request& request) {
    return request.tls || services.settings.baseUrl.starts_with("https://");
}

/// The session that makes the call; zero if a key does.
base::SessionId ownSession(const Request& request) {
    return request.caller && request.caller->person ? request.caller->person->session : base::SessionId{};
}

/// `csrfToken`: only the session's own page is shown it.
void writeSession(JsonWriter& json, const storage::SignedIn& signedIn, bool isCurrent,
                  const std::string& csrfToken = {}) {
    const auto& session = signedIn.session;
    json.beginObject().member("id", session.id).key("user");
    writeUser(json, signedIn.account);
    if (!csrfToken.empty()) json.member("csrf_token", csrfToken);
    json.member("created_at", session.createdAt)
        .member("expires_at", session.expiresAt)
        .member("last_seen_at", session.lastSeenAt)
        .member("current", isCurrent)
        .member("user_agent", session.userAgent)
        .member("address", session.address)
        .endObject();
}

/// What a browser says of itself, as text that can be kept.
std::string userAgentOf(const Request& request) {
    std::string text(request.headers.find("User-Agent").value_or("").substr(0, kMaxUserAgent));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

Response tooMany(std::chrono::milliseconds wait) {
    auto response =
        http::problem(Error(ErrorCode::RateLimited, "Too many attempts. Wait, and then try again."));
    http::setRetryAfter(response, wait);
    return response;
}

struct Credentials {
    std::string email;
    std::string password;
};

std::string requiredPassword(const nlohmann::json& body, model::Findings& findings,
                             const model::Reader& reader, std::string_view member) {
    const Where top;
    if (model::memberOf(body, member) == nullptr) findings.wrong({top, member}, "required", "must be given");
    return std::string(reader.text(body, top, member, kMaxText, model::Control::Allowed).value_or(""));
}

Credentials readCredentials(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    const Where top;
    Credentials given;
    if (reader.object(body, top, {"email", "password"})) {
        given.email = reader.requiredText(body, top, "email", kMaxText).value_or("");
        given.password = requiredPassword(body, findings, reader, "password");
    }
    if (findings.isWrong()) throw findings.takeError();
    return given;
}

/// Whoever is refused is written down as well: under the name of whose address it is, or under nobody's, so
/// that the answer takes as long either way and what was typed is kept nowhere.
accounts::OpenedSession openSession(const Services& services, const Request& request,
                                    const Credentials& given) {
    try {
        return services.accounts.signIn.open(given.email, given.password,
                                             {userAgentOf(request), request.client});
    } catch (const Error& error) {
        if (error.code() != ErrorCode::WrongCredentials) throw;
        const auto account = services.accounts.people.findByEmail(given.email);
        const auto actor = account ? Actor{account->id, account->name, account->email} : Actor{};
        services.audit.signedIn(request, actor, http::problemKind(error.code()).status);
        throw;
    }
}

Response postSession(const Services& services, const Request& request) {
    Query(request).finish();
    // Another site could sign somebody in as somebody else.
    if (http::isCrossSite(request))
        throw Error(ErrorCode::Csrf, "Signing in is for kith's own pages and for programs.");
    const auto given = readCredentials(model::parseJson(request.body));
    if (const auto wait = services.accounts.attempts.take(given.email, request.client)) return tooMany(*wait);
    const auto opened = openSession(services, request, given);
    const auto& [session, account] = opened.signedIn;
    services.audit.signedIn(request, Actor{account.id, account.name, account.email}, 201);
    JsonWriter json;
    writeSession(json, opened.signedIn, true, accounts::csrfToken(opened.token));
    auto response = Response::renderedJson(201, json.take());
    response.headers.set("Location", "/v1/sessions/" + session.id.text());
    http::setSessionCookie(response, opened.token,
                           std::chrono::floor<std::chrono::seconds>(session.endsAt - session.createdAt),
                           isSecure(services, request));
    return response;
}

Response getCurrent(const Services& services, const Request& request) {
    Query(request).finish();
    const auto token = http::cookieOf(request.headers, http::kSessionCookie).value_or("");
    const auto found = services.accounts.sessions.find(token);
    if (!found) throw Error(ErrorCode::Unauthorized, "The session is over. Sign in again.");
    JsonWriter json;
    writeSession(json, *found, true, request.caller->person->csrfToken);
    return Response::renderedJson(200, json.take());
}

/// Whose sessions are asked for. Somebody else's are an administrator's to see, and a key has none.
base::UserId askedUser(const Request& request, const std::optional<std::string_view>& given) {
    const auto& caller = *request.caller;
    if (!given) {
        if (caller.person) return caller.person->user;
        throw base::inputError(
            {base::Violation{"?user", "required", "must be given with a key, which has no sessions"}});
    }
    const auto id = base::UserId::parse(*given);
    const bool isOwn = caller.person && id && caller.person->user == *id;
    if (!isOwn && caller.right != http::Right::Admin)
        throw Error(ErrorCode::Forbidden, "Other people's sessions are an administrator's to see.");
    if (!id)
        throw base::inputError({base::Violation{"?user", "invalid_value", "must be the id of a person"}});
    return *id;
}

Response listSessions(const Services& services, const Request& request) {
    Query query(request);
    const auto given = query.text("user");
    static_cast<void>(query.limit());
    static_cast<void>(query.cursor());
    query.finish();
    const auto user = askedUser(request, given);
    const auto account = services.accounts.people.find(user);
    if (!account) throw Error(ErrorCode::NotFound, "There is no such person.");
    const auto all = services.accounts.sessions.list(user);
    std::vector<std::string> ids;
    ids.reserve(all.size());
    for (const auto& session : all) ids.push_back(session.id.text());
    const auto page = readSortedPage(query, "sessions", ids);
    const auto own = ownSession(request);
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (auto place = page.begin; place < page.end; ++place)
        writeSession(json, {all[place], *account}, all[place].id == own);
    json.endArray();
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

Response signOut(const Services& services, const Request& request) {
    Query(request).finish();
    static_cast<void>(services.accounts.sessions.end(ownSession(request), std::nullopt));
    auto response = Response::empty();
    http::clearSessionCookie(response, isSecure(services, request));
    return response;
}

Response deleteSession(const Services& services, const Request& request) {
    Query(request).finish();
    const auto& caller = *request.caller;
    const auto id = base::SessionId::parse(request.param("id"));
    std::optional<base::UserId> owner;
    if (caller.right != http::Right::Admin) owner = caller.person ? caller.person->user : base::UserId{};
    if (!id || !services.accounts.sessions.end(*id, owner))
        throw Error(ErrorCode::NotFound, "There is no such session, or it is somebody else's.");
    auto response = Response::empty();
    if (*id == ownSession(request)) http::clearSessionCookie(response, isSecure(services, request));
    return response;
}

Response putPassword(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    model::Findings findings;
    const model::Reader reader(findings, {});
    std::string current;
    accounts::PersonChange change;
    if (reader.object(body, {}, {"current_password", "new_password"})) {
        current = requiredPassword(body, findings, reader, "current_password");
        change.password = requiredPassword(body, findings, reader, "new_password");
    }
    if (findings.isWrong()) throw findings.takeError();
    if (auto why = accounts::whyNoPassword(*change.password, "/new_password"))
        throw base::inputError({*std::move(why)});
    const auto& person = *request.caller->person;
    if (const auto wait = services.accounts.attempts.take(person.email, request.client))
        return tooMany(*wait);
    if (!services.accounts.signIn.knows(person.user, current))
        throw base::inputError(
            {base::Violation{"/current_password", "wrong_password", "is not the password"}});
    change.keptSession = person.session;
    static_cast<void>(services.accounts.people.change(person.user, change));
    return Response::empty();
}

}  // namespace

void addSessionRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string current = "/v1/sessions/current";
    router.add(route(Method::Post, "/v1/sessions", Access::None, services, postSession));
    router.add(route(Method::Get, "/v1/sessions", Access::Read, services, listSessions));
    router.add(route(Method::Get, current, Access::Session, services, getCurrent));
    router.add(route(Method::Delete, current, Access::Session, services, signOut));
    router.add(route(Method::Put, current + "/password", Access::Session, services, putPassword));
    router.add(route(Method::Delete, "/v1/sessions/{id}", Access::Read, services, deleteSession));
}

}  // namespace kith::api
