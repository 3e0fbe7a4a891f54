// SPDX-License-Identifier: Apache-2.0
#include "core/storage/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "core/storage/sqlite_session.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;

[[noreturn]] void throwFailed(const std::filesystem::path& file) {
    throw Error(ErrorCode::Storage, "the copy " + file.string() + " can't be written",
                std::error_code(errno, std::generic_category()).message());
}

/// A file that is removed again unless it was finished.
class PartialFile {
public:
    explicit PartialFile(const std::filesystem::path& path)
        : path_(path), file_(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
        if (file_ < 0 && errno == EEXIST)
            throw Error(ErrorCode::Conflict, path.string() + " exists already, and is left as it is");
        if (file_ < 0) throwFailed(path);
    }
    ~PartialFile() {
        ::close(file_);
        if (!finished_) ::unlink(path_.c_str());
    }
    PartialFile(const PartialFile&) = delete;
    PartialFile& operator=(const PartialFile&) = delete;

    void finish() {
        const auto folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
        const int parent = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        const bool synced = ::fsync(file_) == 0 && parent >= 0 && ::fsync(parent) == 0;
        if (parent >= 0) ::close(parent);
        if (!synced) throwFailed(path_);
        finished_ = true;
    }

private:
    const std::filesystem::path& path_;
    int file_;
    bool finished_ = false;
};

/// Whether the file system did not take it, and not the database that is copied is to blame.
bool isOfFileSystem(const Fault& fault) {
    constexpr int kPrimaryMask = 0xff;
    const int code = std::atoi(fault.code.c_str()) & kPrimaryMask;
    return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN;
}

void copyInto(Session& session, const Database& database, const std::filesystem::path& file) {
    try {
        session.execute("VACUUM INTO :file", file.string());
    } catch (const Error& error) {
        if (!isOfFileSystem(session.lastFault())) throw;
        throw Error(
            ErrorCode::Storage,
            fmt::format("the copy {} can't be written, and is removed again; its disk needs room for as"
                        " much as {} has, or choose another place",
                        file.string(), database.path()),
            error.context());
    }
}

}  // namespace

void backUpSqlite(const Database& database, const std::filesystem::path& file) {
    PartialFile copy(file);
    copyInto(*database.openWriter(), database, file);
    copy.finish();
}

}  // namespace kith::storage
