// SPDX-License-Identifier: Apache-2.0
// Calls about no profile that may come again.
#include "core/storage/seen.hpp"

#include "core/storage/maintenance.hpp"
#include "tests/storage/group_fixture.hpp"

using namespace kith;
using test::GroupFixture;

namespace {

/// In a transaction of its own.
storage::CameFirst remember(GroupFixture& on, const storage::OnceCall& call) {
    storage::Transaction transaction(*on.session);
    const auto came = storage::rememberCall(*on.session, call);
    transaction.commit();
    return came;
}

storage::OnceCall callAt(std::int64_t millis, std::uint8_t content = 1, base::KeyId key = {7}) {
    return {key, {5}, {content}, base::fromMillis(millis)};
}

}  // namespace

TEST_CASE("a call that comes again says when it came first", "[storage]") {
    GroupFixture on;
    CHECK_FALSE(storage::isRemembered(*on.session, callAt(1'000)));
    CHECK(remember(on, callAt(1'000)).isFirst);
    CHECK(storage::isRemembered(*on.session, callAt(2'000)));
    const auto again = remember(on, callAt(2'000));
    CHECK_FALSE(again.isFirst);
    CHECK(again.at == base::fromMillis(1'000));
    // Another caller's is another one.
    CHECK(remember(on, callAt(3'000, 1, {8})).isFirst);
}

TEST_CASE("an id that was used for something else is refused", "[storage]") {
    GroupFixture on;
    static_cast<void>(remember(on, callAt(1'000)));
    try {
        static_cast<void>(remember(on, callAt(2'000, 2)));
        FAIL("it was taken");
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::IdReused);
    }
    CHECK(remember(on, callAt(3'000)).at == base::fromMillis(1'000));
}

TEST_CASE("what was not carried out is not remembered, and what is old is forgotten", "[storage]") {
    GroupFixture on;
    {
        storage::Transaction transaction(*on.session);
        CHECK(storage::rememberCall(*on.session, callAt(1'000)).isFirst);
    }
    CHECK(remember(on, callAt(2'000)).isFirst);
    CHECK(storage::forgetObservations(*on.session, base::fromMillis(2'001), 10) == 1);
    CHECK(remember(on, callAt(3'000, 2)).isFirst);
}
