// SPDX-License-Identifier: Apache-2.0
#include "store.hpp"

#include <set>
#include <vector>

#include <kith/sdk/rows.hpp>
#include <kith/sdk/time.hpp>

#include "definition.hpp"
#include "repeat.hpp"

namespace kith::widget {
namespace {

using kith::sdk::rowTable;
using nlohmann::json;

constexpr std::int64_t kMaxDefinitions = 200;
/// Of one person and the widgets of one page: enough for any real history, and a bound on a hostile one.
/// Beyond it the counts are of the newest ones.
constexpr int kMaxDisplays = 2'000;

std::string encode(kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    std::map<std::string, json> byDisplay;  // one statement can't insert a key twice
    for (const auto item : items) {
        auto row = json::parse(item.payload());
        row["home_id"] = item.homeId();
        auto id = row["display"].get<std::string>();
        byDisplay.emplace(std::move(id), std::move(row));
    }
    auto rows = json::array();
    for (auto& [id, row] : byDisplay) rows.push_back(std::move(row));
    return rows.dump();
}

/// The displays of a person's homes, of the widgets named, newest first.
std::vector<Display> loadDisplays(soci::session& sql, const kith::sdk::Profile& profile,
                                  const std::set<std::string>& widgets) {
    auto wanted = json::array();
    for (const auto home : profile.homes()) {
        for (const auto& widget : widgets) wanted.push_back({{"home_id", home}, {"widget", widget}});
    }
    const auto rows = wanted.dump();
    const int limit = kMaxDisplays;
    Display display;
    std::string kind;
    long long days = 0, shownAt = 0;
    std::vector<Display> displays;
    soci::statement found =
        (sql.prepare << "select d.display, d.widget, d.cookie, d.session, d.agent, d.frequency, d.days, "
                        "d.shown_at from "
                     << rowTable(sql, {{"home_id", "bigint"}, {"widget", "text"}})
                     << " join widget_display d on d.home_id = r.home_id and d.widget = r.widget"
                        " order by d.shown_at desc limit :most",
         soci::use(rows, "rows"), soci::use(limit, "most"), soci::into(display.id),
         soci::into(display.widget), soci::into(display.cookie), soci::into(display.session),
         soci::into(display.agent), soci::into(kind), soci::into(days), soci::into(shownAt));
    found.execute();
    while (found.fetch()) {
        display.frequency = {kindFromName(kind), days};
        display.shownAtMs = shownAt;
        displays.push_back(display);
    }
    return displays;
}

std::string displayOf(const json& activity) {
    if (activity.value("kind", "") != "message") return {};
    const auto properties = activity.value("properties", json::object());
    return properties.is_object() && properties.contains("display") && properties["display"].is_string()
               ? properties["display"].get<std::string>()
               : std::string{};
}

}  // namespace

std::map<std::string, json> Store::definitions() const {
    std::map<std::string, json> definitions;
    host_.read([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            std::string id, content;
            soci::statement found = (sql.prepare << "select id, content from widget_definition order by id",
                                     soci::into(id), soci::into(content));
            found.execute();
            while (found.fetch()) definitions[id] = json::parse(content);
        });
    });
    return definitions;
}

void Store::putDefinition(const std::string& id, const json& definition) const {
    const auto name = definition.at("name").get<std::string>();
    const int active = definition.at("active").get<bool>() ? 1 : 0;
    const auto content = definition.dump();
    const auto now = host_.nowMs();
    host_.write([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            std::int64_t others = 0;
            sql << "select count(*) from widget_definition where id <> :id", soci::use(id),
                soci::into(others);
            if (others >= kMaxDefinitions) {
                throw kith::sdk::Failure(kith::sdk::Status::Conflict, "too_many",
                                         "There are 200 widgets already.");
            }
            sql << "insert into widget_definition (id, name, active, content, updated_at)"
                   " values (:id, :name, :active, :content, :now) on conflict (id) do update set name = "
                   "excluded.name,"
                   " active = excluded.active, content = excluded.content, updated_at = excluded.updated_at",
                soci::use(id), soci::use(name), soci::use(active), soci::use(content), soci::use(now);
        });
    });
}

bool Store::removeDefinition(const std::string& id) const {
    bool removed = false;
    host_.write([&](kith::sdk::Session session) {
        soci_.use(session, [&](soci::session& sql) {
            soci::statement remove =
                (sql.prepare << "delete from widget_definition where id = :id", soci::use(id));
            remove.execute(true);
            removed = remove.get_affected_rows() > 0;
        });
    });
    return removed;
}

void Store::apply(kith::sdk::Session session,
                  kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) const {
    const auto rows = encode(items);
    soci_.use(session, [&](soci::session& sql) {
        // Counted before the displays are there, so that one that is there already is not counted again.
        sql << "insert into widget_seen (home_id, widget, shown, first_shown_at, last_shown_at)"
               " select r.home_id, r.widget, count(*), min(r.shown_at), max(r.shown_at) from "
            << rowTable(
                   sql,
                   {{"display", "text"}, {"home_id", "bigint"}, {"widget", "text"}, {"shown_at", "bigint"}})
            << " where not exists (select 1 from widget_display d where d.display = r.display)"
               " group by r.home_id, r.widget on conflict (home_id, widget) do update set"
               " shown = widget_seen.shown + excluded.shown,"
               " first_shown_at = case when excluded.first_shown_at < widget_seen.first_shown_at"
               " then excluded.first_shown_at else widget_seen.first_shown_at end,"
               " last_shown_at = case when excluded.last_shown_at > widget_seen.last_shown_at"
               " then excluded.last_shown_at else widget_seen.last_shown_at end",
            soci::use(rows, "rows");
        sql << "insert into widget_display (display, home_id, widget, cookie, session, agent, frequency, "
               "days, shown_at)"
               " select r.display, r.home_id, r.widget, r.cookie, r.session, r.agent, r.frequency, r.days, "
               "r.shown_at from "
            << rowTable(sql, {{"display", "text"},
                              {"home_id", "bigint"},
                              {"widget", "text"},
                              {"cookie", "text"},
                              {"session", "text"},
                              {"agent", "text"},
                              {"frequency", "text"},
                              {"days", "integer"},
                              {"shown_at", "bigint"}})
            << " where true on conflict (display) do nothing",
            soci::use(rows, "rows");
    });
}

void Store::panel(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                  kith::sdk::ObjectSink out) const {
    auto wanted = json::array();
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        for (const auto home : profiles[i].homes()) wanted.push_back({{"profile", i}, {"home_id", home}});
    }
    const auto rows = wanted.dump();
    std::map<std::size_t, json> widgets;
    soci_.use(session, [&](soci::session& sql) {
        long long profile = 0, shown = 0, first = 0, last = 0;
        std::string id, name;
        soci::indicator hasName{};
        // Sums come as numeric on PostgreSQL, and SOCI reads those as text: cast.
        soci::statement found =
            (sql.prepare << "select r.profile, s.widget, max(d.name), cast(sum(s.shown) as bigint),"
                            " min(s.first_shown_at), max(s.last_shown_at) from "
                         << rowTable(sql, {{"profile", "bigint"}, {"home_id", "bigint"}})
                         << " join widget_seen s on s.home_id = r.home_id left join widget_definition d on "
                            "d.id = s.widget"
                            " group by r.profile, s.widget order by 6 desc",
             soci::use(rows, "rows"), soci::into(profile), soci::into(id), soci::into(name, hasName),
             soci::into(shown), soci::into(first), soci::into(last));
        found.execute();
        while (found.fetch()) {
            widgets[static_cast<std::size_t>(profile)].push_back(
                {{"id", id},
                 {"name", hasName == soci::i_ok ? json(name) : json()},
                 {"shown", shown},
                 {"first_shown", kith::sdk::rfc3339(first)},
                 {"last_shown", kith::sdk::rfc3339(last)}});
        }
    });
    for (const auto& [profile, list] : widgets) out.put(profile, json{{"widgets", list}}.dump());
}

void Store::annotate(kith::sdk::Session session, const kith::sdk::Profile& profile, const json& activities,
                     kith::sdk::ObjectSink out) const {
    std::set<std::string> widgets;
    for (const auto& activity : activities) {
        const auto message = activity.value("message", json());
        if (!displayOf(activity).empty() && message.is_object() && message.contains("id") &&
            message["id"].is_string()) {
            widgets.insert(message["id"].get<std::string>());
        }
    }
    if (widgets.empty()) return;
    const auto displays =
        soci_.use(session, [&](soci::session& sql) { return loadDisplays(sql, profile, widgets); });
    const auto repeats = findRepeats(displays);
    for (std::size_t i = 0; i < activities.size(); ++i) {
        const auto found = repeats.find(displayOf(activities[i]));
        if (found == repeats.end()) continue;
        const auto& [id, repeat] = *found;
        out.put(i, json{{"repeat",
                         {{"allowed", repeat.allowed}, {"shown", repeat.shown}, {"cause", repeat.cause}}}}
                       .dump());
    }
}

}  // namespace kith::widget
