// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/api/api_server.hpp"

using namespace kith::test;

TEST_CASE("the same observation again is a duplicate and changes nothing", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("again");
    observation["fields"] = {{"points", 5}};
    const auto first = api.observe(observation);
    const auto before = api.profile(refOf(observation));
    const auto again = api.observe(observation);
    CHECK(again["result"] == "duplicate");
    CHECK(again["profile_id"] == first["profile_id"]);
    CHECK(api.profile(refOf(observation)) == before);

    // As parsed JSON, members in any order.
    const auto text = "{\"fields\":{ \"points\" :5.0e0}, \"id\":\"" + observation["id"].get<std::string>() +
                      "\",\"identifiers\":" + observation["identifiers"].dump() + "}";
    const auto reordered =
        api.call({.method = "POST", .path = "/v1/observations", .key = api.write, .body = text});
    CHECK(reordered.body["result"] == "duplicate");
}

TEST_CASE("an observation with an Idempotency-Key counts once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["activities"] = {{{"channel", "web"}, {"event", "e"}}};
    const auto key = fresh("retry");
    const auto send = [&](const std::string& once) {
        return api.call({.method = "POST",
                         .path = "/v1/observations",
                         .key = api.write,
                         .body = observation.dump(),
                         .headers = {{"Idempotency-Key", once}}});
    };
    for (const auto& wrong : {std::string(201, 'x'), std::string("\xff\xfe"), std::string("a\tb")})
        CHECK(send(wrong).status == 400);
    for (const auto& other : {Json(fresh("other")), Json(7), Json(Json::array())}) {
        observation["id"] = other;
        const auto refused = send(key);
        CHECK(refused.status == 400);
        CHECK(refused.errors() == std::vector<std::string>{"/id not_allowed"});
    }
    observation.erase("id");
    CHECK(api.get("/v1/profiles/" + refOf(observation)).status == 404);

    CHECK(send(key).body["result"] == "created");
    CHECK(send(key).body["result"] == "duplicate");
    observation["id"] = key;
    CHECK(send(key).body["result"] == "duplicate");
    CHECK(api.observe(observation)["result"] == "duplicate");
    CHECK(api.profile(refOf(observation))["activity"]["total"] == 1);

    observation["fields"] = {{"points", 2}};
    const auto reused = send(key);
    CHECK(reused.status == 409);
    CHECK(reused.code() == "id_reused");
    CHECK(send(fresh("retry")).status == 400);
    observation.erase("id");
    CHECK(send(fresh("retry")).body["result"] == "updated");
}

TEST_CASE("a list with an Idempotency-Key counts once, item by item", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("retry");
    const auto own = fresh("own");
    const auto one = somebody();
    auto two = somebody();
    two["id"] = own;
    const auto three = somebody();
    const auto send = [&](const std::string& body, const std::string& once,
                          const std::string& type = "application/json") {
        return api.call({.method = "POST",
                         .path = "/v1/observations",
                         .key = api.write,
                         .body = body,
                         .type = type,
                         .headers = {{"Idempotency-Key", once}}});
    };
    const auto results = [](const ApiAnswer& answer) {
        Json all = Json::array();
        for (const auto& each : answer.body["results"]) all.push_back(each["result"]);
        return all;
    };
    CHECK(send(Json::array({one}).dump(), std::string(196, 'x')).status == 400);
    CHECK(api.get("/v1/profiles/" + refOf(one)).status == 404);

    const Json list{one, two, 7, three};
    CHECK(results(send(list.dump(), key)) == Json({"created", "created", "rejected", "created"}));
    CHECK(results(send(list.dump(), key)) == Json({"duplicate", "duplicate", "rejected", "duplicate"}));
    // The place counts, whatever the form of the list.
    const auto lines = one.dump() + "\n\n" + two.dump() + "\n7\n" + three.dump() + "\n";
    CHECK(results(send(lines, key, "application/x-ndjson")) ==
          Json({"duplicate", "duplicate", "rejected", "duplicate"}));
    CHECK(api.observe(two)["result"] == "duplicate");

    const auto moved = send(Json({three, two, 7, one}).dump(), key);
    CHECK(results(moved) == Json({"rejected", "duplicate", "rejected", "rejected"}));
    CHECK(moved.body["results"][0]["problem"]["code"] == "id_reused");
    CHECK(results(send(list.dump(), fresh("retry"))) ==
          Json({"unchanged", "duplicate", "rejected", "unchanged"}));
}

TEST_CASE("ids are the caller's own: another key may use the same", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("shared");
    api.observe(observation);
    observation["fields"] = {{"nickname", "Ann"}};
    const auto other = api.makeKey("write");
    const auto answer =
        api.call({.method = "POST", .path = "/v1/observations", .key = other, .body = observation.dump()});
    CHECK(answer.status == 200);
    CHECK(answer.body["result"] == "updated");
}
