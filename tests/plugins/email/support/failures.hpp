// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include <kith/sdk/failure.hpp>

namespace kith::test {

struct Refused {
    sdk::Status status = sdk::Status::Internal;
    std::string code;  ///< Of the first violation; empty if nothing was thrown.
};

/// What `work` throws.
template <class Work>
Refused failureOf(Work&& work) {
    try {
        work();
    } catch (const sdk::Failure& failure) {
        return {failure.status(), failure.violations().empty() ? "" : failure.violations().front().code};
    }
    return {};
}

}  // namespace kith::test
