// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "core/storage/check/check.hpp"
#include "core/storage/erasure/erasure.hpp"
#include "core/storage/erasure/unkept_identifiers.hpp"
#include "core/storage/maintenance.hpp"
#include "tests/storage/group_fixture.hpp"

namespace kith::test {

/// A database from which people are erased.
class Erasing : public GroupFixture {
public:
    model::Decision decide(model::Command command) {
        const model::Writer by{{7}, true, "console", "staff"};
        const auto outcome =
            write(std::vector{preparer.prepareCommand(std::move(command), "", {}, by, clock.now())}).front();
        REQUIRE_FALSE(outcome.problem);
        return outcome.decision.value_or(model::Decision{});
    }
    model::Decision merge(base::ProfileId survivor, base::ProfileId absorbed) {
        return decide(model::MergeCommand{{{survivor, {}}, {}}, {{absorbed, {}}, {}}, survivor, false});
    }
    model::Outcome claim(std::string_view json) {
        return write(std::vector{prepare(json, {8}, false)}).front();
    }

    void end(base::ProfileId profile) { decide(model::EraseCommand{{profile, {}}, "person_request"}); }
    bool step(std::size_t most) {
        storage::Transaction transaction(*session);
        const bool did = storage::eraseSome(*session, {}, clock.now(), most, {}).has_value();
        transaction.commit();
        return did;
    }
    void erase(base::ProfileId profile) {
        end(profile);
        while (step(100)) continue;
        CHECK(count("erasure", "finished_at IS NULL") == 0);
        CHECK(orphans() == 0);
    }
    /// Identifiers that no erasure would find, which is all that can be wrong with one here.
    [[nodiscard]] std::int64_t orphans() {
        std::int64_t rows = 0;
        for (const auto& count : storage::check::run(
                 *database->read(), {catalogue.rules()}, [](const storage::check::Finding&) {},
                 [](std::string_view, std::int64_t) {}))
            if (count.table == "identifier") rows += count.rows;
        return rows;
    }
    void letClaimsExpire() {
        clock.advance(std::chrono::days{91});
        storage::Transaction transaction(*session);
        REQUIRE(storage::expireClaims(*session, catalogue.rules(), ids, clock.now(), {}, 10));
        transaction.commit();
    }
    /// How many identifiers were forgotten that nothing keeps.
    std::size_t sweep() {
        std::size_t forgotten = 0;
        for (storage::Unkept step; !step.isOver; forgotten += step.forgotten) {
            storage::Transaction transaction(*session);
            step = storage::forgetUnkept(*session, {}, clock.now() - std::chrono::days{90}, step.last, 10);
            transaction.commit();
        }
        CHECK(orphans() == 0);
        return forgotten;
    }
    [[nodiscard]] bool knows(const std::string& value) {
        return count("identifier", "value = '" + value + "'") == 1;
    }
};

}  // namespace kith::test
