// SPDX-License-Identifier: Apache-2.0
// Those whom a type's limit or the bound on one profile keeps apart, and what is decided about them.
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <utility>

#include "tests/api/life_cycle.hpp"
#include "tests/api/two_people.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

namespace {

/// What keeps two people apart who have three addresses and two telephones together.
struct Bound {
    std::string setting;
    std::string code;
    std::string words;
    Errors errors;  ///< Of the merge.
};

Bound eachBound() {
    const auto bound = GENERATE(values<Bound>({{"identity.types.email.limit=2",
                                                "limit",
                                                "The profile would have 3 values of email; the limit is 2.",
                                                {"/profiles limit", "/profiles limit", "/profiles limit"}},
                                               {"identity.max_identifiers=4",
                                                "component_too_large",
                                                "The profile would have 5 identifiers; the limit is 4.",
                                                {"/profiles component_too_large"}}}));
    UNSCOPED_INFO("with " << bound.setting);
    return bound;
}

/// One for all cases here: they keep apart by the people they name.
ApiServer& serverWith(const Bound& bound, storage::Engine engine) {
    // What was there first ends last: PostgreSQL after those who are connected to it.
    static_cast<void>(PostgresServer::instance());
    static std::map<std::pair<storage::Engine, std::string>, ApiServer> servers;
    return servers.try_emplace({engine, bound.setting}, engine, std::vector{bound.setting}).first->second;
}

/// Two people whom an observation would have joined by the address of the second.
struct Apart : Two {
    explicit Apart(ApiServer& server) : Two(server) {
        spare = fresh("spare") + "@example.com";
        add(first, {{"email", spare}, {"phone", phoneOf()}});
        address = fresh("b") + "@example.com";
        add(second, {{"email", address}});
        refused = join();
        conflict = conflictOf(server, *this);
        REQUIRE(conflict.is_object());
        path = "/v1/conflicts/" + conflict["id"].get<std::string>();
    }

    /// What is refused of one more observation that would join them.
    Json join() {
        joining = person("email", first["identifiers"][0]["value"]);
        joining["identifiers"].push_back({{"type", "email"}, {"value", address}});
        joining["id"] = fresh("joining");
        joining["observed_at"] = "2026-01-03T00:00:00Z";
        return api.observe(joining)["refused"];
    }
    ApiAnswer decide(const std::string& verdict) {
        return api.post(path + "/" + verdict, {{"reason", "looked at"}});
    }
    /// Takes away what is too much for both together.
    void makeRoom() {
        REQUIRE(remove(api, "/v1/profiles/" + firstId + "/identifiers/email/" + spare).status == 204);
    }

    std::string spare, address, path;
    Json joining, refused, conflict;

private:
    void add(Json known, const std::vector<std::pair<std::string, std::string>>& more) {
        for (const auto& [type, value] : more)
            known["identifiers"].push_back({{"type", type}, {"value", value}});
        REQUIRE(api.observe(known)["refused"].empty());
    }
};

/// The addresses that the reasons name.
std::set<std::string> addressesIn(const Json& refused) {
    std::set<std::string> addresses;
    for (const auto& each : refused)
        if (!each["identifier"].is_null()) addresses.insert(each["identifier"]["value"]);
    return addresses;
}

}  // namespace

TEST_CASE("a conflict by a limit or a bound says so in words and in data", "[api]") {
    const auto bound = eachBound();
    auto& api = serverWith(bound, eachEngine());
    Apart two(api);
    REQUIRE(two.refused.size() == 1);
    CHECK(two.refused[0]["code"] == bound.code);
    CHECK(two.conflict["state"] == "open");
    CHECK(two.conflict["code"] == bound.code);
    CHECK(two.conflict["between"] == Json::array({two.firstId, two.secondId}));
    CHECK(two.conflict["observations"] == 1);
    CHECK(two.conflict["observation"]["given_id"] == two.joining["id"]);
    CHECK(two.conflict["detail"] == "One observation would have joined these two by email. " + bound.words);
    REQUIRE(two.conflict["refused"].size() == 1);
    CHECK(two.conflict["refused"][0]["code"] == bound.code);
    CHECK(two.conflict["refused"][0]["detail"] == bound.words);
    CHECK(two.conflict["refused"][0]["identifier"]["value"] == two.address);
    CHECK(two.conflict["decided"].is_null());
    CHECK(api.get(two.path).body == two.conflict);

    two.join();
    CHECK(api.get(two.path).body["observations"] == 2);
}

TEST_CASE("a conflict by a limit or a bound can't be merged, and it is told why, until there is room",
          "[api]") {
    const auto bound = eachBound();
    auto& api = serverWith(bound, eachEngine());
    Apart two(api);
    const auto refused = two.decide("merge");
    CHECK(refused.status == 409);
    CHECK(refused.errors() == bound.errors);
    const auto& reasons = refused.body["refused"];
    REQUIRE(reasons.size() == bound.errors.size());
    for (const auto& each : reasons) {
        CHECK(each["code"] == bound.code);
        CHECK(each["detail"] == bound.words);
    }
    if (bound.code == "limit") {
        CHECK(addressesIn(reasons) ==
              std::set<std::string>{two.first["identifiers"][0]["value"], two.spare, two.address});
    } else {
        CHECK(reasons[0]["size"]["identifiers"] == 5);
        CHECK(reasons[0]["size"]["max_identifiers"] == 4);
        CHECK_FALSE(reasons[0]["evidence"].empty());
    }
    const Json sides{{"profiles", {{{"ref", two.firstId}}, {{"ref", two.secondId}}}}};
    CHECK(api.post("/v1/merges/preview", sides).body["refused"] == reasons);
    CHECK(api.get(two.path).body == two.conflict);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);

    two.makeRoom();
    const auto merged = two.decide("merge");
    INFO(merged.text);
    REQUIRE(merged.status == 200);
    CHECK(merged.body["state"] == "merged");
    CHECK(merged.body["must_not_link"].is_null());
    CHECK(api.profile(two.secondId)["id"] == two.firstId);
    const auto merge = api.get("/v1/merges/" + merged.body["merge"].get<std::string>()).body;
    CHECK(merge["rule"] == "hand");
    const auto decided = api.get(two.path).body;
    CHECK(decided["state"] == "merged");
    CHECK(decided["decided"]["reason"] == "looked at");
    CHECK(decided["decided"]["observation"] == merge["observation"]);
    CHECK(conflictOf(api, two) == nullptr);
}

TEST_CASE("a conflict by a limit or a bound that is forbidden stays so also when there is room", "[api]") {
    const auto bound = eachBound();
    auto& api = serverWith(bound, eachEngine());
    Apart two(api);
    const auto forbidden = two.decide("forbid");
    REQUIRE(forbidden.status == 200);
    CHECK(forbidden.body["state"] == "forbidden");
    CHECK(forbidden.body["merge"].is_null());
    const auto standing = api.get("/v1/must-not-links?profile=" + two.firstId).body["items"];
    REQUIRE(standing.size() == 1);
    CHECK(standing[0]["id"] == forbidden.body["must_not_link"]);
    CHECK(standing[0]["reason"] == "looked at");
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(conflictOf(api, two, "&state=forbidden")["code"] == bound.code);

    two.makeRoom();
    const auto again = two.join();
    REQUIRE(again.size() == 1);
    CHECK(again[0]["code"] == "must_not_link");
    CHECK(conflictOf(api, two) == nullptr);
    CHECK(api.profile(two.secondId)["id"] == two.secondId);
}

TEST_CASE("a conflict by a limit or a bound that is put aside waits no more, also when it comes again",
          "[api]") {
    const auto bound = eachBound();
    auto& api = serverWith(bound, eachEngine());
    Apart two(api);
    const auto dismissed = two.decide("dismiss");
    REQUIRE(dismissed.status == 200);
    CHECK(dismissed.body["state"] == "dismissed");
    CHECK(dismissed.body["merge"].is_null());
    CHECK(dismissed.body["must_not_link"].is_null());
    CHECK(api.get("/v1/must-not-links?profile=" + two.firstId).body["items"].empty());
    CHECK(two.join()[0]["code"] == bound.code);
    CHECK(conflictOf(api, two) == nullptr);
    const auto aside = conflictOf(api, two, "&state=dismissed");
    CHECK(aside["observations"] == 2);
    CHECK(aside["decided"]["reason"] == "looked at");
}

TEST_CASE("a limit is told of by the type that is over it, whatever would have joined the two", "[api]") {
    ApiServer api(eachEngine(), {"identity.types.email.limit=3"});
    const auto phone = Two::phoneOf();
    auto first = person("phone", phone);
    for (int i = 0; i < 3; ++i)
        first["identifiers"].push_back({{"type", "email"}, {"value", fresh("a") + "@example.com"}});
    const std::string firstId = api.observe(first)["profile_id"];
    const auto customer = fresh("c");
    auto second = person("external_id", customer);
    const auto addAddress = [&] {
        second["identifiers"].push_back({{"type", "email"}, {"value", fresh("b") + "@example.com"}});
        REQUIRE(api.observe(second)["refused"].empty());
    };
    addAddress();
    auto joining = person("external_id", customer);
    joining["identifiers"].push_back({{"type", "phone"}, {"value", phone}});
    const auto refuse = [&](const std::string& at) {
        joining["observed_at"] = at;
        const auto refused = api.observe(joining)["refused"];
        REQUIRE(refused.size() == 1);
        CHECK(refused[0]["code"] == "limit");
        CHECK(refused[0]["identifier"] == Json{{"type", "phone"}, {"value", phone}});
        return refused[0]["detail"].get<std::string>();
    };
    CHECK(refuse("2026-01-03T00:00:00Z") == "The profile would have 4 values of email; the limit is 3.");
    const auto conflict = [&] { return api.get("/v1/conflicts").body["items"].at(0); };
    CHECK(
        conflict()["detail"] ==
        "One observation would have joined these two by phone. The profile would have 4 values of email; the "
        "limit is 3.");
    // What the last one said holds, and so does it where an older one comes later.
    addAddress();
    CHECK(refuse("2026-01-04T00:00:00Z") == "The profile would have 5 values of email; the limit is 3.");
    addAddress();
    CHECK(refuse("2026-01-02T00:00:00Z") == "The profile would have 6 values of email; the limit is 3.");
    CHECK(conflict()["refused"][0]["detail"] == "The profile would have 5 values of email; the limit is 3.");
    CHECK(conflict()["refused"][0]["count"] == 3);
}
