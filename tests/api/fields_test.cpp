// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/api/profile_json.hpp"
#include "tests/api/catalogue_calls.hpp"

using namespace kith;
using namespace kith::test;

TEST_CASE("every built-in field is kept, and an age is made of the birth date", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    const Json given{{"first_name", "Ann"},         {"last_name", "Lee"},
                     {"gender", "female"},          {"birth_date", "1994-05-01"},
                     {"address.country", "UA"},     {"address.region", "Kyiv region"},
                     {"address.town", "Kyiv"},      {"address.street", "Khreshchatyk 1"},
                     {"address.postcode", "01001"}, {"language", "uk"},
                     {"time_zone", "Europe/Kyiv"}};
    auto someone = somebody();
    someone["fields"] = given;
    CHECK(api.observe(someone)["warnings"].empty());
    auto shown = api.profile(refOf(someone))["fields"];
    CHECK(shown.erase("age") == 1);
    CHECK(shown == given);
}

TEST_CASE("a gender that is none of the choices is a warning, and the rest is kept", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"gender", "queen"}, {"first_name", "Ann"}};
    const auto outcome = api.observe(someone);
    REQUIRE(outcome["warnings"].size() == 1);
    CHECK(outcome["warnings"][0]["pointer"] == "/fields/gender");
    CHECK(api.profile(refOf(someone))["fields"] == Json({{"first_name", "Ann"}}));
}

TEST_CASE("country, language and time zone are those that there are, each in one form", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"address.country", "ua"}, {"language", "PT-br"}, {"time_zone", "Europe/Kiev"}};
    CHECK(api.observe(someone)["warnings"].empty());
    const Json kept{{"address.country", "UA"}, {"language", "pt-BR"}, {"time_zone", "Europe/Kiev"}};
    CHECK(api.profile(refOf(someone))["fields"] == kept);

    const std::vector<std::array<const char*, 3>> wrong{{"address.country", "UK", "not_a_country"},
                                                        {"language", "en_US", "not_a_language"},
                                                        {"time_zone", "EEST", "not_a_time_zone"}};
    for (const auto& [field, value, code] : wrong) {
        CAPTURE(field);
        someone["fields"] = {{field, value}};
        const auto outcome = api.observe(someone);
        REQUIRE(outcome["warnings"].size() == 1);
        CHECK(outcome["warnings"][0]["pointer"] == "/fields/" + std::string(field));
        CHECK(outcome["warnings"][0]["code"] == code);
    }
    CHECK(api.profile(refOf(someone))["fields"] == kept);
}

TEST_CASE("nobody sets an age: it is derived", "[api]") {
    auto& api = ApiServer::shared(eachEngine());
    auto someone = somebody();
    someone["fields"] = {{"age", 7}};
    CHECK(api.observe(someone)["warnings"][0]["pointer"] == "/fields/age");
    CHECK_FALSE(api.profile(refOf(someone))["fields"].contains("age"));
}

TEST_CASE("an age counts birthdays", "[api]") {
    struct Row {
        const char* born;
        const char* now;
        std::optional<int> age;
        const char* zone = "";
    };
    const Row row = GENERATE(values<Row>({{"1994-05-01", "2026-04-30T23:59:59.999Z", 31},
                                          {"1994-05-01", "2026-05-01T00:00:00.000Z", 32},
                                          {"1994-05-01", "2026-12-31T12:00:00.000Z", 32},
                                          {"2024-02-29", "2025-02-28T12:00:00.000Z", 0},
                                          {"2024-02-29", "2025-03-01T00:00:00.000Z", 1},
                                          {"2024-02-29", "2028-02-29T00:00:00.000Z", 4},
                                          {"2026-05-01", "2026-05-01T00:00:00.000Z", 0},
                                          {"2026-05-02", "2026-05-01T12:00:00.000Z", std::nullopt},
                                          {"no date", "2026-05-01T12:00:00.000Z", std::nullopt},
                                          // It is the person's own birthday.
                                          {"1994-05-01", "2026-04-30T12:00:00.000Z", 32, "Pacific/Auckland"},
                                          {"1994-05-01", "2026-04-30T11:59:59.999Z", 31, "Pacific/Auckland"},
                                          {"1994-05-01", "2026-05-01T09:59:59.999Z", 31, "Pacific/Honolulu"},
                                          {"1994-05-01", "2026-05-01T10:00:00.000Z", 32, "Pacific/Honolulu"},
                                          {"2026-05-01", "2026-04-30T21:00:00.000Z", 0, "Europe/Kyiv"},
                                          {"1994-05-01", "2026-05-01T00:00:00.000Z", 32, "Mars/Olympus"}}));
    CAPTURE(row.born, row.now, row.zone);
    CHECK(api::ageOn(row.born, row.zone, base::parseRfc3339(row.now).value()) == row.age);
}

TEST_CASE("a value under the key of the age, from before that was taken, is shown under no name", "[api]") {
    std::vector<model::FieldDefinition> known(1);
    known[0].key = "age";
    known[0].archived = true;  // As the catalogue defines it.
    const std::vector<storage::FieldView> fields{
        {"age", "", {model::ValueKind::Integer, 3, ""}, {}},
        {"birth_date", "", {model::ValueKind::Date, 0, "1994-05-01"}, {}}};
    api::JsonWriter json;
    json.beginObject();
    api::writeFields(json, fields, model::Definitions(1, std::move(known), {}),
                     base::parseRfc3339("2026-05-02T00:00:00.000Z").value());
    CHECK(json.endObject().take() == R"({"fields":{"birth_date":"1994-05-01","age":32}})");
}

TEST_CASE("a profile's age is that of the day where the person is", "[api]") {
    const auto shownIn = [](const std::string& zone) {
        const std::vector<storage::FieldView> fields{
            {"birth_date", "", {model::ValueKind::Date, 0, "1994-05-01"}, {}},
            {"time_zone", "", {model::ValueKind::Text, 0, zone}, {}}};
        api::JsonWriter json;
        json.beginObject();
        api::writeFields(json, fields, model::Definitions(),
                         base::parseRfc3339("2026-04-30T23:00:00.000Z").value());
        return Json::parse(json.endObject().take())["fields"]["age"];
    };
    CHECK(shownIn("Etc/UTC") == 31);
    CHECK(shownIn("Europe/Kyiv") == 32);
}

TEST_CASE("a field is sent though its version has not moved: that it is in use is no version",
          "[api][catalogue]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto key = fresh("used.");
    makeEntry(api, "fields", {{"key", key}, {"type", "text"}});
    const auto before = api.get("/v1/fields/" + key);
    api.observe(withField(key, "x"));
    const auto after = api.call({.path = "/v1/fields/" + key,
                                 .key = api.read,
                                 .headers = {{"If-None-Match", before.header("ETag")}}});
    CHECK(after.status == 200);
    CHECK(after.header("ETag") == before.header("ETag"));
    CHECK(after.body["in_use"] == true);
}
