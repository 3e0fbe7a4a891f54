// SPDX-License-Identifier: Apache-2.0
#include "store.hpp"

#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

namespace kith::telegram {
namespace {

using kith::sdk::rfc3339;
using nlohmann::json;

/// The payloads with the home and the time of each, as the one parameter of the statements below. Of the rows
/// of a chat one is marked as the newest.
std::string encode(kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    std::vector<json> rows;
    std::map<std::pair<std::string, std::int64_t>, std::size_t> newest;
    for (const auto item : items) {
        auto row = json::parse(item.payload());
        row["home_id"] = item.homeId();
        row["at"] = item.observedAtMs();
        row["newest"] = 0;
        if (row.value("blocked", false)) row["blocked_at"] = item.observedAtMs();
        const auto [place, first] = newest.try_emplace({row.at("bot"), row.at("chat_id")}, rows.size());
        if (!first && rows[place->second]["at"].get<std::int64_t>() <= item.observedAtMs())
            place->second = rows.size();
        rows.push_back(std::move(row));
    }
    for (const auto& [chat, place] : newest) rows[place]["newest"] = 1;
    return json(rows).dump();
}

/// A link serves one chat. Whoever comes second is rejected, and with that their observation.
void useLinks(soci::session& session, const std::string& rows) {
    session << "update telegram_link set used_by = r.chat_id, used_at = r.at from "
            << kith::sdk::rowTable(session, {{"link", "bigint"}, {"chat_id", "bigint"}, {"at", "bigint"}})
            << " where telegram_link.id = r.link and telegram_link.used_by is null",
        soci::use(rows, "rows");
    std::int64_t others = 0;
    session << "select count(*) from telegram_link l join "
            << kith::sdk::rowTable(session, {{"link", "bigint"}, {"chat_id", "bigint"}})
            << " on l.id = r.link where l.used_by <> r.chat_id",
        soci::use(rows, "rows"), soci::into(others);
    if (others != 0) {
        throw kith::sdk::Failure(kith::sdk::Status::Conflict, "link_used",
                                 "Another chat has opened this link already.");
    }
}

// The newest update of a chat says who it is, whose, and whether it is blocked; the rest is the same in any
// order.
constexpr const char* kInsertChats = R"(
    insert into telegram_chat (bot, chat_id, home_id, username, first_seen_at, last_seen_at, blocked_at)
    select r.bot, r.chat_id, max(case when r.newest = 1 then r.home_id end),
           max(case when r.newest = 1 then r.username end), min(r.at), max(r.at), max(case when r.newest = 1 then r.blocked_at end)
    from )";
constexpr const char* kKeepNewest = R"(
    where true
    group by r.bot, r.chat_id
    order by r.bot, r.chat_id
    on conflict (bot, chat_id) do update set
        home_id = case when excluded.last_seen_at >= telegram_chat.last_seen_at
                       then excluded.home_id else telegram_chat.home_id end,
        username = case when excluded.last_seen_at >= telegram_chat.last_seen_at
                        then coalesce(excluded.username, telegram_chat.username)
                        else coalesce(telegram_chat.username, excluded.username) end,
        blocked_at = case when excluded.last_seen_at >= telegram_chat.last_seen_at
                          then excluded.blocked_at else telegram_chat.blocked_at end,
        first_seen_at = case when excluded.first_seen_at < telegram_chat.first_seen_at
                             then excluded.first_seen_at else telegram_chat.first_seen_at end,
        last_seen_at = case when excluded.last_seen_at > telegram_chat.last_seen_at
                            then excluded.last_seen_at else telegram_chat.last_seen_at end)";

void keepChats(soci::session& session, const std::string& rows) {
    session << kInsertChats
            << kith::sdk::rowTable(session, {{"bot", "text"},
                                             {"chat_id", "bigint"},
                                             {"home_id", "bigint"},
                                             {"username", "text"},
                                             {"at", "bigint"},
                                             {"blocked_at", "bigint"},
                                             {"newest", "integer"}})
            << kKeepNewest,
        soci::use(rows, "rows");
}

void keepOffsets(soci::session& session, const std::string& rows) {
    session << "insert into telegram_bot (name, last_update_id, updated_at)"
               " select r.bot, max(r.update_id), max(r.at) from "
            << kith::sdk::rowTable(session, {{"bot", "text"}, {"update_id", "bigint"}, {"at", "bigint"}})
            << R"(
    where true
    group by r.bot
    order by r.bot
    on conflict (name) do update set
        last_update_id = case when excluded.last_update_id > telegram_bot.last_update_id
                              then excluded.last_update_id else telegram_bot.last_update_id end,
        updated_at = case when excluded.updated_at > telegram_bot.updated_at
                          then excluded.updated_at else telegram_bot.updated_at end)",
        soci::use(rows, "rows");
}

}  // namespace

Link Store::addLink(const Link& wanted) const {
    const auto now = host_.nowMs();
    // By which the link is found when the person is erased; what nobody can have is nobody's.
    const auto normalized = host_.normalize(wanted.type, wanted.value).value_or(wanted.value);
    auto link = wanted;
    host_.write([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            sql << "delete from telegram_link where expires_at <= :now", soci::use(now);
            sql << "insert into telegram_link"
                   " (id, bot, identifier_type, identifier_value, normalized, expires_at, once, request)"
                   " values (:id, :bot, :type, :value, :normalized, :expires, :once, :request)"
                   " on conflict (once) do nothing",
                soci::use(wanted.id), soci::use(wanted.bot), soci::use(wanted.type), soci::use(wanted.value),
                soci::use(normalized), soci::use(wanted.expiresAtMs), soci::use(wanted.once),
                soci::use(wanted.request);
            sql << "select id, expires_at, request from telegram_link where once = :once",
                soci::use(wanted.once), soci::into(link.id), soci::into(link.expiresAtMs),
                soci::into(link.request);
        });
    });
    if (link.request != wanted.request) {
        throw kith::sdk::Failure(kith::sdk::Status::IdReused, "id_reused",
                                 "This Idempotency-Key made another link before.");
    }
    return link;
}

std::optional<Link> Store::findLink(std::int64_t id, std::int64_t chat, std::int64_t nowMs) const {
    Link link;
    link.id = id;
    bool found = false;
    host_.read([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            sql << "select bot, identifier_type, identifier_value, expires_at from telegram_link"
                   " where id = :id and expires_at > :now and (used_by is null or used_by = :chat)",
                soci::use(id), soci::use(nowMs), soci::use(chat), soci::into(link.bot), soci::into(link.type),
                soci::into(link.value), soci::into(link.expiresAtMs);
            found = sql.got_data();
        });
    });
    if (!found) return std::nullopt;
    return link;
}

std::map<std::string, LastUpdate> Store::lastUpdates() const {
    std::map<std::string, LastUpdate> updates;
    host_.read([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            std::string bot;
            LastUpdate last;
            soci::statement found =
                (sql.prepare << "select name, last_update_id, updated_at from telegram_bot", soci::into(bot),
                 soci::into(last.id), soci::into(last.atMs));
            found.execute();
            while (found.fetch()) updates[bot] = last;
        });
    });
    return updates;
}

void Store::apply(kith::sdk::Session session,
                  kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const {
    const auto rows = encode(items);
    soci_.use(session, [&](soci::session& sql) {
        useLinks(sql, rows);
        keepChats(sql, rows);
        keepOffsets(sql, rows);
    });
}

std::optional<std::int64_t> Store::blockedByAll(std::int64_t chat, const std::vector<Bot>& bots) const {
    auto names = json::array();
    for (const auto& bot : bots) names.push_back({{"bot", bot.name}});
    const auto rows = names.dump();
    long long known = 0, blocked = 0, last = 0;
    soci::indicator isBlocked{};
    host_.read([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            sql << "select count(*), count(c.blocked_at), max(c.blocked_at) from "
                << kith::sdk::rowTable(sql, {{"bot", "text"}})
                << " join telegram_chat c on c.bot = r.bot where c.chat_id = :chat",
                soci::use(rows, "rows"), soci::use(chat, "chat"), soci::into(known), soci::into(blocked),
                soci::into(last, isBlocked);
        });
    });
    if (blocked == 0 || blocked < known) return std::nullopt;
    return last;
}

void Store::panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                  kith::sdk::ObjectSink out) const {
    auto wanted = json::array();
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (const auto identifier : profiles[i].identifiers()) {
            if (identifier.type() != "telegram") continue;
            std::int64_t chat = 0;
            const auto value = identifier.value();
            std::from_chars(value.data(), value.data() + value.size(), chat);
            wanted.push_back({{"profile", i}, {"chat", chat}});
        }
    }
    if (wanted.empty()) return;
    const auto rows = wanted.dump();
    std::map<std::size_t, json> chats;
    soci_.use(session, [&](soci::session& sql) {
        // Typed: columns of an expression come as text through soci::row on SQLite.
        long long profile = 0, chat = 0, first = 0, last = 0, blocked = 0;
        std::string bot, username;
        soci::indicator hasUsername{}, isBlocked{};
        soci::statement found =
            (sql.prepare << "select r.profile, c.bot, c.chat_id, c.username, c.first_seen_at, c.last_seen_at,"
                            " c.blocked_at from "
                         << kith::sdk::rowTable(sql, {{"profile", "bigint"}, {"chat", "bigint"}})
                         << " join telegram_chat c on c.chat_id = r.chat order by c.bot",
             soci::use(rows, "rows"), soci::into(profile), soci::into(bot), soci::into(chat),
             soci::into(username, hasUsername), soci::into(first), soci::into(last),
             soci::into(blocked, isBlocked));
        found.execute();
        while (found.fetch()) {
            chats[static_cast<std::size_t>(profile)].push_back(
                {{"bot", bot},
                 {"chat", std::to_string(chat)},
                 {"username", hasUsername == soci::i_ok ? json(username) : json()},
                 {"first_seen", rfc3339(first)},
                 {"last_seen", rfc3339(last)},
                 {"blocked", isBlocked == soci::i_ok ? json(rfc3339(blocked)) : json()}});
        }
    });
    for (const auto& [profile, list] : chats) out.put(profile, json{{"chats", list}}.dump());
}

}  // namespace kith::telegram
