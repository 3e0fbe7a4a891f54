// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/storage/session.hpp"

namespace kith::storage {

/// A transaction whose statements are planned for sets; unless one is open already, over with this object.
/// Internal to core/storage/segment.
class SetReading {
public:
    explicit SetReading(Session& session) : session_(session), began_(!session.inTransaction()) {
        if (began_) session_.beginSnapshot();
        session_.planForSets();
    }
    ~SetReading() {
        if (began_) session_.rollback();
    }
    SetReading(const SetReading&) = delete;
    SetReading& operator=(const SetReading&) = delete;

private:
    Session& session_;
    bool began_;
};

}  // namespace kith::storage
