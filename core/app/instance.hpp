// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "core/accounts/accounts.hpp"
#include "core/api/audit_trail.hpp"
#include "core/api/authenticator.hpp"
#include "core/api/console.hpp"
#include "core/api/event_feed.hpp"
#include "core/api/export_stream.hpp"
#include "core/api/identity_header.hpp"
#include "core/api/identity_secrets.hpp"
#include "core/api/metrics.hpp"
#include "core/api/pages/texts.hpp"
#include "core/api/preparing.hpp"
#include "core/api/readiness.hpp"
#include "core/api/services.hpp"
#include "core/app/online_services.hpp"
#include "core/app/settings.hpp"
#include "core/base/log.hpp"
#include "core/catalogue/editor.hpp"
#include "core/catalogue/keeper.hpp"
#include "core/http/server.hpp"
#include "core/model/external_id.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/pipeline/maintenance.hpp"
#include "core/pipeline/sequencer.hpp"
#include "core/plugins/manager.hpp"
#include "core/plugins/tokens.hpp"
#include "core/storage/key_store.hpp"
#include "core/storage/node_lease.hpp"
#include "core/storage/segment/store.hpp"
#include "core/webhooks/deliverer.hpp"
#include "core/webhooks/registry.hpp"

namespace kith::app {

/// One running kith: everything is built here, in this order, and goes in reverse. The constructor brings the
/// tables up to date and starts everything; it throws base::Error when something can't be.
class Instance {
public:
    /// Log lines go to `err`.
    Instance(const Settings& settings, std::ostream& err);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    /// `http://127.0.0.1:41234`
    [[nodiscard]] std::string url() const { return server_.url(); }
    /// Every route that is served, those of plugins included.
    [[nodiscard]] const http::Router& router() const noexcept { return router_; }

    /// Not ready any more, no new connection, what is in flight answered, the queue committed, the plugins
    /// stopped. Returns how many requests took too long and were cut off; a plugin that does not return from
    /// a call holds it up without end. Called by the destructor if nobody did.
    std::size_t stop();

private:
    void defineCatalogue();
    void serveConsole();
    void start();

    Settings settings_;
    base::SystemClock clock_;
    base::Log log_;
    storage::Database database_;
    std::unique_ptr<storage::NodeLease> lease_;
    base::IdGenerator ids_;
    storage::KeyStore keys_;
    accounts::Accounts accounts_;
    api::Authenticator authenticator_;
    api::AuditTrail audit_;
    api::Metrics metrics_;
    api::Readiness readiness_;
    api::ExportSlots exports_;
    api::ExportSlots listExports_;
    api::PageLanguages pageLanguages_;
    std::optional<api::Console> console_;
    http::Router router_;
    http::Server server_;  ///< Before the plugins: they are told where it listens. Starts last, stops first.
    std::unique_ptr<storage::Session> setup_;  ///< Until everything has started.
    OnlineServices services_;
    plugins::Tokens tokens_;
    api::IdentitySecrets identitySecrets_;
    plugins::Manager plugins_;
    model::ExternalIdSource externalId_;
    std::optional<model::Catalogue> catalogue_;
    std::optional<catalogue::Keeper> keeper_;
    std::optional<api::IdentityHeader> identityHeader_;
    std::optional<model::Preparer> preparer_;
    model::HashKey addressKey_{};
    std::optional<pipeline::Pipeline> pipeline_;
    std::optional<pipeline::Maintenance> maintenance_;
    std::optional<pipeline::Sequencer> sequencer_;
    std::optional<catalogue::Editor> editor_;
    std::optional<api::Preparation> preparation_;
    std::optional<api::EventFeed> events_;
    std::optional<webhooks::Deliverer> deliverer_;
    std::optional<webhooks::Registry> webhooks_;
    std::optional<storage::SegmentStore> segments_;
    std::optional<api::Services> apiServices_;
    bool stopped_ = false;
};

}  // namespace kith::app
