// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/queue.hpp"

#include <catch2/catch.hpp>

#include <optional>

#include "core/base/error.hpp"

namespace kith::pipeline {
namespace {

/// Why a job is refused, if it is.
std::optional<base::ErrorCode> refusal(Queue& queue) {
    try {
        static_cast<void>(queue.push([](storage::Session&) {}));
        return std::nullopt;
    } catch (const base::Error& error) {
        return error.code();
    }
}

TEST_CASE("a thousand jobs may wait, and one more when a writer took one", "[pipeline]") {
    constexpr int kMost = 1'000;
    Queue queue(1);
    int taken = 0;
    while (taken <= kMost && !refusal(queue)) ++taken;
    CHECK(taken == kMost);
    CHECK(refusal(queue) == base::ErrorCode::Overloaded);
    CHECK(queue.take(1)->job);
    CHECK_FALSE(refusal(queue));
    CHECK(refusal(queue) == base::ErrorCode::Overloaded);
}

}  // namespace
}  // namespace kith::pipeline
