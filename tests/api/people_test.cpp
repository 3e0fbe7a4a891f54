// SPDX-License-Identifier: Apache-2.0
// What the API does for a person is what it does for a key of the same right, under the person's name.
#include <map>
#include <set>

#include "core/http/router.hpp"
#include "tests/api/signed_in.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;

namespace {

Json sourceOf(const SignedIn& person) {
    return {{"type", "console"}, {"name", person.name}};
}

std::string filled(std::string pattern) {
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{'))
        pattern.replace(open, pattern.find('}') - open + 1, "01JD3W5V9Z8Q1");
    return pattern;
}

}  // namespace

TEST_CASE("each route that takes a key takes the session of a person whose role has the right", "[api]") {
    ApiServer api(eachEngine());
    const std::map<std::string, std::set<http::Access>> open{
        {"viewer", {http::Access::Read, http::Access::Session}},
        {"editor", {http::Access::Read, http::Access::Session, http::Access::Public, http::Access::Write}},
        {"administrator",
         {http::Access::Read, http::Access::Session, http::Access::Public, http::Access::Write,
          http::Access::Admin}}};
    for (const auto& [role, accesses] : open) {
        auto person = signedIn(api, role);
        for (const auto* route : api.instance().router().routes()) {
            if (route->access == http::Access::None || route->access == http::Access::Optional) continue;
            if (route->pattern == "/v1/events") continue;  // A stream that has no end.
            Call call{.method = std::string(http::methodName(route->method)), .path = filled(route->pattern)};
            if (route->method != http::Method::Get) call.body = "7";
            if (!route->mediaTypes.empty()) call.type = route->mediaTypes.front();
            const auto status = callAs(api, person, call).status;
            INFO(role << ' ' << call.method << ' ' << route->pattern << ' ' << status);
            if (accesses.contains(route->access)) {
                CHECK(status != 401);
                CHECK(status != 403);
            } else {
                CHECK(status == 403);
            }
            if (route->pattern == "/v1/sessions/current" && route->method == http::Method::Delete)
                person = signedInAgain(api, person);
        }
    }
}

TEST_CASE("what a person writes says that it is theirs, and may say nothing else", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    auto someone = somebody();
    someone["source"] = {{"type", "console"}, {"name", "somebody else"}};
    CHECK(postAs(api, ann, "/v1/observations", someone).errors() ==
          std::vector<std::string>{"/source not_allowed"});
    someone["source"] = {{"type", "import"}, {"name", ann.name}};
    CHECK(postAs(api, ann, "/v1/observations", someone).errors() ==
          std::vector<std::string>{"/source not_allowed"});
    someone["source"] = sourceOf(ann);
    CHECK(postAs(api, ann, "/v1/observations", someone).status == 200);
    const auto shown = api.profile(refOf(someone));
    CHECK(shown["source"] == sourceOf(ann));

    CHECK(callAs(api, ann,
                 {.method = "PATCH",
                  .path = "/v1/profiles/" + refOf(someone),
                  .body = R"({"fields": {"nickname": "Ann"}})"})
              .status == 200);
    const auto told = api.get("/v1/profiles/" + refOf(someone) + "?include=provenance").text;
    CHECK(told.find(R"("source":{"type":"console","name":")" + ann.name + R"("},"key_id":")" + ann.id +
                    '"') != std::string::npos);
    CHECK(api.get("/v1/profiles/" + refOf(someone) + "/changes").text.find(ann.name) != std::string::npos);
}

TEST_CASE("merges, prohibitions, states and their ends stand under the person's name", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "editor");
    const Two two(api);
    const auto merged = postAs(api, ann, "/v1/merges", two.body());
    REQUIRE(merged.status < 300);
    const auto merges = api.get("/v1/merges?profile=" + two.firstId);
    INFO(merges.text);
    CHECK(merges.text.find(ann.name) != std::string::npos);
    const auto undo =
        postAs(api, ann, "/v1/merges/" + merged.body["id"].get<std::string>() + "/undo", {{"reason", "no"}});
    REQUIRE(undo.status == 200);
    const auto prohibition = api.get("/v1/must-not-links?profile=" + two.firstId).body["items"][0];
    CHECK(prohibition["observation"]["source"] == sourceOf(ann));
    CHECK(prohibition["observation"]["key_id"] == ann.id);
}

TEST_CASE("a repeated call of a person is carried out once, and another person's is another one", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto ann = signedIn(api, "administrator");
    const auto ben = signedIn(api, "administrator");
    const auto once = fresh("once");
    const auto make = [&](const SignedIn& person) {
        return callAs(api, person,
                      {.method = "POST",
                       .path = "/v1/keys",
                       .body = R"({"name": "shop", "right": "read"})",
                       .headers = {{"Idempotency-Key", once}}})
            .body["key"];
    };
    const auto made = make(ann);
    CHECK(make(ann) == made);
    CHECK(make(ben) != made);
}
