// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "core/accounts/accounts.hpp"
#include "core/api/audit_trail.hpp"
#include "core/api/event_feed.hpp"
#include "core/api/export_stream.hpp"
#include "core/api/identity_header.hpp"
#include "core/api/identity_secrets.hpp"
#include "core/api/metrics.hpp"
#include "core/api/pages/texts.hpp"
#include "core/api/preparing.hpp"
#include "core/api/readiness.hpp"
#include "core/api/services.hpp"
#include "core/app/offline_services.hpp"
#include "core/base/log.hpp"
#include "core/catalogue/editor.hpp"
#include "core/catalogue/keeper.hpp"
#include "core/http/router.hpp"
#include "core/model/identifier.hpp"
#include "core/model/prepare.hpp"
#include "core/model/subscription.hpp"
#include "core/pipeline/group_commit.hpp"
#include "core/plugins/manager.hpp"
#include "core/plugins/tokens.hpp"
#include "core/storage/database.hpp"
#include "core/storage/key_store.hpp"
#include "core/storage/segment/store.hpp"
#include "core/webhooks/registry.hpp"
#include "tests/support/manual_clock.hpp"

namespace kith::test {

/// What stands behind links that people get, without the network before it: the real handlers of
/// confirmations, preferences and what happens to profiles, over a SQLite file. Its categories have names in
/// several languages, and its pages words in one that is written from right to left. Nothing happens in it by
/// itself.
class LinkServer {
public:
    /// On a file that has the tables. Its clock stands still.
    LinkServer(const std::filesystem::path& file, base::Time now);

    /// Writes an observation; throws what is wrong with it.
    void observe(std::string_view json);

    /// By the handler of its route, for which there is a key where one is asked for; a problem is an answer.
    /// Nothing if there is no such route, or if it would not read the body. What is no base::Error is thrown.
    [[nodiscard]] std::optional<http::Response> answer(http::Request request);

    /// Another number after whatever was committed.
    [[nodiscard]] std::int64_t commits();
    /// As GET /v1/profiles has it.
    [[nodiscard]] std::string profile(const model::Identifier& identifier);
    /// What stands of a subscription of somebody; nothing if nobody said anything.
    [[nodiscard]] std::optional<model::SubscriptionState> state(const model::Identifier& identifier,
                                                                std::string_view category);

    [[nodiscard]] const plugins::Tokens& tokens() const noexcept { return tokens_; }

private:
    ManualClock clock_;
    std::ostringstream logged_;
    base::Log log_;
    base::IdGenerator ids_;
    model::Catalogue catalogue_;
    model::Preparer preparer_;
    storage::Database database_;
    storage::ReadLease watching_;
    api::Metrics metrics_;
    pipeline::Workplace workplace_;
    pipeline::Pipeline pipeline_;
    storage::KeyStore keys_;
    plugins::Tokens tokens_;
    api::IdentitySecrets secrets_;
    api::IdentityHeader identityHeader_;
    app::OfflineServices offline_;
    plugins::Manager plugins_;
    api::Readiness readiness_;
    api::EventFeed events_;
    api::ExportSlots exports_;
    api::ExportSlots listExports_;
    webhooks::Registry webhooks_;
    catalogue::Keeper keeper_;
    catalogue::Editor editor_;
    api::Preparation preparation_;
    storage::SegmentStore segments_;
    api::PageLanguages languages_;
    accounts::Accounts accounts_;
    api::AuditTrail audit_;
    api::Services services_;
    http::Router router_;
};

/// Makes the tables in a new file.
void makeTables(const std::filesystem::path& file);

}  // namespace kith::test
