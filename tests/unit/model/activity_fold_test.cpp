// SPDX-License-Identifier: Apache-2.0
#include "core/model/activity_fold.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

#include "tests/unit/model/statements.hpp"

using namespace kith::model;
using kith::test::at;
using kith::test::stamp;

namespace {

struct Statement {
    ActivityWrite write;
    Stamp stamp;
};

Statement status(Status reached, std::int64_t seconds, std::string reason = {}, std::string machine = {}) {
    ActivityWrite write;
    write.channel = "email";
    write.key = "m1";
    write.facts.kind = ActivityKind::Message;
    write.status = reached;
    write.at = at(seconds);
    write.reason = std::move(reason);
    write.machine = std::move(machine);
    return {write, stamp(seconds, "status")};
}

Activity foldOf(const std::vector<Statement>& statements) {
    Activity activity;
    for (const auto& each : statements) foldActivity(activity, each.write, each.stamp);
    return activity;
}

}  // namespace

TEST_CASE("the highest status reached is shown, whatever comes when", "[model]") {
    const auto activity =
        foldOf({status(Status::Clicked, 9), status(Status::Sent, 1), status(Status::Delivered, 20)});
    CHECK(activity.status == Status::Clicked);
    CHECK(activity.history.size() == 3);
    CHECK(activity.at == at(1));
}

TEST_CASE("a machine's status is kept and never raises the one shown", "[model]") {
    const auto opened = status(Status::Read, 3, "", "prefetch");
    CHECK_FALSE(foldOf({opened}).status);
    const auto activity = foldOf({status(Status::Delivered, 5), opened});
    CHECK(activity.status == Status::Delivered);
    CHECK(activity.at == at(3));
    CHECK_FALSE(isDelivery(opened.write));
}

TEST_CASE("a status keeps its first and last time and its newest reason", "[model]") {
    const auto activity = foldOf({status(Status::Delayed, 5, "busy"), status(Status::Delayed, 9),
                                  status(Status::Delayed, 2, "greylisted")});
    REQUIRE(activity.history.size() == 1);
    CHECK(activity.history[0].first == at(2));
    CHECK(activity.history[0].last == at(9));
    CHECK(activity.history[0].reason == "busy");
}

TEST_CASE("only what is shown counts as a change", "[model]") {
    Activity activity;
    const auto fold = [&](const Statement& each) { return foldActivity(activity, each.write, each.stamp); };
    CHECK(fold(status(Status::Delivered, 5)));
    CHECK_FALSE(fold(status(Status::Delivered, 9, "again")));
    CHECK_FALSE(fold(status(Status::Sent, 6)));
    CHECK(fold(status(Status::Sent, 1)));
    CHECK(fold(status(Status::Read, 9)));
}

TEST_CASE("an event is dated by its earliest statement until a status dates it", "[model]") {
    ActivityWrite visit;
    visit.facts.event = "page_viewed";
    visit.at = at(2);
    Activity activity;
    foldActivity(activity, visit, stamp(2));
    CHECK(activity.at == at(2));
    const auto sent = status(Status::Sent, 7);
    foldActivity(activity, sent.write, sent.stamp);
    CHECK(activity.at == at(7));
}

TEST_CASE("each member is the newest that was given, in every order", "[model]") {
    std::vector<Statement> statements{status(Status::Sent, 1), status(Status::Delivered, 2),
                                      status(Status::Read, 3), status(Status::Clicked, 4)};
    statements[0].write.facts.messageName = "Welcome";
    statements[0].write.facts.messageId = "w1";
    statements[1].write.facts.messageId = "w2";
    statements[2].write.facts.endpoint = Identifier{"email", "ann@example.com"};
    statements[3].write.facts.kind = ActivityKind::Order;
    const auto earlier = [](const Statement& a, const Statement& b) { return a.stamp < b.stamp; };
    do {
        const auto activity = foldOf(statements);
        CHECK(activity.facts.messageName == "Welcome");
        CHECK(activity.facts.messageId == "w2");
        CHECK(activity.facts.endpoint->value == "ann@example.com");
        CHECK(activity.facts.kind == ActivityKind::Order);
        CHECK_FALSE(activity.facts.event);
        CHECK(activity.factsStamp == stamp(4, "status"));
        REQUIRE(activity.older.size() == 3);
        CHECK(activity.older[0].member == ActivityMember::MessageId);
        CHECK(activity.older[0].stamp == stamp(2, "status"));
    } while (std::next_permutation(statements.begin(), statements.end(), earlier));
}

TEST_CASE("a delivery names an endpoint and was reached by a person's mail box", "[model]") {
    auto delivered = status(Status::Delivered, 1).write;
    CHECK_FALSE(isDelivery(delivered));
    delivered.facts.endpoint = Identifier{"email", "ann@example.com"};
    CHECK(isDelivery(delivered));
    delivered.status = Status::Undelivered;
    CHECK_FALSE(isDelivery(delivered));
}
