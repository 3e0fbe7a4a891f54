// SPDX-License-Identifier: Apache-2.0
// SQLite files as they are on the disk.
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "core/base/error.hpp"
#include "core/storage/sqlite_file.hpp"
#include "core/storage/sqlite_session.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using namespace kith::storage;
namespace fs = std::filesystem;

namespace {

const std::string kMark = "qzxjvk";

struct Format {
    int pageSize = 4'096;
    std::string journal = "WAL";
    int autoVacuum = 0;
    int reserved = 0;  ///< Bytes at the end of each page.
};

/// Two tables and an index with rows of all lengths, which change again and again, and what should be in
/// them. `options` are those of SQLite's names of files.
class Changing {
public:
    Changing(fs::path file, const Format& format, const std::string& options = "")
        : file_(std::move(file)), options_(options), takesBack_(format.journal == "WAL") {
        auto sql = open();
        setReserved(*sql, format.reserved);
        *sql << "PRAGMA page_size = " + std::to_string(format.pageSize);
        *sql << "PRAGMA auto_vacuum = " + std::to_string(format.autoVacuum);
        *sql << "PRAGMA journal_mode = " + format.journal;
        *sql << "CREATE TABLE plain (id integer PRIMARY KEY, content text NOT NULL)";
        *sql << "CREATE INDEX plain_by_content ON plain (content)";
        *sql << "CREATE TABLE clustered (id text PRIMARY KEY, content text NOT NULL) WITHOUT ROWID";
    }

    [[nodiscard]] std::unique_ptr<soci::session> open() const {
        auto sql =
            std::make_unique<soci::session>(keepingSqlite(), "db=\"file:" + file_.string() + options_ + '"');
        *sql << "PRAGMA secure_delete = ON";
        *sql << "PRAGMA synchronous = OFF";
        // So few that pages are written before the end of a transaction, too.
        *sql << "PRAGMA cache_size = 10";
        return sql;
    }

    /// Transactions of many changes, some of which are taken back. (Where a journal serves to take back,
    /// pages that were free keep what such a transaction wrote. kith's files have a log.)
    void change(soci::session& sql, int transactions) {
        for (int i = 0; i < transactions; ++i) {
            const auto before = rows_;
            sql << "BEGIN IMMEDIATE";
            changeSome(sql);
            const bool back = takesBack_ && random_() % 5 == 0;
            if (back) rows_ = before;
            sql << (back ? "ROLLBACK" : "COMMIT");
        }
    }

    void changeSome(soci::session& sql) {
        constexpr int kChanges = 100;
        for (int i = 0; i < kChanges; ++i) put(sql, static_cast<int>(random_() % kRows));
    }

    void removeMarked(soci::session& sql) {
        for (auto at = rows_.begin(); at != rows_.end();) {
            if (!isMarked(at->first)) {
                ++at;
                continue;
            }
            remove(sql, at->first);
            at = rows_.erase(at);
        }
    }

    [[nodiscard]] bool isIntact() const {
        const auto sql = open();
        std::string verdict;
        *sql << "PRAGMA integrity_check", soci::into(verdict);
        INFO(verdict);
        CHECK(verdict == "ok");
        return verdict == "ok" && contentOf(*sql, "SELECT id, content FROM plain") == rows_ &&
               contentOf(*sql, "SELECT id, content FROM clustered") == rows_;
    }

    [[nodiscard]] const fs::path& file() const { return file_; }
    void moveTo(const fs::path& file) { file_ = file; }

private:
    static constexpr int kRows = 900;

    static bool isMarked(int id) { return id % 3 == 0; }

    static void setReserved(soci::session& sql, int reserved) {
        sqlite_api::sqlite3_file_control(sqliteConnectionOf(sql), "main", SQLITE_FCNTL_RESERVE_BYTES,
                                         &reserved);
    }

    static std::map<int, std::string> contentOf(soci::session& sql, const char* query) {
        std::map<int, std::string> rows;
        int id = 0;
        std::string content;
        soci::statement read = (sql.prepare << query, soci::into(id), soci::into(content));
        read.execute();
        while (read.fetch()) rows[id] = content;
        return rows;
    }

    /// Short ones, so that many stand in a page, and some that need pages of their own.
    std::string contentFor(int id) {
        const auto text = (isMarked(id) ? kMark : "other") + std::to_string(random_()) + '-';
        const std::size_t length = random_() % 20 == 0 ? random_() % 9'000 : random_() % 120;
        std::string content;
        do content += text;
        while (content.size() < length);
        return content;
    }

    void put(soci::session& sql, int id) {
        if (random_() % 3 == 0) {
            remove(sql, id);
            rows_.erase(id);
            return;
        }
        const auto& content = rows_[id] = contentFor(id);
        for (const auto* table : {"plain", "clustered"})
            sql << std::string("INSERT OR REPLACE INTO ") + table + " (id, content) VALUES (:id, :content)",
                soci::use(id), soci::use(content);
    }

    static void remove(soci::session& sql, int id) {
        for (const auto* table : {"plain", "clustered"})
            sql << std::string("DELETE FROM ") + table + " WHERE id = :id", soci::use(id);
    }

    fs::path file_;
    std::string options_;
    bool takesBack_;
    std::map<int, std::string> rows_;
    std::mt19937 random_{1};
};

/// The files of a folder that hold the mark.
std::vector<std::string> marked(const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        if (bytes.view().find(kMark) != std::string_view::npos) found.push_back(entry.path().filename());
    }
    return found;
}

void changeAndRemove(Changing& database) {
    const auto sql = database.open();
    database.change(*sql, 60);
    database.removeMarked(*sql);
}

}  // namespace

TEST_CASE("what was deleted stands nowhere in a SQLite file, and all else where it was", "[storage]") {
    const auto format =
        GENERATE(Format{}, Format{512}, Format{65'536}, Format{4'096, "DELETE"}, Format{512, "TRUNCATE"},
                 Format{4'096, "WAL", 0, 40}, Format{65'536, "DELETE", 0, 40});
    CAPTURE(format.pageSize, format.journal, format.reserved);
    const test::TemporaryFolder folder;
    Changing database(folder.path() / "a.db", format);
    changeAndRemove(database);
    CHECK(marked(folder.path()).empty());
    CHECK(database.isIntact());
    changeAndRemove(database);
    CHECK(marked(folder.path()).empty());
    CHECK(database.isIntact());
}

// If this fails, SQLite cleans its pages by itself, and core/storage/sqlite_pages.cpp is needless.
TEST_CASE("SQLite alone leaves what it moved in a file, and a copy made by kith has nothing of it",
          "[storage]") {
    const test::TemporaryFolder folder;
    Changing database(folder.path() / "a.db", {}, "?vfs=unix");
    changeAndRemove(database);
    CHECK(marked(folder.path()) == std::vector<std::string>{"a.db"});

    const test::TemporaryFolder other;
    const auto copy = other.path() / "b.db";
    soci::session(keepingSqlite(), "db=\"" + database.file().string() + '"')
        << "VACUUM INTO '" + copy.string() + '\'';
    CHECK(marked(other.path()).empty());
    database.moveTo(copy);
    CHECK(database.isIntact());
}

TEST_CASE("what a transaction wrote to a SQLite file that never ended is taken back", "[storage]") {
    const test::TemporaryFolder folder, other;
    Changing database(folder.path() / "a.db", {4'096, "DELETE"});
    const auto sql = database.open();
    database.change(*sql, 20);
    auto left = database;
    *sql << "BEGIN IMMEDIATE";
    for (int i = 0; i < 20; ++i) database.changeSome(*sql);
    // As a power failure leaves them.
    for (const auto& entry : fs::directory_iterator(folder.path()))
        fs::copy_file(entry.path(), other.path() / entry.path().filename());
    REQUIRE(fs::exists(other.path() / "a.db-journal"));
    *sql << "ROLLBACK";
    left.moveTo(other.path() / "a.db");
    CHECK(left.isIntact());
}

TEST_CASE("a SQLite file with auto_vacuum stays whole, and is not used", "[storage]") {
    const auto mode = GENERATE(1, 2);
    const test::TestDatabase fresh(Engine::Sqlite);
    const auto path = parseDatabaseUrl(fresh.url()).path;
    Changing database(path, {512, "WAL", mode});
    changeAndRemove(database);
    CHECK(database.isIntact());

    Database opened(fresh.settings());
    migrate(*opened.openWriter(), coreMigrations(Engine::Sqlite), base::Time{});
    CHECK_THROWS_WITH(requireUsable(path), Catch::Contains("auto_vacuum"));
}

TEST_CASE("a SQLite file is made without auto_vacuum", "[storage]") {
    test::MigratedDatabase database(Engine::Sqlite);
    CHECK(std::get<0>(*database->read()->first<std::int64_t>("PRAGMA auto_vacuum")) == 0);
    CHECK_NOTHROW(requireUsable(database->path()));
}
