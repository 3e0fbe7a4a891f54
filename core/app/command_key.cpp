// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string_view>
#include <utility>

#include "core/api/identity_secrets.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_ids.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"
#include "core/app/wrong_use.hpp"
#include "core/storage/key_store.hpp"
#include "core/storage/setting_store.hpp"

namespace kith::app {
namespace {

/// The keys of the configured database, beside a server that may be running.
class Keys {
public:
    Keys(const storage::DatabaseSettings& settings, IfMissing missing)
        : database_(openDatabase(settings, missing)) {
        migrateCore(*database_.openWriter(), clock_.now());
        ids_ = std::make_unique<OfflineIds>(database_, clock_);
        store_ = std::make_unique<storage::KeyStore>(database_, clock_, **ids_, storage::KeyStoreSettings{});
    }

    [[nodiscard]] storage::KeyStore& operator*() const noexcept { return *store_; }
    [[nodiscard]] api::IdentitySecrets identitySecrets() const {
        return api::IdentitySecrets(
            storage::generatedSecret(*database_.openWriter(), api::IdentitySecrets::kRoot));
    }

private:
    base::SystemClock clock_;
    storage::Database database_;
    std::unique_ptr<OfflineIds> ids_;
    std::unique_ptr<storage::KeyStore> store_;
};

struct Wanted {
    std::string name;
    std::string right;
    std::vector<std::string> origins;
    std::int64_t ratePerMinute = 0;
    bool strict = false;
};

/// The option that a member of a new key comes from: `/origins/0` from `--origin`.
std::string optionOf(std::string_view pointer) {
    if (pointer.starts_with("/origins")) return "--origin";
    if (pointer == "/strict") return "--strict";
    return pointer == "/name" ? "--name" : "--rate-per-minute";
}

void requireGoodUse(const storage::NewApiKey& key) {
    try {
        storage::requireMakeable(key);
    } catch (const base::Error& error) {
        auto violations = error.violations();
        for (auto& each : violations) each.pointer = optionOf(each.pointer);
        throw WrongUse(error.code(), error.detail(), std::move(violations));
    }
}

void create(const Invocation& called, const Wanted& wanted) {
    storage::NewApiKey key{.name = wanted.name, .origins = wanted.origins};
    key.right = storage::keyRightFromName(wanted.right).value();
    if (wanted.ratePerMinute > 0) key.ratePerMinute = wanted.ratePerMinute;
    key.strict = wanted.strict;
    const auto settings = called.settings();
    requireGoodUse(key);
    const auto path = storage::parseDatabaseUrl(settings.database.url).path;
    const bool isNew = !path.empty() && !std::filesystem::exists(path);
    const Keys keys(settings.database, IfMissing::Create);
    called.out << (*keys).create(key).secret << '\n';
    if (isNew) called.err << "kith: there was no database file " << path << ", so one was made\n";
    if (key.right == storage::KeyRight::Public)
        called.err << "kith: `kith key identity-secret` shows what your backend signs identity tokens with\n";
}

void showIdentitySecret(const Invocation& called, const std::string& text) {
    const auto id = base::KeyId::parse(text);
    const Keys keys(called.settings().database, IfMissing::Refuse);
    const auto all = (*keys).list();
    const bool isPublic =
        id && std::any_of(all.begin(), all.end(), [&](const storage::ApiKey& key) {
            return key.id == *id && key.right == storage::KeyRight::Public && !key.revokedAt;
        });
    if (!isPublic)
        throw base::Error(base::ErrorCode::NotFound, "there is no public key '" + text + "' in use");
    called.out << keys.identitySecrets().of(*id) << '\n';
}

void list(const Invocation& called) {
    const Keys keys(called.settings().database, IfMissing::Refuse);
    for (const auto& key : (*keys).list()) {
        called.out << key.id.text() << '\t' << storage::keyRightName(key.right) << '\t' << key.name << '\t'
                   << base::formatRfc3339(key.createdAt);
        if (!key.origins.empty()) called.out << "\torigins";
        for (const auto& origin : key.origins) called.out << ' ' << origin;
        if (key.ratePerMinute) called.out << "\trate " << *key.ratePerMinute << "/min";
        if (key.strict) called.out << "\tstrict";
        if (key.revokedAt) called.out << "\trevoked " << base::formatRfc3339(*key.revokedAt);
        called.out << '\n';
    }
}

void revoke(const Invocation& called, const std::string& text) {
    const auto id = base::KeyId::parse(text);
    const Keys keys(called.settings().database, IfMissing::Refuse);
    if (!id || !(*keys).revoke(*id))
        throw base::Error(base::ErrorCode::NotFound, "there is no key '" + text + "' that could be revoked");
    called.out << "revoked; a running server stops taking it within seconds\n";
}

void declareCreate(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto wanted = std::make_shared<Wanted>();
    auto& command =
        addCommand(parent, invocation, "create", "Make a key, and print it: it is never shown again",
                   "kith key create --name shop --right write");
    command.add_option("--name", wanted->name, "Who gets it")->required()->type_name("NAME");
    command
        .add_option("--right", wanted->right,
                    "read, write (reads too), admin (everything) or public (hands in)")
        ->required()
        ->type_name("RIGHT")
        ->check(oneOf({"read", "write", "admin", "public"}));
    command
        .add_option("--origin", wanted->origins,
                    "Public keys: a web origin that may use it; any number of times")
        ->type_name("URL")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--rate-per-minute", wanted->ratePerMinute, "Public keys: requests per client address")
        ->type_name("NUMBER")
        ->check(wholeNumber(1, 1'000'000));
    command.add_flag("--strict", wanted->strict,
                     "Keys that write: reject an observation for a field that is unknown or invalid");
    command.callback(
        [&chosen, wanted] { chosen = [wanted](const Invocation& called) { create(called, *wanted); }; });
}

void declareIdentitySecret(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto id = std::make_shared<std::string>();
    auto& command = addCommand(parent, invocation, "identity-secret",
                               "Show the secret with which a backend signs identity tokens for a public key",
                               "kith key identity-secret 01JD3W5V9Z8Q1");
    command.add_option("ID", *id, "The key's id, as `kith key list` shows it")->required();
    command.callback(
        [&chosen, id] { chosen = [id](const Invocation& called) { showIdentitySecret(called, *id); }; });
}

void declareRevoke(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto id = std::make_shared<std::string>();
    auto& command =
        addCommand(parent, invocation, "revoke", "Make a key worthless", "kith key revoke 01JD3W5V9Z8Q1");
    command.add_option("ID", *id, "The key's id, as `kith key list` shows it")->required();
    command.callback([&chosen, id] { chosen = [id](const Invocation& called) { revoke(called, *id); }; });
}

}  // namespace

void declareKey(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& key = *parent.add_subcommand("key", "Keys of the API");
    declareCreate(key, invocation, chosen);
    addCommand(key, invocation, "list", "Show every key by its id, right, name and date, and what limits it",
               "kith key list")
        .callback([&chosen] { chosen = list; });
    declareIdentitySecret(key, invocation, chosen);
    declareRevoke(key, invocation, chosen);
}

}  // namespace kith::app
