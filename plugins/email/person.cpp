// SPDX-License-Identifier: Apache-2.0
// What the tables hold about one person: to be removed, and to be told.
#include <kith/sdk/exported_part.hpp>
#include <kith/sdk/rows.hpp>

#include "store.hpp"
#include "time.hpp"

namespace kith::email {
namespace {

using nlohmann::json;

json timeOrNull(std::int64_t ms) {
    return ms == 0 ? json() : json(formatTime(ms));
}

/// Where the rows of a home begin; no token and no address is empty.
std::string textAfter(const json& after) {
    return after.is_null() ? std::string{} : after.get<std::string>();
}

template <class Add>
void readAddresses(soci::session& sql, std::int64_t home, const json& after, std::size_t most, Add add) {
    const auto from = textAfter(after);
    const auto limit = static_cast<long long>(most);
    std::string address, reason, detail, provider;
    std::int64_t delivered = 0, read = 0, clicked = 0, bounced = 0;
    soci::statement found =
        (sql.prepare << "SELECT address, delivered_at, read_at, clicked_at, bounced_at, bounce_reason,"
                        " bounce_detail, bounce_provider FROM email_address"
                        " WHERE home = :home AND address > :after ORDER BY address LIMIT :most",
         soci::use(home), soci::use(from), soci::use(limit), soci::into(address), soci::into(delivered),
         soci::into(read), soci::into(clicked), soci::into(bounced), soci::into(reason), soci::into(detail),
         soci::into(provider));
    found.execute();
    while (found.fetch()) {
        json row{{"address", address},
                 {"last_delivered_at", timeOrNull(delivered)},
                 {"last_read_at", timeOrNull(read)},
                 {"last_clicked_at", timeOrNull(clicked)},
                 {"last_bounce", nullptr}};
        if (bounced != 0) {
            row["last_bounce"] = {
                {"at", formatTime(bounced)}, {"reason", reason}, {"detail", detail}, {"provider", provider}};
        }
        if (!add(address, row)) return;
    }
}

template <class Add>
void readSends(soci::session& sql, std::int64_t home, const json& after, std::size_t most, Add add) {
    const auto from = textAfter(after);
    const auto limit = static_cast<long long>(most);
    std::string token, activity;
    std::int64_t seen = 0;
    soci::statement found =
        (sql.prepare << "SELECT token, activity, first_seen_at FROM email_send"
                        " WHERE home = :home AND token > :after ORDER BY token LIMIT :most",
         soci::use(home), soci::use(from), soci::use(limit), soci::into(token), soci::into(activity),
         soci::into(seen));
    found.execute();
    while (found.fetch()) {
        if (!add(token, {{"token", token}, {"activity", activity}, {"first_seen", formatTime(seen)}})) return;
    }
}

}  // namespace

std::size_t Store::erase(sdk::Session session, const sdk::Profile& person, std::size_t most) const {
    const auto homes = sdk::homeRows(person);
    return soci_.use(session, [&](soci::session& sql) {
        const auto under = sdk::underHomes(sql, "home");
        const auto addresses = sdk::removeRows(sql, {"email_address", "home, address", under}, homes, most);
        return addresses + sdk::removeRows(sql, {"email_send", "token", under}, homes, most - addresses);
    });
}

std::string Store::exported(sdk::Session session, const sdk::Profile& person, std::string_view cursor,
                            sdk::ObjectSink out) const {
    sdk::ExportedPart part(person, cursor);
    soci_.use(session, [&](soci::session& sql) {
        part.byHome("addresses", [&](std::int64_t home, const json& after, std::size_t most, auto add) {
            readAddresses(sql, home, after, most, add);
        });
        part.byHome("sends", [&](std::int64_t home, const json& after, std::size_t most, auto add) {
            readSends(sql, home, after, most, add);
        });
    });
    return part.finish(out);
}

}  // namespace kith::email
