// SPDX-License-Identifier: Apache-2.0
#include "store.hpp"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

namespace kith::push {
namespace {

using nlohmann::json;

/// The row of one registration or drop.
json rowOf(const kith::sdk::Applied& item) {
    auto row = json::parse(item.payload());
    row["home_id"] = item.homeId();
    row["attested"] = item.evidence() == kith::sdk::Evidence::Attested ? 1 : 0;
    row["seen_at"] = item.observedAtMs();
    if (row.value("dropped", false)) row["dropped_at"] = item.observedAtMs();
    return row;
}

/// What a group says, one table of rows after the other: a statement can't touch a row twice, and what is
/// kept of a token depends on what stood there before, so whatever comes again is for the next one. Sorted by
/// token, so that writers side by side lock rows in the same order.
std::vector<std::string> encode(kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    using Token = std::pair<std::string, std::string>;
    std::map<Token, std::vector<json>> told;
    std::vector<json> rounds;
    for (const auto item : items) {
        auto row = rowOf(item);
        told[{row["type"], row["token"]}].push_back(std::move(row));
    }
    for (auto& [token, rows] : told) {
        for (std::size_t round = 0; round < rows.size(); ++round) {
            if (round == rounds.size()) rounds.push_back(json::array());
            rounds[round].push_back(std::move(rows[round]));
        }
    }
    std::vector<std::string> texts;
    for (const auto& round : rounds) texts.push_back(round.dump());
    return texts;
}

constexpr const char* kInsert = R"(
    insert into push_device (type, token, home_id, attested, app_id, platform, app_version, os_version, model,
                             p256dh, auth, expires_at, registered_at, seen_at, dropped_at)
    select r.type, r.token, r.home_id, r.attested, r.app_id, r.platform, r.app_version, r.os_version, r.model,
           r.p256dh, r.auth, r.expires_at, r.seen_at, r.seen_at, r.dropped_at
    from )";
/// Attested beats claimed: what a browser or an app says never changes what a server said. Of one grade, the
/// newest counts, and what it leaves out stays.
constexpr const char* kKeepBest = R"(
    where true
    on conflict (type, token) do update set
        registered_at = case when excluded.attested > push_device.attested
                             then excluded.registered_at else push_device.registered_at end,
        attested = excluded.attested,
        home_id = excluded.home_id,
        app_id = case when excluded.app_id = '' then push_device.app_id else excluded.app_id end,
        platform = coalesce(excluded.platform, push_device.platform),
        app_version = coalesce(excluded.app_version, push_device.app_version),
        os_version = coalesce(excluded.os_version, push_device.os_version),
        model = coalesce(excluded.model, push_device.model),
        p256dh = coalesce(excluded.p256dh, push_device.p256dh),
        auth = coalesce(excluded.auth, push_device.auth),
        expires_at = case when excluded.p256dh is null then push_device.expires_at else excluded.expires_at end,
        seen_at = excluded.seen_at,
        dropped_at = excluded.dropped_at
    where excluded.attested > push_device.attested
       or (excluded.attested = push_device.attested and excluded.seen_at >= push_device.seen_at))";

constexpr std::array<const char*, 6> kTexts = {"app_id",     "platform", "app_version",
                                               "os_version", "model",    "token"};

/// `rows` names no token twice.
void applyRows(soci::session& sql, const std::string& rows) {
    sql << kInsert
        << kith::sdk::rowTable(sql, {{"type", "text"},
                                     {"token", "text"},
                                     {"home_id", "bigint"},
                                     {"attested", "integer"},
                                     {"app_id", "text"},
                                     {"platform", "text"},
                                     {"app_version", "text"},
                                     {"os_version", "text"},
                                     {"model", "text"},
                                     {"p256dh", "text"},
                                     {"auth", "text"},
                                     {"expires_at", "bigint"},
                                     {"seen_at", "bigint"},
                                     {"dropped_at", "bigint"}})
        << kKeepBest,
        soci::use(rows, "rows");
    // Registered is the earliest of the grade, also where what was told late is not the newest.
    sql << "update push_device set registered_at = r.seen_at from "
        << kith::sdk::rowTable(
               sql, {{"type", "text"}, {"token", "text"}, {"attested", "integer"}, {"seen_at", "bigint"}})
        << " where push_device.type = r.type and push_device.token = r.token"
           " and push_device.attested = r.attested and r.seen_at < push_device.registered_at",
        soci::use(rows, "rows");
}

}  // namespace

void Store::apply(kith::sdk::Session session,
                  kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const {
    soci_.use(session, [&](soci::session& sql) {
        for (const auto& rows : encode(items)) applyRows(sql, rows);
    });
}

void Store::panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                  kith::sdk::ObjectSink out) const {
    auto wanted = json::array();
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (const auto identifier : profiles[i].identifiers()) {
            if (identifier.type() != "push_token" && identifier.type() != "web_push") continue;
            wanted.push_back({{"profile", i}, {"type", identifier.type()}, {"token", identifier.value()}});
        }
    }
    if (wanted.empty()) return;
    const auto rows = wanted.dump();
    std::map<std::size_t, json> applications;
    soci_.use(session, [&](soci::session& sql) {
        long long profile = 0, registered = 0, seen = 0, dropped = 0;
        std::string type;
        std::array<std::string, kTexts.size()> texts;
        std::array<soci::indicator, kTexts.size()> has{};
        soci::indicator isDropped{};
        soci::statement found =
            (sql.prepare
                 << "select r.profile, d.type, d.app_id, d.platform, d.app_version, d.os_version,"
                    " d.model, d.token, d.registered_at, d.seen_at, d.dropped_at from "
                 << kith::sdk::rowTable(sql, {{"profile", "bigint"}, {"type", "text"}, {"token", "text"}})
                 << " join push_device d on d.type = r.type and d.token = r.token order by d.seen_at desc",
             soci::use(rows, "rows"), soci::into(profile), soci::into(type), soci::into(texts[0], has[0]),
             soci::into(texts[1], has[1]), soci::into(texts[2], has[2]), soci::into(texts[3], has[3]),
             soci::into(texts[4], has[4]), soci::into(texts[5], has[5]), soci::into(registered),
             soci::into(seen), soci::into(dropped, isDropped));
        found.execute();
        while (found.fetch()) {
            json application = {
                {"type", type},
                {"registered_at", kith::sdk::rfc3339(registered)},
                {"last_seen", kith::sdk::rfc3339(seen)},
                {"dropped_at", isDropped == soci::i_ok ? json(kith::sdk::rfc3339(dropped)) : json()}};
            for (std::size_t i = 0; i < kTexts.size(); ++i) {
                application[kTexts[i]] = has[i] == soci::i_ok ? json(texts[i]) : json();
            }
            applications[static_cast<std::size_t>(profile)].push_back(std::move(application));
        }
    });
    for (const auto& [profile, list] : applications) out.put(profile, json{{"applications", list}}.dump());
}

}  // namespace kith::push
