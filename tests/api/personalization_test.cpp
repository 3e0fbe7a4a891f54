// SPDX-License-Identifier: Apache-2.0
// What templates and sites get of a person.
#include <algorithm>
#include <catch2/catch.hpp>

#include "core/storage/database.hpp"
#include "tests/api/contact.hpp"
#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

std::string pathOf(const std::string& ref) {
    return "/v1/profiles/" + ref + "?view=personalization";
}

Json documentOf(ApiServer& api, const std::string& ref) {
    const auto answer = api.get(pathOf(ref));
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

ApiAnswer unless(ApiServer& api, const std::string& ref, const std::string& tag) {
    return api.call({.path = pathOf(ref), .key = api.read, .headers = {{"If-None-Match", tag}}});
}

bool isIn(const Json& document, const std::string& segment) {
    const auto& segments = document["segments"];
    return std::find(segments.begin(), segments.end(), segment) != segments.end();
}

/// The key of a segment of those who have a tag.
std::string segmentOf(ApiServer& api, const std::string& tag) {
    const auto key = fresh("seen-");
    const Json segment{{"id", key}, {"name", "Tagged"}, {"condition", {{"tag", tag}}}};
    REQUIRE(api.post("/v1/segments", segment).status == 201);
    return key;
}

}  // namespace

TEST_CASE("a view that there is not, and one of nobody, is refused", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    CHECK(api.get(ann.path("?view=everything")).errors() == Errors{"?view invalid_value"});
    CHECK(api.get(ann.path("?view=")).errors() == Errors{"?view empty"});
    CHECK(api.get(pathOf("email:" + fresh("nobody") + "@example.com")).status == 404);
    CHECK(api.call({.path = pathOf(ann.id), .key = api.open}).status == 403);
    CHECK(api.call({.path = pathOf(ann.id)}).status == 401);
    REQUIRE(remove(api, ann.path()).status == 200);
    const auto gone = api.get(pathOf(ann.id));
    CHECK(gone.status == 410);
    CHECK(gone.body["detail"].get<std::string>().find("/restore") != std::string::npos);
}

TEST_CASE("a person's document holds fields, tags, segments, and what may be sent to them", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    const auto segment = segmentOf(api, tag);
    const auto other = segmentOf(api, fresh("tag"));
    const auto email = fresh("view") + "@example.com";
    auto seen = person("email", email);
    seen["fields"] = {
        {"first_name", "Ann"}, {"birth_date", "1994-05-01"}, {"interests", {"ski"}}, {"tags", {tag}}};
    const auto id = api.observe(seen)["profile_id"].get<std::string>();

    const auto document = documentOf(api, "email:" + email);
    const auto profile = api.profile(id);
    CHECK(document["id"] == id);
    CHECK(document["fields"] == profile["fields"]);
    CHECK(document["fields"]["age"].get<int>() > 30);
    CHECK(document["tags"] == Json::array({tag}));
    CHECK(isIn(document, segment));
    CHECK_FALSE(isIn(document, other));
    CHECK(document["segments_complete"] == true);
    CHECK(document["reachable"]["email"] == true);
    CHECK(document["reachable"]["push"] == false);
    CHECK_FALSE(document["reachable"].contains("widget"));
    CHECK(document["subscriptions"]["news"].is_null());
    CHECK(document["subscriptions"]["offers"] == "subscribed");

    seen["subscriptions"] = {{"news", "subscribed"}, {"offers", "unsubscribed"}};
    seen["endpoints"] = {
        {{"type", "email"}, {"value", email}, {"state", "unsubscribed"}, {"reason", "one_click"}}};
    api.observe(seen);
    const auto after = documentOf(api, id);
    CHECK(after["subscriptions"]["news"] == "subscribed");
    CHECK(after["subscriptions"]["offers"] == "unsubscribed");
    CHECK(after["reachable"]["email"] == false);
}

TEST_CASE("an address that is only claimed, or blocked, reaches nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = fresh("view") + "@example.com";
    auto claim = person("cookie", fresh("cookie-view-0123456789abcdef"));
    claim["identifiers"].push_back({{"type", "email"}, {"value", email}});
    claim["evidence"] = "claimed";
    const auto visitor = api.observe(claim)["profile_id"];
    CHECK(documentOf(api, visitor)["reachable"]["email"] == false);
    CHECK(documentOf(api, visitor)["reachable_transactional"]["email"] == false);
    // That it is somebody else's by now, who can be reached by it, is nothing to who claims it.
    const auto owner = api.observe(person("email", email))["profile_id"];
    REQUIRE(owner != visitor);
    CHECK(documentOf(api, owner)["reachable"]["email"] == true);
    const auto listed = api.profile(visitor)["identifiers"];
    REQUIRE(listed.size() == 2);
    for (const auto& each : listed) {
        if (each["type"] != "email") continue;
        CHECK(each["role"] == "claimed");
        CHECK(each["endpoint"]["marketing"] == false);
        // A link to confirm it by may go there.
        CHECK(each["endpoint"]["transactional"] == true);
    }
    CHECK(documentOf(api, visitor)["reachable"]["email"] == false);
    CHECK(documentOf(api, visitor)["reachable_transactional"]["email"] == false);

    auto failed = person("email", email);
    failed["endpoints"] = {
        {{"type", "email"}, {"value", email}, {"state", "blocked"}, {"reason", "mailbox_full"}}};
    api.observe(failed);
    CHECK(documentOf(api, "email:" + email)["reachable"]["email"] == false);
}

TEST_CASE("a person's document and endpoints tell what may go to an address in each state", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Contact ann(api);
    const auto tells = [&](bool marketing, bool transactional) {
        const auto document = documentOf(api, ann.id);
        CHECK(document["reachable"]["email"] == marketing);
        CHECK(document["reachable_transactional"]["email"] == transactional);
        CHECK(document["reachable_transactional"]["push"] == false);
        CHECK_FALSE(document["reachable_transactional"].contains("widget"));
        const auto endpoint = ann.endpoint();
        CHECK(endpoint["marketing"] == marketing);
        CHECK(endpoint["transactional"] == transactional);
    };
    tells(true, true);
    SECTION("unconfirmed") {
        ann.had("unconfirmed");
        tells(false, true);
    }
    SECTION("unsubscribed, and blacklisted as well") {
        ann.had("unsubscribed");
        tells(false, true);
        ann.had("blacklisted");
        tells(false, false);
        CHECK(ann.lift("blacklisted", {{"reason", "a_mistake"}}).status == 204);
        tells(false, true);
    }
    SECTION("complained") {
        ann.had("complained");
        tells(false, true);
    }
    SECTION("blacklisted") {
        ann.had("blacklisted");
        tells(false, false);
    }
    SECTION("blocked, until something is delivered") {
        REQUIRE(ann.set({{"state", "blocked"},
                         {"reason", "full"},
                         {"at", kAt},
                         {"until", "2100-01-01T00:00:00.000Z"}})
                    .status == 200);
        tells(false, false);
        auto delivered = person("email", ann.email);
        delivered["activities"] = {{{"id", fresh("m")},
                                    {"channel", "email"},
                                    {"status", "delivered"},
                                    {"endpoint", delivered["identifiers"][0]}}};
        api.observe(delivered);
        tells(true, true);
    }
    SECTION("blocked until a time that is over") {
        REQUIRE(ann.set({{"state", "blocked"},
                         {"reason", "full"},
                         {"at", kAt},
                         {"until", "2026-01-02T00:00:00.000Z"}})
                    .status == 200);
        tells(true, true);
    }
}

TEST_CASE("a document is sent again only when it would be another", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto first = api.get(pathOf(ann.id));
    REQUIRE(first.status == 200);
    CHECK(first.header("Cache-Control") == "private, no-cache");
    auto tag = first.header("ETag");
    REQUIRE(tag.size() > 2);
    const auto same = unless(api, ann.ref(), tag);
    CHECK(same.status == 304);
    CHECK(same.text.empty());
    CHECK(same.header("ETag") == tag);
    CHECK(same.header("Cache-Control") == "private, no-cache");
    const auto head = api.call({.method = "HEAD", .path = pathOf(ann.id), .key = api.read});
    CHECK(head.status == 200);
    CHECK(head.header("ETag") == tag);

    // A new version of which the document shows nothing is no reason.
    const auto version = api.profile(ann.id)["version"];
    auto more = ann.again();
    more["activities"] = {{{"channel", "web"}, {"event", "page_viewed"}}};
    api.observe(more);
    REQUIRE(api.profile(ann.id)["version"] != version);
    CHECK(unless(api, ann.id, tag).status == 304);

    const auto changesTo = [&](const char* what) {
        INFO(what);
        const auto answer = unless(api, ann.id, tag);
        CHECK(answer.status == 200);
        CHECK(answer.header("ETag") != tag);
        tag = answer.header("ETag");
        CHECK(unless(api, ann.id, tag).status == 304);
    };
    const auto vip = fresh("tag");
    REQUIRE(api.patch(ann.path(), {{"fields", {{"tags", {vip}}}}}).status == 200);
    changesTo("a tag");
    REQUIRE(api.patch(ann.path(), {{"fields", {{"nickname", "A"}}}}).status == 200);
    changesTo("a field");
    REQUIRE(api.patch(ann.path(), {{"subscriptions", {{"offers", "unsubscribed"}}}}).status == 200);
    changesTo("a subscription");
    const auto settled = api.profile(ann.id)["version"];
    const auto segment = segmentOf(api, vip);
    changesTo("a segment that is new");
    CHECK(isIn(documentOf(api, ann.id), segment));
    CHECK(api.profile(ann.id)["version"] == settled);
    REQUIRE(remove(api, "/v1/segments/" + segment).status == 204);
    changesTo("a segment that is gone");
}

TEST_CASE("a merged id answers with the document of whom it became", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Ann ann(api);
    const auto absorbed = ann.becomesOneWithAnother();
    CHECK(documentOf(api, absorbed) == documentOf(api, ann.id));
    CHECK(documentOf(api, absorbed)["id"] == ann.id);
}

TEST_CASE("whoever no list holds has a document too, without segments", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto tag = fresh("tag");
    segmentOf(api, tag);
    auto visitor = person("cookie", fresh("cookie-seen-0123456789abcdef"));
    visitor["fields"] = {{"nickname", "A"}, {"tags", {tag}}};
    api.observe(visitor);
    const auto document = documentOf(api, refOf(visitor));
    CHECK(document["fields"] == Json{{"nickname", "A"}});
    CHECK(document["tags"] == Json::array({tag}));
    CHECK(document["segments"].empty());
}

TEST_CASE("a segment that does not fit the fields any more is told to be left out", "[api]") {
    ApiServer api(eachEngine());
    const auto fits = segmentOf(api, "vip");
    const auto broken = segmentOf(api, "vip");
    auto seen = somebody();
    seen["fields"] = {{"tags", {"vip"}}};
    api.observe(seen);
    CHECK(documentOf(api, refOf(seen))["segments_complete"] == true);
    storage::Database(api.database())
        .openWriter()
        ->execute("UPDATE segment SET condition = :condition WHERE key = :key",
                  std::string(R"({"field":"shoe","is":"known"})"), broken);
    const auto document = documentOf(api, refOf(seen));
    CHECK(document["segments"] == Json::array({fits}));
    CHECK(document["segments_complete"] == false);

    // Whoever asks for it hears where it does not fit: no body has that place.
    const auto refused = api.get("/v1/segments/" + broken + "/members");
    CHECK(refused.status == 409);
    REQUIRE(refused.errors() == std::vector<std::string>{" unknown_field"});
    CHECK(refused.body["errors"][0]["detail"].get<std::string>().starts_with(
        "at /condition/field of the segment '" + broken + "': "));
}
