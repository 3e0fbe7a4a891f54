// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <variant>

#include "core/storage/change_list.hpp"
#include "core/storage/forgotten.hpp"
#include "core/storage/maintenance.hpp"
#include "core/storage/profile_view.hpp"
#include "core/storage/suppression_list.hpp"
#include "tests/storage/erasing.hpp"

using namespace kith;
using test::Erasing;

TEST_CASE("what two homes of one person list goes with the last of them", "[storage]") {
    Erasing on;
    const auto first = on.claim(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-1"}]})");
    const auto second = on.claim(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-2"}]})");
    on.decide(model::MergeCommand{{{first.profile, {}}, {}}, {{second.profile, {}}, {}}, {}, false});
    on.end(first.profile);
    CHECK(on.count("removed_identifier",
                   "identifier_id IN (SELECT id FROM identifier WHERE type = 'email')") == 2);
    while (on.step(1)) {
        CHECK(on.count("removed_identifier", "identifier_id NOT IN (SELECT id FROM identifier)") == 0);
    }
    CHECK(on.count("identifier") == 0);
    CHECK(on.count("forgotten_identifier", "type = 'email'") == 1);
    CHECK(on.count("evidence") == 0);
}

TEST_CASE("an erasure finds what the person does not list any more, and what only their rows name",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"},
                                                  {"type": "phone", "value": "+1"}, {"type": "cookie", "value": "c-1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "sent@x.org"}}],
        "endpoints": [{"type": "email", "value": "state@x.org", "state": "complained", "reason": "spam"}]})");
    on.decide(model::DetachCommand{{ann.profile, {}}, {"phone", "+1"}});
    const auto claimed = on.claim(
        R"({"identifiers": [{"type": "cookie", "value": "c-1"}, {"type": "email", "value": "claimed@x.org"}]})");
    REQUIRE(claimed.profile == ann.profile);
    on.letClaimsExpire();
    CHECK(on.count("profile_identifier", "role = 2") == 0);
    for (const auto* value : {"+1", "sent@x.org", "state@x.org", "claimed@x.org"}) CHECK(on.knows(value));

    on.erase(ann.profile);
    CHECK(on.count("identifier") == 0);
    CHECK(on.count("evidence") == 0);
    CHECK(on.count("named_identifier") == 0);
    CHECK(on.count("suppression", "reason = 'spam'") == 1);
}

TEST_CASE("what somebody else's rows name stays for as long as they do", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "external_id", "value": "1"},
                                                  {"type": "email", "value": "ann@x.org"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "external_id", "value": "2"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.erase(ann.profile);
    CHECK(on.knows("ann@x.org"));
    CHECK(on.count("activity", "endpoint_id IN (SELECT id FROM identifier)") == 1);
    on.erase(bob.profile);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("what is listed is not named beside it", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"},
                                                  {"type": "phone", "value": "+1"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "sent",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}],
        "endpoints": [{"type": "phone", "value": "+1", "state": "complained"}]})");
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "clicked"}]})");
    CHECK(on.count("named_identifier") == 0);
    on.decide(model::DetachCommand{{ann.profile, {}}, {"phone", "+1"}});
    CHECK(on.count("named_identifier") == 1);
}

TEST_CASE("an address that comes again before its erasure has begun keeps its states", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"id": "once", "identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "blacklisted", "reason": "inactive_address"}]})");
    on.end(ann.profile);
    on.clock.advance(std::chrono::seconds{1});
    const auto again = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    CHECK(again.result == model::Result::Created);
    const auto shown = [&] {
        const auto profile = storage::readProfile(*on.session, again.profile, on.clock.now());
        REQUIRE(profile.identifiers.size() == 1);
        return profile.identifiers[0].endpoint;
    };
    CHECK(shown().state == model::EndpointState::Blacklisted);
    // Through whom the state came is told of nobody who was erased, however far their erasure has got.
    const auto changes = [&] { return storage::listChanges(*on.session, again.profile, "", 50).items; };
    const auto tellNothing = [&] {
        REQUIRE(shown().states.size() == 1);
        const auto told = shown().states[0].origin;
        CHECK(told->sourceName.empty());
        CHECK(told->observationId.empty());
        for (const auto& change : changes()) {
            if (!std::holds_alternative<storage::EndpointChangeView>(change.what)) continue;
            CHECK(change.by.source.name.empty());
            CHECK(change.by.givenId.empty());
        }
    };
    REQUIRE(on.count("observation", "source_name = 'shop' AND given_id = 'once'") == 1);
    tellNothing();
    while (on.step(1)) {
        CHECK(shown().state == model::EndpointState::Blacklisted);
        tellNothing();
    }
    CHECK(on.count("erasure", "finished_at IS NULL") == 0);
    REQUIRE(shown().states.size() == 1);
    CHECK(shown().states[0].reason == "inactive_address");
    CHECK(on.count("suppression") == 0);
    on.erase(again.profile);
    CHECK(on.count("identifier") == 0);
    CHECK(on.count("suppression", "reason = 'inactive_address'") == 1);
}

TEST_CASE("who lifted a state of an address is told of nobody who was erased", "[storage]") {
    Erasing on;
    on.write(
        R"({"identifiers": [{"type": "email", "value": "ann@x.org"}], "observed_at": "2026-11-20T08:00:00Z",
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "unsubscribed"}]})");
    const auto ann = on.write(R"({"id": "once", "identifiers": [{"type": "email", "value": "ann@x.org"}],
        "observed_at": "2026-11-20T09:00:00Z", "subscriptions": {"news": {"state": "subscribed", "by": "person"}}})");
    const auto lifter = [&] {
        storage::SuppressionFilter filter;
        filter.lifted = true;
        const auto found = storage::Suppressions(*on.session, {}, on.clock.now()).list(filter, "", 50).items;
        REQUIRE(found.size() == 1);
        REQUIRE(found[0].lifted);
        return found[0].lifted->by.value();
    };
    CHECK(lifter().source.name == "shop");
    CHECK(lifter().givenId == "once");
    on.end(ann.profile);
    on.clock.advance(std::chrono::seconds{1});
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    CHECK(lifter().source.name.empty());
    CHECK(lifter().givenId.empty());
}

TEST_CASE("after a merge that was taken back each side's rows keep what they name", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    const auto bob = on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}]})");
    const auto merge =
        on.decide(model::MergeCommand{{{ann.profile, {}}, {}}, {{bob.profile, {}}, {}}, {}, false});
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "activities": [{"channel": "sms", "id": "m-1", "status": "sent", "endpoint": {"type": "phone", "value": "+1"}}]})");
    on.decide(model::UndoCommand{merge.merge, "a mistake"});
    on.erase(bob.profile);
    CHECK(on.count("activity", "endpoint_id IN (SELECT id FROM identifier)") == 1);
    on.erase(ann.profile);
    CHECK(on.count("identifier") == 0);
}

TEST_CASE("an address that comes again and of which nothing is kept stays forgotten", "[storage]") {
    Erasing on;
    const auto ann = on.write(
        R"({"identifiers": [{"type": "external_id", "value": "1"}, {"type": "email", "value": "ann@x.org"}],
        "observed_at": "2026-11-20T09:00:00Z",
        "endpoints": [{"type": "email", "value": "ann@x.org", "state": "blocked", "at": "2026-11-20T08:00:00Z"}],
        "activities": [{"channel": "email", "id": "m-1", "status": "delivered", "at": "2026-11-20T08:50:00Z",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    on.erase(ann.profile);
    const auto kept = on.count("suppression");
    on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}], "observed_at": "2026-11-20T09:10:00Z",
        "activities": [{"channel": "email", "id": "m-2", "status": "sent", "at": "2026-11-20T07:00:00Z",
                        "endpoint": {"type": "email", "value": "other@x.org"}}]})");
    on.write(R"({"identifiers": [{"type": "phone", "value": "+1"}], "observed_at": "2026-11-20T09:05:00Z",
        "activities": [{"channel": "email", "id": "m-2", "status": "delivered", "at": "2026-11-20T07:10:00Z",
                        "endpoint": {"type": "email", "value": "ann@x.org"}}]})");
    CHECK(on.orphans() == 0);
    CHECK((on.knows("ann@x.org") ||
           (on.count("forgotten_identifier") == 2 && on.count("suppression") == kept)));
}

TEST_CASE("a step removes no more links than it may, however many one address has", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    for (int i = 0; i < 30; ++i) {
        on.write(
            R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-)" +
            std::to_string(i) + R"("}]})");
    }
    CHECK(on.count("evidence") == 30);
    on.end(ann.profile);
    for (auto before = on.count("evidence"); on.step(4);) {
        const auto after = on.count("evidence");
        CHECK(before - after <= 4);
        before = after;
    }
    CHECK(on.count("evidence") == 0);
}

TEST_CASE("another key for what is forgotten is made only while nothing is", "[storage]") {
    Erasing on;
    const auto key = storage::forgottenKey(*on.session);
    CHECK(storage::forgottenKey(*on.session) == key);
    const auto lose = [&] { on.session->runOnce("DELETE FROM setting WHERE name = 'address_hash_key'"); };
    lose();
    CHECK(storage::forgottenKey(*on.session) != key);
    on.erase(on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})").profile);
    lose();
    CHECK_THROWS_AS(storage::forgottenKey(*on.session), base::Error);
}

TEST_CASE("an address that is suppressed beside an observation that may not have it stays forgotten",
          "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    on.clock.advance(std::chrono::hours{1});
    on.decide(model::DetachCommand{{ann.profile, {}}, {"email", "ann@x.org"}});
    on.erase(ann.profile);
    REQUIRE(on.count("forgotten_identifier", "released_at IS NOT NULL") == 1);
    const model::Writer by{{7}, true, "import", "list"};
    const auto suppression = on.preparer.trySuppression(
        model::parseJson(R"({"type": "email", "value": "ann@x.org", "state": "complained"})"), "", by,
        on.clock.now());
    auto late = on.prepare(R"({"observed_at": "2026-11-20T09:30:00Z",
        "identifiers": [{"type": "external_id", "value": "42"}, {"type": "email", "value": "ann@x.org"}]})");
    const auto outcomes = on.write(std::vector{std::move(late), std::get<model::Observation>(suppression)});
    CHECK_FALSE(outcomes[0].problem);
    CHECK_FALSE(outcomes[1].problem);
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.orphans() == 0);
    CHECK(on.count("suppression") >= 1);
}

TEST_CASE("states of others' addresses outlive whoever said them, in steps of any size", "[storage]") {
    Erasing on;
    on.write(
        R"({"identifiers": [{"type": "email", "value": "bob@x.org"}, {"type": "phone", "value": "+2"}]})");
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "email", "value": "bob@x.org", "state": "complained"}]})");
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}],
        "endpoints": [{"type": "phone", "value": "+2", "state": "blacklisted", "reason": "hard_bounce"}]})");
    on.end(ann.profile);
    while (on.step(1)) continue;
    CHECK(on.count("endpoint_state") == 2);
    CHECK(on.count("endpoint_state", "observation_id NOT IN (SELECT id FROM observation)") == 0);
}

TEST_CASE("what the erased were seen with links nothing of whoever has it by now", "[storage]") {
    Erasing on;
    const std::string both =
        R"("identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "phone", "value": "+1"}]})";
    const auto ann = on.write("{" + both);
    on.decide(model::DeleteCommand{{ann.profile, {}}});
    on.clock.advance(std::chrono::seconds{1});
    on.write(R"({"id": "again", )" + both);
    CHECK(on.count("evidence") == 2);
    on.erase(ann.profile);
    CHECK(on.count("identifier") == 2);
    CHECK(on.count("evidence") == 1);
    CHECK(on.count("evidence", "observation_id IN (SELECT id FROM observation WHERE given_id = 'again')") ==
          1);
}

TEST_CASE("states that come late count, and tell nothing else of whom they were said of", "[storage]") {
    Erasing on;
    const auto ann = on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    on.clock.advance(std::chrono::hours{1});
    const auto comeLate = [&] {
        const auto outcome = on.write(R"({"id": "of-ann@x.org", "observed_at": "2026-11-20T09:30:00Z",
            "source": {"type": "plugin", "name": "what ann@x.org got"},
            "identifiers": [{"type": "email", "value": "ann@x.org"}], "fields": {"first_name": "Ann"},
            "endpoints": [{"type": "email", "value": "ann@x.org", "state": "complained", "reason": "spam"}]})");
        CHECK_FALSE(outcome.problem);
        CHECK_FALSE(outcome.profile);
        CHECK(outcome.refused.size() == 1);
    };
    const bool isKnownYet = GENERATE(true, false);
    CAPTURE(isKnownYet);
    if (isKnownYet) {
        on.decide(model::DetachCommand{{ann.profile, {}}, {"email", "ann@x.org"}});
        comeLate();
    }
    on.erase(ann.profile);
    if (!isKnownYet) comeLate();
    CHECK_FALSE(on.knows("ann@x.org"));
    CHECK(on.orphans() == 0);
    CHECK(on.count("observation", "given_id <> '' OR source_name LIKE '%ann%'") == 0);
    CHECK(on.count("refusal") == 0);
    CHECK(on.count("field_value") == 0);
    CHECK(on.count("suppression") == 1);
    on.clock.advance(std::chrono::seconds{1});
    on.write(R"({"identifiers": [{"type": "email", "value": "ann@x.org"}]})");
    CHECK(on.count("suppression") == 0);
    CHECK(on.count("endpoint_state", "reason = 'spam' AND current = 1") == 1);
}
