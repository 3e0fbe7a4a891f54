// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <catch2/catch.hpp>

#include "core/model/prepare.hpp"
#include "tests/unit/model/prepare_bench.hpp"

using kith::model::ActivityKind;
using kith::model::EndpointState;
using kith::model::FieldWrite;
using kith::model::Status;
using kith::test::brief;
using kith::test::faultsOf;
using kith::test::faultsOfEdit;
using kith::test::faultsWith;
using kith::test::kNow;
using kith::test::Lines;
using kith::test::PrepareBench;

namespace {

/// `add ski`, `remove golf`, `clear`, `set Ann`: the writes of a field in their order.
Lines writesOf(const kith::model::Observation& observation) {
    Lines lines;
    for (const auto& write : observation.fields) {
        const auto value = write.value.text.empty() ? std::to_string(write.value.number) : write.value.text;
        switch (write.op) {
            case FieldWrite::Op::Set:
                lines.push_back(write.field + " set " + value);
                break;
            case FieldWrite::Op::Clear:
                lines.push_back(write.field + " clear");
                break;
            case FieldWrite::Op::Add:
                lines.push_back(write.field + " add " + value);
                break;
            case FieldWrite::Op::Remove:
                lines.push_back(write.field + " remove " + value);
                break;
        }
    }
    return lines;
}

std::string news(const std::string& members) {
    return R"("subscriptions": {"news": {)" + members + "}}";
}
std::string activity(const std::string& members) {
    return R"("activities": [{"channel": "email", )" + members + "}]";
}

}  // namespace

TEST_CASE("a person's opt-in that staff wrote by hand says how the person asked for it", "[model][prepare]") {
    const std::string optIn = R"("state": "subscribed", "by": "person")";
    CHECK(faultsOfEdit("{" + news(optIn) + "}") == Lines{"proof_required /subscriptions/news/proof"});
    for (const std::string source : {"console", "import"}) {
        CHECK(faultsWith(R"("source": {"type": ")" + source + R"("}, )" + news(optIn)) ==
              Lines{"proof_required /subscriptions/news/proof"});
    }
    // What the operator's own systems saw, what the operator wants, and every opt-out need none.
    CHECK(faultsWith(news(optIn)).empty());
    CHECK(faultsOfEdit("{" + news(R"("state": "subscribed")") + "}").empty());
    CHECK(faultsOfEdit("{" + news(R"("state": "unsubscribed", "by": "person")") + "}").empty());

    const auto edit =
        PrepareBench{}.edit("{" + news(optIn + R"(, "proof": "ticket 7:\n\"again, please\"")") + "}");
    CHECK(edit.subscriptions[0].proof == "ticket 7:\n\"again, please\"");
    CHECK(faultsWith(news(optIn + R"(, "proof": ")" + std::string(2'001, 'x') + "\"")) ==
          Lines{"too_long /subscriptions/news/proof"});
    CHECK(faultsWith(news(optIn + R"(, "proof": "")")) == Lines{"empty /subscriptions/news/proof"});
    CHECK(faultsWith(news(optIn + R"(, "proof": " \n")")) == Lines{"empty /subscriptions/news/proof"});
}

TEST_CASE("that a person confirmed an address is told by staff with the proof alone", "[model][prepare]") {
    const auto confirmed = [](const std::string& source, const std::string& members,
                              const std::string& carried = R"({"type": "email", "value": "ann@x"})") {
        return R"({"source": {"type": ")" + source + R"("}, "identifiers": [)" + carried +
               R"(], "endpoints": [{"type": "email", "value": "Ann@X", "reason": "double_opt_in")" + members +
               "}]}";
    };
    const std::string active = R"(, "state": "active")";
    const std::string proven = active + R"(, "proof": "letter 4711")";
    for (const std::string source : {"console", "import"}) {
        CHECK(faultsOf(confirmed(source, active)) == Lines{"proof_required /endpoints/0/proof"});
        CHECK(faultsOf(confirmed(source, active + R"(, "proof": null)")) ==
              Lines{"proof_required /endpoints/0/proof"});
        CHECK(faultsOf(confirmed(source, active + R"(, "proof": " ")")) == Lines{"empty /endpoints/0/proof"});
        CHECK(faultsOf(confirmed(source, proven + R"(, "detail": "x")")) ==
              Lines{"not_allowed /endpoints/0/detail"});
        CHECK(faultsOf(confirmed(source, proven, R"({"type": "external_id", "value": "42"})")) ==
              Lines{"not_carried /endpoints/0/value"});
        const auto told = PrepareBench{}.prepare(confirmed(source, proven)).endpoints;
        REQUIRE(told.size() == 1);
        CHECK(told[0].told);
        CHECK(told[0].detail == "letter 4711");
        CHECK(told[0].reason == "double_opt_in");
    }
    // What the operator's own systems saw is no telling, and other states are nobody's confirmation.
    const auto seen = PrepareBench{}.prepare(confirmed("form", active)).endpoints;
    REQUIRE(seen.size() == 1);
    CHECK_FALSE(seen[0].told);
    CHECK(faultsOf(confirmed("form", proven)) == Lines{"not_allowed /endpoints/0/proof"});
    CHECK(faultsOf(confirmed("console", R"(, "state": "blacklisted", "proof": "x")")) ==
          Lines{"not_allowed /endpoints/0/proof"});
}

TEST_CASE("a field that is unknown or has a wrong value is left out with a warning", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        R"("fields": {"shoe/size": 4, "first_name": 5, "age_limit": 1.5, "vip": "yes", "nickname": ")" +
        std::string(65'537, 'x') + R"(", "balance": 0.)" + std::string(100, '1') +
        R"(, "tags": "vip", "interests": {"add": "ski"}})");
    CHECK(observation.fields.empty());
    CHECK(brief(observation.warnings) ==
          Lines{"invalid_value /fields/age_limit", "invalid_value /fields/first_name",
                "invalid_value /fields/vip", "too_long /fields/balance", "too_long /fields/nickname",
                "unknown_field /fields/shoe~1size", "wrong_type /fields/interests/add",
                "wrong_type /fields/tags"});
}

TEST_CASE("an element of a set is never empty", "[model][prepare]") {
    const auto observation =
        PrepareBench{}.with(R"("fields": {"tags": ["", "a"], "interests": {"remove": [""]}})");
    CHECK(writesOf(observation) == Lines{"tags add a"});
    CHECK(brief(observation.warnings) == Lines{"empty /fields/interests/remove/0", "empty /fields/tags/0"});
}

TEST_CASE("a set of too many elements is left out", "[model][prepare]") {
    std::string many;
    for (int i = 0; i < 200; ++i) many += (i == 0 ? "\"" : ", \"") + std::to_string(i) + '"';
    const auto observation = PrepareBench{}.with(R"("fields": {"tags": [)" + many +
                                                 R"(, "one more"], "interests": {"set": 1, "add": [)" + many +
                                                 R"(], "remove": ["one more"]}})");
    CHECK(observation.fields.empty());
    CHECK(brief(observation.warnings) == Lines{"too_many /fields/interests", "too_many /fields/tags",
                                               "unknown_member /fields/interests/set"});
}

TEST_CASE("a wrong member of a change of a set is left out, and the others count", "[model][prepare]") {
    const auto change =
        R"({"tags": {"add": ["a"], "set": ["b"]}, "interests": {"add": ["ski"], "remove": "golf"}})";
    const auto observation = PrepareBench{}.with(R"("fields": )" + std::string(change));
    CHECK(writesOf(observation) == Lines{"interests add ski", "tags add a"});
    CHECK(brief(observation.warnings) ==
          Lines{"unknown_member /fields/tags/set", "wrong_type /fields/interests/remove"});
    CHECK(writesOf(PrepareBench{}.with(R"("fields": {"tags": {"add": null, "remove": ["a"]}})")) ==
          Lines{"tags remove a"});
    CHECK(faultsOfEdit(R"({"fields": )" + std::string(change) + "}") ==
          Lines{"unknown_member /fields/tags/set", "wrong_type /fields/interests/remove"});
}

TEST_CASE("fields are set, cleared, added to and removed from", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        R"("fields": {"first_name": "Ann", "nickname": null, "age_limit": 18, "balance": 99999999999999.99,
                      "vip": true, "tags": ["a", "b", "a"], "interests": {"add": ["ski", "golf"],
                      "remove": ["golf", "chess"]}, "anything": {"b": [1.50], "a": null}})");
    CHECK(observation.warnings.empty());
    CHECK(writesOf(observation) ==
          Lines{"age_limit set 18", R"(anything set {"a":null,"b":[15e-1]})", "balance set 99999999999999.99",
                "first_name set Ann", "interests add ski", "interests remove golf", "interests remove chess",
                "nickname clear", "tags add a", "tags add b", "vip set 1"});
    CHECK(writesOf(PrepareBench{}.with(R"("fields": {"tags": null})")) == Lines{"tags clear"});
    CHECK(writesOf(PrepareBench{}.with(R"("fields": {"tags": []})")).empty());
}

TEST_CASE("a subscription that is malformed is refused", "[model][prepare]") {
    CHECK(faultsWith(R"("subscriptions": {"news": "pending"})") ==
          Lines{"invalid_value /subscriptions/news"});
    CHECK(faultsWith(R"("subscriptions": {"news": true})") == Lines{"invalid_value /subscriptions/news"});
    CHECK(faultsWith(R"("subscriptions": {"news": null})") == Lines{"invalid_value /subscriptions/news"});
    CHECK(faultsWith(news(R"("by": "person")")) == Lines{"invalid_value /subscriptions/news/state"});
    CHECK(faultsWith(news(R"("state": "subscribed", "by": "robot", "ip": "999.1.1.1", "at": "yesterday",
                             "text": 5, "reason": "")")) ==
          Lines{"empty /subscriptions/news/reason", "invalid_time /subscriptions/news/at",
                "invalid_value /subscriptions/news/by", "invalid_value /subscriptions/news/ip",
                "wrong_type /subscriptions/news/text"});
}

TEST_CASE("a subscription to no known category is left out with a warning", "[model][prepare]") {
    const auto observation =
        PrepareBench{}.with(R"("subscriptions": {"nws": "subscribed", "news": "unsubscribed"})");
    CHECK(observation.subscriptions.size() == 1);
    CHECK(brief(observation.warnings) == Lines{"unknown_category /subscriptions/nws"});
}

TEST_CASE("a bare string subscribes by the operator", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        R"("observed_at": "2026-11-20T09:00:00Z",
           "subscriptions": {"offers": "unsubscribed", "news": {"state": "subscribed", "by": "person",
             "at": "2026-11-20T08:59:58.9999Z", "text": "news-v3", "ip": "2001:db8::1", "reason": null}})");
    REQUIRE(observation.subscriptions.size() == 2);
    const auto& full = observation.subscriptions[0];
    CHECK(full.category == "news");
    CHECK(full.subscribed);
    CHECK(full.by == "person");
    CHECK(kith::base::formatRfc3339(full.at) == "2026-11-20T08:59:58.999Z");
    CHECK(full.text == "news-v3");
    CHECK(full.ip == "2001:db8::1");
    CHECK_FALSE(full.reason);
    const auto& bare = observation.subscriptions[1];
    CHECK_FALSE(bare.subscribed);
    CHECK(bare.by == "operator");
    CHECK(bare.at == observation.origin->observedAt);
}

TEST_CASE("an endpoint that is malformed is refused", "[model][prepare]") {
    CHECK(faultsWith(R"("endpoints": [{"type": "email", "value": "a@b"}])") ==
          Lines{"required /endpoints/0/state"});
    CHECK(faultsWith(R"("endpoints": [{"type": "email", "value": "a@b", "state": "dead"}, 5])") ==
          Lines{"invalid_value /endpoints/0/state", "wrong_type /endpoints/1"});
    CHECK(faultsWith(R"("endpoints": [{"state": "active"}])") ==
          Lines{"required /endpoints/0/type", "required /endpoints/0/value"});
    CHECK(faultsWith(R"("endpoints": [{"type": "email", "value": "a@b", "state": "active",
                                       "until": "2027-01-01T00:00:00Z"}])") ==
          Lines{"not_allowed /endpoints/0/until"});
}

TEST_CASE("a block ends after it began", "[model][prepare]") {
    const auto faults = [](const std::string& times) {
        return faultsWith(R"("endpoints": [{"type": "email", "value": "a@b", "state": "blocked", )" + times +
                          "}]");
    };
    const Lines early{"invalid_value /endpoints/0/until"};
    CHECK(faults(R"("at": "2026-01-02T00:00:00Z", "until": "2026-01-01T23:59:59.999Z")") == early);
    CHECK(faults(R"("at": "2026-01-02T00:00:00Z", "until": "2026-01-02T00:00:00Z")") == early);
    CHECK(faults(R"("until": "2020-01-02T00:00:00Z")") == early);
    CHECK(faults(R"("at": "yesterday", "until": "2020-01-02T00:00:00Z")") ==
          Lines{"invalid_time /endpoints/0/at"});
    CHECK(faults(R"("at": "2026-01-02T00:00:00Z", "until": "2026-01-02T00:00:00.001Z")").empty());
}

TEST_CASE("an endpoint's state is read with its date, reason and end", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        R"("endpoints": [{"type": "email", "value": "Ann@X", "state": "blocked", "reason": "mailbox_full",
             "detail": "452 4.2.2\nfull", "at": "2026-11-20T09:00:00Z", "until": "2027-01-01T00:00:00Z"},
            {"type": "phone", "value": "home", "state": "active"},
            {"type": "email", "value": "noreply@x", "state": "active"}])");
    REQUIRE(observation.endpoints.size() == 1);
    const auto& write = observation.endpoints[0];
    CHECK(write.identifier == kith::model::Identifier{"email", "ann@x"});
    CHECK(write.state == EndpointState::Blocked);
    CHECK(write.reason == "mailbox_full");
    CHECK(write.detail == "452 4.2.2\nfull");
    CHECK(write.until == kith::base::parseRfc3339("2027-01-01T00:00:00Z"));
    CHECK(brief(observation.warnings) ==
          Lines{"blocked_value /endpoints/2/value", "invalid_phone /endpoints/1/value"});
}

TEST_CASE("an activity that is malformed is refused", "[model][prepare]") {
    CHECK(faultsWith(R"("activities": [{}])") ==
          Lines{"required /activities/0/channel", "required /activities/0/event"});
    CHECK(faultsWith(R"("activities": [{"channel": "E Mail", "event": "x"}])") ==
          Lines{"invalid_value /activities/0/channel"});
    CHECK(faultsWith(activity(R"("status": "lost")")) == Lines{"invalid_value /activities/0/status"});
    CHECK(faultsWith(activity(R"("message": {"id": "m"})")) == Lines{"required /activities/0/status"});
    CHECK(faultsWith(activity(R"("message": "m", "status": "sent")")) ==
          Lines{"wrong_type /activities/0/message"});
    CHECK(faultsWith(activity(R"("message": {"id": 5, "title": "x"}, "status": "sent")")) ==
          Lines{"unknown_member /activities/0/message/title", "wrong_type /activities/0/message/id"});
    CHECK(faultsWith(activity(R"("kind": "event", "event": "x", "status": "sent", "reason": "y",
                                 "machine": "scanner")")) == Lines{"not_allowed /activities/0/machine",
                                                                   "not_allowed /activities/0/reason",
                                                                   "not_allowed /activities/0/status"});
    CHECK(faultsWith(activity(R"("kind": "call", "event": "x")")) ==
          Lines{"invalid_value /activities/0/kind"});
    CHECK(faultsWith(activity(R"("status": "read", "machine": "robot")")) ==
          Lines{"invalid_value /activities/0/machine"});
    CHECK(faultsWith(activity(R"("id": "", "event": "x")")) == Lines{"empty /activities/0/id"});
    CHECK(faultsWith(activity(R"("event": "x", "properties": [])")) ==
          Lines{"wrong_type /activities/0/properties"});
    CHECK(faultsWith(activity(R"("event": "x", "endpoint": "a@b")")) ==
          Lines{"wrong_type /activities/0/endpoint"});
}

TEST_CASE("an activity's endpoint that can't be read is left out with a warning", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        activity(R"("status": "sent", "endpoint": {"type": "email", "value": "nobody"})"));
    REQUIRE(observation.activities.size() == 1);
    CHECK_FALSE(observation.activities[0].facts.endpoint);
    CHECK(brief(observation.warnings) == Lines{"invalid_email /activities/0/endpoint/value"});
}

TEST_CASE("activities are read with their kind, key and facts", "[model][prepare]") {
    const auto observation = PrepareBench{}.with(
        R"("id": "o1", "observed_at": "2026-11-20T09:00:00Z", "activities": [
            {"id": "ses-1", "channel": "email", "message": {"id": "m-77", "name": "Welcome #3"},
             "status": "delivered", "endpoint": {"type": "email", "value": "Ann@X"},
             "at": "2026-11-20T09:31:00Z", "reason": null, "machine": null, "properties": {"b": 1, "a": [2]}},
            {"channel": "web", "event": "page_viewed", "properties": {"url": "/sale"}},
            {"channel": "shop", "kind": "order", "properties": {}},
            {"channel": "widget", "status": "clicked", "event": "form_submitted"}])");
    REQUIRE(observation.activities.size() == 4);
    const auto& message = observation.activities[0];
    CHECK(message.facts.kind == ActivityKind::Message);
    CHECK(message.key == "ses-1");
    CHECK(message.status == Status::Delivered);
    CHECK(message.facts.messageId == "m-77");
    CHECK(message.facts.messageName == "Welcome #3");
    CHECK(message.facts.endpoint == kith::model::Identifier{"email", "ann@x"});
    CHECK(message.facts.properties == R"({"a":[2],"b":1})");
    CHECK(kith::base::formatRfc3339(message.at) == "2026-11-20T09:31:00.000Z");
    const auto& event = observation.activities[1];
    CHECK(event.facts.kind == ActivityKind::Event);
    CHECK(event.facts.event == "page_viewed");
    CHECK_FALSE(event.status);
    CHECK(event.at == observation.origin->observedAt);
    CHECK(event.key != observation.activities[2].key);
    CHECK(observation.activities[2].facts.kind == ActivityKind::Order);
    CHECK(observation.activities[3].facts.kind == ActivityKind::Message);
}

TEST_CASE("an unnamed activity is its observation's id and position", "[model][prepare]") {
    PrepareBench bench;
    const auto keyOf = [&bench](const std::string& members) {
        return bench.with(members + R"(, "activities": [{"channel": "web", "event": "x"}])")
            .activities[0]
            .key;
    };
    CHECK(keyOf(R"("id": "1")") == keyOf(R"("id": "1")"));
    CHECK(keyOf(R"("id": "1")") != keyOf(R"("id": "2")"));
    CHECK(keyOf(R"("id": null)") != keyOf(R"("id": null)"));
    const auto first = keyOf(R"("id": "1")");
    bench.writer.key = kith::base::KeyId{8};
    CHECK(first != keyOf(R"("id": "1")"));
}

TEST_CASE("an edit refuses what an observation would leave out", "[model][prepare]") {
    CHECK(faultsOfEdit("[]") == Lines{"wrong_type "});
    CHECK(faultsOfEdit(R"({"identifiers": [], "tags": ["a"]})") ==
          Lines{"unknown_member /identifiers", "unknown_member /tags"});
    CHECK(faultsOfEdit(R"({"fields": null, "subscriptions": null})") ==
          Lines{"not_allowed /fields", "not_allowed /subscriptions"});
    CHECK(faultsOfEdit(R"({"fields": {"shoe": 1, "vip": "no"}, "subscriptions": {"nws": "subscribed",
                           "news": null}})") ==
          Lines{"invalid_value /fields/vip", "invalid_value /subscriptions/news",
                "unknown_category /subscriptions/nws", "unknown_field /fields/shoe"});
}

TEST_CASE("an edit replaces sets and names its profile", "[model][prepare]") {
    const auto edit = PrepareBench{}.edit(
        R"({"fields": {"first_name": "Ann", "nickname": null, "tags": ["a", "b"], "interests": {"add": ["ski"]}},
            "subscriptions": {"news": "subscribed"}})");
    CHECK(writesOf(edit) == Lines{"first_name set Ann", "interests add ski", "nickname clear", "tags clear",
                                  "tags add a", "tags add b"});
    CHECK(edit.subscriptions.size() == 1);
    REQUIRE(edit.address);
    CHECK(edit.address->home == kith::base::ProfileId{5});
    CHECK(edit.address->expectedVersion == 3);
    CHECK(edit.dateAfterReplaced);
    CHECK(edit.identifiers.empty());
    CHECK(edit.origin->observedAt == kNow);
    CHECK(edit.origin->attested);
}
