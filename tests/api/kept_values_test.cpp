// SPDX-License-Identifier: Apache-2.0
// Values of a field that was dropped when the database was older than the catalogue.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "core/storage/database.hpp"
#include "tests/api/catalogue_calls.hpp"

using namespace kith;
using namespace kith::test;

namespace {

void keepNumber(ApiServer& api, const std::string& key) {
    storage::Database database(api.database());
    const auto writer = database.openWriter();
    writer->execute(
        "INSERT INTO field_value (home, field, element, present, kind, number_value, observation_id, at,"
        " profile_id, current) VALUES (1, :key, '', 1, 1, 7, 1, 0, 1, 1)",
        key);
    writer->execute("INSERT INTO field_in_use (field) VALUES (:key)", key);
}

}  // namespace

TEST_CASE("a field is made again with the type of the values that are kept, and with no other",
          "[api][catalogue]") {
    ApiServer api(eachEngine());
    keepNumber(api, "shoe");
    const auto refused = administer(api, "POST", "/v1/fields", {{"key", "shoe"}, {"type", "text"}});
    CHECK(refused.status == 409);
    CHECK(refused.errors() == std::vector<std::string>{"/type another_type"});
    CHECK(api.get("/v1/fields/shoe").status == 404);
    const auto made = makeEntry(api, "fields", {{"key", "shoe"}, {"type", "integer"}});
    CHECK(made["type"] == "integer");
    CHECK(made["in_use"] == true);
}

TEST_CASE("no field of texts is made of what arrives where numbers are kept", "[api][catalogue]") {
    ApiServer api(eachEngine(), {"observations.unknown_fields=create", "observations.max_created_fields=3"});
    keepNumber(api, "shoe");
    auto someone = withField("shoe", "43");
    someone["fields"]["hat"] = "57";
    const auto warnings = api.observe(someone)["warnings"];
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0]["code"] == "unknown_field");
    CHECK(api.get("/v1/fields/shoe").status == 404);
    CHECK(api.profile(refOf(someone))["fields"] == Json({{"hat", "57"}}));
}
