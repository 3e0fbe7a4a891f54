// SPDX-License-Identifier: Apache-2.0
#include "core/storage/setting_store.hpp"

#include <set>
#include <thread>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/session.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
using test::eachEngine;
using test::MigratedDatabase;

TEST_CASE("a stored secret that can't be read is an error, and is not replaced", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    for (const char* value : {"", "00ff", "not hexadecimal",
                              "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00"}) {
        writer->execute(
            "INSERT INTO setting (name, value) VALUES ('key', :value)"
            " ON CONFLICT (name) DO UPDATE SET value = :value",
            std::string_view{value});
        CHECK_THROWS_AS(generatedSecret(*writer, "key"), base::Error);
        CHECK(readSetting(*writer, "key") == value);
    }
}

TEST_CASE("a secret is made once and differs by name", "[storage]") {
    MigratedDatabase database(eachEngine());
    const auto writer = database->openWriter();
    CHECK_FALSE(readSetting(*writer, "token_key"));
    const auto secret = generatedSecret(*writer, "token_key");
    CHECK(secret != Secret{});
    CHECK(generatedSecret(*writer, "token_key") == secret);
    CHECK(generatedSecret(*writer, "hash_key") != secret);
    CHECK(generatedSecret(*database->openWriter(), "token_key") == secret);
}

TEST_CASE("programs that ask for a new secret at once get the same one", "[storage]") {
    MigratedDatabase database(eachEngine());
    constexpr std::size_t kPrograms = 8;
    std::vector<Secret> secrets(kPrograms);
    {
        std::vector<std::jthread> programs;
        for (auto& secret : secrets) {
            programs.emplace_back([&] { secret = generatedSecret(*database->openWriter(), "token_key"); });
        }
    }
    CHECK(std::set<Secret>(secrets.begin(), secrets.end()).size() == 1);
}

TEST_CASE("programs that lock a setting at once change it one after the other", "[storage]") {
    MigratedDatabase database(eachEngine());
    {
        std::vector<std::jthread> programs;
        for (int i = 0; i < 8; ++i) {
            programs.emplace_back([&] {
                const auto writer = database->openWriter();
                Transaction transaction(*writer);
                writeSetting(*writer, "turns", lockSetting(*writer, "turns") + 'x');
                transaction.commit();
            });
        }
    }
    CHECK(readSetting(*database->read(), "turns") == "xxxxxxxx");
    CHECK(lockSetting(*database->openWriter(), "unknown").empty());
}
