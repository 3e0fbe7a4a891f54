// SPDX-License-Identifier: Apache-2.0
// What people consented to: who may say so, and what is told of it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/api/contact.hpp"
#include "tests/api/exported.hpp"
#include "tests/api/signed_in.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

Json subscriptionOf(const Json& profile, const std::string& category) {
    for (const auto& each : profile["subscriptions"])
        if (each["category"] == category) return each;
    return {};
}

/// The last that was said of a subscription.
Json changeOf(ApiServer& api, const std::string& path) {
    const auto changes = api.get(path + "/changes").body["items"];
    for (const auto& each : changes)
        if (each["kind"] == "subscription") return each;
    return {};
}

/// `pointer code` of each warning beside a profile, or of an outcome.
Errors warningsIn(const Json& answer) {
    Errors found;
    for (const auto& each : answer.value("warnings", Json::array()))
        found.push_back(each["pointer"].get<std::string>() + ' ' + each["code"].get<std::string>());
    return found;
}

Json consent(const std::string& state, const std::string& by) {
    return {{"state", state}, {"by", by}};
}

Json news(const Json& said) {
    return {{"subscriptions", {{"news", said}}}};
}

}  // namespace

TEST_CASE("an edit lifts a person's opt-out only with the proof that they asked for it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["subscriptions"] = {{"news", consent("unsubscribed", "person")}};
    someone["subscriptions"]["news"].update({{"reason", "too_frequent"}, {"comment", "every day?"}});
    const std::string id = api.observe(someone)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    const auto left = subscriptionOf(api.profile(id), "news");
    CHECK(left["reason"] == "too_frequent");
    CHECK(left["comment"] == "every day?");
    CHECK(left["proof"].is_null());

    const auto byStaff = api.patch(path, news("subscribed"));
    CHECK(byStaff.status == 200);
    CHECK(warningsIn(byStaff.body) == Errors{"/subscriptions/news left_by_person"});
    CHECK(subscriptionOf(api.profile(id), "news") == left);
    CHECK_FALSE(api.profile(id).contains("warnings"));
    const auto bare = api.patch(path, news(consent("subscribed", "person")));
    CHECK(bare.status == 400);
    CHECK(bare.errors() == Errors{"/subscriptions/news/proof proof_required"});
    auto byConsole = somebody();
    byConsole["source"] = {{"type", "console"}, {"name", "desk"}};
    byConsole["subscriptions"] = {{"news", consent("subscribed", "person")}};
    CHECK(api.post("/v1/observations", byConsole).errors() ==
          Errors{"/subscriptions/news/proof proof_required"});
    CHECK(subscriptionOf(api.profile(id), "news") == left);

    auto proven = consent("subscribed", "person");
    proven["proof"] = "called on 20 November, ticket 4711";
    const auto asked = api.patch(path, news(proven));
    REQUIRE(asked.status == 200);
    CHECK(warningsIn(asked.body).empty());
    const auto back = subscriptionOf(api.profile(id), "news");
    CHECK(back["state"] == "subscribed");
    CHECK(back["proof"] == proven["proof"]);
    CHECK(back["reason"].is_null());
    CHECK(changeOf(api, path)["proof"] == proven["proof"]);
    CHECK(exported(api, id)["subscriptions"].back()["proof"] == proven["proof"]);
}

TEST_CASE("whoever subscribes somebody who left is told that they stay away", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["subscriptions"] = {{"news", consent("unsubscribed", "person")}};
    const auto left = api.observe(someone);
    CHECK(warningsIn(left).empty());
    const std::string id = left["profile_id"];
    someone["subscriptions"] = {{"news", "subscribed"}, {"offers", "subscribed"}};
    const Errors stays{"/subscriptions/news left_by_person"};
    SECTION("by an observation") {
        CHECK(warningsIn(api.observe(someone)) == stays);
    }
    SECTION("by an upsert") {
        const auto answer = api.post("/v1/profiles", someone);
        CHECK(answer.status == 200);
        CHECK(warningsIn(answer.body) == stays);
    }
    CHECK(subscriptionOf(api.profile(id), "news")["state"] == "unsubscribed");
    CHECK(subscriptionOf(api.profile(id), "offers")["state"] == "subscribed");
    // It is in the ledger all the same.
    const auto path = "/v1/profiles/" + id;
    const auto changes = api.get(path + "/changes").body["items"];
    CHECK(std::ranges::any_of(changes, [](const Json& each) {
        return each["kind"] == "subscription" && each["category"] == "news" && each["after"] == "subscribed";
    }));
}

TEST_CASE("a change tells what was said, and by its evidence that it was a claim", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto form = person("email", fresh("c") + "@example.com");
    form["evidence"] = "claimed";
    form["subscriptions"] = {{"news", consent("subscribed", "person")}};
    const std::string id = api.observe(form)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    CHECK(subscriptionOf(api.profile(id), "news")["state"] == "pending");
    const auto claim = changeOf(api, path);
    CHECK(claim["before"].is_null());
    CHECK(claim["after"] == "subscribed");
    CHECK(claim["observation"]["evidence"] == "claimed");
    REQUIRE(api.patch(path, news("subscribed")).status == 200);
    CHECK(subscriptionOf(api.profile(id), "news")["state"] == "subscribed");
    const auto said = changeOf(api, path);
    CHECK(said["before"] == "subscribed");
    CHECK(said["after"] == "subscribed");
    CHECK(said["observation"]["evidence"] == "attested");
}

TEST_CASE("to note that somebody left takes no proof, and a comment that changes is a change", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["subscriptions"] = {{"news", consent("subscribed", "person")}};
    const std::string id = api.observe(someone)["profile_id"];
    const auto path = "/v1/profiles/" + id;
    auto left = consent("unsubscribed", "person");
    left["comment"] = "wrote a letter";
    const auto answer = api.patch(path, news(left));
    REQUIRE(answer.status == 200);
    CHECK(subscriptionOf(answer.body, "news")["comment"] == "wrote a letter");
    left["comment"] = "wrote two letters";
    const auto again = api.patch(path, news(left));
    CHECK(again.body["version"] > answer.body["version"]);
    CHECK(subscriptionOf(again.body, "news")["comment"] == "wrote two letters");
}

namespace {

const std::string kForm = "application/x-www-form-urlencoded";

/// Somebody who unsubscribed from everything and complained about a message, both of long ago.
struct Gone {
    explicit Gone(ApiServer& server) : ann(server) {
        auto said = person("email", ann.email);
        said["observed_at"] = kAt;
        said["subscriptions"] = {{"news", consent("unsubscribed", "person")}};
        ann.api.observe(said);
        for (const auto* state : {"unsubscribed", "complained"}) ann.had(state);
    }

    /// An observation that carries the address, with more members.
    [[nodiscard]] Json saying(const std::string& source, const Json& members) const {
        auto said = person("email", ann.email);
        said["source"] = {{"type", source}, {"name", "desk"}};
        said.update(members);
        return said;
    }
    [[nodiscard]] Json confirmed(const Json& more = Json::object()) const {
        Json state{{"type", "email"}, {"value", ann.email}, {"state", "active"}, {"reason", "double_opt_in"}};
        state.update(more);
        return {{"endpoints", Json::array({state})}};
    }
    /// The path of a link of the person's that such a call of somebody's key makes.
    [[nodiscard]] std::string linkBy(const std::string& key, const std::string& call, Json body,
                                     const std::string& page) const {
        body["identifier"] = {{"type", "email"}, {"value", ann.email}};
        const auto made = ann.api.call({.method = "POST", .path = call, .key = key, .body = body.dump()});
        REQUIRE(made.status == 200);
        return page + made.body["token"].get<std::string>();
    }
    [[nodiscard]] std::string confirmationBy(const std::string& key) const {
        return linkBy(key, "/v1/confirmations", {{"categories", {"news"}}, {"text", "news-v3"}},
                      "/v1/confirmations/");
    }
    [[nodiscard]] std::string preferencesBy(const std::string& key) const {
        return linkBy(key, "/v1/profiles/" + ann.id + "/preferences-token", Json::object(), "/preferences/");
    }
    void checkStill() const {
        CHECK(subscriptionOf(ann.profile(), "news")["state"] == "unsubscribed");
        for (const auto* state : {"unsubscribed", "complained"}) CHECK(ann.shown(state)["lifted"].is_null());
    }

    Contact ann;
};

}  // namespace

TEST_CASE("no way by which the word of staff comes in lifts what the person said without a proof", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Gone gone(api);
    const auto& ann = gone.ann;
    const auto path = "/v1/profiles/" + ann.id;
    const auto optIn = news(consent("subscribed", "person"));
    const Errors subscription{"/subscriptions/news/proof proof_required"};
    const Errors address{"/endpoints/0/proof proof_required"};
    SECTION("an edit") {
        CHECK(api.patch(path, optIn).errors() == subscription);
        CHECK(api.patch(path, news("subscribed")).status == 200);
        CHECK(api.patch(path, gone.confirmed()).errors() == Errors{"/endpoints unknown_member"});
    }
    SECTION("an observation, an upsert and a list of observations") {
        const auto source = GENERATE(as<std::string>{}, "console", "import");
        for (const auto* at : {"/v1/observations", "/v1/profiles"}) {
            CHECK(api.post(at, gone.saying(source, optIn)).errors() == subscription);
            CHECK(api.post(at, gone.saying(source, gone.confirmed())).errors() == address);
        }
        const auto many =
            api.post("/v1/observations",
                     Json::array({gone.saying(source, optIn), gone.saying(source, gone.confirmed()),
                                  gone.saying(source, news("subscribed"))}));
        REQUIRE(many.status == 200);
        const auto results = many.body["results"];
        for (const std::size_t place : {0U, 1U}) {
            CHECK(results[place]["result"] == "rejected");
            CHECK(results[place]["problem"]["errors"][0]["code"] == "proof_required");
        }
        CHECK(results[2]["result"] != "rejected");
    }
    SECTION("a state set or lifted by hand") {
        CHECK(ann.set({{"state", "active"}, {"reason", "double_opt_in"}}).status == 400);
        CHECK(ann.set({{"state", "active"}, {"reason", "by_hand"}}).status == 200);
        for (const auto* state : {"unsubscribed", "complained"}) {
            CHECK(ann.lift(state, {{"reason", "asked_for"}}).status == 409);
            CHECK(ann.lift(state, {{"reason", "double_opt_in"}}).status == 400);
        }
    }
    SECTION("suppressions") {
        for (const auto& each : standing(api, ann.email))
            CHECK(lift(api, each["id"], {{"reason", "asked_for"}}).status == 409);
        const auto imported = api.post("/v1/suppressions", suppression(ann.email, "active"));
        CHECK(imported.status == 400);
    }
    SECTION("a link of theirs, which nobody makes who is signed in") {
        const Json to{{"identifier", {{"type", "email"}, {"value", ann.email}}}};
        for (const auto* role : {"editor", "administrator"}) {
            const auto staff = signedIn(api, role);
            for (const auto& at : {std::string("/v1/confirmations"), path + "/preferences-token"}) {
                const auto refused = postAs(api, staff, at, to);
                CHECK(refused.status == 403);
                CHECK(refused.body["code"] == "forbidden");
                CHECK_FALSE(refused.body.contains("token"));
                CHECK(api.post(at, to).status == 200);
            }
        }
    }
    SECTION("a link of theirs that is made and read, and no button pressed") {
        for (const auto& link : {gone.confirmationBy(api.write), gone.preferencesBy(api.write)})
            for (const auto* method : {"GET", "HEAD"})
                CHECK(api.call({.method = method, .path = link}).status == 200);
        CHECK(api.call({.method = "POST",
                        .path = gone.preferencesBy(api.write),
                        .body = "shown=news",
                        .type = kForm})
                  .status == 200);
    }
    gone.checkStill();
}

TEST_CASE("with a proof the word of staff counts as the person's, and the proof stands beside it", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Gone gone(api);
    const auto source = GENERATE(as<std::string>{}, "console", "import");
    api.observe(gone.saying(source, gone.confirmed({{"proof", kLetter}})));
    for (const auto* state : {"unsubscribed", "complained"}) {
        const auto lifted = gone.ann.shown(state)["lifted"];
        CHECK(lifted["by"] == "opt_in");
        CHECK(lifted["reason"] == "double_opt_in");
        CHECK(lifted["proof"] == kLetter);
        CHECK(lifted["observation"]["source"]["type"] == source);
    }
    CHECK(gone.ann.endpoint()["state"] == "active");
    CHECK(subscriptionOf(gone.ann.profile(), "news")["state"] == "unsubscribed");

    auto optIn = consent("subscribed", "person");
    optIn["proof"] = kLetter;
    api.observe(gone.saying(source, news(optIn)));
    const auto back = subscriptionOf(gone.ann.profile(), "news");
    CHECK(back["state"] == "subscribed");
    CHECK(back["proof"] == kLetter);
}

TEST_CASE("a link of who left is their word, whoever presses it, and the ledger tells whose link it was",
          "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Gone gone(api);
    const auto key = api.newKey("write");
    std::string page;
    std::string path;
    std::string form;
    SECTION("a confirmation") {
        page = "confirmation";
        path = gone.confirmationBy(key.secret);
    }
    SECTION("the preferences page") {
        page = "preferences";
        path = gone.preferencesBy(key.secret);
        form = "shown=news&category=news";
    }
    gone.checkStill();
    const auto pressed = api.call({.method = "POST", .path = path, .body = form, .type = kForm});
    REQUIRE(pressed.status == 200);

    const Json source{{"type", "form"}, {"name", page}};
    const auto news = subscriptionOf(gone.ann.profile(), "news");
    CHECK(news["state"] == "subscribed");
    CHECK(news["by"] == "person");
    CHECK(news["proof"].is_null());
    CHECK(news["source"] == source);
    const auto change = changeOf(api, "/v1/profiles/" + gone.ann.id);
    CHECK(change["after"] == "subscribed");
    CHECK(change["by"] == "person");
    CHECK(change["ip"] == "127.0.0.1");
    CHECK(change["proof"].is_null());
    if (page == "confirmation") CHECK(change["text"] == "news-v3");
    const auto& by = change["observation"];
    CHECK(by["source"] == source);
    CHECK(by["key_id"] == key.id);
    CHECK(by["evidence"] == "attested");
    CHECK(news["evidence"] == by);
    for (const auto* state : {"unsubscribed", "complained"}) {
        const auto lifted = gone.ann.shown(state)["lifted"];
        CHECK(lifted["by"] == "opt_in");
        CHECK(lifted["proof"].is_null());
        CHECK(lifted["observation"] == by);
    }
    CHECK(gone.ann.endpoint()["state"] == "active");
}
