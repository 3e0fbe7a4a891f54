// SPDX-License-Identifier: Apache-2.0
// What can't be written now is asked for again, on every inbound stream.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/widget_visitor.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr const char* kToken = "token-0123456789";

Json receipt(const std::string& id) {
    return {{"id", id}, {"token", kToken}, {"status", "delivered"}};
}

Call telegramMessage() {
    const Json update{{"update_id", 1},
                      {"message",
                       {{"date", 1'760'000'000},
                        {"chat", {{"id", 7}, {"type", "private"}}},
                        {"from", {{"id", 7}, {"is_bot", false}}},
                        {"text", "hello"}}}};
    return {.method = "POST",
            .path = "/channels/telegram/updates/shop",
            .body = update.dump(),
            .headers = {{"X-Telegram-Bot-Api-Secret-Token", "0123456789abcdef"}}};
}

Call sesBatch(const ApiServer& api) {
    return {.method = "POST",
            .path = "/channels/email/ses",
            .key = api.write,
            .body = "[" + sesFile("json-amazonses-01.json") + "," + sesFile("json-amazonses-03.json") + "]"};
}

Call pushReceipts(const ApiServer& api) {
    return {.method = "PUT",
            .path = "/channels/push/receipts",
            .key = api.write,
            .body = Json{{"receipts", {receipt("a"), receipt("b")}}}.dump()};
}

}  // namespace

TEST_CASE("where the queue has no room, nothing is written and the sender is asked to come again",
          "[channels]") {
    ApiServer api(eachEngine(), {"pipeline.queue_limit=1"});
    const auto widget = define(api);
    const Visitor visitor(api);
    const Json event{{"type", "clicked"}, {"widget", widget}, {"display", Visitor::newDisplay()}};
    const Call beacon{.method = "POST",
                      .path = "/channels/widget/events",
                      .key = api.open,
                      .body = visitor.beacon({event, event}).dump()};
    for (const auto& call : {sesBatch(api), pushReceipts(api), beacon}) {
        const auto answer = api.call(call);
        CHECK(answer.status == 503);
        CHECK(answer.header("Retry-After").size() >= 1);
    }
    for (const auto& ref : {std::string("email:bounce@simulator.amazonses.com"),
                            std::string("push_token:") + kToken, visitor.ref()}) {
        CHECK(api.get("/v1/profiles/" + ref).status == 404);
    }
    // One fits.
    CHECK(api.call(telegramMessage()).body["result"] == "created");
}

TEST_CASE("without its database, no stream is told that its events were taken", "[channels]") {
    ApiServer api(storage::Engine::Postgresql);
    api.dropDatabase();
    for (const auto& call : {telegramMessage(), sesBatch(api)}) {
        const auto answer = api.call(call);
        CHECK(answer.status == 503);
        CHECK(answer.header("Retry-After").size() >= 1);
    }
    // Among several, each item has its own problem.
    const auto receipts = api.call(pushReceipts(api));
    if (receipts.status == 200) {
        for (const auto& each : receipts.body["results"]) CHECK(each["problem"]["status"] == 503);
    } else {
        CHECK(receipts.status == 503);
    }
    const Json token{{"token", kToken}, {"app_id", "shop"}};
    CHECK(api.call({.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = token.dump()})
              .status == 503);
}
