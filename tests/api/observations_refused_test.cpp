// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "core/base/time.hpp"
#include "tests/api/api_server.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

ApiAnswer postText(ApiServer& api, const std::string& body, const std::string& type = "application/json") {
    return api.call(
        {.method = "POST", .path = "/v1/observations", .key = api.write, .body = body, .type = type});
}

std::string inMinutes(int minutes) {
    return base::formatRfc3339(base::SystemClock().now() + std::chrono::minutes(minutes));
}

/// Each of these is wrong in one way; `observation` has everything else.
struct Wrong {
    Json observation;
    std::string error;  ///< `pointer code`
};

Json with(const std::string& member, const Json& value) {
    auto observation = somebody();
    observation[member] = value;
    return observation;
}

std::vector<Wrong> wrongMembers() {
    const Json message{{"channel", "email"}, {"status", "sent"}};
    const auto activity = [&message](const std::string& member, const Json& value) {
        auto changed = message;
        changed[member] = value;
        return with("activities", Json::array({changed}));
    };
    const auto endpoint = [](const std::string& member, const Json& value) {
        Json state{{"type", "email"}, {"value", "a@example.com"}, {"state", "active"}};
        state[member] = value;
        return with("endpoints", Json::array({state}));
    };
    const auto blocked = [](const Json& at, const Json& until) {
        const Json state{{"type", "email"},
                         {"value", "a@example.com"},
                         {"state", "blocked"},
                         {"at", at},
                         {"until", until}};
        return with("endpoints", Json::array({state}));
    };
    const auto news = [](const Json& value) { return with("subscriptions", {{"news", value}}); };
    return {
        {Json::object(), "/identifiers required"},
        {{{"identifiers", nullptr}}, "/identifiers required"},
        {{{"identifiers", Json::object()}}, "/identifiers wrong_type"},
        {{{"identifiers", Json::array()}}, "/identifiers no_identifier"},
        {{{"identifiers", Json::array({"email"})}}, "/identifiers/0 wrong_type"},
        {{{"identifiers", {{{"type", "email"}}}}}, "/identifiers/0/value required"},
        {{{"identifiers", {{{"value", "x"}}}}}, "/identifiers/0/type required"},
        {{{"identifiers", {{{"type", "external_id"}, {"value", 42}}}}}, "/identifiers/0/value wrong_type"},
        {{{"identifiers", {{{"type", "email"}, {"value", "a@b.example"}, {"role", "x"}}}}},
         "/identifiers/0/role unknown_member"},
        {{{"identifiers", Json(std::vector<Json>(51, {{"type", "email"}, {"value", "a@b.example"}}))}},
         "/identifiers too_many"},
        {{{"identifiers",
           {{{"type", "external_id"}, {"value", "a"}}, {{"type", "external_id"}, {"value", "b"}}}}},
         "/identifiers too_many_values"},
        {{{"identifiers", {{{"type", "external_id"}, {"value", "null"}}}}}, "/identifiers no_identifier"},
        {{{"identifiers", {{{"type", "email"}, {"value", " NoReply@shop.example "}}}}},
         "/identifiers no_identifier"},
        {{{"identifiers", {{{"type", "email"}, {"value", "no address"}}}}}, "/identifiers no_identifier"},
        {with("colour", "red"), "/colour unknown_member"},
        {with("id", 7), "/id wrong_type"},
        {with("id", ""), "/id empty"},
        {with("id", std::string(201, 'x')), "/id too_long"},
        {with("id", "a\nb"), "/id control_character"},
        {with("evidence", "sworn"), "/evidence invalid_value"},
        {with("observed_at", 1'700'000'000), "/observed_at invalid_time"},
        {with("observed_at", "2026-02-30T00:00:00Z"), "/observed_at invalid_time"},
        {with("observed_at", "2026-01-01T00:00:00"), "/observed_at invalid_time"},
        {with("observed_at", inMinutes(6)), "/observed_at future_time"},
        {with("source", "shop"), "/source wrong_type"},
        {with("source", {{"type", "rumour"}}), "/source/type invalid_value"},
        {with("source", {{"type", "api"}, {"color", 1}}), "/source/color unknown_member"},
        {with("fields", Json::array()), "/fields wrong_type"},
        {with("subscriptions", "news"), "/subscriptions wrong_type"},
        {news("maybe"), "/subscriptions/news invalid_value"},
        {news(Json::object()), "/subscriptions/news/state invalid_value"},
        {news({{"state", "pending"}}), "/subscriptions/news/state invalid_value"},
        {news({{"state", "subscribed"}, {"by", "dog"}}), "/subscriptions/news/by invalid_value"},
        {news({{"state", "subscribed"}, {"ip", "192.0.2"}}), "/subscriptions/news/ip invalid_value"},
        {news({{"state", "subscribed"}, {"at", inMinutes(6)}}), "/subscriptions/news/at future_time"},
        {news({{"state", "subscribed"}, {"why", "x"}}), "/subscriptions/news/why unknown_member"},
        {endpoint("state", "sleeping"), "/endpoints/0/state invalid_value"},
        {endpoint("until", inMinutes(60)), "/endpoints/0/until not_allowed"},
        {blocked("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"), "/endpoints/0/until invalid_value"},
        {blocked("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"), "/endpoints/0/until invalid_value"},
        {blocked(nullptr, "2026-01-01T00:00:00Z"), "/endpoints/0/until invalid_value"},
        {endpoint("value", 1), "/endpoints/0/value wrong_type"},
        {with("activities", Json::object()), "/activities wrong_type"},
        {with("activities", Json(std::vector<Json>(101, message))), "/activities too_many"},
        {with("activities", {{{"status", "sent"}}}), "/activities/0/channel required"},
        {activity("channel", "E Mail"), "/activities/0/channel invalid_value"},
        {activity("status", "eaten"), "/activities/0/status invalid_value"},
        {activity("kind", "parcel"), "/activities/0/kind invalid_value"},
        {activity("kind", "event"), "/activities/0/event required"},
        {activity("machine", "toaster"), "/activities/0/machine invalid_value"},
        {activity("properties", 1), "/activities/0/properties wrong_type"},
        {activity("properties", {{"x", std::string(33'000, 'x')}}), "/activities/0/properties too_long"},
        {activity("at", "yesterday"), "/activities/0/at invalid_time"},
        {activity("endpoint", {{"type", "email"}}), "/activities/0/endpoint/value required"},
        {activity("message", {{"subject", "x"}}), "/activities/0/message/subject unknown_member"},
        {activity("colour/~", 1), "/activities/0/colour~1~0 unknown_member"},
    };
}

}  // namespace

TEST_CASE("a wrong observation answers 400 with the pointer of what is wrong", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    for (const auto& [observation, error] : wrongMembers()) {
        const auto answer = api.post("/v1/observations", observation);
        INFO(observation.dump().substr(0, 300) << "\n" << answer.text);
        CHECK(answer.status == 400);
        CHECK(answer.code() == "invalid_input");
        const auto errors = answer.errors();
        CHECK(std::find(errors.begin(), errors.end(), error) != errors.end());
    }
}

TEST_CASE("if nothing is left to identify by, the answer says why each identifier was left out", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json nobody{{"identifiers",
                       {{{"type", "email"}, {"value", "notanemail"}},
                        {{"type", "emial"}, {"value", "a@b.example"}},
                        {{"type", "external_id"}, {"value", "null"}}}}};
    const auto answer = api.post("/v1/observations", nobody);
    CHECK(answer.status == 400);
    CHECK(answer.errors() == Errors{"/identifiers/2/value blocked_value",
                                    "/identifiers/0/value malformed_address",
                                    "/identifiers/1/type unknown_type", "/identifiers no_identifier"});

    auto known = nobody;
    known["identifiers"].push_back(somebody()["identifiers"][0]);
    const auto taken = api.post("/v1/observations", known);
    REQUIRE(taken.status == 200);
    const auto& warnings = taken.body["warnings"];
    REQUIRE(warnings.size() == 2);
    CHECK(answer.body["errors"][1] == warnings[0]);
    CHECK(answer.body["errors"][2] == warnings[1]);
}

TEST_CASE("a type of identifier that there is not is answered with what was meant, or with all", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto detailOf = [&](const std::string& type) {
        const auto answer =
            api.post("/v1/observations", {{"identifiers", {{{"type", type}, {"value", "a"}}}}});
        CHECK(answer.status == 400);
        return answer.body["detail"].get<std::string>();
    };
    CHECK(detailOf("emial") ==
          "The input has 2 faults, the first at /identifiers/0/type: there is no such type of identifier; "
          "did you mean 'email'?");
    const auto other = detailOf("fingerprint");
    CHECK(other.find("; there are: ") != std::string::npos);
    for (const auto* type : {"external_id", "email", "cookie"}) CHECK(other.find(type) != std::string::npos);
    CHECK(other.ends_with('.'));
}

TEST_CASE("everything that is wrong is told at once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto answer = api.post("/v1/observations", {{"identifiers", {{{"type", 1}, {"value", 2}}}},
                                                      {"evidence", "sworn"},
                                                      {"observed_at", "soon"},
                                                      {"colour", "red"}});
    auto errors = answer.errors();
    std::sort(errors.begin(), errors.end());
    CHECK(errors == Errors{"/colour unknown_member", "/evidence invalid_value",
                           "/identifiers/0/type wrong_type", "/identifiers/0/value wrong_type",
                           "/observed_at invalid_time"});
}

TEST_CASE("text that is no JSON answers 400 and says why", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const std::vector<std::pair<std::string, std::string>> texts = {
        {"{", " invalid_json"},
        {"{\"identifiers\": [}", "/identifiers/0 invalid_json"},
        {R"({"identifiers": []} x)", " invalid_json"},
        {"{'identifiers': 1}", " invalid_json"},
        {R"({"fields": {"points": 1e400}})", "/fields/points out_of_range"},
        {R"({"id": "a", "id": "b"})", "/id duplicate_member"},
        {R"({"id": "\ud800"})", "/id lone_surrogate"},
        {R"({"id": "\udc00\ud800"})", "/id lone_surrogate"},
        {R"({"id": "a\u0000b"})", "/id nul"},
        {R"({"fields": {"nick\u0000name": 1}})", "/fields nul"},
        {"{\"id\": \"\xff\"}", "/id invalid_utf8"},
        {"{\"id\": \"\xed\xa0\x80\"}", "/id invalid_utf8"},
        {"{\"id\": \"\xc0\x80\"}", "/id invalid_utf8"},
        {std::string("{\"fields\": ") + std::string(40, '[') + std::string(40, ']') + "}", "too_deep"},
        {"7", " wrong_type"},
        {"\"text\"", " wrong_type"},
        {"null", " wrong_type"},
    };
    for (const auto& [text, error] : texts) {
        const auto answer = postText(api, text);
        INFO(text << "\n" << answer.text);
        CHECK(answer.status == 400);
        const auto errors = answer.errors();
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].ends_with(error));
    }
    CHECK(postText(api, "").status == 400);
}

TEST_CASE("a body over its limits answers 413, and one of another kind 415", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Json many(std::vector<Json>(5'001, Json::object()));
    CHECK(postText(api, many.dump()).status == 413);
    std::string lines;
    for (int i = 0; i < 5'001; ++i) lines += "{}\n";
    CHECK(postText(api, lines, "application/x-ndjson").status == 413);
    CHECK(postText(api, std::string(8 * 1024 * 1024 + 1, ' ')).status == 413);
    for (const char* type : {"text/plain", "application/xml", "application/x-www-form-urlencoded"}) {
        CHECK(postText(api, somebody().dump(), type).status == 415);
    }
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/observations",
                                  .key = api.write,
                                  .body = somebody().dump(),
                                  .headers = {{"Content-Encoding", "br"}}});
    CHECK(answer.status == 415);
    CHECK(answer.header("Accept-Encoding") == "gzip");
}

TEST_CASE("more observations than the queue ever takes are too many, not too many for now", "[api]") {
    ApiServer api(eachEngine(), {"pipeline.queue_limit=2"});
    auto people = Json::array({somebody(), somebody()});
    CHECK(api.post("/v1/observations", people).status == 200);
    people.push_back(somebody());
    const auto refused = api.post("/v1/observations", people);
    CHECK(refused.status == 413);
    CHECK(refused.body["detail"] == "A body has at most 2 items.");
}

TEST_CASE("the detail of a problem stands alone: how many faults, and the first with its place", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto wrong = somebody();
    wrong["observed_at"] = "yesterday";
    CHECK(api.post("/v1/observations", wrong).body["detail"] ==
          "The input has a fault at /observed_at: must be a time as in RFC 3339.");
    wrong["evidence"] = "sworn";
    wrong["source"] = 7;
    CHECK(api.post("/v1/observations", wrong).body["detail"] ==
          "The input has 3 faults, the first at /evidence: must be `attested` or `claimed`.");
    CHECK(api.post("/v1/observations", 7).body["detail"] == "The input has a fault: must be an object.");
    CHECK(postText(api, "{").body["detail"] ==
          "The input has a fault: the text is not valid JSON at byte 2.");

    const auto someone = somebody();
    api.observe(someone);
    const auto path = "/v1/profiles/" + refOf(someone);
    CHECK(api.patch(path, {{"fields", {{"vip", 7}, {"points", "many"}}}}).body["detail"] ==
          "The input has 2 faults, the first at /fields/points: Must be a number.");
    CHECK(api.get(path + "/activity?limit=0&from=today").body["detail"] ==
          "The input has 2 faults, the first at ?from: must be a time as in RFC 3339.");
}

TEST_CASE("of an array each item stands or falls alone", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto good = somebody();
    const auto other = somebody();
    const auto text = "[" + good.dump() +
                      R"(, {"identifiers": []}, 7, {"id": "a", "id": "b"}, {"id": "\u0000"}, )" +
                      other.dump() + "]";
    const auto answer = postText(api, text);
    REQUIRE(answer.status == 200);
    const auto& results = answer.body["results"];
    REQUIRE(results.size() == 6);
    CHECK(results[0]["result"] == "created");
    CHECK(results[1]["problem"]["errors"][0]["code"] == "no_identifier");
    CHECK(results[2]["problem"]["errors"][0] ==
          Json({{"pointer", ""}, {"code", "wrong_type"}, {"detail", "must be an object"}}));
    CHECK(results[3]["problem"]["errors"][0]["code"] == "duplicate_member");
    CHECK(results[3]["problem"]["errors"][0]["pointer"] == "/id");
    CHECK(results[4]["problem"]["errors"][0]["code"] == "nul");
    for (std::size_t i = 1; i < 5; ++i) {
        CHECK(results[i]["problem"]["index"] == i);
        CHECK_FALSE(results[i]["problem"].contains("line"));
    }
    CHECK(results[5]["result"] == "created");
    CHECK(api.profile(refOf(good))["id"] == results[0]["profile_id"]);
    CHECK(api.profile(refOf(other))["id"] == results[5]["profile_id"]);
}

TEST_CASE("of an array that ends early nothing is taken", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto first = somebody();
    CHECK(postText(api, "[" + first.dump() + ", {").status == 400);
    CHECK(api.get("/v1/profiles/" + refOf(first)).status == 404);
}

TEST_CASE("of NDJSON each line stands or falls alone, and blank lines are skipped", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto first = somebody();
    const auto last = somebody();
    const auto answer = postText(api, first.dump() + "\r\n\n{\"identifiers\": \n\"\xff\"\n[]\n" + last.dump(),
                                 "application/x-ndjson");
    REQUIRE(answer.status == 200);
    const auto& results = answer.body["results"];
    REQUIRE(results.size() == 5);
    CHECK(results[0]["result"] == "created");
    CHECK(results[1]["problem"]["errors"][0]["code"] == "invalid_json");
    CHECK(results[2]["problem"]["errors"][0]["code"] == "invalid_utf8");
    CHECK(results[3]["problem"]["errors"][0]["code"] == "wrong_type");
    for (std::size_t i = 1; i < 4; ++i) {
        CHECK(results[i]["problem"]["index"] == i);
        CHECK(results[i]["problem"]["line"] == i + 2);
    }
    CHECK(results[4]["result"] == "created");
    CHECK(api.profile(refOf(last))["known"] == true);
}

TEST_CASE("an empty array answers no results", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    CHECK(postText(api, "[]").body == Json({{"results", Json::array()}}));
    CHECK(postText(api, "\n\n", "application/x-ndjson").body == Json({{"results", Json::array()}}));
}

TEST_CASE("an id that comes again with other content is rejected, and takes nothing along", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("order");
    observation["fields"] = {{"nickname", "Ann"}};
    api.observe(observation);

    auto other = observation;
    other["fields"]["nickname"] = "Bob";
    const auto answer = api.post("/v1/observations", other);
    CHECK(answer.status == 409);
    CHECK(answer.code() == "id_reused");
    const auto results = api.post("/v1/observations", Json::array({other, somebody()})).body["results"];
    CHECK(results[0]["problem"]["code"] == "id_reused");
    CHECK(results[0]["problem"]["index"] == 0);
    CHECK(results[1]["result"] == "created");
    CHECK(api.profile(refOf(observation))["fields"]["nickname"] == "Ann");
}

TEST_CASE("a rejected observation does not use its id up", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto observation = somebody();
    observation["id"] = fresh("order");
    auto wrong = observation;
    wrong["evidence"] = "sworn";
    CHECK(api.post("/v1/observations", wrong).status == 400);
    CHECK(api.observe(observation)["result"] == "created");
}

TEST_CASE("unknown parameters are refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto answer = api.call({.method = "POST",
                                  .path = "/v1/observations?dry_run=true",
                                  .key = api.write,
                                  .body = somebody().dump()});
    CHECK(answer.status == 400);
    CHECK(answer.errors() == Errors{"?dry_run unknown_parameter"});
}
