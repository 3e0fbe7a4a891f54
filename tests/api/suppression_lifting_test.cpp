// SPDX-License-Identifier: Apache-2.0
// Who let an address be written to again, when and why.
#include <catch2/catch.hpp>
#include <set>

#include "tests/api/suppressing.hpp"

using namespace kith;
using namespace kith::test;

namespace {

const Json kStaff{{"type", "console"}, {"name", "test write"}};

/// Suppressed by an import, and let go of by the staff.
void suppressAndLift(ApiServer& api, const std::string& email, const std::string& why,
                     const std::string& reason = "import_test") {
    REQUIRE(api.post("/v1/suppressions", suppression(email, "blacklisted", reason)).status == 200);
    const auto id = standing(api, email)[0]["id"].get<std::string>();
    REQUIRE(lift(api, id, {{"reason", why}, {"address", "email:" + email}}).status == 204);
}

/// The only state that was lifted of an address.
Json onlyLifted(ApiServer& api, const std::string& email) {
    auto items = lifted(api, email);
    INFO(items.dump());
    REQUIRE(items.size() == 1);
    return items[0];
}

}  // namespace

TEST_CASE("who lifted the suppression of a known address is told to whoever may read", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    api.observe(person("email", email));
    REQUIRE(api.post("/v1/suppressions", suppression(email, "blacklisted")).status == 200);
    CHECK(standing(api, email)[0]["lifted"].is_null());
    CHECK(lifted(api, email).empty());
    REQUIRE(lift(api, standing(api, email)[0]["id"], {{"reason", "They called"}}).status == 204);

    CHECK(standing(api, email).empty());
    const auto item = onlyLifted(api, email);
    CHECK(item["value"] == email);
    CHECK(item["state"] == "blacklisted");
    CHECK(item["reason"] == "import_test");
    CHECK(item["lifted"]["by"] == "active");
    CHECK(item["lifted"]["reason"] == "They called");
    CHECK(item["lifted"]["observation"]["source"] == kStaff);
    CHECK(item["lifted"]["at"] == item["lifted"]["observation"]["observed_at"]);
    auto changes = api.get("/v1/profiles/email:" + email + "/changes").body["items"];
    CHECK(changes[0]["kind"] == "endpoint");
    CHECK(changes[0]["after"] == "active");
    CHECK(changes[0]["reason"] == "They called");
    CHECK(changes[0]["observation"] == item["lifted"]["observation"]);

    REQUIRE(api.post("/v1/suppressions", suppression(email, "complained")).status == 200);
    CHECK(lifted(api, email) == Json::array({item}));
}

TEST_CASE("who lifted what is known by its hash alone is told, before the address comes and after", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    suppressAndLift(api, email, "mailbox_works");
    const auto hashed = onlyLifted(api, email);
    CHECK(hashed["value"].is_null());
    CHECK(hashed["state"] == "blacklisted");
    CHECK(hashed["lifted"]["by"] == "active");
    CHECK(hashed["lifted"]["reason"] == "mailbox_works");
    CHECK(hashed["lifted"]["observation"]["source"] == kStaff);
    api.observe(person("email", email));
    const auto known = onlyLifted(api, email);
    CHECK(known["value"] == email);
    CHECK(known["lifted"] == hashed["lifted"]);

    // Of words that may hold anything it is kept that somebody said them.
    const auto other = freshEmail();
    suppressAndLift(api, other, "Called, and was friendly");
    CHECK(onlyLifted(api, other)["lifted"]["reason"] == "by_staff");
    CHECK(onlyLifted(api, other)["lifted"]["observation"]["source"] == kStaff);
}

TEST_CASE("after an erasure it is still told who of the staff lifted, and nothing of the erased", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto optIn = person("email", email);
    optIn["observed_at"] = "2026-02-01T00:00:00Z";
    optIn["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    optIn["source"] = {{"type", "form"}, {"name", "newsletter"}};
    api.observe(optIn);
    REQUIRE(api.post("/v1/suppressions", suppression(email, "unsubscribed")).status == 200);
    suppressAndLift(api, email, "mailbox_works");
    const auto before = lifted(api, email);
    REQUIRE(before.size() == 2);
    CHECK(before[0]["state"] == "blacklisted");
    CHECK(before[1]["lifted"]["by"] == "opt_in");
    CHECK(before[1]["lifted"]["observation"]["source"] == optIn["source"]);

    erase(api, email);
    const auto after = lifted(api, email);
    REQUIRE(after.size() == 2);
    CHECK(after[0]["value"].is_null());
    CHECK(after[0]["lifted"] == before[0]["lifted"]);
    CHECK(after[1]["lifted"]["by"] == "opt_in");
    CHECK(after[1]["lifted"]["at"] == before[1]["lifted"]["at"]);
    CHECK(after[1]["lifted"]["observation"].is_null());
    // Nor once the address has a row again, which refers to who is no more.
    api.observe(person("email", email));
    CHECK(lifted(api, email)[1]["lifted"] == after[1]["lifted"]);
}

TEST_CASE("a block that time ended was lifted by nobody", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto email = freshEmail();
    auto block = suppression(email, "blocked");
    block["until"] = "2026-01-02T00:00:00Z";
    REQUIRE(api.post("/v1/suppressions", block).status == 200);
    CHECK(onlyLifted(api, email)["lifted"] ==
          Json{{"at", block["until"].get<std::string>().substr(0, 19) + ".000Z"},
               {"by", "time"},
               {"reason", nullptr},
               {"proof", nullptr},
               {"observation", nullptr}});
}

TEST_CASE("what was lifted is listed page by page, apart from what stands", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto reason = fresh("r");
    const auto stands = freshEmail();
    REQUIRE(api.post("/v1/suppressions", suppression(stands, "blacklisted", reason)).status == 200);
    std::set<std::string> wanted;
    for (int i = 0; i < 4; ++i) {
        const auto email = freshEmail();
        if (i % 2 == 0) api.observe(person("email", email));
        suppressAndLift(api, email, "works", reason);
        wanted.insert(onlyLifted(api, email)["id"]);
    }
    std::multiset<std::string> ids;
    const auto path = "/v1/suppressions?lifted=true&limit=1&reason=" + reason;
    auto page = api.get(path).body;
    for (;;) {
        for (const auto& each : page["items"]) {
            ids.insert(each["id"]);
            CHECK(each["lifted"]["observation"]["source"] == kStaff);
        }
        if (page["next_cursor"].is_null()) break;
        page = api.get(path + "&cursor=" + page["next_cursor"].get<std::string>()).body;
    }
    CHECK(ids == std::multiset<std::string>(wanted.begin(), wanted.end()));
    const auto standingOnes = api.get("/v1/suppressions?limit=500&reason=" + reason).body["items"];
    REQUIRE(standingOnes.size() == 1);
    CHECK(standingOnes[0]["lifted"].is_null());
    CHECK(api.get("/v1/suppressions?lifted=yes").errors() ==
          std::vector<std::string>{"?lifted invalid_value"});
}
