// SPDX-License-Identifier: Apache-2.0
// What the tables hold about one person: to be removed, and to be told.
#include <charconv>

#include <kith/sdk/exported_part.hpp>
#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

#include "store.hpp"

namespace kith::telegram {
namespace {

using kith::sdk::rfc3339;
using kith::sdk::rowTable;
using nlohmann::json;

/// The chats that are the person's own: what was kept of them under somebody else's home is theirs too.
json chatsOf(const kith::sdk::Profile& person) {
    auto chats = json::array();
    for (const auto identifier : person.identifiers()) {
        if (identifier.type() != "telegram" || identifier.role() != kith::sdk::Role::Identifying) continue;
        const auto value = identifier.value();
        std::int64_t chat = 0;
        std::from_chars(value.data(), value.data() + value.size(), chat);
        chats.push_back({{"chat", chat}});
    }
    return chats;
}

/// Everything by which a row may be the person's, as rows of one table. A link is of the address that it
/// names, and so of whom alone that is: anybody may have claimed it.
std::string keysOf(const kith::sdk::Profile& person) {
    auto keys = chatsOf(person);
    for (const auto home : person.homes()) keys.push_back({{"home", home}});
    for (const auto identifier : person.identifiers()) {
        if (identifier.role() != kith::sdk::Role::Identifying) continue;
        keys.push_back({{"type", identifier.type()}, {"value", identifier.value()}});
    }
    return keys.dump();
}

/// Which rows of a table are the person's, by keysOf.
std::string isChatOf(soci::session& sql, std::string_view column) {
    return std::string(column) + " in (select r.chat from " + rowTable(sql, {{"chat", "bigint"}}) + ")";
}
std::string isNamedBy(soci::session& sql) {
    return "(identifier_type, normalized) in (select r.type, r.value from " +
           rowTable(sql, {{"type", "text"}, {"value", "text"}}) + ")";
}

template <class Add>
void readChats(soci::session& sql, const std::string& keys, const json& after, std::size_t most, Add add) {
    const auto fromBot = after.is_null() ? std::string{} : after.at(0).get<std::string>();
    const auto fromChat = after.is_null() ? std::int64_t{0} : after.at(1).get<std::int64_t>();
    const auto limit = static_cast<long long>(most);
    std::string bot, username;
    long long chat = 0, first = 0, last = 0, blocked = 0;
    soci::indicator hasUsername{}, isBlocked{};
    soci::statement found =
        (sql.prepare
             << "select bot, chat_id, username, first_seen_at, last_seen_at, blocked_at"
                " from telegram_chat where (bot, chat_id) in (select bot, chat_id from telegram_chat where "
             << kith::sdk::underHomes(sql, "home_id")
             << " union select bot, chat_id from telegram_chat where " << isChatOf(sql, "chat_id")
             << ") and (bot, chat_id) > (:bot, :chat) order by bot, chat_id limit :most",
         soci::use(keys, "rows"), soci::use(fromBot, "bot"), soci::use(fromChat, "chat"),
         soci::use(limit, "most"), soci::into(bot), soci::into(chat), soci::into(username, hasUsername),
         soci::into(first), soci::into(last), soci::into(blocked, isBlocked));
    found.execute();
    while (found.fetch()) {
        const json row{{"bot", bot},
                       {"chat", std::to_string(chat)},
                       {"username", hasUsername == soci::i_ok ? json(username) : json()},
                       {"first_seen", rfc3339(first)},
                       {"last_seen", rfc3339(last)},
                       {"blocked", isBlocked == soci::i_ok ? json(rfc3339(blocked)) : json()}};
        if (!add(json::array({bot, chat}), row)) return;
    }
}

template <class Add>
void readLinks(soci::session& sql, const std::string& keys, const json& after, std::size_t most, Add add) {
    const auto from = after.is_null() ? std::int64_t{0} : after.get<std::int64_t>();
    const auto limit = static_cast<long long>(most);
    long long id = 0, expires = 0, usedBy = 0, usedAt = 0;
    std::string bot, type, value;
    soci::indicator isUsed{}, hasTime{};
    soci::statement found =
        (sql.prepare << "select id, bot, identifier_type, identifier_value, expires_at, used_by, used_at"
                        " from telegram_link where id in (select id from telegram_link where "
                     << isNamedBy(sql) << " union select id from telegram_link where "
                     << isChatOf(sql, "used_by") << ") and id > :after order by id limit :most",
         soci::use(keys, "rows"), soci::use(from, "after"), soci::use(limit, "most"), soci::into(id),
         soci::into(bot), soci::into(type), soci::into(value), soci::into(expires),
         soci::into(usedBy, isUsed), soci::into(usedAt, hasTime));
    found.execute();
    while (found.fetch()) {
        const json row{{"bot", bot},
                       {"identifier", {{"type", type}, {"value", value}}},
                       {"expires_at", rfc3339(expires)},
                       {"used_by", isUsed == soci::i_ok ? json(std::to_string(usedBy)) : json()},
                       {"used_at", hasTime == soci::i_ok ? json(rfc3339(usedAt)) : json()}};
        if (!add(id, row)) return;
    }
}

}  // namespace

std::size_t Store::erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                         std::size_t most) const {
    const auto keys = keysOf(person);
    return soci_.use(session, [&](soci::session& sql) {
        std::size_t removed = 0;
        const auto remove = [&](const kith::sdk::Removal& what) {
            removed += kith::sdk::removeRows(sql, what, keys, most - removed);
        };
        remove({"telegram_chat", "bot, chat_id", kith::sdk::underHomes(sql, "home_id")});
        remove({"telegram_chat", "bot, chat_id", isChatOf(sql, "chat_id")});
        remove({"telegram_link", "id", isNamedBy(sql)});
        remove({"telegram_link", "id", isChatOf(sql, "used_by")});
        return removed;
    });
}

std::string Store::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                            std::string_view cursor, kith::sdk::ObjectSink out) const {
    kith::sdk::ExportedPart part(person, cursor);
    const auto keys = keysOf(person);
    soci_.use(session, [&](soci::session& sql) {
        part.whole("chats", [&](const json& after, std::size_t most, auto add) {
            readChats(sql, keys, after, most, add);
        });
        part.whole("links", [&](const json& after, std::size_t most, auto add) {
            readLinks(sql, keys, after, most, add);
        });
    });
    return part.finish(out);
}

}  // namespace kith::telegram
