// SPDX-License-Identifier: Apache-2.0
// Pairs that may be one person and that somebody put aside without deciding.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/api/candidates.hpp"
#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"
#include "tests/api/signed_in.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;
using Ids = std::vector<std::string>;

namespace {

const std::string kDismiss = "/v1/duplicates/dismiss";
const std::string kRestore = "/v1/duplicates/restore";
const std::string kDismissed = "&state=dismissed";

Json bodyOf(const std::string& first, const std::string& second, const std::string& reason = "") {
    Json body{{"profiles", {{{"ref", first}}, {{"ref", second}}}}};
    if (!reason.empty()) body["reason"] = reason;
    return body;
}

Json dismiss(ApiServer& api, const std::string& first, const std::string& second,
             const std::string& reason = "") {
    const auto answer = api.post(kDismiss, bodyOf(first, second, reason));
    REQUIRE(answer.status == 200);
    return answer.body;
}

/// The pair of each that was put aside and has one of these profiles, the newest first, of the list of all.
std::vector<Ids> putAside(ApiServer& api, const Ids& profiles, int limit = 500) {
    std::vector<Ids> pairs;
    for (const auto& each : listed(api, profiles, limit, kDismissed)) pairs.push_back(profilesIn(each));
    return pairs;
}

}  // namespace

TEST_CASE("what is put aside wrongly is refused, and nothing is put aside", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto good = bodyOf(two.firstId, two.secondId);
    for (const auto& path : {kDismiss, kRestore}) {
        INFO(path);
        CHECK(api.post(path, Json::array()).errors() == Errors{" wrong_type"});
        CHECK(api.post(path, Json::object()).errors() == Errors{"/profiles wrong_type"});
        CHECK(api.post(path, {{"profiles", {two.firstId}}}).errors() == Errors{"/profiles wrong_type"});
        CHECK(api.post(path, {{"profiles", {two.firstId, two.secondId}}}).errors() ==
              Errors{"/profiles/0 wrong_type", "/profiles/1 wrong_type"});
        auto body = good;
        body["profiles"][0]["version"] = 1;
        body["profiles"][1].erase("ref");
        CHECK(api.post(path, body).errors() ==
              Errors{"/profiles/0/version unknown_member", "/profiles/1/ref required"});
        body = good;
        body["survivor"] = two.firstId;
        CHECK(api.post(path, body).errors() == Errors{"/survivor unknown_member"});
        const auto nobody = api.post(path, bodyOf(two.firstId, "email:nobody@example.com"));
        CHECK(nobody.status == 404);
        CHECK(nobody.errors() == Errors{"/profiles/1/ref not_found"});
        CHECK(api.post(path, bodyOf("x", two.firstId)).errors() == Errors{"/profiles/0/ref not_found"});
        CHECK(api.post(path, bodyOf(two.firstId, "email:" + two.firstEmail)).status == 409);
        CHECK(api.post(path + "?state=open", good).errors() == Errors{"?state unknown_parameter"});
        CHECK(api.call({.method = "POST", .path = path, .key = api.read, .body = good.dump()}).status == 403);
        CHECK(api.call({.method = "POST", .path = path, .key = api.open, .body = good.dump()}).status == 403);
        CHECK(api.call({.method = "POST", .path = path, .body = good.dump()}).status == 401);
    }
    CHECK(api.post(kDismiss, bodyOf(two.firstId, two.secondId, std::string(501, 'x'))).errors() ==
          Errors{"/reason too_long"});
    CHECK(api.post(kRestore, bodyOf(two.firstId, two.secondId, "why")).errors() ==
          Errors{"/reason unknown_member"});
    const auto waiting = api.post(kRestore, good);
    CHECK(waiting.status == 404);
    CHECK(waiting.errors().empty());
    CHECK(api.get("/v1/duplicates?state=merged").errors() == Errors{"?state invalid_value"});
    CHECK(api.get("/v1/duplicates?cursor=x" + kDismissed).errors() == Errors{"?cursor invalid_cursor"});
    CHECK(api.get("/v1/duplicates?profile=email:nobody@example.com" + kDismissed).status == 404);
    CHECK(putAside(api, {two.firstId, two.secondId}).empty());
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
}

TEST_CASE("a pair that was put aside is listed no more, until it is taken back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto third = withEmail(api, two.local + ".x+third@gmail.com");
    const Ids both{two.firstId, two.secondId};
    const auto before = candidatesOf(api, two.firstId)[0];
    REQUIRE(profilesIn(before) == both);
    CHECK(before["dismissed"].is_null());

    const auto made = dismiss(api, "email:" + two.secondEmail, two.firstId, "ask her");
    CHECK(made["profiles"] == Json(both));
    CHECK(made["reason"] == "ask her");
    CHECK(made["by"]["source"] == Json{{"type", "api"}, {"name", "test write"}});
    CHECK(othersOf(api, two.firstId) == Ids{third});
    CHECK(othersOf(api, two.secondId) == Ids{third});
    CHECK(listed(api, both).size() == 2);

    const auto aside = listed(api, both, 500, kDismissed);
    REQUIRE(aside.size() == 1);
    auto shown = before;
    shown["dismissed"] = {{"at", made["at"]}, {"reason", made["reason"]}, {"by", made["by"]}};
    CHECK(aside[0] == shown);
    for (const auto& id : both) CHECK(candidatesOf(api, id, kDismissed) == aside);
    CHECK(candidatesOf(api, third, kDismissed).empty());

    // Whoever comes later finds what stands.
    CHECK(dismiss(api, two.firstId, two.secondId, "another reason") == made);
    CHECK(candidatesOf(api, two.firstId, kDismissed) == aside);

    const auto restored = api.post(kRestore, bodyOf(two.secondId, "email:" + two.firstEmail));
    CHECK(restored.status == 200);
    CHECK(restored.body == Json{{"profiles", both}});
    CHECK(listed(api, both).size() == 3);
    CHECK(candidatesOf(api, two.firstId)[0] == before);
    CHECK(putAside(api, both).empty());
    CHECK(api.post(kRestore, bodyOf(two.firstId, two.secondId)).status == 404);
    CHECK(dismiss(api, two.firstId, two.secondId)["reason"].is_null());
}

TEST_CASE("a pair stays put aside whatever either is merged into, and after that was taken back", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto elder = profileOf(api, somebody());
    dismiss(api, two.firstId, two.secondId);
    const auto joined = merged(api, elder, two.firstId);
    CHECK(othersOf(api, elder).empty());
    CHECK(othersOf(api, two.secondId).empty());
    CHECK(putAside(api, {two.secondId}) == std::vector<Ids>{Ids{two.secondId, elder}});
    CHECK(candidatesOf(api, elder, kDismissed).size() == 1);
    CHECK(dismiss(api, elder, two.secondId)["profiles"] == Json(Ids{two.secondId, elder}));
    undone(api, joined);
    CHECK(candidatesOf(api, elder, kDismissed).empty());
    CHECK(putAside(api, {two.firstId}) == std::vector<Ids>{Ids{two.firstId, two.secondId}});
    CHECK(othersOf(api, two.secondId).empty());

    // Nothing forbids that they become one.
    const auto one = merged(api, two.firstId, two.secondId);
    CHECK(putAside(api, {two.firstId, two.secondId}).empty());
    CHECK(candidatesOf(api, two.firstId, kDismissed).empty());
    CHECK(api.post(kDismiss, bodyOf(two.firstId, two.secondId)).status == 409);
    undone(api, one);
    CHECK(putAside(api, {two.firstId}) == std::vector<Ids>{Ids{two.firstId, two.secondId}});
}

TEST_CASE("two who were put aside twice, when one of them was two, are so once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto third = withEmail(api, two.local + ".x+third@gmail.com");
    const auto first = dismiss(api, two.firstId, two.secondId, "the first time");
    dismiss(api, third, two.secondId, "the second time");
    CHECK(putAside(api, {two.secondId}, 1).size() == 2);
    const auto joined = merged(api, two.firstId, third);
    for (const auto& aside :
         {listed(api, {two.secondId}, 1, kDismissed), candidatesOf(api, third, kDismissed)}) {
        REQUIRE(aside.size() == 1);
        CHECK(profilesIn(aside[0]) == Ids{two.firstId, two.secondId});
        CHECK(aside[0]["dismissed"]["reason"] == "the first time");
    }
    CHECK(dismiss(api, third, two.secondId) == first);
    REQUIRE(api.post(kRestore, bodyOf(third, two.secondId)).status == 200);
    CHECK(putAside(api, {two.secondId}).empty());
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
    undone(api, joined);
    CHECK(othersOf(api, two.secondId).size() == 2);
}

TEST_CASE("pages show every pair that was put aside once, the newest first", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    Ids all{two.firstId, two.secondId};
    std::vector<Ids> pairs{all};
    dismiss(api, all[0], all[1]);
    for (int i = 0; i < 4; ++i) {
        all.push_back(withEmail(api, two.local + ".x+" + std::to_string(i) + "@gmail.com"));
        dismiss(api, two.firstId, all.back());
        pairs.insert(pairs.begin(), Ids{two.firstId, all.back()});
    }
    for (const int limit : {1, 2, 500}) CHECK(putAside(api, {two.firstId}, limit) == pairs);
    const auto path = "/v1/duplicates?limit=2&profile=" + two.firstId + kDismissed;
    std::vector<Ids> paged;
    std::string cursor;
    do {
        const auto page = api.get(path + cursor).body;
        for (const auto& each : page["items"]) paged.push_back(profilesIn(each));
        cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
        if (!cursor.empty())
            CHECK(api.get("/v1/duplicates?limit=2" + cursor).errors() == Errors{"?cursor invalid_cursor"});
    } while (!cursor.empty());
    CHECK(paged == pairs);
}

TEST_CASE("a pair that was put aside is told though nothing speaks for it any more", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto stranger = profileOf(api, somebody());
    const auto cookie = profileOf(api, person("cookie", fresh("0123456789abcdef0123456789abcdef")));
    api.observe({{"identifiers",
                  {{{"type", "email"}, {"value", two.secondEmail}},
                   {{"type", "external_id"}, {"value", fresh("c")}}}}});
    dismiss(api, two.firstId, two.secondId);
    const auto path = "/v1/profiles/" + two.secondId + "/identifiers/email/" + two.local;
    REQUIRE(remove(api, path + "x%2Bshop@googlemail.com").status == 204);
    dismiss(api, stranger, cookie);
    for (const auto& id : {two.firstId, stranger}) {
        const auto aside = candidatesOf(api, id, kDismissed);
        REQUIRE(aside.size() == 1);
        CHECK(aside[0]["score"] == 0);
        CHECK(aside[0]["reasons"].empty());
        CHECK(aside[0]["dismissed"].is_object());
        CHECK(listed(api, {id}, 500, kDismissed) == aside);
    }
    CHECK(candidatesOf(api, stranger, kDismissed)[0]["profiles"][1]["known"] == false);
}

TEST_CASE("a pair is told of while both live, and goes with whoever is erased", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto third = withEmail(api, two.local + ".x+third@gmail.com");
    const auto made = dismiss(api, two.firstId, two.secondId);
    dismiss(api, two.secondId, third);
    const auto path = "/v1/profiles/" + two.secondId;
    REQUIRE(remove(api, path).status == 200);
    CHECK(putAside(api, {two.firstId, third}).empty());
    CHECK(candidatesOf(api, two.firstId, kDismissed).empty());
    for (const auto& call : {kDismiss, kRestore}) {
        const auto gone = api.post(call, bodyOf(two.firstId, two.secondId));
        CHECK(gone.status == 410);
        CHECK(gone.errors() == Errors{"/profiles/1/ref gone"});
        CHECK(gone.body["detail"].get<std::string>().find("/restore") != std::string::npos);
    }
    REQUIRE(restore(api, path).status == 200);
    CHECK(candidatesOf(api, two.firstId, kDismissed)[0]["dismissed"]["at"] == made["at"]);
    CHECK(putAside(api, {two.secondId}).size() == 2);
    REQUIRE(api.post(path + "/erase", Json::object()).status == 202);
    CHECK(putAside(api, {two.firstId, third}).empty());
    CHECK(receiptOf(api, two.secondId)["removed"]["dismissed_duplicates"] == 2);
    CHECK(putAside(api, {two.firstId, third}).empty());
    CHECK(exported(api, two.firstId)["dismissed_duplicates"].empty());
}

TEST_CASE("two who are put aside again are so since the first time, and are taken back once", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto made = dismiss(api, two.firstId, two.secondId, "ask her");
    CHECK(dismiss(api, two.secondId, two.firstId, "another reason") == made);
    const auto plain = bodyOf(two.firstId, two.secondId);
    CHECK(api.post(kRestore, plain).status == 200);
    CHECK(api.post(kRestore, plain).status == 404);
    CHECK(othersOf(api, two.firstId) == Ids{two.secondId});
}

TEST_CASE("who puts a pair aside is named, and a viewer may not", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const TwoMailboxes two(api);
    const auto body = bodyOf(two.firstId, two.secondId, "ask her");
    const auto viewer = signedIn(api, "viewer");
    for (const auto& path : {kDismiss, kRestore}) CHECK(postAs(api, viewer, path, body).status == 403);
    CHECK(putAside(api, {two.firstId}).empty());

    const auto editor = signedIn(api, "editor");
    const auto made = postAs(api, editor, kDismiss, body);
    REQUIRE(made.status == 200);
    CHECK(made.body["by"] ==
          Json{{"source", {{"type", "console"}, {"name", editor.name}}}, {"key_id", editor.id}});
    CHECK(getAs(api, viewer, "/v1/duplicates?profile=" + two.firstId + kDismissed).body["items"].size() == 1);
    for (const auto& id : {two.firstId, two.secondId})
        CHECK(exported(api, id)["dismissed_duplicates"] == Json::array({made.body}));
    REQUIRE(postAs(api, editor, kRestore, bodyOf(two.firstId, two.secondId)).status == 200);
    const auto log = api.call({.path = "/v1/audit?user=" + editor.id, .key = api.admin}).body["items"];
    CHECK(log[0]["action"] == "duplicates.restore.post");
    CHECK(log[1]["action"] == "duplicates.dismiss.post");
}
