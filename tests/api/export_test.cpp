// SPDX-License-Identifier: Apache-2.0
// Everything held about a person as one document.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <iterator>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/api/exported.hpp"

using namespace kith;
using namespace kith::test;

namespace {

using Words = std::vector<std::string>;

/// Every text and number that stands anywhere in a value.
void collect(const Json& value, std::set<std::string>& into) {
    if (value.is_string()) into.insert(value.get<std::string>());
    if (value.is_number()) into.insert(value.dump());
    if (value.is_structured())
        for (const auto& each : value) collect(each, into);
}

/// Two observations of one person with something of everything, each value of its own.
struct Ann {
    explicit Ann(ApiServer& api) : id(fresh("ann")), email(id + "@example.com") {
        first = {
            {"id", id + "-first"},
            {"observed_at", "2026-01-01T00:00:00.000Z"},
            {"source", {{"type", "form"}, {"name", id + "-source"}}},
            {"identifiers",
             {{{"type", "external_id"}, {"value", id}}, {{"type", "email"}, {"value", "Given." + email}}}},
            {"fields",
             {{"nickname", id + "-nick"},
              {"points", 7101},
              {"tags", {{"add", {id + "-tag-one", id + "-tag-two"}}}}}},
            {"subscriptions",
             {{"news",
               {{"state", "subscribed"},
                {"by", "person"},
                {"at", "2026-01-01T00:00:01.000Z"},
                {"text", id + "-wording"},
                {"ip", "192.0.2.71"}}}}},
            {"endpoints",
             {{{"type", "email"},
               {"value", "Given." + email},
               {"state", "blacklisted"},
               {"reason", "inactive_address"},
               {"detail", id + " has no such mailbox"},
               {"at", "2026-01-01T00:00:02.000Z"}}}},
            {"activities",
             {{{"id", id + "-message"},
               {"channel", "email"},
               {"message", {{"id", id + "-m"}, {"name", id + "-welcome"}}},
               {"status", "delivered"},
               {"endpoint", {{"type", "email"}, {"value", "Given." + email}}},
               {"at", "2026-01-01T00:00:03.000Z"}},
              {{"channel", "web"},
               {"event", id + "-viewed"},
               {"properties", {{"url", "/" + id + "-page"}}}}}}};
        second = {
            {"id", id + "-second"},
            {"observed_at", "2026-02-01T00:00:00.000Z"},
            {"identifiers", {{{"type", "external_id"}, {"value", id}}}},
            {"fields",
             {{"nickname", id + "-later"}, {"points", nullptr}, {"tags", {{"remove", {id + "-tag-two"}}}}}},
            {"subscriptions",
             {{"news",
               {{"state", "unsubscribed"},
                {"by", "operator"},
                {"at", "2026-02-01T00:00:01.000Z"},
                {"reason", id + "-reason"},
                {"comment", id + "-comment"},
                {"proof", id + "-proof"}}}}},
            {"activities",
             {{{"id", id + "-message"},
               {"channel", "email"},
               {"status", "complained"},
               {"reason", id + "-complaint"},
               {"at", "2026-02-01T00:00:03.000Z"}}}}};
        api.observe(first);
        api.observe(second);
    }
    std::string id;
    std::string email;
    Json first;
    Json second;
};

/// A person with so many events, whose document is longer than any buffer on the way.
std::string addCrowded(ApiServer& api, int events) {
    const auto someone = somebody();
    const auto filler = std::string(300, 'x');
    auto batch = Json::array();
    for (int i = 0; i < events; i += 100) {
        auto observation = someone;
        observation["id"] = fresh("crowd");
        observation["observed_at"] = "2026-01-01T00:00:00.000Z";
        for (int j = i; j < i + 100; ++j) {
            observation["activities"].push_back({{"id", refOf(someone) + "-" + std::to_string(j)},
                                                 {"channel", "web"},
                                                 {"event", "seen"},
                                                 {"properties", {{"text", filler}}}});
        }
        batch.push_back(std::move(observation));
        if (batch.size() == 10 || i + 100 >= events) {
            REQUIRE(api.post("/v1/observations", batch).status == 200);
            batch = Json::array();
        }
    }
    return refOf(someone);
}

}  // namespace

TEST_CASE("an export is for an administrator, of somebody who is there", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto path = exportPath(refOf(someone));
    CHECK(api.call({.path = path}).status == 401);
    for (const auto& key : {api.read, api.write, api.open})
        CHECK(api.call({.path = path, .key = key}).status == 403);
    CHECK(api.call({.path = exportPath("external_id:nobody-at-all"), .key = api.admin}).status == 404);
    CHECK(api.call({.path = exportPath("0000000000001"), .key = api.admin}).status == 404);
    CHECK(api.call({.path = path + "?limit=1", .key = api.admin}).errors() ==
          Words{"?limit unknown_parameter"});
    CHECK(exported(api, refOf(someone))["changed_meanwhile"] == false);
}

TEST_CASE("everything that arrived about a person is in the export, and nothing of others", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const Ann other(api);
    const auto document = exported(api, "external_id:" + ann.id);
    std::set<std::string> sent, told;
    collect(ann.first, sent);
    collect(ann.second, sent);
    collect(document, told);
    std::set<std::string> missing;
    std::ranges::set_difference(sent, told, std::inserter(missing, missing.end()));
    CHECK(missing == std::set<std::string>{});
    CHECK(document.dump().find(other.id) == std::string::npos);

    const auto ofNickname = [](const Json& rows) {
        Json found = Json::array();
        for (const auto& row : rows)
            if (row["field"] == "nickname") found.push_back({row["before"], row["after"]});
        return found;
    };
    CHECK(ofNickname(document["field_changes"]) ==
          Json::array({{nullptr, ann.id + "-nick"}, {ann.id + "-nick", ann.id + "-later"}}));
    CHECK(all(document["fields"], "/value") == Words{ann.id + "-later", ann.id + "-tag-one", "null", "null"});
    CHECK(all(document["subscriptions"], "/state") == Words{"subscribed", "unsubscribed"});
    CHECK(all(document["observations"], "/observation/given_id") ==
          Words{ann.id + "-first", ann.id + "-second"});
    REQUIRE(document["activities"].size() == 2);
    CHECK(all(document["activities"], "/event") == Words{ann.id + "-viewed", "null"});
    for (const auto& each : document["activities"]) {
        if (each["event"].is_null())
            CHECK(all(each["status_history"], "/status") == Words{"complained", "delivered"});
    }
    CHECK(all(document["identifiers"], "/given") == Words{"Given." + ann.email, ann.id});
    // An opt-in is noted for everything that the observation carried.
    CHECK(all(document["endpoint_states"], "/kind") == Words{"delivery", "opt_in", "opt_in", "state"});
    CHECK(all(document["endpoint_states"], "/identifier/type") ==
          Words{"email", "email", "email", "external_id"});
    REQUIRE(document["links"].size() == 1);
    CHECK(all(document["links"], "/evidence") == Words{"attested"});
}

TEST_CASE("a person who was two is exported with the rows of both", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann one(api);
    const Ann two(api);
    const auto survivor = api.profile("external_id:" + one.id)["id"].get<std::string>();
    const auto absorbed = api.profile("external_id:" + two.id)["id"].get<std::string>();
    // Two values of a unique type forbid it.
    CHECK(api.call({.method = "DELETE",
                    .path = "/v1/profiles/" + absorbed + "/identifiers/external_id/" + two.id,
                    .key = api.write})
              .status < 300);
    const auto merged = api.post("/v1/merges", {{"profiles", {{{"ref", survivor}}, {{"ref", absorbed}}}}});
    INFO(merged.text);
    REQUIRE(merged.status < 300);

    const auto together = exported(api, absorbed);
    CHECK(together["profile"]["id"] == survivor);
    CHECK(together["homes"].size() == 2);
    for (const auto& id : {one.id, two.id}) {
        for (const auto* end : {"-nick", "-wording", "-welcome", "-viewed", "-comment", "-proof"})
            CHECK(together.dump().find(id + end) != std::string::npos);
    }
    CHECK(together["activities"].size() == 4);
    REQUIRE(together["merges"].size() == 1);
    CHECK(together["merges"][0]["undone"].is_null());
    CHECK(together["merges"][0]["choices"].size() >= 1);

    const auto id = merged.body["id"].get<std::string>();
    REQUIRE(api.call({.method = "POST", .path = "/v1/merges/" + id + "/undo", .key = api.write}).status <
            300);
    for (const auto& [ref, own, others] :
         {std::tuple{survivor, one.id, two.id}, std::tuple{absorbed, two.id, one.id}}) {
        const auto apart = exported(api, ref);
        CHECK(apart["profile"]["id"] == ref);
        CHECK(apart["homes"] == Json::array({ref}));
        REQUIRE(apart["merges"].size() == 1);
        CHECK(apart["merges"][0]["undone"]["observation"].is_object());
        CHECK(apart["must_not_links"].size() == 1);
        CHECK(apart.dump().find(own + "-nick") != std::string::npos);
        CHECK(apart.dump().find(others + "-") == std::string::npos);
    }
}

TEST_CASE("a merge that is taken back leaves both exports as they were", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann one(api);
    const Ann two(api);
    const auto address = "given." + one.email;
    auto sharing = person("external_id", two.id);
    sharing["observed_at"] = "2026-02-02T00:00:00.000Z";
    sharing["identifiers"].push_back({{"type", "email"}, {"value", address}});
    sharing["endpoints"] = {{{"type", "email"}, {"value", address}, {"state", "unsubscribed"}}};
    REQUIRE(api.observe(sharing)["refused"][0]["code"] == "unique_conflict");
    const auto first = api.profile("external_id:" + one.id)["id"].get<std::string>();
    const auto second = api.profile("external_id:" + two.id)["id"].get<std::string>();
    const auto ofTwo = "/v1/profiles/" + second + "/identifiers/external_id/" + two.id;
    REQUIRE(api.call({.method = "DELETE", .path = ofTwo, .key = api.write}).status == 204);

    const std::vector before{exported(api, first), exported(api, second)};
    const auto merged = api.post("/v1/merges", {{"profiles", {{{"ref", first}}, {{"ref", second}}}}});
    REQUIRE(merged.status == 201);
    REQUIRE(exported(api, second)["activities"].size() == 4);
    const auto undo = "/v1/merges/" + merged.body["id"].get<std::string>() + "/undo";
    REQUIRE(api.call({.method = "POST", .path = undo, .key = api.write}).status == 200);

    const std::set<std::string> differs{"exported_at", "profile",      "merges", "must_not_links",
                                        "conflicts",   "observations", "events"};
    for (const auto& was : before) {
        const auto now = exported(api, was["profile"]["id"]);
        for (const auto& [name, value] : was.items()) {
            INFO(name);
            if (!differs.contains(name)) CHECK(now[name] == value);
        }
        auto shown = now["profile"];
        CHECK(shown["version"] > was["profile"]["version"]);
        for (const auto* moved : {"version", "updated_at"}) shown[moved] = was["profile"][moved];
        CHECK(shown == was["profile"]);
        // The two decisions are observations as well.
        const auto& rows = now["observations"];
        for (const auto& row : was["observations"])
            CHECK(std::ranges::any_of(rows, [&](const Json& each) { return each == row; }));
    }
}

TEST_CASE("what a rule refused is told to both whom it kept apart, each their own", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const Ann bea(api);
    auto both = person("external_id", bea.id);
    both["id"] = fresh("kept-apart");
    both["identifiers"].push_back({{"type", "email"}, {"value", "given." + ann.email}});
    api.observe(both);

    const auto ofBea = exported(api, "external_id:" + bea.id);
    CHECK(all(ofBea["refusals"], "/code") == Words{"unique_conflict"});
    REQUIRE(ofBea["conflicts"].size() == 1);
    CHECK(ofBea["conflicts"][0]["refused"].empty());
    const auto ofAnn = exported(api, "external_id:" + ann.id);
    CHECK(ofAnn["refusals"].empty());
    REQUIRE(ofAnn["conflicts"].size() == 1);
    CHECK(all(ofAnn["conflicts"][0]["refused"], "/identifier/value") == Words{"given." + ann.email});
    CHECK(ofAnn.dump().find(bea.id + "-") == std::string::npos);
}

TEST_CASE("what plugins keep is part of the export", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto someone = somebody();
    api.observe(someone);
    const auto token = fresh("token-0123456789-");
    const Json registration{
        {"token", token}, {"app_id", "shop"}, {"platform", "ios"}, {"identifiers", someone["identifiers"]}};
    const auto put = api.call(
        {.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = registration.dump()});
    INFO(put.text);
    REQUIRE(put.status == 200);
    const auto document = exported(api, refOf(someone));
    const auto& channels = document["channels"];
    CHECK(all(channels["push"]["devices"], "/token") == Words{token});
    CHECK(all(channels["push"]["devices"], "/platform") == Words{"ios"});
    for (const auto* channel : {"email", "telegram", "widget"}) CHECK(channels[channel] == Json::object());
}

TEST_CASE("an export of very many activities is complete, and its connection goes on", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    constexpr int kEvents = 20'000;
    const auto ref = addCrowded(api, kEvents);
    auto client = api.connect();
    const auto answer = client.call(ApiServer::bytesOf({.path = exportPath(ref), .key = api.admin}));
    CHECK(answer.status == 200);
    CHECK(answer.header("Transfer-Encoding") == "chunked");
    // Before the document is read: a connection that is silent as long as that takes may be over.
    CHECK(client.call(ApiServer::bytesOf({.path = "/healthz"})).status == 200);
    const auto document = Json::parse(answer.body);
    std::set<std::string> keys;
    for (const auto& each : document["activities"]) keys.insert(each["key"]);
    CHECK(keys.size() == kEvents);
    CHECK(document["activities"].size() == kEvents);
    CHECK(document["observations"].size() == kEvents / 100);
    CHECK(document["changed_meanwhile"] == false);
}

TEST_CASE("an export of somebody who becomes another ends before its end; few run at once", "[api]") {
    ApiServer api(eachEngine());
    const auto ref = addCrowded(api, 30'000);
    const auto other = person("email", fresh("merged") + "@example.com");
    api.observe(other);
    const Call call{.path = exportPath(ref), .key = api.admin};
    auto first = RawClient::slow(api.port());
    auto second = RawClient::slow(api.port());
    for (auto* client : {&first, &second}) {
        client->send(ApiServer::bytesOf(call));
        CHECK(client->readUntil("\"activities\":[").starts_with("HTTP/1.1 200"));
    }
    CHECK(api.call(call).status == 503);

    auto joining = other;
    joining["identifiers"].push_back(
        {{"type", "external_id"}, {"value", ref.substr(std::string("external_id:").size())}});
    CHECK(api.observe(joining)["result"] == "merged");
    const auto rest = first.readToEnd();
    CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
    CHECK(rest.find("changed_meanwhile") == std::string::npos);
    CHECK(rest.find("\"observations\":[") != std::string::npos);

    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    auto again = api.connect().call(ApiServer::bytesOf(call));
    while (again.status == 503 && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::yield();
        again = api.connect().call(ApiServer::bytesOf(call));
    }
    CHECK(again.status == 200);
    CHECK(Json::parse(again.body)["homes"].size() == 2);
}

TEST_CASE("an export ends before its end once its key is revoked", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto path = exportPath(addCrowded(api, 30'000));
    const auto key = api.newKey("admin");
    auto client = RawClient::slow(api.port());
    client.send(ApiServer::bytesOf({.path = path, .key = key.secret}));
    CHECK(client.readUntil("\"activities\":[").starts_with("HTTP/1.1 200"));
    api.revoke(key);
    const auto rest = client.readToEnd();
    CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
    CHECK(rest.find("changed_meanwhile") == std::string::npos);
    CHECK(api.call({.path = path, .key = key.secret}).status == 401);
}
