// SPDX-License-Identifier: Apache-2.0
// A conflict is merged as it was looked at.
#include <catch2/catch.hpp>

#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

struct Looked : Customers {
    explicit Looked(ApiServer& server) : Customers(server) {
        letMerge(api, *this);
        path = "/v1/conflicts/" + conflictOf(api, *this)["id"].get<std::string>();
    }

    [[nodiscard]] Json seen() const {
        auto sides = Json::array();
        for (const auto& id : {secondId, firstId})
            sides.push_back({{"ref", id}, {"version", api.profile(id)["version"]}});
        return {{"profiles", sides}, {"reason", "one person"}};
    }

    std::string path;
};

}  // namespace

TEST_CASE("what was looked at of a conflict has to be its two profiles", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Looked two(api);
    auto body = two.seen();
    body["profiles"].erase(1);
    CHECK(api.post(two.path + "/merge", body).errors() == Errors{"/profiles wrong_type"});
    body = two.seen();
    body["profiles"][1]["ref"] = "email:nobody@example.com";
    CHECK(api.post(two.path + "/merge", body).errors() == Errors{"/profiles/1/ref not_found"});
    body = two.seen();
    body["profiles"][1] = {{"ref", api.observe(somebody())["profile_id"]}};
    CHECK(api.post(two.path + "/merge", body).errors() == Errors{"/profiles/1/ref invalid_value"});
    body = two.seen();
    body["profiles"][1] = {{"ref", refOf(two.second)}};
    CHECK(api.post(two.path + "/merge", body).errors() == Errors{"/profiles/1/ref invalid_value"});
    body = two.seen();
    body["profiles"][1]["version"] = "1";
    CHECK(api.post(two.path + "/merge", body).errors() == Errors{"/profiles/1/version wrong_type"});
    // What puts it aside looks at nothing.
    CHECK(api.post(two.path + "/dismiss", two.seen()).errors() == Errors{"/profiles unknown_member"});
    CHECK(api.get(two.path).body["state"] == "open");
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

TEST_CASE("a conflict of which a profile changed since it was looked at is not merged", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Looked two(api);
    auto body = two.seen();
    for (const std::size_t side : {0U, 1U}) {
        const auto id = side == 0 ? two.secondId : two.firstId;
        const auto moved = api.patch("/v1/profiles/" + id, {{"fields", {{"nickname", fresh("moved")}}}});
        REQUIRE(moved.status == 200);
        const auto refused = api.post(two.path + "/merge", body);
        CHECK(refused.status == 412);
        CHECK(refused.errors() == Errors{"/profiles/" + std::to_string(side) + "/version version_moved"});
        CHECK(refused.body["errors"][0]["id"] == id);
        CHECK(api.get(two.path).body["state"] == "open");
        body["profiles"][side]["version"] = moved.body["version"];
    }
    Call merge{.method = "POST",
               .path = two.path + "/merge",
               .key = api.write,
               .body = body.dump(),
               .headers = {{"Idempotency-Key", fresh("merge")}}};
    const auto merged = api.call(merge);
    CHECK(merged.status == 200);
    CHECK(api.profile(two.secondId)["id"] == api.profile(two.firstId)["id"]);
    // Both moved on by the merge itself, and the call that comes again is answered all the same.
    CHECK(api.call(merge).body == merged.body);
    CHECK(api.get(two.path).body["decided"]["reason"] == "one person");
}
