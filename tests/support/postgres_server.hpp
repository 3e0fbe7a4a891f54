// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>

#include <sys/types.h>

namespace kith::test {

/// A private PostgreSQL server in a temporary folder, on a Unix socket and a free loopback port. It is
/// stopped and its folder removed when this process ends, however it ends. Thread-safe.
class PostgresServer {
public:
    /// The one of this process; started by the first call. Throws std::runtime_error if it can't be.
    [[nodiscard]] static PostgresServer& instance();

    /// The URL of a new, empty database. Its language is Turkish, whose order and capitals are not those of
    /// bytes: a statement that leaves them to the database does not do the same as on SQLite.
    [[nodiscard]] std::string createDatabase();
    /// The URL of a new, empty database in another encoding than UTF-8, such as LATIN1.
    [[nodiscard]] std::string createDatabaseIn(const std::string& encoding);
    /// Ends every connection to a database made by createDatabase, as a crash of the server would.
    void disconnectAll(const std::string& url);
    /// Takes a database made by createDatabase away from whoever uses it.
    void dropDatabase(const std::string& url);

    /// Kills the server, as a crash would, and starts it again; returns when it answers.
    void restart();

    /// From now on commits reach the disk, as they do in use; for measuring.
    void syncToDisk();

    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

private:
    PostgresServer();
    [[nodiscard]] std::string url(const std::string& database) const;
    /// When the server was started; empty while it does not answer.
    [[nodiscard]] std::string lastStart() const;
    /// Waits until it answers, having been started at another time than that.
    void awaitStart(const std::string& before) const;

    std::string folder_;
    int port_ = -1;      ///< A socket that keeps the port for the server.
    int lifeline_ = -1;  ///< While this end of the pipe is open, the server's keeper lets it run.
    pid_t keeper_ = -1;
    std::atomic<int> databases_{0};
};

}  // namespace kith::test
