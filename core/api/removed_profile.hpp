// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <variant>

#include "core/api/services.hpp"
#include "core/base/error.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_ref.hpp"

namespace kith::api {

/// Error{Gone}: of a profile that was deleted with how, and until when, it can be restored; of one that was
/// erased with the date.
[[nodiscard]] base::Error removedError(const Services& services, const storage::RemovedProfile& removed);

/// Throws it.
[[noreturn]] void throwRemoved(const Services& services, const storage::RemovedProfile& removed);

/// The same for the profile of an id, if there was one.
void throwIfRemoved(const Services& services, base::ProfileId id);

/// Throws what storage::throwNoProfile does, and removedError for an id of one that was removed.
[[noreturn]] void throwNobody(const Services& services, storage::Session& session,
                              const storage::ProfileRef& ref);

/// What `read` reads, in a session, of the profile that `ref` names. Where that was deleted the caller is
/// told what throwRemoved tells, since storage does not know for how long it can be restored.
template <class Read>
auto readOf(const Services& services, const storage::ProfileRef& ref, const Read& read) {
    try {
        return services.database.read(read);
    } catch (const base::Error& error) {
        const auto* id = std::get_if<base::ProfileId>(&ref);
        if (error.code() == base::ErrorCode::Gone && id != nullptr) throwIfRemoved(services, *id);
        throw;
    }
}

/// The same of a list that is of everybody where `ref` names nobody.
template <class Read>
auto readListOf(const Services& services, const std::optional<storage::ProfileRef>& ref, const Read& read) {
    return ref ? readOf(services, *ref, read) : services.database.read(read);
}

}  // namespace kith::api
