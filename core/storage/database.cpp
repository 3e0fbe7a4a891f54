// SPDX-License-Identifier: Apache-2.0
#include "core/storage/database.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace kith::storage {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

[[noreturn]] void throwBadUrl() {
    throw base::Error(base::ErrorCode::Configuration,
                      "The database URL must be sqlite:PATH or postgresql://….");
}

// A server that vanishes without a word is given up after half a minute, not after the system's two hours.
// What is quiet for long is kept known to what stands in between.
constexpr std::string_view kDefaults[] = {"application_name=kith", "keepalives_idle=30",
                                          "keepalives_interval=10", "keepalives_count=3",
                                          "tcp_user_timeout=30000"};

void addUnlessGiven(std::string& url, std::string_view parameter) {
    const auto name = parameter.substr(0, parameter.find('=') + 1);
    const bool given = url.find(fmt::format("?{}", name)) != std::string::npos ||
                       url.find(fmt::format("&{}", name)) != std::string::npos;
    if (!given) url += fmt::format("{}{}", url.find('?') == std::string::npos ? '?' : '&', parameter);
}

// SOCI takes a connect string apart at its first `=` and its blanks, and spoils a URL that has no `=`.
std::string connectStringOf(const DatabaseSettings& settings, const std::string& path) {
    if (!path.empty()) return fmt::format("db=\"{}\"", path);
    auto url = settings.url;
    if (url.find_first_of(" \t\r\n") != std::string::npos) throwBadUrl();
    for (const auto each : kDefaults) addUnlessGiven(url, each);
    addUnlessGiven(url, fmt::format("connect_timeout={}", settings.connectTimeout.count()));
    return url;
}

void createPrivateFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        const std::string why =
            errno == ENOENT ? " can't be made: its folder doesn't exist." : " can't be opened.";
        throw base::Error(base::ErrorCode::Storage, "The database file " + path + why,
                          std::error_code(errno, std::generic_category()).message());
    }
    ::close(file);
}

}  // namespace

DatabaseAddress parseDatabaseUrl(std::string_view url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return {Engine::Postgresql, {}};
    if (!url.starts_with(kSqlite)) throwBadUrl();
    std::string path{url.substr(kSqlite.size())};
    // A database in memory is another one for every connection; a quote would end the connect string's value.
    if (path.empty() || path.starts_with(":memory:") || path.starts_with("file:") ||
        path.find('"') != std::string::npos) {
        throwBadUrl();
    }
    return {Engine::Sqlite, std::move(path)};
}

ReadLease::ReadLease(Database& database, std::unique_ptr<Session> session)
    : database_(&database), session_(std::move(session)), waits_(database.engine() == Engine::Postgresql) {}

ReadLease::ReadLease(ReadLease&& other) noexcept
    : database_(other.database_), session_(std::move(other.session_)), waits_(std::move(other.waits_)) {}

ReadLease::~ReadLease() {
    if (session_) database_->giveBack(std::move(session_));
}

Database::Database(DatabaseSettings settings)
    : settings_(std::move(settings)),
      dialect_(Dialect::of(parseDatabaseUrl(settings_.url).engine)),
      path_(parseDatabaseUrl(settings_.url).path),
      connection_{connectStringOf(settings_, path_), settings_.statementTimeout, settings_.busyTimeout,
                  settings_.logLimit} {
    if (!path_.empty()) createPrivateFile(path_);
    idle_.reserve(settings_.readers + 1);
    idle_.push_back(std::make_unique<Session>(dialect_, connection_, SessionRole::Reader));
    open_ = 1;
}

Database::~Database() = default;

void Database::awaitSession(std::unique_lock<std::mutex>& lock) {
    const auto available = [this] { return !idle_.empty() || open_ < settings_.readers; };
    if (available()) return;
    const base::Blocking waits;
    if (!freed_.wait_for(lock, settings_.readWait, available)) {
        throw base::Error(base::ErrorCode::Timeout, "The database is busy; try again.",
                          "no reading session came free");
    }
}

ReadLease Database::read() {
    std::unique_ptr<Session> session;
    {
        std::unique_lock lock(mutex_);
        awaitSession(lock);
        if (idle_.empty()) {
            ++open_;
        } else {
            session = std::move(idle_.back());
            idle_.pop_back();
        }
    }
    try {
        if (session)
            session->repair();
        else
            session = std::make_unique<Session>(dialect_, connection_, SessionRole::Reader);
        // So the file is locked once, too.
        if (dialect_.leaseIsTransaction()) session->beginRead();
    } catch (...) {
        giveBack(nullptr);
        throw;
    }
    return {*this, std::move(session)};
}

void Database::giveBack(std::unique_ptr<Session> session) noexcept {
    if (session) session->rollback();
    {
        const std::scoped_lock lock(mutex_);
        if (session)
            idle_.push_back(std::move(session));
        else
            --open_;
    }
    freed_.notify_one();
}

std::unique_ptr<Session> Database::openWriter() const {
    return std::make_unique<Session>(dialect_, connection_, SessionRole::Writer);
}

}  // namespace kith::storage
