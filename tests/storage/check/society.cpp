// SPDX-License-Identifier: Apache-2.0
#include "tests/storage/check/society.hpp"

#include "core/storage/erasure/erasure.hpp"
#include "core/storage/event_feed.hpp"
#include "core/storage/flag_backlog.hpp"
#include "core/storage/identifier_classes.hpp"

namespace kith::test {
namespace {

constexpr std::string_view kMany[] = {
    R"({"id": "1", "observed_at": "2026-11-20T09:00:00Z", "source": {"type": "order", "name": "shop"},
        "identifiers": [{"type": "external_id", "value": "1"}, {"type": "email", "value": "ann@x.org"},
                        {"type": "cookie", "value": "c-1"}],
        "fields": {"first_name": "Ann", "tags": ["new", "eu"], "nickname": "A", "vip": true},
        "subscriptions": {"news": {"state": "subscribed", "by": "person"}},
        "activities": [{"id": "m-1", "channel": "email", "message": {"id": "m", "name": "Hi"}, "status": "delivered",
                        "endpoint": {"type": "email", "value": "ann@x.org"}},
                       {"channel": "web", "event": "page_viewed"}]})",
    R"({"id": "2", "observed_at": "2026-11-20T08:00:00Z", "identifiers": [{"type": "phone", "value": "+1"}],
        "fields": {"first_name": "Anna", "age_limit": 12, "tags": ["old"]},
        "subscriptions": {"news": {"state": "unsubscribed", "at": "2026-11-20T08:30:00Z"}}})",
    R"({"id": "3", "identifiers": [{"type": "phone", "value": "+1"}, {"type": "email", "value": "ann@y.org"}],
        "fields": {"tags": null, "nickname": null},
        "endpoints": [{"type": "email", "value": "ann@y.org", "state": "blocked"}]})",
    R"({"id": "4", "identifiers": [{"type": "email", "value": "ann@y.org"}, {"type": "email", "value": "ann@x.org"}],
        "fields": {"tags": {"add": ["both"], "remove": ["eu"]}},
        "activities": [{"id": "m-1", "channel": "email", "status": "clicked"},
                       {"id": "m-1", "channel": "email", "status": "read", "machine": "prefetch"},
                       {"id": "m-2", "channel": "email", "status": "sent", "at": "2026-11-20T09:10:00Z"}]})",
    R"({"id": "5", "identifiers": [{"type": "external_id", "value": "2"}, {"type": "cookie", "value": "c-1"}],
        "fields": {"first_name": "Bob"},
        "activities": [{"id": "m-2", "channel": "email", "status": "queued", "at": "2026-11-20T09:05:00Z"}]})",
    R"({"id": "6", "identifiers": [{"type": "external_id", "value": "2"}, {"type": "email", "value": "ann@x.org"},
                                   {"type": "email", "value": "test@example.com"}]})",
    R"({"id": "7", "identifiers": [{"type": "email", "value": "ann@y.org"}],
        "subscriptions": {"news": {"state": "subscribed", "by": "person", "at": "2026-11-20T09:20:00Z"}},
        "endpoints": [{"type": "email", "value": "ann@y.org", "state": "blocked", "at": "2026-11-18T00:00:00Z"},
                      {"type": "email", "value": "ann@y.org", "state": "complained"},
                      {"type": "phone", "value": "+1", "state": "blacklisted", "reason": "hard_bounce"}]})",
    R"({"id": "8", "identifiers": [{"type": "telegram", "value": "9"}]})",
    R"({"id": "9", "identifiers": [{"type": "phone", "value": "+2"}], "fields": {"balance": "5"}})",
    R"({"id": "10", "identifiers": [{"type": "phone", "value": "+2"}, {"type": "telegram", "value": "9"}]})",
    R"({"id": "11", "identifiers": [{"type": "external_id", "value": "1"}, {"type": "phone", "value": "+2"}],
        "endpoints": [{"type": "email", "value": "ann@y.org", "state": "complained", "at": "2026-11-19T00:00:00Z"}]})",
};

constexpr std::string_view kClaims[] = {
    R"({"identifiers": [{"type": "email", "value": "ann@x.org"}, {"type": "cookie", "value": "c-2"}],
        "fields": {"first_name": "Somebody"}, "subscriptions": {"offers": {"state": "subscribed", "by": "person"}}})",
    R"({"identifiers": [{"type": "email", "value": "eve@x.org"}], "fields": {"first_name": "Eve"}})",
    R"({"identifiers": [{"type": "cookie", "value": "c-3"}]})",
};

}  // namespace

Society::Society() {
    startWith(catalogue.rules());
    maintainWith(catalogue.rules());
    erase(write(R"({"id": "0", "identifiers": [{"type": "email", "value": "gus@x.org"}],
        "fields": {"first_name": "Gus"}, "endpoints": [{"type": "email", "value": "gus@x.org", "state": "complained"}],
        "activities": [{"channel": "web", "event": "page_viewed"}]})")
              .profile);
    number();
    clock.advance(std::chrono::hours{1});
    {
        storage::Transaction transaction(*session);
        REQUIRE(storage::removeEvents(*session, clock.now(), 1) == 1);
        transaction.commit();
    }
    std::vector<model::Outcome> outcomes;
    for (const auto each : kMany) outcomes.push_back(write(each));
    REQUIRE(count("merge_record") == 3);
    REQUIRE(count("refusal") >= 2);
    for (const auto each : kClaims) claim(each);
    // What carries the claimed one's cookie takes it over.
    write(R"({"identifiers": [{"type": "telegram", "value": "5"}, {"type": "cookie", "value": "c-3"}]})");
    REQUIRE(count("merge_record") == 4);
    edit(
        outcomes.back().profile,
        R"({"fields": {"first_name": "Anne Marie", "address.street": "Mill Lane", "address.town": "Bath"}})");
    decide(model::ForbidCommand{outcomes[4].profile, outcomes[6].profile, "two people"});
    const auto left =
        write(R"({"identifiers": [{"type": "telegram", "value": "6"}, {"type": "cookie", "value": "c-6"}]})");
    decide(model::DetachCommand{{left.profile, {}}, {"cookie", "c-6"}});
    const auto zoe =
        write(R"({"identifiers": [{"type": "telegram", "value": "77"}], "fields": {"first_name": "Zoe"}})");
    const auto merge =
        decide(model::MergeCommand{{{outcomes[4].profile, {}}, {}}, {{zoe.profile, {}}, {}}, {}, false});
    decide(model::UndoCommand{merge.merge, "a mistake"});
    const auto forbidden = preparer.prepareCommand(
        model::MergeCommand{{{outcomes[4].profile, {}}, {}}, {{zoe.profile, {}}, {}}, {}, false}, "again", {},
        {{7}, true, "console", "staff"}, clock.now());
    REQUIRE_FALSE(write(std::vector{forbidden}).front().forbidden.empty());
    REQUIRE(count("refusal", "by_decision = 1") >= 1);
    const auto dora = write(R"({"identifiers": [{"type": "telegram", "value": "78"}]})");
    decide(model::DeleteCommand{{dora.profile, {}}});
    number();
}

void Society::startWith(const model::IdentifierRules& rules) {
    static_cast<void>(storage::noteIdentifierClasses(*session, rules));
}

void Society::maintainWith(const model::IdentifierRules& rules) {
    for (bool isOver = false; !isOver;) {
        storage::Transaction transaction(*session);
        const auto step = storage::refreshFlags(*session, rules, ids, clock.now(), {}, 3);
        REQUIRE(step);
        isOver = step->isOver;
        transaction.commit();
    }
}

void Society::number() {
    storage::Transaction transaction(*session);
    REQUIRE(storage::numberEvents(*session, 1'000).count > 1);
    transaction.commit();
}

void Society::erase(base::ProfileId profile) {
    decide(model::EraseCommand{{profile, {}}, "person_request"});
    for (bool more = true; more;) {
        storage::Transaction transaction(*session);
        more = storage::eraseSome(*session, {}, clock.now(), 10, {}).has_value();
        transaction.commit();
    }
}

void Society::claim(std::string_view json) {
    REQUIRE_FALSE(write(std::vector{prepare(json, {8}, false)}).front().problem);
}

model::Decision Society::decide(model::Command command) {
    const model::Writer by{{7}, true, "console", "staff"};
    const auto observation = preparer.prepareCommand(std::move(command), "", {}, by, clock.now());
    const auto outcome = write(std::vector{observation}).front();
    REQUIRE_FALSE(outcome.problem);
    return *outcome.decision;
}

void Society::edit(base::ProfileId home, std::string_view json) {
    const model::Writer by{{7}, true, "console", "staff"};
    const auto observation = preparer.prepareEdit(model::parseJson(json), {home, {}}, by, clock.now());
    REQUIRE_FALSE(write(std::vector{observation}).front().problem);
}

bool Society::Report::names(const std::string& table, const std::string& sentence) const {
    return std::ranges::any_of(counts, [&](const auto& count) {
        return count.table == table && count.sentence == sentence && count.rows > 0;
    });
}

Society::Report Society::check(storage::Session& on, const model::IdentifierRules& rules,
                               std::int64_t mostShown, const identity::Caps& caps) {
    Report report;
    report.counts = storage::check::run(
        on, {rules, mostShown, caps, model::HashKey{}},
        [&](const storage::check::Finding& found) {
            report.shown.push_back(std::string(found.table) + ' ' + std::string(found.key) + ": " +
                                   std::string(found.sentence));
        },
        [](std::string_view, std::int64_t) {});
    return report;
}

}  // namespace kith::test
