// SPDX-License-Identifier: Apache-2.0
#include "core/accounts/journal.hpp"

#include <exception>
#include <stop_token>
#include <utility>

#include "core/base/blocking.hpp"
#include "core/base/error.hpp"
#include "core/storage/database.hpp"

namespace kith::accounts {

Journal::Journal(storage::Database& database, base::Log& log)
    : database_(database), log_(log), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Journal::~Journal() {
    stop();
}

bool Journal::record(storage::AuditEntry entry) {
    const base::Blocking waits;
    std::future<bool> written;
    {
        const std::scoped_lock lock(mutex_);
        if (stopped_) return false;
        written = waiting_.emplace_back(Waiting{std::move(entry), {}}).written.get_future();
    }
    woken_.notify_one();
    return written.get();
}

void Journal::note(const storage::SessionUse& use) {
    {
        const std::scoped_lock lock(mutex_);
        if (stopped_) return;
        uses_.insert_or_assign(use.session, use);
    }
    woken_.notify_one();
}

void Journal::stop() {
    {
        const std::scoped_lock lock(mutex_);
        stopped_ = true;
    }
    thread_ = {};
}

void Journal::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (woken_.wait(lock, stop, [this] { return !waiting_.empty() || !uses_.empty(); })) {
        auto waiting = std::exchange(waiting_, {});
        const auto uses = std::exchange(uses_, {});
        lock.unlock();
        write(waiting);
        write(uses);
        lock.lock();
    }
}

void Journal::write(std::vector<Waiting>& waiting) {
    if (waiting.empty()) return;
    std::vector<storage::AuditEntry> entries;
    entries.reserve(waiting.size());
    for (auto& each : waiting) entries.push_back(std::move(each.entry));
    const bool written = attempt([&](storage::Session& session) { storage::putAudit(session, entries); });
    for (auto& each : waiting) each.written.set_value(written);
}

void Journal::write(const std::map<base::SessionId, storage::SessionUse>& uses) {
    if (uses.empty()) return;
    std::vector<storage::SessionUse> all;
    all.reserve(uses.size());
    for (const auto& [session, use] : uses) all.push_back(use);
    // One that is lost comes again with the next use.
    static_cast<void>(attempt([&](storage::Session& session) { storage::recordUses(session, all); }));
}

template <class Work>
bool Journal::attempt(Work work) {
    try {
        const auto session = database_.openWriter();
        storage::Transaction transaction(*session);
        work(*session);
        transaction.commit();
        return true;
    } catch (const base::Error& error) {
        log_.error("accounts_unwritten",
                   {{"code", base::codeName(error.code())}, {"context", error.context()}});
    } catch (const std::exception&) {
        log_.error("accounts_unwritten", {{"code", "exception"}});
    }
    return false;
}

}  // namespace kith::accounts
