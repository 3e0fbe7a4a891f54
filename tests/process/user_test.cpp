// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/process/program.hpp"

using kith::test::Ended;
using kith::test::kFailed;
using kith::test::kWrongUse;
using kith::test::run;
using kith::test::runKith;

namespace {

const std::string kPassword = "correct horse battery";

/// Runs `kith` with this text as its standard input.
Ended runWith(const std::string& input, std::vector<std::string> words) {
    std::vector<std::string> shell{"/bin/sh", "-c", R"(printf '%s' "$INPUT" | "$0" "$@")", KITH_PROGRAM};
    shell.insert(shell.end(), words.begin(), words.end());
    return run(shell, {{"INPUT", input}});
}

/// A SQLite database of a test's own, and passwords that cost next to nothing.
struct Own {
    kith::test::TemporaryFolder folder;

    [[nodiscard]] std::vector<std::string> with(std::vector<std::string> words) const {
        words.insert(words.end(), {"--set", "database.url=sqlite:" + (folder.path() / "kith.db").string(),
                                   "--set", "sessions.hash_memory=8KiB", "--set", "sessions.hash_passes=1"});
        return words;
    }
    [[nodiscard]] Ended create(const std::string& email, const std::string& role,
                               const std::string& password = kPassword + '\n') const {
        return runWith(password, with({"user", "create", "--email", email, "--name", "Ann", "--role", role}));
    }
    [[nodiscard]] std::string list() const {
        const auto ended = runKith(with({"user", "list"}));
        CHECK(ended.code == 0);
        return ended.out;
    }
};

}  // namespace

TEST_CASE("somebody without an address, a name or a role, or with an unknown role, is wrong use",
          "[process]") {
    const Own own;
    REQUIRE(runKith(own.with({"migrate"})).code == 0);
    CHECK(runKith(own.with({"user", "create", "--name", "Ann", "--role", "viewer"})).code == kWrongUse);
    CHECK(runKith(own.with({"user", "create", "--email", "a@x.org", "--role", "viewer"})).code == kWrongUse);
    CHECK(runKith(own.with({"user", "create", "--email", "a@x.org", "--name", "Ann"})).code == kWrongUse);
    CHECK(own.create("a@x.org", "root").code == kWrongUse);
    const auto wrong = own.create("ann", "viewer", "short\n");
    CHECK(wrong.code == kWrongUse);
    CHECK(wrong.err.find("--email: must be an email address") != std::string::npos);
    CHECK(wrong.err.find("the password: must have at least 10 characters") != std::string::npos);
    CHECK(wrong.err.find("short") == std::string::npos);
    const auto none = own.create("ann@example.org", "viewer", "");
    CHECK(none.code == kFailed);
    CHECK(none.err == "kith: there is no password on standard input\n");
    CHECK(own.list().empty());
}

TEST_CASE("the first administrator is made with a password from standard input, once", "[process]") {
    const Own own;
    const auto made = own.create("ann@example.org", "administrator");
    REQUIRE(made.code == 0);
    CHECK(made.out.size() == 14);
    CHECK(made.err.find("so one was made") != std::string::npos);
    const auto listed = own.list();
    CHECK(listed.starts_with(made.out.substr(0, 13) + "\tadministrator\tann@example.org\tAnn\t"));
    CHECK(std::count(listed.begin(), listed.end(), '\n') == 1);
    CHECK((made.out + made.err + listed).find("horse") == std::string::npos);
    const auto again = own.create("Ann@Example.org", "viewer");
    CHECK(again.code == kFailed);
    CHECK(again.out.empty());
    CHECK(again.err.find("Somebody has that address already.") != std::string::npos);
    CHECK(own.create("ben@example.org", "viewer", kPassword).code == 0);
}

TEST_CASE("people are looked for in a database that is there", "[process]") {
    const Own own;
    CHECK(runKith(own.with({"user", "list"})).code == kFailed);
    CHECK(runWith(kPassword, own.with({"user", "password", "--email", "ann@example.org"})).code == kFailed);
    CHECK(std::filesystem::is_empty(own.folder.path()));
}

TEST_CASE("somebody is given another password", "[process]") {
    const Own own;
    REQUIRE(own.create("ann@example.org", "administrator").code == 0);
    const auto password = [&](const std::string& email, const std::string& input) {
        return runWith(input, own.with({"user", "password", "--email", email}));
    };
    CHECK(password("ben@example.org", kPassword).code == kFailed);
    CHECK(password("ann@example.org", "short").code == kWrongUse);
    CHECK(password("ann@example.org", "another horse battery\n").code == 0);
}
