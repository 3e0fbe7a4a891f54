// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/link_server.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "core/api/profile_json.hpp"
#include "core/api/resources.hpp"
#include "core/base/error.hpp"
#include "core/http/problem.hpp"
#include "core/storage/migrate.hpp"
#include "core/storage/profile_view.hpp"
#include "tests/support/prepared.hpp"
#include "tests/support/test_catalogue.hpp"

namespace kith::test {
namespace {

constexpr base::KeyId kKey{7};

storage::DatabaseSettings settingsOf(const std::filesystem::path& file) {
    storage::DatabaseSettings settings;
    settings.url = "sqlite:" + file.string();
    settings.readers = 4;
    return settings;
}

model::Category category(std::string key, model::Texts names) {
    model::Category made;
    made.key = std::move(key);
    made.names = std::move(names);
    return made;
}

model::Catalogue catalogueOfLinks() {
    std::vector<model::Category> all;
    all.push_back(category("news", {{"en", "News & <b>more</b>"}, {"uk", "Новини"}, {"ar", "أخبار"}}));
    all.back().descriptions = {{"en", "Once a \"week\",\nor less"}, {"fr", "Une fois par semaine"}};
    all.push_back(category("offers", {{"en", "Offers"}, {"pt-BR", "Ofertas"}}));
    all.back().subscribedByDefault = true;
    all.push_back(category("plain", {}));
    all.push_back(category("quiet", {{"en", "Quiet"}}));
    all.back().subscribedByDefault = false;
    all.push_back(category("internal", {{"en", "Internal"}}));
    all.back().isPublic = false;
    all.push_back(category("alerts", {{"en", "Alerts"}}));
    all.back().channels = {"push"};
    all.push_back(category("old", {{"en", "Old"}}));
    all.back().archived = true;
    return testCatalogue().with(
        std::make_shared<const model::Definitions>(0, std::vector<model::FieldDefinition>(), std::move(all)));
}

api::PageWords pageWords() {
    return {{"he", {{"name", "עברית"}, {"save", "שמירה"}, {"preferences_intro", "מה לשלוח אל {address}?"}}}};
}

bool takes(const http::Route& route, const http::Request& request) {
    const auto type = request.mediaType();
    const auto& types = route.mediaTypes;
    const bool isKnown = types.empty() || type.empty() || std::ranges::find(types, type) != types.end();
    return request.body.empty() || (isKnown && request.body.size() <= route.bodyLimit);
}

}  // namespace

LinkServer::LinkServer(const std::filesystem::path& file, base::Time now)
    : clock_(now),
      log_(logged_, clock_, base::LogLevel::Error),
      ids_(clock_, 1),
      catalogue_(catalogueOfLinks()),
      preparer_(catalogue_, ids_, {}),
      database_(settingsOf(file)),
      watching_(database_.read()),
      workplace_{database_, catalogue_.rules(), ids_, clock_, log_, metrics_, {}},
      pipeline_(workplace_, {}, {}),
      keys_(database_, clock_, ids_, {}),
      tokens_("a secret of the deployment"),
      secrets_(storage::Secret{}),
      identityHeader_(catalogue_, secrets_, clock_),
      plugins_({offline_, log_, clock_, tokens_, "https://kith.example"}, {}, {}),
      events_(
          database_, keys_, [] { return std::int64_t{0}; }, std::chrono::seconds{15}, log_),
      webhooks_(workplace_, pipeline_, {}, [] {}),
      keeper_(catalogue_, database_, plugins_.registry(), log_),
      editor_(workplace_, pipeline_, catalogue_, plugins_.registry(), keeper_),
      preparation_{catalogue_, preparer_, keeper_, editor_, 0},
      segments_(database_, clock_, ids_, catalogue_),
      languages_(pageWords()),
      accounts_(database_, clock_, ids_, log_, {}),
      audit_(accounts_.journal, database_, ids_, clock_, log_),
      services_{catalogue_,      preparer_,  pipeline_,    database_, keys_,           secrets_,
                identityHeader_, plugins_,   tokens_,      clock_,    readiness_,      metrics_,
                events_,         exports_,   listExports_, webhooks_, preparation_,    editor_,
                segments_,       languages_, accounts_,    audit_,    api::Settings{}, [] {}} {
    api::addConfirmationRoutes(router_, services_);
    api::addPreferencesRoutes(router_, services_);
    api::addLifeCycleRoutes(router_, services_);
}

void LinkServer::observe(std::string_view json) {
    model::Writer writer;
    writer.key = kKey;
    writer.mayAttest = true;
    std::vector<model::Observation> one;
    one.push_back(prepared(preparer_, json, writer, clock_.now()));
    const auto outcomes = pipeline_.submit(std::move(one));
    if (outcomes.front().problem) throw base::Error(*outcomes.front().problem);
}

std::optional<http::Response> LinkServer::answer(http::Request request) {
    auto match = router_.find(request.method, request.segments);
    if (match.route == nullptr || !takes(*match.route, request)) return std::nullopt;
    request.route = match.route->pattern;
    request.params = std::move(match.params);
    request.client = "192.0.2.7";
    if (match.route->access != http::Access::None) {
        request.caller.emplace();
        request.caller->key = kKey;
        request.caller->right = http::Right::Write;
    }
    try {
        return match.route->handler(request);
    } catch (const base::Error& error) {
        return http::problem(error);
    }
}

std::int64_t LinkServer::commits() {
    return std::get<0>(watching_->first<std::int64_t>("PRAGMA data_version").value());
}

std::string LinkServer::profile(const model::Identifier& identifier) {
    const auto read = database_.read(
        [&](storage::Session& session) { return storage::readProfile(session, identifier, clock_.now()); });
    return api::profileJson(read, {}, catalogue_, clock_.now());
}

std::optional<model::SubscriptionState> LinkServer::state(const model::Identifier& identifier,
                                                          std::string_view category) {
    const auto read = database_.read(
        [&](storage::Session& session) { return storage::readProfile(session, identifier, clock_.now()); });
    for (const auto& each : read.subscriptions)
        if (each.category == category) return each.state;
    return std::nullopt;
}

void makeTables(const std::filesystem::path& file) {
    const storage::Database database(settingsOf(file));
    storage::migrate(*database.openWriter(), storage::coreMigrations(storage::Engine::Sqlite), base::Time{});
}

}  // namespace kith::test
