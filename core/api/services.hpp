// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "core/base/time.hpp"
#include "core/model/hash.hpp"
#include "core/pipeline/vitals.hpp"

namespace kith::accounts {
struct Accounts;
}
namespace kith::catalogue {
class Editor;
}
namespace kith::model {
class Catalogue;
class Preparer;
}  // namespace kith::model
namespace kith::pipeline {
class Writer;
}
namespace kith::plugins {
class Manager;
class Tokens;
}  // namespace kith::plugins
namespace kith::storage {
class Database;
class KeyStore;
class SegmentStore;
}  // namespace kith::storage
namespace kith::webhooks {
class Registry;
}

namespace kith::api {

class AuditTrail;
class EventFeed;
struct Preparation;
class ExportSlots;
class IdentityHeader;
class IdentitySecrets;
class Metrics;
class PageLanguages;
class Readiness;

struct Settings {
    std::size_t maxBody = std::size_t{8} * 1024 * 1024;            ///< Bytes of a body of observations.
    std::size_t maxItems = 5'000;                                  ///< Observations in one body.
    std::chrono::milliseconds purgeAfter = std::chrono::days{30};  ///< Of the deleted.
    std::chrono::milliseconds rememberedIds{0};                    ///< 0: for ever.
    std::string baseUrl = {};                                      ///< Where the outside finds this server.
};

/// What the handlers work with; all of it outlives the router.
struct Services {
    const model::Catalogue& catalogue;
    const model::Preparer& preparer;
    pipeline::Writer& writer;
    storage::Database& database;
    storage::KeyStore& keys;
    const IdentitySecrets& identitySecrets;
    const IdentityHeader& identityHeader;
    const plugins::Manager& plugins;
    const plugins::Tokens& tokens;
    const base::Clock& clock;
    const Readiness& readiness;
    Metrics& metrics;
    EventFeed& events;
    ExportSlots& exports;
    ExportSlots& listExports;  ///< Of profiles, which many may do: they keep nobody from the others.
    webhooks::Registry& webhooks;
    const Preparation& preparation;
    catalogue::Editor& editor;
    storage::SegmentStore& segments;
    const PageLanguages& pageLanguages;
    accounts::Accounts& accounts;
    AuditTrail& audit;
    Settings settings;
    std::function<void()> maintain = {};  ///< Has what is left to be removed be removed now.
    model::HashKey addressKey = {};       ///< Of the hashes by which addresses are known that have no row.
    std::function<pipeline::Vitals()> vitals = {};  ///< Of this server's pipeline.
};

}  // namespace kith::api
