// SPDX-License-Identifier: Apache-2.0
#include "core/api/audit_trail.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include "core/api/reference.hpp"
#include "core/base/error.hpp"
#include "core/http/response.hpp"
#include "core/model/folded_words.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {
namespace {

constexpr std::string_view kOwnRoutes = "/v1/";
constexpr std::string_view kProfiles = "/v1/profiles/";
constexpr std::string_view kProfile = "/v1/profiles/{ref}";

constexpr std::size_t kMaxTarget = 200;

/// Whether an id or a key may be written like that, which addresses and what else people type are not.
bool isIdOrKey(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
               c == '_' || c == '-';
    });
}

/// What the path named besides people and their values, which are nobody's to keep. What the parameters of
/// plugins hold is not known here.
std::string targetOf(const http::Request& request) {
    std::string target;
    if (!request.route.starts_with(kOwnRoutes)) return target;
    for (const std::string_view name : {"id", "key", "verdict"}) {
        const auto value = request.params.find(name);
        if (value && isIdOrKey(*value)) target.append(target.empty() ? 0 : 1, '/').append(*value);
    }
    model::cutText(target, kMaxTarget);
    return target;
}

/// The id or the key at the end of a path.
std::string_view nameOf(std::string_view path) {
    if (!path.starts_with(kOwnRoutes)) return {};
    const auto name = path.substr(path.rfind('/') + 1);
    return name.size() <= kMaxTarget && isIdOrKey(name) ? name : std::string_view{};
}

}  // namespace

std::string actionOf(http::Method method, std::string_view route) {
    std::string action;
    while (!route.empty()) {
        route.remove_prefix(1);  // The slash.
        const auto segment = route.substr(0, route.find('/'));
        route.remove_prefix(segment.size());
        if (segment.empty() || segment == "v1" || segment.front() == '{') continue;
        action.append(segment).append(1, '.');
    }
    for (const char c : http::methodName(method)) action += static_cast<char>(c - 'A' + 'a');
    return action;
}

void AuditTrail::acted(const http::Request& request, const http::Response& response) noexcept {
    const auto& caller = *request.caller;
    const Actor actor{caller.person->user, caller.name, caller.person->email};
    tell(request, actor, response.status, response.headers.find("Location").value_or(""));
}

void AuditTrail::signedIn(const http::Request& request, const Actor& actor, int status) noexcept {
    tell(request, actor, status, {});
}

void AuditTrail::tell(const http::Request& request, const Actor& actor, int status,
                      std::string_view made) noexcept {
    try {
        if (journal_.record(entryOf(request, actor, status, made))) return;
    } catch (const std::exception&) {
        // It is told below: the answer stands, whatever became of its entry.
    }
    const auto user = actor.user.text();
    log_.error("audit_failed", {{"user", std::string_view(user)},
                                {"route", request.route},
                                {"status", std::int64_t{status}},
                                {"request_id", std::string_view(request.id)}});
}

storage::AuditEntry AuditTrail::entryOf(const http::Request& request, const Actor& actor, int status,
                                        std::string_view made) {
    storage::AuditEntry entry;
    entry.id = ids_.make<storage::AuditId>();
    entry.at = clock_.now();
    entry.account = actor.user;
    entry.accountName = actor.name;
    entry.accountEmail = actor.email;
    entry.action = actionOf(request.method, request.route);
    entry.method = http::methodName(request.method);
    entry.route = request.route;
    entry.profile = profileOf(request);
    entry.target = targetOf(request);
    if (made.starts_with(kProfiles)) {
        if (!entry.profile) entry.profile = base::ProfileId::parse(made.substr(kProfiles.size()));
    } else if (entry.target.empty()) {
        entry.target = nameOf(made);
    }
    entry.status = status;
    entry.address = request.client;
    entry.requestId = request.id;
    return entry;
}

/// Whom the path names, also once they were deleted. Who was erased is found by an id alone.
std::optional<base::ProfileId> AuditTrail::profileOf(const http::Request& request) {
    if (!request.route.starts_with(kProfile) || catalogue_ == nullptr) return std::nullopt;
    try {
        const auto ref = parseRef(request.param("ref"), *catalogue_);
        const auto found = database_.read([&](storage::Session& session) {
            auto live = storage::findProfile(session, ref);
            if (live) return std::optional(live->live);
            const auto removed = storage::findRemoved(session, ref);
            return removed ? std::optional(removed->profile) : std::optional<base::ProfileId>();
        });
        return found;
    } catch (const base::Error&) {
        return std::nullopt;  // Nobody's reference, or it can't be known now.
    }
}

}  // namespace kith::api
