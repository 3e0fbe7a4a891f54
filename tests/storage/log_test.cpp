// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <stop_token>
#include <thread>

#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
using test::TestDatabase;

namespace {

constexpr std::int64_t kMiB = std::int64_t{1} << 20U;

/// A SQLite database whose log may have one MiB, with somebody who writes.
struct Logged {
    explicit Logged(std::chrono::milliseconds busyTimeout) : database(settings(busyTimeout)) {
        writer->runOnce("CREATE TABLE thing (content blob)");
    }

    /// Writes half a MiB in a transaction; how long the log's file is then.
    std::int64_t write() {
        Transaction transaction(*writer);
        writer->runOnce("INSERT INTO thing (content) VALUES (randomblob(524288))");
        transaction.commit();
        return static_cast<std::int64_t>(std::filesystem::file_size(database.path() + "-wal"));
    }
    std::int64_t writeMuch() {
        std::int64_t longest = 0;
        for (int i = 0; i < 24; ++i) longest = std::max(longest, write());
        return longest;
    }

    TestDatabase fresh{Engine::Sqlite};
    Database database;
    std::unique_ptr<Session> writer = database.openWriter();

private:
    [[nodiscard]] DatabaseSettings settings(std::chrono::milliseconds busyTimeout) const {
        auto settings = fresh.settings();
        settings.logLimit = kMiB;
        settings.busyTimeout = busyTimeout;
        return settings;
    }
};

std::unique_ptr<ReadLease> reading(Database& database) {
    auto lease = std::make_unique<ReadLease>(database.read());
    (void)(*lease)->first<std::int64_t>("SELECT count(*) FROM thing");
    return lease;
}

}  // namespace

TEST_CASE("the log stays short while readers overlap", "[storage]") {
    Logged on(std::chrono::seconds{10});
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back([&on](const std::stop_token& over) {
            // The next one begins before the last one ends, so that never nobody reads.
            auto held = reading(on.database);
            while (!over.stop_requested()) held = reading(on.database);
        });
    }
    CHECK(on.writeMuch() < 8 * kMiB);
}

TEST_CASE("a reader who stays stops nobody from writing, and after him the log is short again", "[storage]") {
    Logged on(std::chrono::milliseconds{20});
    auto held = reading(on.database);
    CHECK(on.writeMuch() > 8 * kMiB);
    held.reset();
    (void)on.writeMuch();
    CHECK(on.write() < 2 * kMiB);
}
