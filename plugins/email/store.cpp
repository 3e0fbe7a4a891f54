// SPDX-License-Identifier: Apache-2.0
#include "store.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <kith/sdk/rows.hpp>
#include <nlohmann/json.hpp>

#include "json.hpp"
#include "time.hpp"

namespace kith::email {
namespace {

using nlohmann::json;

/// What was last seen of an address; a time of 0 is never.
struct Facts {
    std::int64_t deliveredAt = 0;
    std::int64_t readAt = 0;
    std::int64_t clickedAt = 0;
    std::int64_t bouncedAt = 0;
    std::string bounceReason;
    std::string bounceDetail;
    std::string bounceProvider;

    void add(const Facts& other) {
        deliveredAt = std::max(deliveredAt, other.deliveredAt);
        readAt = std::max(readAt, other.readAt);
        clickedAt = std::max(clickedAt, other.clickedAt);
        if (other.bouncedAt <= bouncedAt) return;
        bouncedAt = other.bouncedAt;
        bounceReason = other.bounceReason;
        bounceDetail = other.bounceDetail;
        bounceProvider = other.bounceProvider;
    }
};

Facts factsIn(const json& payload) {
    Facts facts;
    const auto status = textOf(payload, "status");
    const auto at = payload.value("at", std::int64_t{0});
    if (status == "delivered") facts.deliveredAt = at;
    if (status == "read") facts.readAt = at;
    if (status == "clicked") facts.clickedAt = at;
    if (status == "undelivered") {
        facts.bouncedAt = at;
        facts.bounceReason = textOf(payload, "reason");
        facts.bounceDetail = textOf(payload, "detail");
        facts.bounceProvider = textOf(payload, "provider");
    }
    return facts;
}

void saveSends(soci::session& sql, const json& rows) {
    if (rows.empty()) return;
    const auto text = rows.dump();
    sql << "INSERT INTO email_send (token, home, activity, first_seen_at)"
           " SELECT r.token, r.home, r.activity, r.at FROM "
        << sdk::rowTable(sql, {{"token", "text"}, {"home", "bigint"}, {"activity", "text"}, {"at", "bigint"}})
        << " WHERE true ORDER BY r.token ON CONFLICT (token) DO NOTHING",
        soci::use(text, "rows");
}

constexpr std::string_view kKeepNewest = R"(
    ON CONFLICT (home, address) DO UPDATE SET
      delivered_at = CASE WHEN excluded.delivered_at > email_address.delivered_at
                          THEN excluded.delivered_at ELSE email_address.delivered_at END,
      read_at = CASE WHEN excluded.read_at > email_address.read_at THEN excluded.read_at ELSE email_address.read_at END,
      clicked_at = CASE WHEN excluded.clicked_at > email_address.clicked_at
                        THEN excluded.clicked_at ELSE email_address.clicked_at END,
      bounce_reason = CASE WHEN excluded.bounced_at > email_address.bounced_at
                           THEN excluded.bounce_reason ELSE email_address.bounce_reason END,
      bounce_detail = CASE WHEN excluded.bounced_at > email_address.bounced_at
                           THEN excluded.bounce_detail ELSE email_address.bounce_detail END,
      bounce_provider = CASE WHEN excluded.bounced_at > email_address.bounced_at
                             THEN excluded.bounce_provider ELSE email_address.bounce_provider END,
      bounced_at = CASE WHEN excluded.bounced_at > email_address.bounced_at
                        THEN excluded.bounced_at ELSE email_address.bounced_at END)";

void saveFacts(soci::session& sql, const json& rows) {
    if (rows.empty()) return;
    const auto text = rows.dump();
    sql << "INSERT INTO email_address (home, address, delivered_at, read_at, clicked_at, bounced_at,"
           " bounce_reason, bounce_detail, bounce_provider)"
           " SELECT r.home, r.address, r.delivered_at, r.read_at, r.clicked_at, r.bounced_at,"
           " r.bounce_reason, r.bounce_detail, r.bounce_provider FROM "
        << sdk::rowTable(sql, {{"home", "bigint"},
                               {"address", "text"},
                               {"delivered_at", "bigint"},
                               {"read_at", "bigint"},
                               {"clicked_at", "bigint"},
                               {"bounced_at", "bigint"},
                               {"bounce_reason", "text"},
                               {"bounce_detail", "text"},
                               {"bounce_provider", "text"}})
        << " WHERE true" << kKeepNewest,
        soci::use(text, "rows");
}

using FactsByAddress = std::map<std::pair<std::int64_t, std::string>, Facts>;

json rowsOf(const FactsByAddress& all) {
    json rows = json::array();
    for (const auto& [key, facts] : all) {
        rows.push_back({{"home", key.first},
                        {"address", key.second},
                        {"delivered_at", facts.deliveredAt},
                        {"read_at", facts.readAt},
                        {"clicked_at", facts.clickedAt},
                        {"bounced_at", facts.bouncedAt},
                        {"bounce_reason", facts.bounceReason},
                        {"bounce_detail", facts.bounceDetail},
                        {"bounce_provider", facts.bounceProvider}});
    }
    return rows;
}

FactsByAddress load(soci::session& sql, const std::string& homes) {
    std::int64_t home = 0;
    std::string address;
    Facts facts;
    soci::statement statement =
        (sql.prepare << "SELECT a.home, a.address, a.delivered_at, a.read_at, a.clicked_at, a.bounced_at,"
                        " a.bounce_reason, a.bounce_detail, a.bounce_provider FROM "
                     << sdk::rowTable(sql, {{"home", "bigint"}})
                     << " JOIN email_address a ON a.home = r.home",
         soci::use(homes, "rows"), soci::into(home), soci::into(address), soci::into(facts.deliveredAt),
         soci::into(facts.readAt), soci::into(facts.clickedAt), soci::into(facts.bouncedAt),
         soci::into(facts.bounceReason), soci::into(facts.bounceDetail), soci::into(facts.bounceProvider));
    FactsByAddress all;
    statement.execute();
    while (statement.fetch()) all[{home, address}] = facts;
    return all;
}

json shown(const std::string& address, const Facts& facts) {
    json out{{"value", address}};
    if (facts.deliveredAt != 0) out["last_delivered_at"] = formatTime(facts.deliveredAt);
    if (facts.readAt != 0) out["last_read_at"] = formatTime(facts.readAt);
    if (facts.clickedAt != 0) out["last_clicked_at"] = formatTime(facts.clickedAt);
    if (facts.bouncedAt != 0) {
        out["last_bounce"] = {{"at", formatTime(facts.bouncedAt)},
                              {"reason", facts.bounceReason},
                              {"detail", facts.bounceDetail},
                              {"provider", facts.bounceProvider}};
    }
    return out;
}

/// The addresses that a profile lists, with what is known of them under any of its homes.
json panelOf(const sdk::Profile& profile, const FactsByAddress& all) {
    json addresses = json::array();
    for (const auto& identifier : profile.identifiers()) {
        if (identifier.type() != "email") continue;
        const std::string address(identifier.value());
        Facts facts;
        bool known = false;
        for (const auto home : profile.homes()) {
            const auto found = all.find({home, address});
            if (found == all.end()) continue;
            facts.add(found->second);
            known = true;
        }
        if (known) addresses.push_back(shown(address, facts));
    }
    return addresses;
}

}  // namespace

std::string payloadOf(const Event& event, std::string_view address, std::string_view activity) {
    if (!event.status) return {};
    const auto status = event.machine.empty() ? statusName(*event.status) : std::string_view{};
    json out{{"provider", event.provider}, {"address", address}, {"status", status}, {"at", event.atMs}};
    if (!activity.empty()) out["activity"] = activity;
    if (*event.status == MessageStatus::Undelivered) {
        out["reason"] = event.reason;
        out["detail"] = event.detail;
    }
    return out.dump();
}

void Store::apply(sdk::Session session, sdk::Sequence<sdk::Applied, kith_applied> items) const {
    json sends = json::array();
    FactsByAddress facts;
    for (const auto& item : items) {
        const auto payload = json::parse(item.payload());
        facts[{item.homeId(), std::string(textOf(payload, "address"))}].add(factsIn(payload));
        if (const auto activity = textOf(payload, "activity"); !activity.empty()) {
            sends.push_back(
                {{"token", std::string(textOf(payload, "provider")) + ":" + std::string(activity)},
                 {"home", item.homeId()},
                 {"activity", activity},
                 {"at", item.observedAtMs()}});
        }
    }
    soci_.use(session, [&](soci::session& sql) {
        saveSends(sql, sends);
        saveFacts(sql, rowsOf(facts));
    });
}

void Store::panel(sdk::Session session, sdk::Sequence<sdk::Profile, kith_profile> profiles,
                  sdk::ObjectSink out) const {
    json homes = json::array();
    for (const auto& profile : profiles) {
        for (const auto home : profile.homes()) homes.push_back({{"home", home}});
    }
    const auto all = soci_.use(session, [&](soci::session& sql) { return load(sql, homes.dump()); });
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const auto addresses = panelOf(profiles[i], all);
        if (!addresses.empty()) out.put(i, json{{"addresses", addresses}}.dump());
    }
}

}  // namespace kith::email
