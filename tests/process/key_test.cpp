// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/process/program.hpp"

using kith::test::kFailed;
using kith::test::kWrongUse;
using kith::test::runKith;

namespace {

/// A SQLite database of a test's own, as an argument.
struct OwnDatabase {
    OwnDatabase() { REQUIRE(runKith(with({"migrate"})).code == 0); }

    kith::test::TemporaryFolder folder;

    [[nodiscard]] std::vector<std::string> with(std::vector<std::string> words) const {
        words.insert(words.end(), {"--set", "database.url=sqlite:" + (folder.path() / "kith.db").string()});
        return words;
    }
};

std::size_t linesOf(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("a key without a name or with an unknown right is wrong use", "[process]") {
    const OwnDatabase database;
    CHECK(runKith(database.with({"key", "create", "--right", "read"})).code == kWrongUse);
    CHECK(runKith(database.with({"key", "create", "--name", "shop"})).code == kWrongUse);
    CHECK(runKith(database.with({"key", "create", "--name", "shop", "--right", "root"})).code == kWrongUse);
    CHECK(runKith(database.with({"key", "revoke"})).code == kWrongUse);
    CHECK(runKith(database.with({"key", "create", "--name", "", "--right", "read"})).code == kWrongUse);
    CHECK(runKith(database.with({"key", "list"})).out.empty());
}

TEST_CASE("what only public keys have is refused for others, and no key is made", "[process]") {
    const OwnDatabase database;
    const auto create = [&](const std::string& option, const std::string& value) {
        return runKith(database.with({"key", "create", "--name", "shop", "--right", "write", option, value}));
    };
    const auto origin = create("--origin", "https://a.example");
    CHECK(origin.code == kWrongUse);
    CHECK(origin.out.empty());
    CHECK(origin.err.find("--origin: Only public keys have origins.") != std::string::npos);
    const auto rate = create("--rate-per-minute", "5");
    CHECK(rate.code == kWrongUse);
    CHECK(rate.err.find("--rate-per-minute: Only public keys have a rate.") != std::string::npos);
    CHECK(runKith(database.with({"key", "list"})).out.empty());
}

TEST_CASE("a strict key is listed as one, and one that writes nothing is not strict", "[process]") {
    const OwnDatabase database;
    const auto create = [&](const std::string& right) {
        return runKith(database.with({"key", "create", "--name", "shop", "--right", right, "--strict"}));
    };
    const auto refused = create("read");
    CHECK(refused.code == kWrongUse);
    CHECK(refused.err.find("--strict: A key that writes nothing is not strict.") != std::string::npos);
    REQUIRE(create("write").code == 0);
    CHECK(runKith(database.with({"key", "list"})).out.ends_with("\tstrict\n"));
}

TEST_CASE("a key is printed alone, listed without its secret, and revoked once", "[process]") {
    const OwnDatabase database;
    const auto created = runKith(database.with({"key", "create", "--name", "shop", "--right", "write"}));
    REQUIRE(created.code == 0);
    CHECK(linesOf(created.out) == 1);
    CHECK(created.out.starts_with("kith_"));
    const auto secret = created.out.substr(0, created.out.size() - 1);
    const auto other =
        runKith(database.with({"key", "create", "--name", "site", "--right", "public", "--origin",
                               "https://a.example", "--origin", "https://b.example"}));
    CHECK(other.code == 0);
    CHECK(other.out != created.out);

    const auto listed = runKith(database.with({"key", "list"}));
    CHECK(linesOf(listed.out) == 2);
    CHECK(listed.out.find("\twrite\tshop\t") != std::string::npos);
    CHECK(listed.out.find(secret) == std::string::npos);

    const auto id = listed.out.substr(0, listed.out.find('\t'));
    CHECK(runKith(database.with({"key", "revoke", id})).code == 0);
    CHECK(runKith(database.with({"key", "revoke", id})).code == kFailed);
    CHECK(runKith(database.with({"key", "revoke", "0000000000001"})).code == kFailed);
    CHECK(runKith(database.with({"key", "list"})).out.find("revoked") != std::string::npos);
}

TEST_CASE("the first key may come before the first start, which then is said to have made the database",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = (folder.path() / "kith.db").string();
    const std::vector<std::string> words{"key",     "create", "--name", "shop",
                                         "--right", "write",  "--set",  "database.url=sqlite:" + file};
    const auto first = runKith(words);
    CHECK(first.code == 0);
    CHECK(first.err == "kith: there was no database file " + file + ", so one was made\n");
    CHECK(first.out.find('\n') == first.out.size() - 1);
    CHECK(runKith(words).err.empty());
}

TEST_CASE("keys are looked for in a database that is there: a misspelt path is refused, and nothing is made",
          "[process]") {
    const kith::test::TemporaryFolder folder;
    const auto file = (folder.path() / "kiht.db").string();
    for (auto words :
         std::vector<std::vector<std::string>>{{"key", "list"}, {"key", "revoke", "01JD3W5V9Z8Q1"}}) {
        words.insert(words.end(), {"--set", "database.url=sqlite:" + file});
        const auto ended = runKith(words);
        CAPTURE(words);
        CHECK(ended.code == kFailed);
        CHECK(ended.out.empty());
        CHECK(ended.err ==
              "kith: there is no database file " + file + "; `kith serve` and `kith migrate` make one\n");
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a database that can't be reached is a failure that says why, without its password", "[process]") {
    const auto ended =
        runKith({"key", "list", "--set", "database.url=postgresql://kith:hunter2@127.0.0.1:1/kith"});
    CHECK(ended.code == kFailed);
    CHECK(ended.err.find("\"127.0.0.1\", port 1 failed: Connection refused") != std::string::npos);
    CHECK(ended.err.find("hunter2") == std::string::npos);
    const kith::test::TemporaryFolder folder;
    const auto text = folder.write("notes.txt", std::string(4'096, 'x'));
    const auto wrong = runKith({"key", "list", "--set", "database.url=sqlite:" + text.string()});
    CHECK(wrong.code == kFailed);
    CHECK(wrong.err.find("notes.txt") != std::string::npos);
    CHECK(wrong.err.find("not a database") != std::string::npos);
    CHECK(runKith({"key", "list", "--set", "database.url=sqlite:/nonexistent/folder/kith.db"}).code ==
          kFailed);
}

TEST_CASE("a backup is a database of its own, and never takes the place of a file", "[process]") {
    const OwnDatabase database;
    REQUIRE(runKith(database.with({"key", "create", "--name", "shop", "--right", "write"})).code == 0);
    const auto copy = (database.folder.path() / "copy.db").string();
    REQUIRE(runKith(database.with({"backup", copy})).code == 0);
    CHECK(runKith(database.with({"backup", copy})).code == kFailed);
    CHECK(runKith(database.with({"backup", "/nonexistent/folder/copy.db"})).code == kFailed);
    CHECK(std::filesystem::status(copy).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    const auto listed = runKith({"key", "list", "--set", "database.url=sqlite:" + copy});
    CHECK(listed.out.find("\twrite\tshop\t") != std::string::npos);
}

TEST_CASE("the identity secret of a public key is shown alone, the same each time, and of no other key",
          "[process]") {
    const OwnDatabase database;
    for (const auto& right : {"public", "write", "public"})
        REQUIRE(runKith(database.with({"key", "create", "--name", "site", "--right", right})).code == 0);
    const auto listed = runKith(database.with({"key", "list"})).out;
    std::vector<std::string> ids;
    for (std::size_t at = 0; at < listed.size(); at = listed.find('\n', at) + 1)
        ids.push_back(listed.substr(at, listed.find('\t', at) - at));
    REQUIRE(ids.size() == 3);
    const auto secretOf = [&](const std::string& id) {
        return runKith(database.with({"key", "identity-secret", id}));
    };
    const auto first = secretOf(ids[0]);
    CHECK(first.code == 0);
    CHECK(first.out.starts_with("kith_identity_"));
    CHECK(linesOf(first.out) == 1);
    CHECK(secretOf(ids[0]).out == first.out);
    CHECK(secretOf(ids[2]).out != first.out);
    for (const auto& id : {ids[1], std::string("01JD3W5V9Z8Q1"), std::string("x")}) {
        const auto refused = secretOf(id);
        CHECK(refused.code == kFailed);
        CHECK(refused.out.empty());
    }
    REQUIRE(runKith(database.with({"key", "revoke", ids[0]})).code == 0);
    CHECK(secretOf(ids[0]).code == kFailed);
    CHECK(runKith(database.with({"key", "identity-secret"})).code == kWrongUse);
}
