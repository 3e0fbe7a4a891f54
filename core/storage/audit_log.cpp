// SPDX-License-Identifier: Apache-2.0
#include "core/storage/audit_log.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "core/base/id_time.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

constexpr std::string_view kPut = R"sql(
INSERT INTO audit
{insert id bigint, at bigint, account_id bigint, account_name text, account_email text, action text,
        method text, route text, profile_id bigint, target text, status bigint, address text, request_id text})sql";

constexpr std::string_view kRead = R"sql(
SELECT id, at, account_id, account_name, account_email, action, method, route, profile_id, target, status,
       address, request_id
FROM audit WHERE id >= :first AND id < :end)sql";

/// What no id that was ever made is beyond: 42 bits hold its time.
std::int64_t firstIdSince(base::Time time) {
    const auto millis = base::toMillis(time);
    if (millis <= 0) return 0;
    return millis >> 42 != 0 ? std::numeric_limits<std::int64_t>::max() : base::firstIdAt(time);
}

/// The statement for what is set of a filter: with all in one, no index would serve.
std::string readingOf(const AuditFilter& filter) {
    std::string sql(kRead);
    if (filter.account) sql += " AND account_id = :account_id";
    if (filter.action) sql += " AND action = :action";
    return sql + " ORDER BY id DESC LIMIT :limit";
}

}  // namespace

void putAudit(Session& session, std::span<const AuditEntry> entries) {
    auto put = session.bulk(kPut);
    for (const auto& entry : entries) {
        put.add(entry.id, entry.at, entry.account, entry.accountName, entry.accountEmail, entry.action,
                entry.method, entry.route, entry.profile, entry.target, entry.status, entry.address,
                entry.requestId);
    }
    put.run();
}

std::vector<AuditEntry> readAudit(Session& session, const AuditFilter& filter, AuditId before,
                                  std::size_t limit) {
    const auto first = filter.from ? firstIdSince(*filter.from) : 0;
    auto end = filter.to ? firstIdSince(*filter.to) : std::numeric_limits<std::int64_t>::max();
    if (before) end = std::min(end, before.value);
    const auto sql = readingOf(filter);
    std::vector<AuditEntry> found;
    const auto take = [&](AuditId id, base::Time at, base::UserId account, std::string name,
                          std::string email, std::string action, std::string method, std::string route,
                          std::optional<base::ProfileId> profile, std::string target, int status,
                          std::string address, std::string requestId) {
        found.push_back({id, at, account, std::move(name), std::move(email), std::move(action),
                         std::move(method), std::move(route), profile, std::move(target), status,
                         std::move(address), std::move(requestId)});
    };
    const auto read = [&](const auto&... values) {
        session.each<AuditId, base::Time, base::UserId, std::string, std::string, std::string, std::string,
                     std::string, std::optional<base::ProfileId>, std::string, int, std::string, std::string>(
            sql, take, values...);
    };
    if (filter.account && filter.action)
        read(first, end, *filter.account, std::string_view{*filter.action}, limit);
    else if (filter.account)
        read(first, end, *filter.account, limit);
    else if (filter.action)
        read(first, end, std::string_view{*filter.action}, limit);
    else
        read(first, end, limit);
    return found;
}

std::size_t removeAudit(Session& session, base::Time before, std::size_t most) {
    return static_cast<std::size_t>(session.execute(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id < :end ORDER BY id LIMIT :most)",
        firstIdSince(before), most));
}

std::size_t removeNobodysAudit(Session& session, base::Time before, std::size_t most) {
    return static_cast<std::size_t>(
        session.execute("DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE account_id = 0 AND id < "
                        ":end ORDER BY id LIMIT :most)",
                        firstIdSince(before), most));
}

}  // namespace kith::storage
