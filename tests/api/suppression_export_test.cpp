// SPDX-License-Identifier: Apache-2.0
// The whole list of addresses that are not written to, taken away and brought in elsewhere.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <set>
#include <sstream>
#include <utility>

#include "core/api/export_stream.hpp"
#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "tests/api/suppressing.hpp"

using namespace kith;
using namespace kith::test;

namespace {

/// As text, in an order of their own.
std::multiset<std::string> linesOf(const std::string& text) {
    std::multiset<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.insert(line);
    return lines;
}

ApiAnswer import(ApiServer& api, const std::string& lines) {
    return api.call({.method = "POST",
                     .path = "/v1/suppressions",
                     .key = api.write,
                     .body = lines,
                     .type = "application/x-ndjson"});
}

std::string hoursAgo(int hours) {
    return base::formatRfc3339(base::SystemClock().now() - std::chrono::hours{hours});
}

}  // namespace

TEST_CASE("an export brings every address into the same states until the same times", "[api]") {
    const auto engine = eachEngine();
    auto& api = ApiServer::shared(engine);
    const auto reason = fresh("e");
    const auto said = freshEmail();
    const auto failing = freshEmail();
    auto items =
        Json::array({suppression(said, "unsubscribed", reason), suppression(said, "complained", reason),
                     suppression(said, "blacklisted", reason), suppression(said, "blocked", reason)});
    items.back()["until"] = "2100-01-01T00:00:00Z";
    for (const int hours : {30, 3}) {
        items.push_back(suppression(failing, "blocked", reason));
        items.back()["at"] = hoursAgo(hours);
    }
    for (const auto& email : {said, failing}) api.observe(person("email", email));
    REQUIRE(api.post("/v1/suppressions", items).status == 200);
    // Two failures: for two days from the second on.
    const auto until = base::parseRfc3339(standing(api, failing)[0]["until"].get<std::string>());
    CHECK(until == *base::parseRfc3339(items.back()["at"].get<std::string>()) + std::chrono::days{2});
    const auto path = "/v1/suppressions/export?reason=" + reason;
    const auto exported = api.get(path);
    REQUIRE(exported.status == 200);
    CHECK(linesOf(exported.text).size() == 5);

    ApiServer other(engine);
    const auto taken = import(other, exported.text);
    REQUIRE(taken.status == 200);
    for (const auto& each : taken.body["results"]) CHECK(each["result"] == "recorded");
    for (const auto& email : {said, failing}) other.observe(person("email", email));
    for (const auto* format : {"ndjson", "csv"}) {
        const auto as = path + "&format=" + format;
        CHECK(linesOf(other.get(as).text) == linesOf(api.get(as).text));
    }
    const auto imported = import(other, exported.text).body;
    REQUIRE_FALSE(imported["results"].empty());
    for (const auto& each : imported["results"]) CHECK(each["result"] == "duplicate");
}

TEST_CASE("an export that comes back changes nothing, whoever told of the states", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("e");
    const auto email = freshEmail();
    auto failed = person("email", email);
    for (const auto* state : {"blacklisted", "complained", "blocked"})
        failed["endpoints"].push_back({{"type", "email"},
                                       {"value", email},
                                       {"state", state},
                                       {"reason", reason},
                                       {"detail", "550 5.1.1 \"user\"\nunknown"},
                                       {"at", hoursAgo(2)}});
    api.observe(failed);
    const auto path = "/v1/suppressions/export?reason=" + reason;
    const auto exported = api.get(path);
    REQUIRE(linesOf(exported.text).size() == 3);
    for (const auto& line : linesOf(exported.text))
        CHECK(Json::parse(line)["detail"] == failed["endpoints"][0]["detail"]);
    CHECK(api.get(path + "&format=csv").text.find(",\"550 5.1.1 \"\"user\"\"\nunknown\",") !=
          std::string::npos);
    const auto profile = api.profile("email:" + email);
    // What says less takes nothing away either: by another key, which never said it before.
    const auto key = api.newKey("write").secret;
    std::string less;
    for (const auto& line : linesOf(exported.text)) {
        auto item = Json::parse(line);
        item.erase("detail");
        less += item.dump() + '\n';
    }
    for (const auto& lines : {exported.text, less}) {
        for (const auto& by : {api.write, key}) {
            const auto taken = api.call({.method = "POST",
                                         .path = "/v1/suppressions",
                                         .key = by,
                                         .body = lines,
                                         .type = "application/x-ndjson"});
            REQUIRE(taken.body["results"].size() == 3);
            for (const auto& each : taken.body["results"]) CHECK(each["result"] == "duplicate");
        }
    }
    CHECK(api.get(path).text == exported.text);
    CHECK(api.profile("email:" + email) == profile);
}

TEST_CASE("where somebody has the addresses, an export brings the provider's words along", "[api]") {
    const auto engine = eachEngine();
    auto& api = ApiServer::shared(engine);
    const auto reason = fresh("e");
    const auto known = freshEmail();
    const auto nobodys = freshEmail();
    auto items = Json::array();
    for (const auto& email : {known, nobodys}) {
        api.observe(person("email", email));
        items.push_back(suppression(email, "blacklisted", reason));
        items.back()["detail"] = "550 5.1.1 user unknown";
    }
    const auto recorded = api.post("/v1/suppressions", items).body;
    REQUIRE(recorded["results"].size() == items.size());
    for (const auto& each : recorded["results"]) CHECK(each["warnings"].empty());
    const auto exported = api.get("/v1/suppressions/export?reason=" + reason);

    ApiServer other(engine);
    other.observe(person("email", known));
    const auto taken = import(other, exported.text);
    REQUIRE(taken.body["results"].size() == 2);
    for (const auto& each : taken.body["results"]) CHECK(each["result"] == "recorded");
    CHECK(standing(other, known)[0]["detail"] == items[0]["detail"]);
    // Of nobody's address no words are kept, and whoever brought them is told.
    CHECK(standing(other, nobodys)[0]["detail"].is_null());
    int warned = 0;
    for (const auto& each : taken.body["results"]) {
        for (const auto& warning : each["warnings"]) {
            CHECK(warning["pointer"] == "/detail");
            CHECK(warning["code"] == "not_kept");
            ++warned;
        }
    }
    CHECK(warned == 1);
    const auto imported = import(other, exported.text).body;
    REQUIRE_FALSE(imported["results"].empty());
    for (const auto& each : imported["results"]) CHECK(each["result"] == "duplicate");
}

TEST_CASE("an export tells of the erased only hashes, which no kith takes without the address", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("e");
    const auto erased = freshEmail();
    api.observe(person("email", erased));
    auto angry = suppression(erased, "complained", reason);
    angry["detail"] = "Called, and was angry";
    REQUIRE(api.post("/v1/suppressions", angry).status == 200);
    CHECK(standing(api, erased)[0]["detail"] == angry["detail"]);
    erase(api, erased);
    const auto exported = api.get("/v1/suppressions/export?reason=" + reason);
    REQUIRE(exported.status == 200);
    CHECK(exported.text.find(erased) == std::string::npos);
    CHECK(exported.text.find("angry") == std::string::npos);
    const auto line = Json::parse(exported.text);
    CHECK(line["hash"].get<std::string>().size() == 32);
    CHECK(line["value"].is_null());
    const auto error = import(api, exported.text).body["results"][0]["problem"]["errors"][0];
    CHECK(error["code"] == "only_hash");
    CHECK(error["detail"].get<std::string>().find("send the address itself as `value`") != std::string::npos);
    auto named = line;
    named["value"] = erased;
    named["hash"] = nullptr;
    CHECK(api.post("/v1/suppressions", named).status == 200);
}

TEST_CASE("as CSV an export has a line of names, and quotes what has to be quoted", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    const auto called = fresh("called");
    api.observe(person("email", email));
    REQUIRE(api.post("/v1/suppressions", suppression(email, "unsubscribed", called + ", \"twice\"")).status ==
            200);
    const auto csv = api.get("/v1/suppressions/export?format=csv&state=unsubscribed&reason=" + called +
                             "%2C%20%22twice%22");
    CHECK(csv.text == "type,value,hash,state,reason,detail,at,until\r\nemail," + email + ",,unsubscribed,\"" +
                          called + ", \"\"twice\"\"\",,2026-01-01T00:00:00.000Z,\r\n");
}

TEST_CASE("an export of suppressions ends before its end once its key is revoked", "[api]") {
    ApiServer api(eachEngine());
    // Longer than any buffer on the way.
    constexpr int kCalls = 6;
    constexpr int kItems = 4'000;
    const auto reason = fresh("r") + std::string(180, 'x');
    for (int call = 0; call < kCalls; ++call) {
        auto items = Json::array();
        for (int i = 0; i < kItems; ++i) items.push_back(suppression(freshEmail(), "complained", reason));
        REQUIRE(api.post("/v1/suppressions", items).status == 200);
    }
    const auto key = api.newKey("read");
    const Call call{.path = "/v1/suppressions/export?reason=" + reason, .key = key.secret};
    auto client = RawClient::slow(api.port());
    client.send(ApiServer::bytesOf(call));
    CHECK(client.readUntil("\"hash\":").starts_with("HTTP/1.1 200"));
    api.revoke(key);
    const auto rest = client.readToEnd();
    CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
    CHECK(api.call(call).status == 401);
}

TEST_CASE("two exports run at once, and another one once one of them has ended", "[api]") {
    api::ExportSlots slots;
    const auto first = slots.take();
    {
        auto second = slots.take();
        CHECK_THROWS_AS(slots.take(), base::Error);
        const auto moved = std::move(second);
        CHECK_THROWS_AS(slots.take(), base::Error);
    }
    const auto third = slots.take();
    CHECK_THROWS_AS(slots.take(), base::Error);
}
