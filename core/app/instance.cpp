// SPDX-License-Identifier: Apache-2.0
#include "core/app/instance.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/api/event_json.hpp"
#include "core/api/plugin_routes.hpp"
#include "core/api/routes.hpp"
#include "core/app/catalogue_builder.hpp"
#include "core/app/locations.hpp"
#include "core/app/offline_plugins.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/identifier_classes.hpp"
#include "core/storage/migrate.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::app {
namespace {

std::string tokenSecret(const Settings& settings, storage::Session& session) {
    if (!settings.tokenKey.empty()) return settings.tokenKey;
    const auto secret = storage::generatedSecret(session, "token_key");
    return {secret.begin(), secret.end()};
}

/// The core's tables are needed before the plugins are there: secrets are kept in them.
std::unique_ptr<storage::Session> openSetup(storage::Database& database, const base::Clock& clock) {
    auto session = database.openWriter();
    migrateCore(*session, clock.now());
    return session;
}

/// `url`: where the server listens.
std::string baseUrl(const Settings& settings, const std::string& url) {
    return settings.baseUrl.empty() ? url : settings.baseUrl;
}

api::Settings apiSettings(const Settings& settings, const std::string& url) {
    api::Settings limits{.maxBody = settings.maxBody,
                         .purgeAfter = settings.identity.purgeAfter,
                         .rememberedIds = settings.retention.rememberedIds,
                         .baseUrl = baseUrl(settings, url)};
    // A body that the queue never has room for would be told to come again, for ever.
    limits.maxItems = std::min(limits.maxItems, settings.pipeline.queueLimit);
    return limits;
}

}  // namespace

Instance::Instance(const Settings& settings, std::ostream& err)
    : settings_(settings),
      log_(err, clock_, settings.logLevel),
      database_(openDatabase(settings.database, IfMissing::Create)),
      lease_(storage::NodeLease::take(database_)),
      ids_(clock_),
      keys_(database_, clock_, ids_, {}),
      accounts_(database_, clock_, ids_, log_, settings.accounts),
      authenticator_(keys_, accounts_.sessions),
      audit_(accounts_.journal, database_, ids_, clock_, log_),
      pageLanguages_(settings.pageWords),
      server_(settings.http, {router_, authenticator_, metrics_, log_, clock_, &audit_}),
      setup_(openSetup(database_, clock_)),
      services_(database_, clock_, metrics_, settings.fetcher),
      tokens_(tokenSecret(settings, *setup_)),
      identitySecrets_(storage::generatedSecret(*setup_, api::IdentitySecrets::kRoot)),
      plugins_({services_, log_, clock_, tokens_, baseUrl(settings, server_.url()),
                [this](std::string_view key) { return services_.hasCategory(key); }},
               coreIdentifierTypes(), api::coreRoutes()) {
    lease_->renew(ids_, clock_.now());
    auto categories = keysOf(settings_.categories);
    categories.merge(categoriesOfApi(*setup_));
    services_.expectCategories(std::move(categories));
    plugins_.load(settings_.plugins);
    migrateAll(*setup_, plugins_.registry(), clock_.now());
    defineCatalogue();
    identityHeader_.emplace(*catalogue_, identitySecrets_, clock_);
    preparer_.emplace(*catalogue_, ids_,
                      model::PrepareSettings{settings_.identity.maxFuture,
                                             storage::generatedSecret(*setup_, "observation_hash_key"),
                                             settings_.unknownFields == UnknownFields::Reject
                                                 ? model::UnknownFields::Refuse
                                                 : model::UnknownFields::Warn});
    addressKey_ = storage::forgottenKey(*setup_);
    const auto withTables = pluginsWithTables(plugins_.registry());
    for (const auto& plugin : storage::pluginsWithTables(*setup_))
        if (std::ranges::find(withTables, plugin) == withTables.end())
            log_.warning("plugin_absent", {{"plugin", plugin}});
    for (const auto& type : storage::noteIdentifierClasses(*setup_, catalogue_->rules()))
        log_.info("identifier_class_changed", {{"type", std::string_view(type)}});
    setup_.reset();

    std::vector<pipeline::Participant*> participants;
    for (const auto& channel : plugins_.registry().channels()) participants.push_back(channel.get());
    const pipeline::Workplace workplace{database_,
                                        catalogue_->rules(),
                                        ids_,
                                        clock_,
                                        log_,
                                        metrics_,
                                        settings_.identity.caps,
                                        addressKey_,
                                        [this] { lease_->renew(ids_, clock_.now()); }};
    pipeline_.emplace(workplace, participants,
                      pipeline::PipelineSettings{settings_.pipeline.queueLimit, settings_.pipeline.maxGroup,
                                                 settings_.pipeline.writers});
    maintenance_.emplace(workplace, *pipeline_,
                         pipeline::MaintenanceSettings{.observationMemory = settings_.retention.rememberedIds,
                                                       .eventsKept = settings_.retention.feed,
                                                       .deletedKept = settings_.identity.purgeAfter,
                                                       .anonymousTtl = settings_.identity.anonymousTtl,
                                                       .activitiesKept = settings_.retention.activities,
                                                       .changesKept = settings_.retention.changes,
                                                       .auditKept = settings_.retention.audit},
                         pipeline::removingFrom(std::move(participants), withTables));
    sequencer_.emplace(workplace, *pipeline_, pipeline::SequencerSettings{}, [this] {
        server_.wakeStreams();
        deliverer_->wake();
    });
    events_.emplace(
        database_, keys_, [this] { return sequencer_->last(); }, settings_.events.heartbeat, log_);
    deliverer_.emplace(
        workplace, *pipeline_, [this] { return sequencer_->last(); }, api::renderEvent, metrics_,
        settings_.webhooks);
    webhooks_.emplace(workplace, *pipeline_, settings_.webhooks.post, [this] { deliverer_->changed(); });
    metrics_.setPipelineDepth([this] { return pipeline_->depth(); });
    editor_.emplace(workplace, *pipeline_, *catalogue_, plugins_.registry(), *keeper_);
    preparation_.emplace(
        api::Preparation{*catalogue_, *preparer_, *keeper_, *editor_,
                         settings_.unknownFields == UnknownFields::Create ? settings_.maxCreatedFields : 0});
    try {
        start();
    } catch (...) {
        // The destructor does not run. These two call each other until they are stopped, and a plugin that
        // has started may write until then.
        deliverer_->stop();
        sequencer_->stop();
        plugins_.stop();
        throw;
    }
}

/// The configuration says its part in the database, which then holds all there is.
void Instance::defineCatalogue() {
    catalogue_.emplace(buildCatalogue(settings_, externalId_, plugins_, log_));
    const auto changes = catalogue::provision(*setup_, wantedOf(settings_),
                                              deploymentOf(*catalogue_, plugins_), ids_, clock_.now());
    for (const auto& change : changes) {
        const std::string_view key = change.key;
        if (change.kind == catalogue::Change::Kind::LeftOut)
            log_.warning("left_out", {{"what", change.what}, {"key", key}});
        else
            log_.info("provisioned",
                      {{"what", change.what}, {"key", key}, {"change", catalogue::changeName(change.kind)}});
    }
    keeper_.emplace(*catalogue_, database_, plugins_.registry(), log_);
    keeper_->refresh();
}

void Instance::serveConsole() {
    const auto& [enabled, path] = settings_.console;
    if (!enabled) return;
    const auto folder = path.empty() ? defaultConsoleDirectory() : std::filesystem::path(path);
    std::error_code unreadable;
    if (path.empty() && !std::filesystem::exists(folder / "index.html", unreadable)) {
        log_.warning("console_absent");
        return;
    }
    console_.emplace(folder);
    router_.addRest(api::consoleRoute(*console_));
}

void Instance::start() {
    segments_.emplace(database_, clock_, ids_, *catalogue_);
    apiServices_.emplace(api::Services{*catalogue_,
                                       *preparer_,
                                       *pipeline_,
                                       database_,
                                       keys_,
                                       identitySecrets_,
                                       *identityHeader_,
                                       plugins_,
                                       tokens_,
                                       clock_,
                                       readiness_,
                                       metrics_,
                                       *events_,
                                       exports_,
                                       listExports_,
                                       *webhooks_,
                                       *preparation_,
                                       *editor_,
                                       *segments_,
                                       pageLanguages_,
                                       accounts_,
                                       audit_,
                                       apiSettings(settings_, server_.url()),
                                       [this] { maintenance_->wake(); },
                                       addressKey_,
                                       [this] { return pipeline_->vitals(); }});
    services_.open(*apiServices_);
    plugins_.start();
    audit_.open(*catalogue_);
    api::addRoutes(router_, *apiServices_);
    api::addRoutesOfPlugins(router_, plugins_.registry(), *identityHeader_, clock_);
    serveConsole();
    maintenance_->start();
    sequencer_->start();
    deliverer_->start();
    keeper_->start();
    server_.start();  // Last: should anything above throw, no request runs while the rest ends.
    readiness_.set(true);
    log_.info("started", {{"url", server_.url()}});
}

Instance::~Instance() {
    try {
        static_cast<void>(stop());
    } catch (const std::exception&) {
        log_.error("stop_failed");
    }
}

std::size_t Instance::stop() {
    if (std::exchange(stopped_, true)) return 0;
    log_.info("stopping");
    readiness_.set(false);
    // What is still waiting for its commit after the requests is little, but it gets its share of the time.
    const auto cutOff = server_.stop(settings_.shutdownDeadline * 3 / 4);
    if (cutOff > 0) log_.warning("requests_cut_off", {{"count", static_cast<std::int64_t>(cutOff)}});
    log_.info("requests_answered");
    keeper_->stop();
    maintenance_->stop();
    deliverer_->stop();
    sequencer_->stop();
    pipeline_->stop();
    accounts_.journal.stop();
    log_.info("queue_committed");
    plugins_.stop();
    log_.info("stopped");
    return cutOff;
}

}  // namespace kith::app
