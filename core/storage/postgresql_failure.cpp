// SPDX-License-Identifier: Apache-2.0
#include "core/storage/postgresql_failure.hpp"

#include <libpq-events.h>

#include <memory>
#include <new>

namespace kith::storage {
namespace {

struct LastFailure {
    std::string state;
};

int onEvent(PGEventId event, void* info, void* passed);

LastFailure* failureOf(PGconn* connection) noexcept {
    return static_cast<LastFailure*>(PQinstanceData(connection, &onEvent));
}

void note(const PGEventResultCreate& created) {
    if (PQresultStatus(created.result) != PGRES_FATAL_ERROR) return;
    const char* const state = PQresultErrorField(created.result, PG_DIAG_SQLSTATE);
    if (state == nullptr || state == kAborted) return;
    // Five characters, for which a string allocates nothing.
    if (auto* const last = failureOf(created.conn)) last->state = state;
}

int onEvent(PGEventId event, void* info, void* /*passed*/) {
    if (event == PGEVT_RESULTCREATE) note(*static_cast<const PGEventResultCreate*>(info));
    if (event == PGEVT_CONNDESTROY) {
        const std::unique_ptr<LastFailure> ended(
            failureOf(static_cast<const PGEventConnDestroy*>(info)->conn));
    }
    return 1;
}

}  // namespace

bool watchFailures(PGconn* connection) noexcept {
    if (PQregisterEventProc(connection, &onEvent, "kith failures", nullptr) == 0) return false;
    std::unique_ptr<LastFailure> none(new (std::nothrow) LastFailure);
    if (none == nullptr || PQsetInstanceData(connection, &onEvent, none.get()) == 0) return false;
    static_cast<void>(none.release());
    return true;
}

std::string lastFailure(PGconn* connection) {
    const auto* const last = failureOf(connection);
    return last == nullptr ? std::string{} : last->state;
}

}  // namespace kith::storage
