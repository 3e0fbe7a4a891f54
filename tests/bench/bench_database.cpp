// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench_database.hpp"

#include <iostream>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/api/profile_json.hpp"
#include "core/app/catalogue_builder.hpp"
#include "core/app/config.hpp"
#include "core/app/locations.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/tables.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_view.hpp"
#include "tests/bench/rows.hpp"
#include "tests/support/postgres_server.hpp"

namespace kith::bench {
namespace {

std::map<std::string, std::size_t> rowsOfOnePerson() {
    const base::SystemClock clock;
    base::IdGenerator ids(clock, 0);
    const auto person = samples(0, 1);
    std::map<std::string, std::size_t> counts{
        {"consent", 0}, {"endpoint_state", 0}, {"activity_status", 0}, {"merge_record", 0},
        {"refusal", 0}, {"must_not_link", 0},  {"merge_undo", 0},      {"conflict", 0}};
    for (const auto& rows : rowsOf(person, ids, {1}, clock.now())) counts[rows.table] = rows.count();
    return counts;
}

}  // namespace

BenchDatabase::BenchDatabase(storage::Engine engine)
    : url_(engine == storage::Engine::Sqlite ? "sqlite:" + (folder_.path() / "kith.db").string()
                                             : test::PostgresServer::instance().createDatabase()) {
    if (engine == storage::Engine::Postgresql) test::PostgresServer::instance().syncToDisk();
    const auto settings = this->settings();
    const app::OfflinePlugins plugins(settings.plugins, settings.categories, settings.baseUrl, std::cerr);
    const storage::Database database(settings.database);
    app::migrateAll(*database.openWriter(), plugins.manager().registry(), base::SystemClock().now());
}

app::Settings BenchDatabase::settings() const {
    const std::vector<std::string> arguments{"database.url=" + url_};
    const auto loaded = app::loadConfiguration(app::defaultConfiguration(), {}, arguments);
    return app::readSettings(loaded.checked, app::defaultPluginDirectory());
}

void BenchDatabase::expectPeople(std::size_t people) const {
    storage::Database database(settings().database);
    const auto session = database.read();
    for (const auto& [table, rows] : rowsOfOnePerson()) {
        const auto [count] = session->first<std::int64_t>("SELECT count(*) FROM " + table).value();
        if (static_cast<std::size_t>(count) == rows * people) continue;
        throw std::runtime_error(
            fmt::format("{} holds {} rows, and {} people make {}", table, count, people, rows * people));
    }
}

std::string BenchDatabase::picture(const std::string& email) const {
    const auto settings = this->settings();
    app::OfflinePlugins plugins(settings.plugins, settings.categories, settings.baseUrl, std::cerr);
    const model::ExternalIdSource externalId;
    const auto catalogue = app::buildCatalogue(settings, externalId, plugins.manager(), plugins.log());
    const auto now = base::SystemClock().now();
    storage::Database database(settings.database);
    const auto profile = storage::readProfile(*database.read(), model::Identifier{"email", email}, now);
    auto json = nlohmann::json::parse(api::profileJson(profile, {}, catalogue, now));
    json.erase("id");
    json.erase("updated_at");
    return json.dump();
}

storage::DatabaseSettings settingsFor(const BenchDatabase& database) {
    auto settings = database.settings().database;
    settings.statementTimeout = std::chrono::hours{1};
    return settings;
}

void expectSame(const BenchDatabase& a, const BenchDatabase& b, const std::string& email) {
    const auto first = a.picture(email);
    const auto second = b.picture(email);
    if (first != second) throw std::runtime_error("not the same person:\n" + first + '\n' + second);
}

}  // namespace kith::bench
