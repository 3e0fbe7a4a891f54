// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/log.hpp"
#include "core/storage/account_sessions.hpp"
#include "core/storage/audit_log.hpp"

namespace kith::storage {
class Database;
}

namespace kith::accounts {

/// Writes down what people do and that their sessions are used, on a thread of its own: what comes together
/// is committed together, and who only reads waits for nothing. Thread-safe.
class Journal {
public:
    /// Both outlive this.
    Journal(storage::Database& database, base::Log& log);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Returns once it is durably written; false if it could not be.
    [[nodiscard]] bool record(storage::AuditEntry entry);
    /// Returns at once. Of several uses of a session the last one counts.
    void note(const storage::SessionUse& use);
    /// Writes what waits, and ends the thread. Nothing is recorded from then on. Safe to call twice.
    void stop();

private:
    struct Waiting {
        storage::AuditEntry entry;
        std::promise<bool> written;
    };

    void run(const std::stop_token& stop);
    void write(std::vector<Waiting>& waiting);
    void write(const std::map<base::SessionId, storage::SessionUse>& uses);
    template <class Work>
    [[nodiscard]] bool attempt(Work work);

    storage::Database& database_;
    base::Log& log_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool stopped_ = false;  ///< Guarded by mutex_, as the next two.
    std::vector<Waiting> waiting_;
    /// In their order, in which everybody locks them.
    std::map<base::SessionId, storage::SessionUse> uses_;
    std::jthread thread_;  ///< Ends before what it uses.
};

}  // namespace kith::accounts
