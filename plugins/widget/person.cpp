// SPDX-License-Identifier: Apache-2.0
// What the tables hold about one person: to be removed, and to be told.
#include <kith/sdk/exported_part.hpp>
#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

#include "store.hpp"

namespace kith::widget {
namespace {

using kith::sdk::rfc3339;
using nlohmann::json;

template <class Add>
void readSeen(soci::session& sql, std::int64_t home, const json& after, std::size_t most, Add add) {
    const auto from = after.is_null() ? std::string{} : after.get<std::string>();
    const auto limit = static_cast<long long>(most);
    std::string widget;
    long long shown = 0, first = 0, last = 0;
    soci::statement found =
        (sql.prepare << "select widget, shown, first_shown_at, last_shown_at from widget_seen"
                        " where home_id = :home and widget > :after order by widget limit :most",
         soci::use(home), soci::use(from), soci::use(limit), soci::into(widget), soci::into(shown),
         soci::into(first), soci::into(last));
    found.execute();
    while (found.fetch()) {
        const json row{{"widget", widget},
                       {"shown", shown},
                       {"first_shown", rfc3339(first)},
                       {"last_shown", rfc3339(last)}};
        if (!add(widget, row)) return;
    }
}

/// What of the index on displays orders them within a home.
struct DisplayKey {
    std::string widget;
    std::int64_t shownAt = 0;
    std::string display;

    static DisplayKey of(const json& after) {
        if (after.is_null()) return {};
        return {after.at(0).get<std::string>(), after.at(1).get<std::int64_t>(),
                after.at(2).get<std::string>()};
    }
};

template <class Add>
void readDisplays(soci::session& sql, std::int64_t home, const json& after, std::size_t most, Add add) {
    const auto from = DisplayKey::of(after);
    const auto limit = static_cast<long long>(most);
    std::string display, widget, cookie, session, agent, frequency;
    long long days = 0, shown = 0;
    soci::statement found =
        (sql.prepare << "select display, widget, cookie, session, agent, frequency, days, shown_at"
                        " from widget_display where home_id = :home"
                        " and (widget, shown_at, display) > (:widget, :shown, :display)"
                        " order by widget, shown_at, display limit :most",
         soci::use(home), soci::use(from.widget), soci::use(from.shownAt), soci::use(from.display),
         soci::use(limit), soci::into(display), soci::into(widget), soci::into(cookie), soci::into(session),
         soci::into(agent), soci::into(frequency), soci::into(days), soci::into(shown));
    found.execute();
    while (found.fetch()) {
        const json row{{"display", display},     {"widget", widget},    {"cookie", cookie},
                       {"session", session},     {"agent", agent},      {"frequency", frequency},
                       {"frequency_days", days}, {"at", rfc3339(shown)}};
        if (!add(json::array({widget, shown, display}), row)) return;
    }
}

}  // namespace

std::size_t Store::erase(kith::sdk::Session session, const kith::sdk::Profile& person,
                         std::size_t most) const {
    const auto homes = kith::sdk::homeRows(person);
    return soci_.use(session, [&](soci::session& sql) {
        const auto under = kith::sdk::underHomes(sql, "home_id");
        const auto seen = kith::sdk::removeRows(sql, {"widget_seen", "home_id, widget", under}, homes, most);
        return seen + kith::sdk::removeRows(sql, {"widget_display", "display", under}, homes, most - seen);
    });
}

std::string Store::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                            std::string_view cursor, kith::sdk::ObjectSink out) const {
    kith::sdk::ExportedPart part(person, cursor);
    soci_.use(session, [&](soci::session& sql) {
        part.byHome("widgets", [&](std::int64_t home, const json& after, std::size_t most, auto add) {
            readSeen(sql, home, after, most, add);
        });
        part.byHome("displays", [&](std::int64_t home, const json& after, std::size_t most, auto add) {
            readDisplays(sql, home, after, most, add);
        });
    });
    return part.finish(out);
}

}  // namespace kith::widget
