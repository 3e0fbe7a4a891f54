// SPDX-License-Identifier: Apache-2.0
// Which tables an export tells: a new one that is about people can't be forgotten.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tests/api/exported.hpp"
#include "tests/api/life_cycle.hpp"

using namespace kith;
using namespace kith::test;

namespace {

using Columns = std::vector<std::string>;

/// Tables whose rows are lists of the document, and which.
const std::map<std::string, std::string> kTold{
    {"activity", "/activities"},
    {"conflict", "/conflicts"},
    {"consent", "/subscriptions"},
    {"dismissed_duplicate", "/dismissed_duplicates"},
    {"email_address", "/channels/email/addresses"},
    {"email_send", "/channels/email/sends"},
    {"event", "/events"},
    {"field_change", "/field_changes"},
    {"field_value", "/fields"},
    {"identifier_change", "/identifier_changes"},
    {"life_change", "/life_changes"},
    {"merge_record", "/merges"},
    {"must_not_link", "/must_not_links"},
    {"named_identifier", "/unlisted_identifiers"},
    {"observation", "/observations"},
    {"profile", "/homes"},
    {"profile_identifier", "/identifiers"},
    {"push_device", "/channels/push/devices"},
    {"refusal", "/refusals"},
    {"segment_member", "/segments"},
    {"telegram_chat", "/channels/telegram/chats"},
    {"widget_display", "/channels/widget/displays"},
    {"widget_seen", "/channels/widget/widgets"},
};

/// Tables that name people and are no list of the document, and why.
const std::map<std::string, std::string> kNotTold{
    {"audit", "tells what people who work with kith did, under their own names, and of others an id alone"},
    {"activity_counter", "counts the activities, which are told"},
    {"erasure", "is the receipt of somebody of whom nothing else is left, and whom no export tells"},
    {"match_backlog", "says whose keys are still to be made"},
    {"match_key", "is made of identifiers and fields, which are told, to find duplicates"},
    {"name_word", "is made of the name, which is told, to find people by it"},
    {"removal",
     "says since when somebody is deleted, which the profile tells, and by which of the observations"},
    {"removed_identifier", "has the identifiers of the deleted, which are told as those of others"},
    {"seen_observation",
     "has hashes by which repetitions of the observations, which are told, are recognised"},
    {"webhook_queue", "has the order of deliveries, which the events tell"},
};

constexpr std::string_view kColumnsOfSqlite = R"(
SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND lower(c.type) LIKE '%int%')";
constexpr std::string_view kColumnsOfPostgresql = R"(
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type LIKE '%int%')";

/// By its name: a home, or a profile in one of the parts that profiles have in rows.
bool isNamedAsProfile(const std::string& column) {
    static const std::set<std::string> kParts{"a",        "b",        "other",        "other_id",
                                              "survivor", "absorbed", "removed_live", "canonical_id"};
    const auto holds = [&](const char* word) { return column.find(word) != std::string::npos; };
    return kParts.contains(column) || holds("home") || holds("profile");
}

/// By its rows, whatever its name is: no other id is a profile's.
bool holdsProfiles(storage::Session& session, const std::string& table, const std::string& column) {
    return session
        .first<std::int64_t>("SELECT 1 FROM \"" + table + "\" WHERE \"" + column +
                             "\" IN (SELECT id FROM profile) LIMIT 1")
        .has_value();
}

/// Every table that names a profile, with the columns that do.
std::map<std::string, Columns> naming(storage::Session& session) {
    std::map<std::string, Columns> columns;
    session.each<std::string, std::string>(
        session.dialect().engine() == storage::Engine::Sqlite ? kColumnsOfSqlite : kColumnsOfPostgresql,
        [&](std::string table, std::string column) {
            columns[std::move(table)].push_back(std::move(column));
        });
    for (auto& [table, all] : columns) {
        std::erase_if(all, [&, &of = table](const std::string& column) {
            return !isNamedAsProfile(column) && !holdsProfiles(session, of, column);
        });
    }
    std::erase_if(columns, [](const auto& table) { return table.second.empty(); });
    return columns;
}

bool hasRowsOf(storage::Session& session, const std::string& table, const Columns& columns,
               base::ProfileId home) {
    std::string sql = "SELECT 1 FROM \"" + table + "\" WHERE ";
    for (const auto& column : columns)
        sql += (column == columns.front() ? "\"" : " OR \"") + column + "\" = :home";
    return session.first<std::int64_t>(sql + " LIMIT 1", home).has_value();
}

/// Somebody with rows in every table that a list is told of, but for those of plugins, who have one here.
std::string somebodyInEverything(ApiServer& api) {
    const auto idOf = [](const Json& outcome) { return outcome["profile_id"].get<std::string>(); };
    const auto address = [](const char* name) { return fresh(name) + "@example.com"; };
    auto seen = somebody();
    const auto left = address("left");
    seen["identifiers"].push_back({{"type", "email"}, {"value", left}});
    seen["fields"] = {{"nickname", "Bea"}};
    seen["subscriptions"] = {{"news", {{"state", "subscribed"}, {"by", "person"}}}};
    seen["activities"] = {{{"channel", "web"}, {"event", "viewed"}}};
    const auto id = idOf(api.observe(seen));
    REQUIRE(remove(api, "/v1/profiles/" + id).status == 200);
    REQUIRE(restore(api, "/v1/profiles/" + id).status == 200);
    const auto path = "/v1/profiles/" + id + "/identifiers/email/" + left;
    REQUIRE(api.call({.method = "DELETE", .path = path, .key = api.write, .type = ""}).status == 204);

    // Somebody else's number and address, which a rule refuses.
    auto other = somebody();
    other["identifiers"].push_back({{"type", "email"}, {"value", address("other")}});
    const auto otherId = idOf(api.observe(other));
    auto both = seen;
    both.erase("activities");
    both["identifiers"] = {seen["identifiers"][0], other["identifiers"][1]};
    REQUIRE(api.observe(both)["refused"].size() == 1);
    const Json apart{{"profiles", {id, otherId}}, {"reason", "two people"}};
    REQUIRE(api.post("/v1/must-not-links", apart).status < 300);
    const Json aside{{"profiles", {{{"ref", id}}, {{"ref", otherId}}}}, {"reason", "who knows"}};
    REQUIRE(api.post("/v1/duplicates/dismiss", aside).status == 200);

    const auto third = idOf(api.observe(person("email", address("third"))));
    const Json one{{"profiles", {{{"ref", id}}, {{"ref", third}}}}, {"survivor", id}};
    REQUIRE(api.post("/v1/merges", one).status == 201);
    const Json listing{{"name", "Listed"}, {"kind", "static"}};
    const auto segment = api.post("/v1/segments", listing);
    REQUIRE(segment.status == 201);
    const Json member{{"add", Json::array({id})}};
    REQUIRE(api.post("/v1/segments/" + segment.body["id"].get<std::string>() + "/members", member).status ==
            200);
    const Json device{{"token", fresh("token-0123456789-")},
                      {"app_id", "shop"},
                      {"platform", "ios"},
                      {"identifiers", Json::array({seen["identifiers"][0]})}};
    REQUIRE(
        api.call({.method = "PUT", .path = "/channels/push/tokens", .key = api.write, .body = device.dump()})
            .status == 200);
    return id;
}

}  // namespace

TEST_CASE("every table that names people is told by their export, or it is said why it is not", "[api]") {
    ApiServer api(eachEngine());
    const auto id = somebodyInEverything(api);
    const auto document = exported(api, id);
    storage::Database database(api.database());
    const auto session = database.read();
    const auto tables = naming(*session);

    std::set<std::string> found, known;
    for (const auto& [table, columns] : tables) found.insert(table);
    for (const auto* list : {&kTold, &kNotTold})
        for (const auto& [table, said] : *list) known.insert(table);
    CHECK(known.size() == kTold.size() + kNotTold.size());
    CHECK(found == known);

    for (const auto& [table, list] : kTold) {
        INFO(table);
        const auto columns = tables.find(table);
        if (columns == tables.end()) continue;
        const bool isHeld = hasRowsOf(*session, table, columns->second, base::ProfileId::parse(id).value());
        const Json::json_pointer place(list);
        CHECK((document.contains(place) && !document.at(place).empty()) == isHeld);
        const bool isPlugins = list.starts_with("/channels/");
        CHECK((isHeld || (isPlugins && table != "push_device")));
    }
}
