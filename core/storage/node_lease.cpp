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

#include "core/base/id.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;

class FileLease final : public NodeLease {
public:
    explicit FileLease(const std::string& path)
        : file_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
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
    ~FileLease() override { ::close(file_); }
    FileLease(const FileLease&) = delete;
    FileLease& operator=(const FileLease&) = delete;

    [[nodiscard]] unsigned node() const noexcept override { return 0; }
    [[nodiscard]] unsigned renew() override { return 0; }

private:
    int file_;
};

class AdvisoryLease final : public NodeLease {
public:
    explicit AdvisoryLease(std::unique_ptr<Session> session)
        : session_(std::move(session)), node_(lockAny()) {}

    [[nodiscard]] unsigned node() const noexcept override { return node_; }

    [[nodiscard]] unsigned renew() override {
        const std::scoped_lock lock(mutex_);
        if (isHeld()) return node_;
        session_->repair();
        const unsigned before = node_;
        node_ = tryLock(before) ? before : lockAny();
        return node_;
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
    if (database.engine() == Engine::Sqlite) return std::make_unique<FileLease>(database.path() + ".lock");
    return std::make_unique<AdvisoryLease>(database.openWriter());
}

}  // namespace kith::storage
