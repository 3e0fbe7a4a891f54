// SPDX-License-Identifier: Apache-2.0
// Which identifiers links for people are made for.
#include <catch2/catch.hpp>

#include "tests/api/reader.hpp"

using namespace kith;
using namespace kith::test;
using Errors = std::vector<std::string>;

TEST_CASE("no link is made for an identifier that nothing can be sent to", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    Reader ann(api);
    auto seen = of(ann.external);
    const auto browser = cookie();
    const auto phone = somePhone();
    for (const auto& each : {browser, phone}) seen["identifiers"].push_back(each);
    api.observe(seen);
    const auto before = ann.profile();
    const auto make = [&](const std::string& ref, const Json& body) {
        return api.post("/v1/profiles/" + ref + "/preferences-token", body);
    };
    for (const auto& none : {ann.external, browser}) {
        INFO(none.dump());
        const auto refused = make(ann.id, {{"identifier", none}});
        CHECK(refused.status == 400);
        CHECK(refused.errors() == Errors{"/identifier/type not_an_address"});
        CHECK(api.post("/v1/confirmations", {{"identifier", none}}).errors() ==
              Errors{"/identifier/type not_an_address"});
    }
    // Whoever has a number may be written to by other means.
    CHECK(make(ann.id, {{"identifier", phone}}).status == 200);
    CHECK(api.post("/v1/confirmations", {{"identifier", phone}}).status == 200);
    // To name the profile by one says nothing of where the message goes.
    const auto ref = subjectOf(ann.external);
    CHECK(make(ref, Json::object()).errors() == Errors{"/identifier required"});
    CHECK(make(ref, {{"identifier", nullptr}}).errors() == Errors{"/identifier required"});
    CHECK(make(ref, {{"identifier", ann.email}}).status == 200);
    CHECK(make(ref, {{"identifier", {{"type", "emial"}, {"value", "x"}}}}).errors() ==
          Errors{"/identifier/type unknown_type"});
    CHECK(ann.profile() == before);
}
