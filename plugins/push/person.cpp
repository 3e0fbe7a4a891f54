// SPDX-License-Identifier: Apache-2.0
// What the table holds about one person: to be removed, and to be told.
#include <array>
#include <optional>
#include <utility>

#include <kith/sdk/exported_part.hpp>
#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

#include "store.hpp"

namespace kith::push {
namespace {

using nlohmann::json;

/// The tokens that are the person's own: what was said of them under somebody else's home is theirs too.
json tokensOf(const kith::sdk::Profile& person) {
    auto tokens = json::array();
    for (const auto identifier : person.identifiers()) {
        if (identifier.role() != kith::sdk::Role::Identifying) continue;
        if (identifier.type() != "push_token" && identifier.type() != "web_push") continue;
        tokens.push_back({{"type", identifier.type()}, {"token", identifier.value()}});
    }
    return tokens;
}

/// The person's homes and tokens as rows of one table.
std::string keysOf(const kith::sdk::Profile& person) {
    auto keys = tokensOf(person);
    for (const auto home : person.homes()) keys.push_back({{"home", home}});
    return keys.dump();
}

constexpr std::array<const char*, 8> kTexts = {"type",        "token",      "app_id", "platform",
                                               "app_version", "os_version", "model",  "p256dh"};
constexpr std::array<const char*, 4> kTimes = {"registered_at", "last_seen", "dropped_at", "expires_at"};

template <class Add>
void readDevices(soci::session& sql, const std::string& keys, const json& after, std::size_t most, Add add) {
    const auto type = after.is_null() ? std::string{} : after.at(0).get<std::string>();
    const auto token = after.is_null() ? std::string{} : after.at(1).get<std::string>();
    const auto limit = static_cast<long long>(most);
    const auto table = kith::sdk::rowTable(sql, {{"home", "bigint"}, {"type", "text"}, {"token", "text"}});
    std::array<std::string, kTexts.size()> texts;
    std::array<soci::indicator, kTexts.size()> has{};
    std::array<long long, kTimes.size()> times{};
    std::array<soci::indicator, kTimes.size()> known{};
    std::string auth;
    soci::indicator hasAuth{};
    soci::statement found =
        (sql.prepare
             << "select d.type, d.token, d.app_id, d.platform, d.app_version, d.os_version, d.model, "
                "d.p256dh,"
                " d.auth, d.registered_at, d.seen_at, d.dropped_at, d.expires_at from"
                " (select r.type, r.token from "
             << table
             << " union select h.type, h.token from push_device h where h.home_id in (select r.home from "
             << table
             << ")) as k join push_device d on d.type = k.type and d.token = k.token"
                " where (d.type, d.token) > (:type, :token) order by d.type, d.token limit :most",
         soci::use(keys, "rows"), soci::use(type, "type"), soci::use(token, "token"),
         soci::use(limit, "most"), soci::into(texts[0], has[0]), soci::into(texts[1], has[1]),
         soci::into(texts[2], has[2]), soci::into(texts[3], has[3]), soci::into(texts[4], has[4]),
         soci::into(texts[5], has[5]), soci::into(texts[6], has[6]), soci::into(texts[7], has[7]),
         soci::into(auth, hasAuth), soci::into(times[0], known[0]), soci::into(times[1], known[1]),
         soci::into(times[2], known[2]), soci::into(times[3], known[3]));
    found.execute();
    while (found.fetch()) {
        json row{{"auth", hasAuth == soci::i_ok ? json(auth) : json()}};
        for (std::size_t i = 0; i < kTexts.size(); ++i)
            row[kTexts[i]] = has[i] == soci::i_ok ? json(texts[i]) : json();
        for (std::size_t i = 0; i < kTimes.size(); ++i)
            row[kTimes[i]] = known[i] == soci::i_ok ? json(kith::sdk::rfc3339(times[i])) : json();
        if (!add(json::array({texts[0], texts[1]}), row)) return;
    }
}

}  // namespace

std::size_t Store::erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                         std::size_t most) const {
    const auto homes = kith::sdk::homeRows(person);
    const auto tokens = tokensOf(person).dump();
    return soci_.use(session, [&](soci::session& sql) {
        const auto theirs = "(type, token) in (select r.type, r.token from " +
                            kith::sdk::rowTable(sql, {{"type", "text"}, {"token", "text"}}) + ")";
        const auto removed = kith::sdk::removeRows(
            sql, {"push_device", "type, token", kith::sdk::underHomes(sql, "home_id")}, homes, most);
        return removed +
               kith::sdk::removeRows(sql, {"push_device", "type, token", theirs}, tokens, most - removed);
    });
}

std::string Store::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                            std::string_view cursor, kith::sdk::ObjectSink out) const {
    kith::sdk::ExportedPart part(person, cursor);
    const auto keys = keysOf(person);
    soci_.use(session, [&](soci::session& sql) {
        part.whole("devices", [&](const json& after, std::size_t most, auto add) {
            readDevices(sql, keys, after, most, add);
        });
    });
    return part.finish(out);
}

}  // namespace kith::push
