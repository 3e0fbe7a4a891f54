// SPDX-License-Identifier: Apache-2.0
#include "core/storage/key_store.hpp"

#include "core/base/error.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/manual_clock.hpp"

using namespace kith;
using namespace kith::storage;
using base::Error;
using test::eachEngine;
using test::ManualClock;
using test::MigratedDatabase;

namespace {

/// One process: its own clock readings, ids and cache over a shared database.
struct Program {
    Program(Database& database, const ManualClock& clock, unsigned node, KeyStoreSettings settings = {})
        : ids(clock, node), keys(database, clock, ids, settings) {}
    base::IdGenerator ids;
    KeyStore keys;
};

const base::Time kStart = base::fromMillis(1'795'000'000'000);

}  // namespace

TEST_CASE("a key out of bounds is not made", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto refused = [&](const NewApiKey& wanted, const char* pointer) {
        try {
            static_cast<void>(program.keys.create(wanted));
        } catch (const Error& error) {
            return error.code() == base::ErrorCode::InvalidInput && error.violations().size() == 1 &&
                   error.violations().front().pointer == pointer;
        }
        return false;
    };
    CHECK(refused({.name = ""}, "/name"));
    CHECK(refused({.name = std::string(101, 'a')}, "/name"));
    NewApiKey site{.name = "a", .right = KeyRight::Public};
    site.origins = std::vector<std::string>(51, "https://a.example");
    CHECK(refused(site, "/origins"));
    site.origins = {std::string(201, 'a')};
    CHECK(refused(site, "/origins/0"));
    site.origins.clear();
    for (const std::int64_t rate : {0, 1'000'001}) {
        site.ratePerMinute = rate;
        CHECK(refused(site, "/rate_per_minute"));
    }
    CHECK(refused({.name = "a", .origins = {"https://a.example"}}, "/origins"));
    CHECK(refused({.name = "a", .ratePerMinute = 5}, "/rate_per_minute"));
    CHECK(refused({.name = "a", .right = KeyRight::Read, .strict = true}, "/strict"));
    CHECK(program.keys.list().empty());
}

TEST_CASE("a strict key is known as one wherever it is found", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto issued = program.keys.create({.name = "shop", .right = KeyRight::Write, .strict = true});
    CHECK(issued.key.strict);
    CHECK(program.keys.authenticate(issued.secret)->strict);
    REQUIRE(program.keys.list().size() == 1);
    CHECK(program.keys.list().front().strict);
    const NewApiKey wanted{.name = "shop", .right = KeyRight::Write};
    const auto plain = program.keys.createOnce(wanted, "a secret seed");
    CHECK_FALSE(plain.key.strict);
    auto other = wanted;
    other.strict = true;
    CHECK_THROWS_AS(program.keys.createOnce(other, "a secret seed"), Error);
}

TEST_CASE("a secret that was never issued authenticates nobody", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto issued = program.keys.create({.name = "shop", .right = KeyRight::Write});
    auto wrong = issued.secret;
    wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
    for (const std::string& secret :
         {std::string{}, std::string{"kith_"}, wrong, issued.secret + "A", issued.secret.substr(5),
          "kith_" + std::string(10'000, 'A'), std::string{"kith_'; DROP TABLE api_key; --"}}) {
        CHECK(program.keys.authenticate(secret) == nullptr);
    }
}

TEST_CASE("an issued key authenticates with what it was made with, and its secret is stored nowhere",
          "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto issued = program.keys.create({.name = "site \"1\"",
                                             .right = KeyRight::Public,
                                             .origins = {"https://a.example", "https://b.example"},
                                             .ratePerMinute = 60});
    CHECK(issued.secret.starts_with("kith_"));
    CHECK(issued.secret.size() >= 37);
    CHECK(issued.secret != program.keys.create({.name = "other"}).secret);

    const auto key = program.keys.authenticate(issued.secret);
    REQUIRE(key != nullptr);
    CHECK(key->id == issued.key.id);
    CHECK(key->name == "site \"1\"");
    CHECK(key->right == KeyRight::Public);
    CHECK(key->origins == std::vector<std::string>{"https://a.example", "https://b.example"});
    CHECK(key->ratePerMinute == 60);
    CHECK(key->createdAt == kStart);
    CHECK(program.keys.authenticate(issued.secret) == key);

    const auto session = database->read();
    session->each<std::string, std::string>(
        "SELECT hash, name FROM api_key", [&](const std::string& hash, const std::string& name) {
            CHECK(hash.find(issued.secret.substr(5)) == std::string::npos);
            CHECK(name.find("kith_") == std::string::npos);
        });
}

TEST_CASE("keys are listed in the order in which they were made, revoked ones too", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto first = program.keys.create({.name = "first", .right = KeyRight::Admin});
    clock.advance(std::chrono::seconds{1});
    const auto second = program.keys.create({.name = "second"});
    CHECK(program.keys.revoke(first.key.id));
    const auto listed = program.keys.list();
    REQUIRE(listed.size() == 2);
    CHECK(listed[0].name == "first");
    CHECK(listed[0].right == KeyRight::Admin);
    CHECK(listed[0].revokedAt == clock.now());
    CHECK(listed[1].id == second.key.id);
    CHECK_FALSE(listed[1].revokedAt);
}

TEST_CASE("a revoked key is refused at once here and after the cache's time elsewhere", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program here(*database, clock, 1);
    Program elsewhere(*database, clock, 2);
    const auto issued = here.keys.create({.name = "shop"});
    REQUIRE(here.keys.authenticate(issued.secret) != nullptr);
    REQUIRE(elsewhere.keys.authenticate(issued.secret) != nullptr);

    CHECK_FALSE(here.keys.revoke(base::KeyId{1}));
    CHECK(here.keys.revoke(issued.key.id));
    CHECK_FALSE(here.keys.revoke(issued.key.id));
    CHECK(here.keys.authenticate(issued.secret) == nullptr);

    clock.advance(KeyStoreSettings{}.cacheFor);
    CHECK(elsewhere.keys.authenticate(issued.secret) == nullptr);
}

TEST_CASE("a key made by another program while this one runs is found", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program server(*database, clock, 1);
    CHECK(server.keys.authenticate("kith_not_yet") == nullptr);
    Program commandLine(*database, clock, 2);
    const auto issued = commandLine.keys.create({.name = "shop"});
    CHECK(server.keys.authenticate(issued.secret) != nullptr);
}

TEST_CASE("a secret that is nobody's is searched once in the cache's time, and one that was valid is free",
          "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    int searches = 0;
    const auto authenticate = [&](const std::string& secret) {
        return program.keys.authenticate(secret, [&] { ++searches; }) != nullptr;
    };
    for (int i = 0; i < 3; ++i) CHECK_FALSE(authenticate("kith_wrong"));
    CHECK(searches == 1);
    CHECK_FALSE(authenticate("no key at all"));
    CHECK(searches == 1);
    clock.advance(KeyStoreSettings{}.cacheFor);
    CHECK_FALSE(authenticate("kith_wrong"));
    CHECK(searches == 2);

    const auto issued = program.keys.create({.name = "shop"});
    CHECK(authenticate(issued.secret));
    CHECK(searches == 3);
    clock.advance(KeyStoreSettings{}.cacheFor);
    CHECK(authenticate(issued.secret));
    CHECK(searches == 3);
    CHECK(program.keys.revoke(issued.key.id));
    for (int i = 0; i < 2; ++i) CHECK_FALSE(authenticate(issued.secret));
    CHECK(searches == 4);
}

TEST_CASE("a search that is not allowed ends before the database is asked", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    const auto issued = program.keys.create({.name = "shop"});
    const auto forbid = [] { throw Error(base::ErrorCode::RateLimited, "Too many."); };
    CHECK_THROWS_AS(program.keys.authenticate(issued.secret, forbid), Error);
    CHECK(program.keys.authenticate(issued.secret) != nullptr);
    CHECK(program.keys.authenticate(issued.secret, forbid) != nullptr);
}

TEST_CASE("a key works at once although its secret was tried before it was made", "[storage]") {
    const auto engine = eachEngine();
    MigratedDatabase database(engine);
    ManualClock clock(kStart);
    std::string secret;
    {
        MigratedDatabase elsewhere(engine);
        Program other(*elsewhere, clock, 2);
        secret = other.keys.createOnce({.name = "shop"}, "a seed").secret;
    }
    Program program(*database, clock, 1);
    CHECK(program.keys.authenticate(secret) == nullptr);
    CHECK(program.keys.createOnce({.name = "shop"}, "a seed").secret == secret);
    CHECK(program.keys.authenticate(secret) != nullptr);
}

TEST_CASE("a full cache of keys still authenticates", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1, {.cacheFor = std::chrono::seconds{3}, .cacheSize = 2});
    for (int i = 0; i < 5; ++i) {
        const auto issued = program.keys.create({.name = "key"});
        CHECK(program.keys.authenticate("kith_" + std::to_string(i)) == nullptr);
        CHECK(program.keys.authenticate(issued.secret) != nullptr);
        CHECK(program.keys.authenticate(issued.secret) != nullptr);
    }
}

TEST_CASE("one seed makes one key, whoever asks again and however often", "[storage]") {
    MigratedDatabase database(eachEngine());
    ManualClock clock(kStart);
    Program program(*database, clock, 1);
    Program other(*database, clock, 2);
    const NewApiKey wanted{.name = "shop", .right = KeyRight::Write};
    const auto failsWith = [&](const NewApiKey& asked, const char* seed) {
        try {
            static_cast<void>(program.keys.createOnce(asked, seed));
        } catch (const Error& error) {
            return error.code();
        }
        return base::ErrorCode::Internal;
    };
    const auto first = program.keys.createOnce(wanted, "secret\n1");
    const auto again = other.keys.createOnce(wanted, "secret\n1");
    CHECK(again.secret == first.secret);
    CHECK(again.key.id == first.key.id);
    CHECK(program.keys.createOnce(wanted, "secret\n2").secret != first.secret);
    CHECK(program.keys.list().size() == 2);
    CHECK(failsWith({.name = "shop", .right = KeyRight::Admin}, "secret\n1") == base::ErrorCode::IdReused);
    CHECK(program.keys.revoke(first.key.id));
    CHECK(failsWith(wanted, "secret\n1") == base::ErrorCode::Conflict);
    CHECK(program.keys.authenticate(first.secret) == nullptr);
}
