// SPDX-License-Identifier: Apache-2.0
#include "core/storage/node_lease.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "core/storage/id_room.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;

class FileLease final : public NodeLease {
public:
    explicit FileLease(const Database& database) : FileLease(database, database.path() + ".lock") {}
    ~FileLease() override { ::close(file_); }
    FileLease(const FileLease&) = delete;
    FileLease& operator=(const FileLease&) = delete;

    [[nodiscard]] unsigned node() const noexcept override { return 0; }
    void renew(base::IdGenerator& ids, base::Time now) override {
        const std::scoped_lock lock(mutex_);
        if (!session_) session_ = database_.openWriter();
        giveRoom(*session_, node(), ids, now);
    }

private:
    FileLease(const Database& database, const std::string& path)
        : database_(database), file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
        if (file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
        const auto failure = errno;
        if (file_ >= 0) ::close(file_);
        if (failure == EWOULDBLOCK) {
            throw Error(ErrorCode::Storage,
                        "Another kith process serves this database file; stop it first, or choose another "
                        "database.url.");
        }
        throw Error(ErrorCode::Storage, "The lock file " + path + " can't be opened.",
                    std::error_code(failure, std::generic_category()).message());
    }

    const Database& database_;
    int file_;
    std::mutex mutex_;
    std::unique_ptr<Session> session_;  ///< Guarded by mutex_.
};

class AdvisoryLease final : public NodeLease {
public:
    explicit AdvisoryLease(std::unique_ptr<Session> session)
        : session_(std::move(session)), node_(lockAny()) {}

    [[nodiscard]] unsigned node() const noexcept override { return node_; }

    void renew(base::IdGenerator& ids, base::Time now) override {
        const std::scoped_lock lock(mutex_);
        if (!isHeld()) {
            session_->repair();
            const unsigned before = node_;
            node_ = tryLock(before) ? before : lockAny();
        }
        giveRoom(*session_, node_, ids, now);
    }

private:
    // What ends a connection is heard at once, mostly; what is lost on the way only by asking.
    [[nodiscard]] bool isHeld() {
        constexpr std::chrono::seconds kTrusted{30};
        const auto now = std::chrono::steady_clock::now();
        if (session_->isQuiet() && now - asked_ < kTrusted) return true;
        if (!isConnected()) return false;
        asked_ = now;
        return true;
    }

    [[nodiscard]] bool isConnected() {
        try {
            return session_->first<std::int64_t>("SELECT CAST(1 AS bigint)").has_value();
        } catch (const Error&) {
            if (session_->lastFault().kind == Fault::Kind::Lost) return false;
            throw;
        }
    }

    [[nodiscard]] bool tryLock(unsigned node) {
        const auto locked = session_->first<std::int64_t>(
            "SELECT CAST(CAST(pg_try_advisory_lock(hashtext('kith node'), CAST(:node AS integer)) AS integer)"
            " AS bigint)",
            std::int64_t{node});
        return locked && std::get<0>(*locked) == 1;
    }

    [[nodiscard]] unsigned lockAny() {
        for (unsigned node = 0; node <= base::IdGenerator::kMaxNode; ++node) {
            if (tryLock(node)) return node;
        }
        throw Error(ErrorCode::Storage, "Too many kith processes use this database.");
    }

    std::unique_ptr<Session> session_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point asked_{};  ///< When the server last answered; guarded by mutex_.
    std::atomic<unsigned> node_;
};

}  // namespace

std::unique_ptr<NodeLease> NodeLease::take(const Database& database) {
    if (database.engine() == Engine::Sqlite) return std::make_unique<FileLease>(database);
    return std::make_unique<AdvisoryLease>(database.openWriter());
}

}  // namespace kith::storage
