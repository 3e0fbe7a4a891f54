// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <catch2/catch.hpp>

#include "core/storage/database.hpp"
#include "core/storage/migrate.hpp"
#include "tests/support/postgres_server.hpp"
#include "tests/support/temporary_folder.hpp"

namespace kith::test {

/// A fresh database of one engine: a SQLite file, or one of the private PostgreSQL server.
class TestDatabase {
public:
    explicit TestDatabase(storage::Engine engine)
        : url_(engine == storage::Engine::Sqlite ? "sqlite:" + (folder_.path() / "kith.db").string()
                                                 : PostgresServer::instance().createDatabase()) {}

    [[nodiscard]] const std::string& url() const noexcept { return url_; }
    [[nodiscard]] storage::DatabaseSettings settings() const {
        storage::DatabaseSettings settings;
        settings.url = url_;
        return settings;
    }

private:
    TemporaryFolder folder_;
    std::string url_;
};

/// The same with the core's tables.
class MigratedDatabase {
public:
    explicit MigratedDatabase(storage::Engine engine)
        : fresh_(engine), database_(std::in_place, fresh_.settings()) {
        storage::migrate(*database_->openWriter(), storage::coreMigrations(engine), base::Time{});
    }

    [[nodiscard]] storage::Database& operator*() noexcept { return *database_; }
    [[nodiscard]] storage::Database* operator->() noexcept { return &*database_; }
    [[nodiscard]] const std::string& url() const noexcept { return fresh_.url(); }

    /// Work that forks: SQLite's locks are of the process, so nothing may be open in one that does.
    template <class Work>
    auto whileClosed(Work work) {
        database_.reset();
        auto result = work();
        database_.emplace(fresh_.settings());
        return result;
    }

private:
    TestDatabase fresh_;
    std::optional<storage::Database> database_;
};

/// Runs the rest of a test case once per engine:
/// `const auto engine = eachEngine();`
inline storage::Engine eachEngine() {
    const auto engine = GENERATE(storage::Engine::Sqlite, storage::Engine::Postgresql);
    UNSCOPED_INFO("on " << storage::engineName(engine));
    return engine;
}

}  // namespace kith::test
