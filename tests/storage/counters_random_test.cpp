// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/storage/counting.hpp"

using namespace kith;
using test::Counting;

namespace {

/// One of a few people does something at random.
void doSomething(Counting& on, std::mt19937& dice) {
    const auto upTo = [&](unsigned most) { return dice() % most; };
    const auto person = std::to_string(upTo(6));
    const char* const states[] = {"complained", "blacklisted", "unsubscribed",
                                  "blocked",    "unconfirmed", "active"};
    const char* const statuses[] = {"queued", "sent", "delivered", "read", "complained"};
    const auto day = std::to_string(10 + upTo(10));
    std::string more;
    if (upTo(3) == 0) more += R"(, "observed_at": "2026-11-)" + day + R"(T10:00:00Z")";
    if (upTo(2) == 0)
        more += R"(, "endpoints": [{"type": "email", "value": "p)" + person + R"(@x.org", "at": "2026-11-)" +
                day + R"(T09:00:00Z", "state": ")" + states[upTo(6)] + "\"}]";
    if (upTo(2) == 0)
        more += R"(, "activities": [{"id": "m-)" + std::to_string(upTo(8)) +
                R"(", "channel": "email", "at": "2026-11-)" + day + R"(T0)" + std::to_string(upTo(10)) +
                R"(:00:00Z", "status": ")" + statuses[upTo(5)] +
                R"(", "endpoint": {"type": "email", "value": "p)" + person + R"(@x.org"}}])";
    std::string identifiers = R"({"type": "cookie", "value": "c-)" + std::to_string(upTo(8)) + "\"}";
    if (upTo(3) != 0) identifiers += R"(, {"type": "email", "value": "p)" + person + "@x.org\"}";
    if (upTo(3) == 0) identifiers += R"(, {"type": "external_id", "value": ")" + person + "\"}";
    if (upTo(4) == 0) identifiers += R"(, {"type": "phone", "value": "+)" + std::to_string(upTo(4)) + "\"}";
    const bool attested = upTo(5) != 0;
    static_cast<void>(on.write(
        std::vector{on.prepare(R"({"identifiers": [)" + identifiers + "]" + more + "}", {7}, attested)}));
}

/// Somebody decides something of somebody at random; what the rules forbid is not done.
void decideSomething(Counting& on, std::mt19937& dice) {
    const auto all = on.rows<base::ProfileId>("SELECT id FROM profile ORDER BY id");
    const auto any = [&] { return std::get<0>(all[dice() % all.size()]); };
    const auto merges = on.rows<base::MergeId>("SELECT id FROM merge_record ORDER BY id");
    const model::Address address{any(), {}};
    model::Command command = model::DeleteCommand{address};
    switch (dice() % 5) {
        case 0:
            command = model::RestoreCommand{address};
            break;
        case 1:
            command = model::EraseCommand{address, "person_request"};
            break;
        case 2:
            if (!merges.empty())
                command = model::UndoCommand{std::get<0>(merges[dice() % merges.size()]), "no"};
            break;
        case 3:
            command = model::MergeCommand{{address, {}}, {{any(), {}}, {}}, {}, false};
            break;
        default:
            break;
    }
    const model::Writer by{{7}, true, "console", "staff"};
    static_cast<void>(
        on.write(std::vector{on.preparer.prepareCommand(std::move(command), "", {}, by, on.clock.now())}));
}

}  // namespace

TEST_CASE("whatever happens, the counters are what the tables say", "[storage]") {
    Counting on;
    const auto seed = GENERATE(1U, 2U, 3U);
    CAPTURE(seed);
    std::mt19937 dice(seed);
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        for (int i = 0; i < 5; ++i) doSomething(on, dice);
        if (round % 3 == 0) decideSomething(on, dice);
        if (round % 7 == 0) on.step(3);
        on.clock.advance(std::chrono::minutes{1});
        if (round % 4 == 3) REQUIRE(on.wrong() == std::vector<std::string>{});
    }
    while (on.step(100)) continue;
    on.removeActivitiesBefore(*base::parseRfc3339("2026-11-15T00:00:00Z"));
    CHECK(on.wrong().empty());
    CHECK(on.profiles().first == on.count("profile", "canonical_id = id AND known = 1"));
}
