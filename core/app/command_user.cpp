// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string_view>
#include <utility>

#include "core/accounts/people.hpp"
#include "core/app/ask_password.hpp"
#include "core/app/command.hpp"
#include "core/app/offline_ids.hpp"
#include "core/app/open_database.hpp"
#include "core/app/tables.hpp"
#include "core/app/wrong_use.hpp"

namespace kith::app {
namespace {

/// The people of the configured database, beside a server that may be running.
class Users {
public:
    Users(const Settings& settings, IfMissing missing)
        : database_(openDatabase(settings.database, missing)), hasher_(settings.accounts.hashes) {
        migrateCore(*database_.openWriter(), clock_.now());
        ids_ = std::make_unique<OfflineIds>(database_, clock_);
        people_ = std::make_unique<accounts::People>(database_, clock_, **ids_, hasher_);
    }

    [[nodiscard]] accounts::People& operator*() const noexcept { return *people_; }

private:
    base::SystemClock clock_;
    storage::Database database_;
    accounts::PasswordHasher hasher_;
    std::unique_ptr<OfflineIds> ids_;
    std::unique_ptr<accounts::People> people_;
};

struct Wanted {
    std::string email;
    std::string name;
    std::string role;
};

/// The option that a member of a new person comes from; the password comes from none.
std::string optionOf(std::string_view pointer) {
    if (pointer == "/password") return "the password";
    return "--" + std::string(pointer.substr(1));
}

void requireGoodUse(const accounts::NewPerson& person) {
    try {
        accounts::requireMakeable(person);
    } catch (const base::Error& error) {
        auto violations = error.violations();
        for (auto& each : violations) each.pointer = optionOf(each.pointer);
        throw WrongUse(error.code(), "the person can't be made like that", std::move(violations));
    }
}

void create(const Invocation& called, const Wanted& wanted) {
    const auto settings = called.settings();
    accounts::NewPerson person{.email = wanted.email, .name = wanted.name};
    person.role = storage::kRoles.find(wanted.role).value();
    person.password = askPassword(called.err);
    requireGoodUse(person);
    const auto path = storage::parseDatabaseUrl(settings.database.url).path;
    const bool isNew = !path.empty() && !std::filesystem::exists(path);
    const Users users(settings, IfMissing::Create);
    called.out << (*users).create(person).id.text() << '\n';
    if (isNew) called.err << "kith: there was no database file " << path << ", so one was made\n";
}

void list(const Invocation& called) {
    const Users users(called.settings(), IfMissing::Refuse);
    for (const auto& account : (*users).list()) {
        called.out << account.id.text() << '\t' << storage::kRoles.of(account.role) << '\t' << account.email
                   << '\t' << account.name << '\t' << base::formatRfc3339(account.createdAt);
        if (account.disabled) called.out << "\tdisabled";
        called.out << '\n';
    }
}

void setPassword(const Invocation& called, const std::string& email) {
    const Users users(called.settings(), IfMissing::Refuse);
    const auto account = (*users).findByEmail(email);
    if (!account) throw base::Error(base::ErrorCode::NotFound, "nobody has the address '" + email + "'");
    auto password = askPassword(called.err);
    if (const auto why = accounts::whyNoPassword(password, "the password"))
        throw WrongUse(base::ErrorCode::InvalidInput, "the password can't be that", {*why});
    static_cast<void>((*users).change(account->id, {.password = std::move(password)}));
    called.out << "changed; a running server ends the sessions of the person within seconds\n";
}

void declareCreate(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto wanted = std::make_shared<Wanted>();
    auto& command = addCommand(
        parent, invocation, "create",
        "Make somebody who can sign in, and print their id; the password is asked for, or read from "
        "standard input",
        "kith user create --email ann@example.org --name Ann --role administrator");
    command.add_option("--email", wanted->email, "What the person signs in with")
        ->required()
        ->type_name("ADDRESS");
    command.add_option("--name", wanted->name, "What their work stands under")
        ->required()
        ->type_name("NAME");
    command
        .add_option("--role", wanted->role,
                    "viewer (reads), editor (writes too) or administrator (everything)")
        ->required()
        ->type_name("ROLE")
        ->check(oneOf({"viewer", "editor", "administrator"}));
    command.callback(
        [&chosen, wanted] { chosen = [wanted](const Invocation& called) { create(called, *wanted); }; });
}

void declarePassword(CLI::App& parent, Invocation& invocation, Command& chosen) {
    const auto email = std::make_shared<std::string>();
    auto& command = addCommand(
        parent, invocation, "password",
        "Give somebody another password, which is asked for, or read from standard input; their sessions end",
        "kith user password --email ann@example.org");
    command.add_option("--email", *email, "Whose")->required()->type_name("ADDRESS");
    command.callback(
        [&chosen, email] { chosen = [email](const Invocation& called) { setPassword(called, *email); }; });
}

}  // namespace

void declareUser(CLI::App& parent, Invocation& invocation, Command& chosen) {
    auto& user = *parent.add_subcommand("user", "People who sign in");
    declareCreate(user, invocation, chosen);
    addCommand(user, invocation, "list", "Show everybody by id, role, address, name and date",
               "kith user list")
        .callback([&chosen] { chosen = list; });
    declarePassword(user, invocation, chosen);
}

}  // namespace kith::app
