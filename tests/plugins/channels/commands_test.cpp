// SPDX-License-Identifier: Apache-2.0
// What a plugin decides about people, on a whole server.
#include <catch2/catch.hpp>

#include <kith/types.h>

#include "tests/api/contact.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

namespace {

using Errors = std::vector<std::string>;

const std::string kLoad = std::string("plugins.load=[{name: fields}, {path: '") + KITH_DECIDING_PLUGIN +
                          "'}, {name: email}, {name: phone}]";
/// The source of what the plugin decides.
const Json kDecides{{"type", "plugin"}, {"name", "decides"}};

/// What the plugin was told of its command.
Json tell(ApiServer& api, const std::string& command) {
    const auto answer =
        api.call({.method = "POST", .path = "/v1/decides/told", .key = api.write, .body = command});
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    return answer.body;
}

kith_status statusOf(ApiServer& api, const std::string& command) {
    return tell(api, command).at("status").get<kith_status>();
}

/// What the plugin was told of a command that is carried out.
Json decide(ApiServer& api, const Json& command) {
    auto told = tell(api, command.dump());
    INFO(command.dump() << " is answered " << told.dump());
    REQUIRE(told.contains("result"));
    CHECK(told["command"] == command["command"]);
    CHECK(told["result"] == "done");
    return told;
}

/// `pointer code` of each reason for which a command is refused with that status.
Errors refused(ApiServer& api, const Json& command, kith_status status) {
    const auto told = tell(api, command.dump());
    INFO(command.dump() << " is answered " << told.dump());
    REQUIRE(told.contains("errors"));
    CHECK(told["status"] == status);
    Errors errors;
    for (const auto& each : told["errors"]) {
        CHECK_FALSE(each["detail"].get<std::string>().empty());
        errors.push_back(each["pointer"].get<std::string>() + ' ' + each["code"].get<std::string>());
    }
    return errors;
}

Errors malformed(ApiServer& api, const Json& command) {
    return refused(api, command, KITH_INVALID_INPUT);
}

Json of(const std::string& command, const std::string& profile, const Json& more = Json::object()) {
    Json all{{"command", command}, {"profile", profile}};
    all.update(more);
    return all;
}

Json mergeOf(const Two& two) {
    auto command = two.body();
    command["command"] = "merge";
    return command;
}

Json forbidOf(const Two& two) {
    return {
        {"command", "forbid"}, {"profiles", {two.firstId, refOf(two.second)}}, {"reason", "Father and son"}};
}

}  // namespace

TEST_CASE("a command that is malformed is refused with the place of each fault, and nothing is done",
          "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const auto ann = api.observe(somebody())["profile_id"].get<std::string>();
    const auto before = api.profile(ann);
    CHECK(statusOf(api, "{") == KITH_INVALID_INPUT);
    CHECK(statusOf(api, "") == KITH_INVALID_INPUT);
    CHECK(malformed(api, Json::array()) == Errors{" wrong_type"});
    CHECK(malformed(api, Json::object()) == Errors{"/command required"});
    CHECK(malformed(api, {{"command", 7}}) == Errors{"/command wrong_type"});
    CHECK(malformed(api, {{"command", "promote"}}) == Errors{"/command invalid_value"});
    CHECK(malformed(api, {{"command", "attach"}}) ==
          Errors{"/profile required", "/type required", "/value required"});
    CHECK(malformed(api,
                    of("attach", ann,
                       {{"type", "email"}, {"value", "a@example.com"}, {"move", "yes"}, {"version", "7"}})) ==
          Errors{"/version wrong_type", "/move wrong_type"});
    CHECK(malformed(api, of("detach", ann, {{"type", "external_id"}, {"value", "1"}, {"move", true}})) ==
          Errors{"/move unknown_member"});
    CHECK(malformed(api, of("delete", ann, {{"reason", "x"}})) == Errors{"/reason unknown_member"});
    CHECK(malformed(api, of("restore", ann, {{"id", std::string(201, 'x')}})) == Errors{"/id too_long"});
    CHECK(malformed(api, of("erase", ann, {{"reason", "They asked"}})) == Errors{"/reason invalid_value"});
    CHECK(malformed(api, {{"command", "merge"}}) == Errors{"/profiles wrong_type"});
    CHECK(malformed(api, {{"command", "undo"}}) == Errors{"/merge required"});
    CHECK(malformed(api, {{"command", "forbid"}, {"profiles", {ann, ann}}}) == Errors{"/reason required"});
    const Json named{{"type", "external_id"}, {"value", before["identifiers"][0]["value"]}};
    CHECK(malformed(api, of("set_state", ann, named)) == Errors{"/state required", "/reason required"});
    CHECK(malformed(api, of("lift_state", ann, named)) == Errors{"/state required"});
    auto lift = of("lift_state", ann, named);
    lift["state"] = "unconfirmed";
    CHECK(malformed(api, lift) == Errors{"/reason required"});
    const Json large{{"command", std::string(64 * 1024, 'x')}};
    CHECK(statusOf(api, large.dump()) == KITH_TOO_LARGE);
    CHECK(api.profile(ann) == before);
}

TEST_CASE("whom or what a plugin names has to be there", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const auto ann = api.observe(somebody())["profile_id"].get<std::string>();
    const auto nobody = base::ProfileId{1}.text();
    const auto missing = [&](const Json& command) { return refused(api, command, KITH_NOT_FOUND); };
    CHECK(missing(of("delete", nobody)) == Errors{" not_found"});
    CHECK(missing(of("restore", nobody)) == Errors{" not_found"});
    CHECK(missing(of("erase", "pigeon:1")) == Errors{" not_found"});
    CHECK(missing(of("attach", ann, {{"type", "pigeon"}, {"value", "1"}})) == Errors{" not_found"});
    CHECK(missing(of("detach", ann, {{"type", "email"}, {"value", freshEmail()}})) == Errors{" not_found"});
    CHECK(missing({{"command", "undo"}, {"merge", nobody}}) == Errors{" not_found"});
    CHECK(missing({{"command", "merge"}, {"profiles", {{{"ref", ann}}, {{"ref", nobody}}}}}) ==
          Errors{"/profiles/1/ref not_found"});
    CHECK(malformed(api, of("attach", ann, {{"type", "email"}, {"value", "nobody"}})) ==
          Errors{" invalid_input"});
}

TEST_CASE("a plugin attaches and detaches identifiers, and is told whose they are", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const auto ann = api.observe(somebody())["profile_id"].get<std::string>();
    const auto bea = api.observe(somebody())["profile_id"].get<std::string>();
    const Json email{{"type", "email"}, {"value", freshEmail()}};
    CHECK(decide(api, of("attach", ann, email))["profile_id"] == ann);
    CHECK(refused(api, of("attach", bea, email), KITH_CONFLICT) == Errors{" identifies_another"});
    auto moving = of("attach", bea, email);
    moving["move"] = true;
    moving["version"] = 999;
    CHECK(refused(api, moving, KITH_PRECONDITION_FAILED) == Errors{" precondition_failed"});
    moving["version"] = api.profile(bea)["version"];
    CHECK(decide(api, moving)["profile_id"] == bea);
    const auto ref = "email:" + email["value"].get<std::string>();
    CHECK(api.profile(ref)["id"] == bea);
    CHECK(decide(api, of("detach", ref, email))["profile_id"] == bea);
    CHECK(api.get("/v1/profiles/" + ref).status == 404);
    const auto change = api.get("/v1/profiles/" + bea + "/changes").body["items"][0];
    CHECK(change["change"] == "detached");
    CHECK(change["observation"]["source"] == kDecides);
    CHECK(change["observation"]["evidence"] == "attested");
}

TEST_CASE("a plugin merges, takes the merge back, and forbids one", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const Two two(api);
    const auto made = decide(api, mergeOf(two));
    CHECK(made["profile_id"] == two.firstId);
    const auto merge = made["merge"].get<std::string>();
    CHECK(api.profile(two.secondId)["id"] == two.firstId);
    const auto record = api.get("/v1/merges/" + merge).body;
    CHECK(record["rule"] == "hand");
    CHECK(record["observation"]["source"] == kDecides);

    const auto undone = decide(api, {{"command", "undo"}, {"merge", merge}, {"reason", "Two people"}});
    CHECK(undone["merge"] == merge);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
    const auto standing = api.get("/v1/must-not-links?profile=" + two.firstId).body["items"];
    REQUIRE(standing.size() == 1);
    CHECK(standing[0]["id"] == undone["must_not_link"]);
    CHECK(standing[0]["reason"] == "Two people");
    CHECK(refused(api, mergeOf(two), KITH_CONFLICT) == Errors{"/profiles must_not_link"});

    const Two others(api);
    const auto forbidden = decide(api, forbidOf(others));
    CHECK(refused(api, forbidOf(others), KITH_CONFLICT) == Errors{"/profiles must_not_link"});
    const auto prohibition = api.get("/v1/must-not-links?profile=" + others.firstId).body["items"][0];
    CHECK(prohibition["id"] == forbidden["must_not_link"]);
    CHECK(prohibition["observation"]["source"] == kDecides);
}

TEST_CASE("a plugin deletes somebody, restores them, and erases them for good", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const Ann ann(api);
    CHECK(decide(api, of("delete", ann.ref()))["profile_id"] == ann.id);
    CHECK(api.get(ann.path()).status == 410);
    CHECK(refused(api, of("delete", ann.id), KITH_GONE) == Errors{" gone"});
    CHECK(decide(api, of("restore", ann.id))["profile_id"] == ann.id);
    CHECK(api.profile(ann.ref())["id"] == ann.id);
    CHECK(refused(api, of("restore", ann.id), KITH_CONFLICT) == Errors{" conflict"});
    CHECK(decide(api, of("erase", ann.id, {{"reason", "operator"}}))["profile_id"] == ann.id);
    CHECK(api.get(ann.path()).status == 410);
    CHECK(receiptOf(api, ann.id)["reason"] == "operator");
    CHECK(refused(api, of("restore", ann.id), KITH_GONE) == Errors{" gone"});
}

TEST_CASE("a plugin sets and lifts states of endpoints, but not what the staff alone lift", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const Contact ann(api);
    const auto state = [&](const std::string& command, const std::string& name, const Json& more) {
        auto all = of(command, ann.id, {{"type", "email"}, {"value", ann.email}, {"state", name}});
        all.update(more);
        return all;
    };
    CHECK(refused(api, state("lift_state", "complained", {{"reason", "x"}}), KITH_NOT_FOUND) ==
          Errors{" not_found"});
    CHECK(decide(api, state("set_state", "unconfirmed", {{"reason", "by_plugin"}}))["profile_id"] == ann.id);
    CHECK(ann.endpoint()["state"] == "unconfirmed");
    CHECK(ann.shown("unconfirmed")["evidence"]["source"] == kDecides);
    decide(api, state("lift_state", "unconfirmed", {{"reason", "checked"}}));
    CHECK(ann.endpoint()["state"] == "active");

    decide(api, state("set_state", "complained", {{"reason", "by_plugin"}, {"at", kAt}}));
    CHECK(refused(api, state("lift_state", "complained", {{"reason", "asked_for"}}), KITH_CONFLICT) ==
          Errors{"/proof proof_required"});
    decide(api, state("lift_state", "complained", {{"reason", "asked_for"}, {"proof", kLetter}}));
    CHECK(ann.shown("complained")["lifted"]["observation"]["source"] == kDecides);

    decide(api, state("set_state", "blacklisted", {{"reason", "by_plugin"}}));
    CHECK(refused(api, state("lift_state", "blacklisted", {{"reason", "x"}}), KITH_CONFLICT) ==
          Errors{" conflict"});
    CHECK(ann.endpoint()["state"] == "blacklisted");
    CHECK(ann.lift("blacklisted", {{"reason", "x"}}).status == 204);
}

TEST_CASE("a command with an id is carried out once", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const Two two(api);
    auto merge = mergeOf(two);
    merge["id"] = fresh("command");
    const auto made = decide(api, merge);
    auto expected = made;
    expected["result"] = "duplicate";
    CHECK(tell(api, merge.dump()) == expected);
    merge["reason"] = "other words";
    CHECK(refused(api, merge, KITH_ID_REUSED) == Errors{" id_reused"});

    const Json undo{{"command", "undo"}, {"merge", made["merge"]}, {"id", fresh("command")}};
    expected = decide(api, undo);
    expected["result"] = "duplicate";
    CHECK(tell(api, undo.dump()) == expected);

    const Two others(api);
    auto forbid = forbidOf(others);
    forbid["id"] = fresh("command");
    expected = decide(api, forbid);
    expected["result"] = "duplicate";
    CHECK(tell(api, forbid.dump()) == expected);
}

TEST_CASE("a command that comes again once its people are erased was carried out, whatever is left of it",
          "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const auto once = [](Json command) {
        command["id"] = fresh("command");
        return command;
    };
    const Two two(api);
    const Two others(api);
    const auto merge = once(mergeOf(two));
    const auto made = decide(api, merge);
    const auto undo = once({{"command", "undo"}, {"merge", made["merge"]}});
    const auto undone = decide(api, undo);
    const auto forbid = once(forbidOf(others));
    const auto forbidden = decide(api, forbid);
    for (const auto& id : {two.firstId, others.firstId}) {
        decide(api, of("erase", id));
        CHECK(receiptOf(api, id)["profile_id"] == id);
    }
    const auto again = [](Json told, const std::vector<std::string>& lost) {
        told["result"] = "duplicate";
        for (const auto& member : lost) told.erase(member);
        return told;
    };
    CHECK(tell(api, merge.dump()) == again(made, {"merge"}));
    CHECK(tell(api, undo.dump()) == again(undone, {"must_not_link"}));
    CHECK(tell(api, forbid.dump()) == again(forbidden, {"must_not_link"}));
}

TEST_CASE("where a caller only claims, no plugin decides for them", "[plugins]") {
    ApiServer api(eachEngine(), {kLoad});
    const auto ann = somebody();
    const auto id = api.observe(ann)["profile_id"].get<std::string>();
    const auto answer = [&](const std::string& right, const std::string& key) {
        return api.call(
            {.method = "POST", .path = "/v1/decides/" + right, .key = key, .body = of("delete", id).dump()});
    };
    for (const auto& refusal :
         {answer("public", api.open), answer("public", api.write), answer("read", api.read),
          answer("read", api.write), answer("none", api.open)}) {
        INFO(refusal.text);
        CHECK(refusal.status == 403);
        CHECK(refusal.code() == "forbidden");
    }
    CHECK(api.profile(refOf(ann))["id"] == id);

    // Whoever calls a route without a right is verified by the plugin.
    const auto done = answer("none", "");
    CHECK(done.status == 200);
    CHECK(done.body["result"] == "done");
    CHECK(api.get("/v1/profiles/" + id).status == 410);
}
