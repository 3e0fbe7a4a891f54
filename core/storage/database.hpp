// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/base/blocking.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {

struct DatabaseSettings {
    std::string url;  ///< `sqlite:PATH` or `postgresql://…`. May hold a password: never logged.
    std::size_t readers = 8;
    std::chrono::milliseconds readWait{2'000};  ///< How long a reader waits for a session.
    std::chrono::milliseconds statementTimeout{30'000};
    std::chrono::milliseconds busyTimeout{10'000};
    std::chrono::seconds connectTimeout{10};  ///< PostgreSQL; a URL that says its own has its own.
    /// SQLite: how long the write-ahead log may become until writing waits for readers.
    std::int64_t logLimit = std::int64_t{64} << 20U;
};

/// What a database URL names.
struct DatabaseAddress {
    Engine engine;
    std::string path;  ///< Of a SQLite file, else empty.
};

/// Throws Error{Configuration} for any other text.
[[nodiscard]] DatabaseAddress parseDatabaseUrl(std::string_view url);

class Database;

/// A reading session for as long as this object lives; given back clean. Move-only.
class ReadLease {
public:
    ReadLease(ReadLease&& other) noexcept;
    ReadLease& operator=(ReadLease&&) = delete;
    ~ReadLease();

    [[nodiscard]] Session& operator*() const noexcept { return *session_; }
    [[nodiscard]] Session* operator->() const noexcept { return session_.get(); }

private:
    friend class Database;
    ReadLease(Database& database, std::unique_ptr<Session> session);

    Database* database_;
    std::unique_ptr<Session> session_;
    /// With a database on the network, most of a lease is waiting.
    base::Blocking waits_;
};

/// One database: a pool of reading sessions, and sessions for writers. Thread-safe; outlives its leases.
class Database {
public:
    /// Connects once, to know that it can. Creates a SQLite file that does not exist, readable by its owner
    /// only. Throws Error{Configuration} for a URL of neither form, Error{Storage} if it can't be reached,
    /// or is one of PostgreSQL that is not in UTF-8.
    explicit Database(DatabaseSettings settings);
    ~Database();

    [[nodiscard]] Engine engine() const noexcept { return dialect_.engine(); }
    [[nodiscard]] const Dialect& dialect() const noexcept { return dialect_; }
    /// The file of a SQLite database; empty for PostgreSQL.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Waits for a free reading session. Throws Error{Timeout} if none came free in time.
    [[nodiscard]] ReadLease read();
    /// Returns what `work(Session&)` makes of a reading session. Does the work once more, on a new
    /// connection, if the connection was lost: it only reads, and leaves nothing behind when it throws.
    template <class Work>
    std::invoke_result_t<Work&, Session&> read(Work work) {
        const auto lease = read();
        try {
            return work(*lease);
        } catch (const base::Error&) {
            if (lease->lastFault().kind != Fault::Kind::Lost) throw;
        }
        lease->repair();
        return work(*lease);
    }
    /// A connection of its own that may write.
    [[nodiscard]] std::unique_ptr<Session> openWriter() const;

private:
    friend class ReadLease;
    /// Until a session is idle or may be opened. Throws Error{Timeout}.
    void awaitSession(std::unique_lock<std::mutex>& lock);
    void giveBack(std::unique_ptr<Session> session) noexcept;

    DatabaseSettings settings_;
    const Dialect& dialect_;
    std::string path_;
    ConnectionSettings connection_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Session>> idle_;  ///< Guarded by mutex_.
    std::size_t open_ = 0;                        ///< Leased and idle ones; guarded by mutex_.
};

}  // namespace kith::storage
