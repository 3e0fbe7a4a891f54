// SPDX-License-Identifier: Apache-2.0
// How a profile came to be: its changes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/api/life_cycle.hpp"
#include "tests/api/merged.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

Json ofKind(const Json& page, const std::string& kind) {
    Json found = Json::array();
    for (const auto& item : page["items"]) {
        if (item["kind"] == kind) found.push_back(item);
    }
    return found;
}

}  // namespace

TEST_CASE("a query of the changes or the identity that is wrong answers 400", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    CHECK(api.get(path + "/changes?limit=0").errors() == Errors{"?limit invalid_value"});
    CHECK(api.get(path + "/changes?cursor=x").errors() == Errors{"?cursor invalid_cursor"});
    CHECK(api.get(path + "/changes?kind=mood").errors() == Errors{"?kind invalid_value"});
    CHECK(api.get(path + "/changes?field=x").errors() == Errors{"?field unknown_parameter"});
    CHECK(api.get(path + "/identity?depth=1").errors() == Errors{"?depth unknown_parameter"});
}

TEST_CASE("a change says what, from what to what, when and by which observation of which source", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = person("email", fresh("c") + "@example.com");
    someone["observed_at"] = "2026-01-01T00:00:00Z";
    someone["fields"] = {{"nickname", "Ann"}, {"balance", "1.50"}, {"tags", {"vip"}}};
    api.observe(someone);
    someone["id"] = fresh("second");
    someone["observed_at"] = "2026-01-02T00:00:00Z";
    someone["source"] = {{"type", "import"}, {"name", "crm"}};
    someone["fields"] = {{"nickname", nullptr}, {"balance", 2}};
    someone["subscriptions"] = {
        {"news",
         {{"state", "unsubscribed"}, {"by", "person"}, {"reason", "bored"}, {"comment", "too much"}}}};
    someone["endpoints"] = {{{"type", "email"},
                             {"value", someone["identifiers"][0]["value"]},
                             {"state", "blocked"},
                             {"reason", "full"},
                             {"until", "2026-02-01T00:00:00Z"}}};
    api.observe(someone);

    const auto page = api.get("/v1/profiles/" + refOf(someone) + "/changes").body;
    const auto fields = ofKind(page, "field");
    REQUIRE(fields.size() == 5);
    for (const auto& change : fields) {
        const bool second = change["at"] == "2026-01-02T00:00:00.000Z";
        if (change["field"] == "nickname") {
            CHECK(change["before"] == (second ? Json("Ann") : Json()));
            CHECK(change["after"] == (second ? Json() : Json("Ann")));
        } else if (change["field"] == "balance") {
            CHECK(change["before"] == (second ? Json("1.5") : Json()));
            CHECK(change["after"] == (second ? "2" : "1.5"));
        } else {
            CHECK(change["field"] == "tags");
            CHECK(change["element"] == "vip");
        }
        const auto& by = change["observation"];
        CHECK(by["source"] == (second ? Json{{"type", "import"}, {"name", "crm"}}
                                      : Json{{"type", "api"}, {"name", "test write"}}));
        CHECK(by["given_id"] == (second ? someone["id"] : Json()));
        CHECK(by["evidence"] == "attested");
    }
    const auto subscription = ofKind(page, "subscription");
    REQUIRE(subscription.size() == 1);
    CHECK(subscription[0]["before"].is_null());
    CHECK(subscription[0]["after"] == "unsubscribed");
    CHECK(subscription[0]["by"] == "person");
    CHECK(subscription[0]["reason"] == "bored");
    CHECK(subscription[0]["comment"] == "too much");
    CHECK(subscription[0]["comment"] == "too much");
    const auto state = ofKind(page, "endpoint");
    REQUIRE(state.size() == 1);
    CHECK(state[0]["after"] == "blocked");
    CHECK(state[0]["until"] == "2026-02-01T00:00:00.000Z");
}

TEST_CASE("pages of the changes hold each once, the last written first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    int second = 0;
    for (const char* name : {"Ann", "Bea", "Cid", "Dan"}) {
        // Two that were received in one millisecond have no order in time.
        someone["observed_at"] = "2026-01-02T03:04:0" + std::to_string(++second) + "Z";
        someone["fields"] = {{"nickname", name}};
        api.observe(someone);
    }
    const auto path = "/v1/profiles/" + refOf(someone) + "/changes?limit=";
    const auto whole = api.get(path + "500").body["items"];
    REQUIRE(whole.size() == 4);
    CHECK(whole[0]["after"] == "Dan");
    CHECK(whole[3]["after"] == "Ann");
    Json paged = Json::array();
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
        const auto page = api.get(path + "1" + cursor).body;
        for (const auto& item : page["items"]) paged.push_back(item);
        if (page["next_cursor"].is_null()) break;
        cursor = "&cursor=" + page["next_cursor"].get<std::string>();
    }
    CHECK(paged == whole);
}

TEST_CASE("the changes of one kind are those of it among all", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    api.patch("/v1/profiles/" + merged.ref, {{"subscriptions", {{"news", "unsubscribed"}}}});
    const auto path = "/v1/profiles/" + merged.ref + "/changes?limit=500";
    const auto whole = api.get(path).body;
    CHECK(ofKind(whole, "field").size() >= 2);
    CHECK(ofKind(whole, "subscription").size() == 1);
    CHECK(ofKind(whole, "merge").size() == 1);
    for (const std::string kind :
         {"field", "subscription", "endpoint", "merge", "undo", "identifier", "life"}) {
        INFO(kind);
        CHECK(api.get(path + "&kind=" + kind).body["items"] == ofKind(whole, kind));
    }
}

TEST_CASE("a merge is told with its evidence, among the changes and in the identity", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    const auto changes = ofKind(api.get("/v1/profiles/" + merged.ref + "/changes").body, "merge");
    const auto identity = api.get("/v1/profiles/" + merged.absorbed + "/identity").body;
    REQUIRE(changes.size() == 1);
    REQUIRE(identity["merges"].size() == 1);
    const auto& merge = identity["merges"][0];
    CHECK(identity["id"] == merged.survivor);
    CHECK(merge["id"] == changes[0]["id"]);
    CHECK(merge["survivor"] == merged.survivor);
    CHECK(merge["absorbed"] == merged.absorbed);
    CHECK(merge["rule"] == "linking");
    CHECK(merge["observation"]["given_id"] == merged.joining["id"]);
    CHECK(merge["observation"]["source"] == merged.joining["source"]);
    const Json joined{merge["joined_a"], merge["joined_b"]};
    for (const auto& identifier : merged.joining["identifiers"])
        CHECK(std::count(joined.begin(), joined.end(), identifier) == 1);
    REQUIRE(merge["choices"].size() >= 1);
    CHECK(merge["choices"].dump().find("nickname") != std::string::npos);
    CHECK(api.profile(merged.ref)["fields"]["nickname"] == "Bea");
}

TEST_CASE("a merge that is taken back is told of both sides, by whom, and once if they are one again",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Merged merged(api);
    const std::string merge = api.get("/v1/merges?profile=" + merged.survivor).body["items"][0]["id"];
    const Call undo{.method = "POST",
                    .path = "/v1/merges/" + merge + "/undo",
                    .key = api.write,
                    .body = "{}",
                    .headers = {{"Idempotency-Key", fresh("undo")}}};
    const auto undone = api.call(undo);
    REQUIRE(undone.status == 200);
    const auto undosOf = [&](const std::string& id) {
        return ofKind(api.get("/v1/profiles/" + id + "/changes").body, "undo");
    };
    const auto told = undosOf(merged.survivor);
    REQUIRE(told.size() == 1);
    CHECK(told[0]["merge"] == merge);
    CHECK(told[0]["survivor"] == merged.survivor);
    CHECK(told[0]["absorbed"] == merged.absorbed);
    CHECK(told[0]["observation"]["source"]["name"] == "test write");
    CHECK(told[0]["observation"]["given_id"] == undo.headers[0].second);
    CHECK(undosOf(merged.absorbed) == told);

    const auto lift = "/v1/must-not-links/" + undone.body["must_not_link"].get<std::string>();
    REQUIRE(api.call({.method = "DELETE", .path = lift, .key = api.write}).status == 204);
    const Json again{{"profiles", {{{"ref", merged.survivor}}, {{"ref", merged.absorbed}}}}};
    REQUIRE(api.post("/v1/merges", again).status == 201);
    const auto all = api.get("/v1/profiles/" + merged.survivor + "/changes").body;
    CHECK(ofKind(all, "undo") == told);
    const auto merges = ofKind(all, "merge");
    REQUIRE(merges.size() == 2);
    // The last written first, of each kind among the others.
    std::vector<std::string> kinds;
    for (const auto& change : all["items"])
        if (change["kind"] == "merge" || change["kind"] == "undo") kinds.push_back(change["kind"]);
    CHECK(kinds == std::vector<std::string>{"merge", "undo", "merge"});
}

TEST_CASE("what was attached and detached by hand is told, of whom it was moved from too", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::string ann = api.observe(person("external_id", fresh("ann")))["profile_id"];
    const std::string bea = api.observe(person("external_id", fresh("bea")))["profile_id"];
    const auto email = fresh("hand") + "@example.com";
    const auto decide = [&](const std::string& method, const std::string& who, const std::string& query) {
        const Call call{.method = method,
                        .path = "/v1/profiles/" + who + "/identifiers/email/" + email + query,
                        .key = api.write,
                        .type = "",
                        .headers = {{"Idempotency-Key", fresh("hand")}}};
        REQUIRE(api.call(call).status / 100 == 2);
        return call.headers[0].second;
    };
    const auto attached = decide("PUT", ann, "");
    decide("PUT", ann, "");  // It has it already: nothing changes.
    const auto moved = decide("PUT", bea, "?move=true");
    const auto detached = decide("DELETE", bea, "");

    using Told = std::vector<std::pair<std::string, std::string>>;
    const auto changesOf = [&](const std::string& who) {
        Told told;
        const auto path = "/v1/profiles/" + who + "/changes?limit=1";
        std::string cursor;
        do {
            const auto page = api.get(path + cursor).body;
            for (const auto& change : page["items"]) {
                CHECK(change["kind"] == "identifier");
                CHECK(change["identifier"] == Json{{"type", "email"}, {"value", email}});
                const auto& by = change["observation"];
                if (by.is_null()) {
                    told.emplace_back(change["change"], "by nobody any more");
                    continue;
                }
                CHECK(by["source"]["name"] == "test write");
                const auto& call = by["given_id"];
                told.emplace_back(change["change"], call.is_null() ? "" : call.get<std::string>());
            }
            cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
        } while (!cursor.empty());
        return told;
    };
    CHECK(changesOf(ann) == Told{{"detached", moved}, {"attached", attached}});
    CHECK(changesOf(bea) == Told{{"detached", detached}, {"attached", moved}});

    SECTION("but the export does not say what is another one's") {
        const Call call{.path = "/v1/profiles/" + ann + "/export", .key = api.admin};
        decide("PUT", bea, "");
        const auto changes = api.call(call).body["identifier_changes"];
        REQUIRE(changes.size() == 2);
        CHECK(changes[0]["change"] == "attached");
        for (const auto& change : changes) CHECK(change["identifier"].is_null());
        decide("PUT", ann, "?move=true");
        CHECK(api.call(call).body["identifier_changes"][2]["identifier"]["value"] == email);
    }
    SECTION("also once it was moved to somebody who is erased") {
        REQUIRE(api.post("/v1/profiles/" + bea + "/erase", Json::object()).status == 202);
        receiptOf(api, bea);
        CHECK(changesOf(ann) == Told{{"detached", "by nobody any more"}, {"attached", attached}});
    }
    SECTION("until one of the two is erased") {
        const auto known = [&](const std::string& table, const std::string& column, const std::string& who) {
            storage::Database database(api.database());
            return std::get<0>(*database.openWriter()->first<std::int64_t>(
                "SELECT count(*) FROM " + table + " WHERE " + column + " = :id",
                base::ProfileId::parse(who)->value));
        };
        REQUIRE(api.post("/v1/profiles/" + ann + "/erase", Json::object()).status == 202);
        receiptOf(api, ann);
        CHECK(known("identifier_change", "home", ann) == 0);
        CHECK(known("identifier_change", "home", bea) == 2);
        // Who moved it is still told, and not what they called that, which was about her too.
        CHECK(changesOf(bea) == Told{{"detached", detached}, {"attached", ""}});
    }
}
