// SPDX-License-Identifier: Apache-2.0
// What is left of an erased person in the database and in the log.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "tests/process/kith_server.hpp"
#include "tests/process/receipts.hpp"
#include "tests/process/soundness.hpp"
#include "tests/process/traced_channels.hpp"
#include "tests/process/traced_people.hpp"
#include "tests/process/traces.hpp"
#include "tests/support/databases.hpp"

using namespace kith;
using kith::test::ApiClient;
using kith::test::KithServer;
using kith::test::TracedPerson;
using nlohmann::json;

namespace {

constexpr int kMarked = 9;
constexpr int kOthers = 120;
constexpr int kRounds = 8;

/// Everybody, and a server that is told of them.
class Told {
public:
    explicit Told(storage::Engine engine) : database(engine), server(start()), client(server->client(key)) {
        for (int i = 0; i < kMarked; ++i) marked.emplace_back(i, true);
        for (int i = 0; i < kOthers; ++i) others.emplace_back(i, false);
    }

    json call(const char* method, const std::string& path, const json& body = nullptr,
              const std::string& headers = "") {
        const auto answer = client.call(method, path, body.is_null() ? "" : body.dump(), headers);
        INFO(method << ' ' << path << ": " << answer.body);
        REQUIRE(answer.status < 300);
        return answer.body.empty() ? json() : json::parse(answer.body);
    }
    json observe(const json& observation) {
        const auto outcome = call("POST", "/v1/observations", observation);
        INFO(outcome.dump());
        REQUIRE(outcome.at("warnings").empty());
        return outcome;
    }

    /// Rounds from `first` on, everybody in turns, so that rows of the marked stand between those of others.
    void tell(int first, int rounds, bool isOfMarked) {
        std::mt19937 random(static_cast<unsigned>(first));
        for (int round = first; round < first + rounds; ++round) {
            std::vector<json> all;
            for (const auto& person : others) all.push_back(person.observation(round));
            if (isOfMarked)
                for (const auto& person : marked) all.push_back(person.observation(round));
            std::shuffle(all.begin(), all.end(), random);
            constexpr std::size_t kAtOnce = 20;
            for (std::size_t at = 0; at < all.size(); at += kAtOnce) {
                const auto end = std::min(all.size(), at + kAtOnce);
                const json some(std::vector<json>(all.begin() + static_cast<std::ptrdiff_t>(at),
                                                  all.begin() + static_cast<std::ptrdiff_t>(end)));
                const auto answer = call("POST", "/v1/observations", some);
                for (const auto& result : answer.at("results")) {
                    INFO(result.dump());
                    REQUIRE(result.at("warnings").empty());
                }
            }
        }
    }

    /// By every channel.
    void tellByChannels() {
        test::TracedChannels channels(*server, key, server->key("public"));
        for (std::size_t i = 0; i < marked.size(); ++i) {
            channels.tell(others[i]);
            channels.tell(marked[i]);
        }
    }

    std::string idOf(const TracedPerson& person) {
        return call("GET", "/v1/profiles/" + person.ref()).at("id");
    }

    test::Ended stop() {
        auto ended = server->stop();
        server.reset();
        return ended;
    }
    void startAgain() {
        server = start();
        client = server->client(key);
    }

    const test::TestDatabase database;
    std::string key;
    std::unique_ptr<KithServer> server;
    ApiClient client;
    std::vector<TracedPerson> marked;
    std::vector<TracedPerson> others;

private:
    std::unique_ptr<KithServer> start() {
        auto made = std::make_unique<KithServer>(
            database.url(), std::vector<std::string>{"log.level=debug", test::traceableFields(),
                                                     test::TracedChannels::bot()});
        if (key.empty()) key = made->key("admin");
        return made;
    }
};

json side(const TracedPerson& person) {
    return {{"ref", person.ref()}};
}

/// What is decided about the marked, by hand, each call with a key of its own; and what is refused of them.
void decide(Told& told) {
    const auto& a = told.marked[0];
    const auto& b = told.marked[1];
    const auto& c = told.marked[2];
    const auto& d = told.marked[3];
    const auto& e = told.marked[4];
    const auto& f = told.marked[6];
    const auto& g = told.marked[5];
    const auto& h = told.marked[7];
    int calls = 0;
    const auto once = [&] { return "Idempotency-Key: qzxjvk-call-" + std::to_string(++calls) + "\r\n"; };
    told.call("POST", "/v1/merges", {{"profiles", {side(a), side(b)}}, {"reason", a.value("wrote as")}},
              once());
    const auto merge = told.call("POST", "/v1/merges", {{"profiles", {side(c), side(d)}}}, once());
    told.call("POST", "/v1/merges/" + merge.at("id").get<std::string>() + "/undo",
              {{"reason", c.value("are sisters")}}, once());
    const auto forbidden =
        told.call("POST", "/v1/must-not-links",
                  {{"profiles", {told.others[0].ref(), d.ref()}}, {"reason", d.value("is not")}}, once());
    told.call("POST", "/v1/must-not-links",
              {{"profiles", {told.others[1].ref(), d.ref()}}, {"reason", d.value("neither")}}, once());
    told.call("DELETE", "/v1/must-not-links/" + forbidden.at("id").get<std::string>(),
              {{"reason", d.value("rang as")}}, once());
    told.call("POST", "/v1/duplicates/dismiss",
              {{"profiles", {side(d), side(told.others[2])}}, {"reason", d.value("may be")}}, once());
    // Unique numbers of two, which is refused and waits for a decision; and a sixth address.
    const auto refused =
        told.observe({{"id", e.value("both")}, {"identifiers", {e.email(), f.externalId()}}});
    REQUIRE(refused.at("refused").size() == 1);
    const auto conflicts = told.call("GET", "/v1/conflicts").at("items");
    REQUIRE(conflicts.size() == 1);
    told.call("POST", "/v1/conflicts/" + conflicts[0].at("id").get<std::string>() + "/forbid",
              {{"reason", e.value("and another")}}, once());
    json many{{"identifiers", {h.email()}}};
    for (int i = 0; i < 6; ++i)
        many["identifiers"].push_back(
            {{"type", "email"}, {"value", "more" + std::to_string(i) + "@qzxjvk.example"}});
    REQUIRE_FALSE(told.observe(many).at("refused").empty());
    told.call("PATCH", "/v1/profiles/" + h.ref(), {{"fields", {{"nickname", h.value("by hand")}}}}, once());
    told.call("PUT", "/v1/profiles/" + g.ref() + "/identifiers/email/Second@Qzxjvk.example", json::object(),
              once());
    told.observe({{"evidence", "claimed"},
                  {"identifiers",
                   {{{"type", "email"}, {"value", "claimed@qzxjvk.example"}},
                    {{"type", "cookie"}, {"value", g.cookie() + "0"}}}}});
}

/// What a marked one does not list when they are erased: let go of, named by an activity or by a state alone,
/// and claimed by somebody else.
void leaveUnlisted(Told& told) {
    const auto& person = told.marked[5];
    const auto address = [](const char* name) {
        return json{{"type", "email"}, {"value", std::string(name) + "@Qzxjvk.example"}};
    };
    auto all = json{{"identifiers", {person.email(), address("left")}}};
    all["activities"] = {{{"id", person.value("elsewhere")},
                          {"channel", "email"},
                          {"status", "sent"},
                          {"endpoint", address("sent")}}};
    auto state = address("state");
    state["state"] = "complained";
    all["endpoints"] = {state};
    told.observe(all);
    told.call("DELETE", "/v1/profiles/" + person.ref() + "/identifiers/email/left@Qzxjvk.example", nullptr,
              "");
}

/// What the marked list without being identified by it, too many addresses or a claimed one, or do not list,
/// is what a bot is to link.
void linkUnproven(Told& told) {
    std::vector<std::string> addresses{"claimed@qzxjvk.example", "left@qzxjvk.example", "sent@qzxjvk.example",
                                       "state@qzxjvk.example"};
    for (int i = 0; i < 6; ++i) addresses.push_back("more" + std::to_string(i) + "@qzxjvk.example");
    for (const auto& address : addresses)
        told.call("POST", "/channels/telegram/links",
                  {{"bot", "shop"}, {"identifier", {{"type", "email"}, {"value", address}}}},
                  "Idempotency-Key: " + address + "\r\n");
}

/// A marked one is part of somebody who becomes one with another, and is told apart again: the host shows the
/// name of the marked until then, and may be somebody else's home by that time.
void joinOthers(Told& told, const TracedPerson& person, bool hostStays) {
    const auto plain = [&](const char* name) {
        return json{{"type", "email"},
                    {"value", name + std::string(hostStays ? "1" : "2") + "@plain.example"}};
    };
    const auto ref = [](const json& identifier) {
        return json{{"ref", "email:" + identifier.at("value").get<std::string>()}};
    };
    const auto merge = [&](const json& stays, const json& goes) {
        return told.call("POST", "/v1/merges", {{"profiles", {stays, goes}}, {"survivor", stays.at("ref")}});
    };
    const auto host = plain("host");
    const auto guest = plain("guest");
    for (const auto& each : {host, guest}) told.observe({{"identifiers", json::array({each})}});
    const auto joined = merge(ref(host), side(person));
    if (hostStays)
        merge(ref(host), ref(guest));
    else
        merge(ref(guest), ref(host));
    told.call("POST", "/v1/merges/" + joined.at("id").get<std::string>() + "/undo", json::object());
}

/// Ends each of them, some after having been deleted and restored; the receipts are final then.
void erase(Told& told) {
    std::set<std::string> ids;
    for (const auto& person : told.marked) ids.insert(told.idOf(person));
    int calls = 0;
    const auto once = [&] { return "Idempotency-Key: qzxjvk-end-" + std::to_string(++calls) + "\r\n"; };
    for (const auto& id : ids) {
        const auto path = "/v1/profiles/" + id;
        if (calls % 3 != 0) told.call("DELETE", path, nullptr, once());
        if (calls % 3 == 2) told.call("POST", path + "/restore", nullptr, once());
        told.call("POST", path + "/erase", {{"reason", "person_request"}}, once());
    }
    for (const auto& id : ids) test::receiptOf(told.client, id);
}

/// Each kind of value that these tests have to get rid of.
const std::set<std::string> kWritten{"identifier.value",
                                     "profile_identifier.given",
                                     "observation.given_id",
                                     "observation.source_name",
                                     "field_value.text_value",
                                     "field_value.element",
                                     "field_value.number_value",
                                     "field_change.before_value",
                                     "field_change.after_value",
                                     "consent.wording",
                                     "consent.ip",
                                     "consent.reason",
                                     "consent.comment",
                                     "consent.proof",
                                     "endpoint_state.reason",
                                     "endpoint_state.detail",
                                     "activity.activity_key",
                                     "activity.message_id",
                                     "activity.message_name",
                                     "activity.event",
                                     "activity.properties",
                                     "activity_status.reason",
                                     "merge_record.choices",
                                     "merge_record.reason",
                                     "must_not_link.reason",
                                     "must_not_link.lift_reason",
                                     "conflict.decision_reason",
                                     "dismissed_duplicate.reason",
                                     "refusal.identifier_value",
                                     "name_word.word",
                                     "profile.sort_name",
                                     "email_address.address",
                                     "email_address.bounce_detail",
                                     "email_send.activity",
                                     "email_send.token",
                                     "push_device.model",
                                     "push_device.token",
                                     "telegram_chat.chat_id",
                                     "telegram_chat.username",
                                     "telegram_link.identifier_value",
                                     "telegram_link.normalized",
                                     "telegram_link.used_by",
                                     "widget_display.cookie",
                                     "widget_display.display",
                                     "widget_display.session"};

std::vector<std::string> textMarks() {
    return {test::kMarks.begin(), test::kMarks.end()};
}

std::map<std::string, std::set<std::string>> valuesWithMarks(const test::TestDatabase& database) {
    storage::Database opened(database.settings());
    return test::valuesWith(*opened.read(), textMarks());
}

std::set<std::string> columnsWithMarks(const test::TestDatabase& database) {
    std::set<std::string> columns;
    for (const auto& [column, values] : valuesWithMarks(database)) columns.insert(column);
    return columns;
}

/// The strings in a value, which may be a JSON document.
std::vector<std::string> stringsIn(const std::string& value) {
    const auto document = json::parse(value, nullptr, false);
    if (!document.is_structured()) return {document.is_string() ? document.get<std::string>() : value};
    std::vector<std::string> strings;
    for (const auto& each : document.flatten())
        if (each.is_string()) strings.push_back(each);
    return strings;
}

/// Made from what is told elsewhere in the document, for searching, sorting and counting; or a secret.
const std::set<std::string> kNotExported{"profile.sort_name", "name_word.word", "field_value.number_value",
                                         "email_send.token"};

/// What the tables hold of the marked and none of their exports tells, as `table.column: value`.
std::vector<std::string> untold(Told& told) {
    std::string exports;
    for (const auto& person : told.marked)
        exports += told.call("GET", "/v1/profiles/" + person.ref() + "/export").dump();
    std::vector<std::string> missing;
    for (const auto& [column, values] : valuesWithMarks(told.database)) {
        if (kNotExported.contains(column)) continue;
        for (const auto& value : values)
            for (const auto& text : stringsIn(value)) {
                const auto escaped = json(text).dump();
                const bool isMarked = !test::placesOf(textMarks(), text).empty();
                if (isMarked && exports.find(escaped.substr(1, escaped.size() - 2)) == std::string::npos)
                    missing.push_back(column + ": " + text);
            }
    }
    return missing;
}

}  // namespace

TEST_CASE("of an erased person nothing is left in the database or in the log", "[process]") {
    const auto engine = test::eachEngine();
    Told told(engine);
    told.tell(0, 1, false);
    told.tell(0, kRounds, true);
    told.tellByChannels();
    decide(told);
    leaveUnlisted(told);
    linkUnproven(told);
    joinOthers(told, told.marked[6], true);
    joinOthers(told, told.marked[8], false);
    told.tell(kRounds, 2, false);
    const auto before = columnsWithMarks(told.database);
    std::vector<std::string> missing;
    std::ranges::set_difference(kWritten, before, std::back_inserter(missing));
    CHECK(missing == std::vector<std::string>{});
    // Everything that is held about somebody, or it would not be an answer to who asks what is held.
    CHECK(untold(told) == std::vector<std::string>{});

    erase(told);
    told.tell(kRounds + 2, 1, false);
    const auto ended = told.stop();
    CHECK(ended.code == 0);
    auto marks = textMarks();
    CHECK(test::placesOf(marks, ended.out + ended.err) == std::vector<std::string>{});
    CHECK(columnsWithMarks(told.database) == std::set<std::string>{});
    if (engine == storage::Engine::Sqlite) {
        const auto more = test::binaryMarks();
        marks.insert(marks.end(), more.begin(), more.end());
        const auto path = storage::parseDatabaseUrl(told.database.url()).path;
        for (const auto& [name, content] : test::filesIn(std::filesystem::path(path).parent_path())) {
            INFO(name << ", " << content.size() << " bytes");
            CHECK(test::placesOf(marks, content) == std::vector<std::string>{});
        }
    }
    CHECK(test::violations(told.database.url(), {test::traceableFields(), test::TracedChannels::bot()}) ==
          std::vector<std::string>{});

    // Who comes again is somebody new, at an address that is blacklisted since then.
    told.startAgain();
    for (const auto& person : told.marked) {
        told.observe({{"identifiers", {person.email()}}});
        const auto profile = told.call("GET", "/v1/profiles/" + person.ref());
        CHECK(profile.at("fields").empty());
        const auto& endpoint = profile.at("identifiers")[0].at("endpoint");
        CHECK(endpoint.at("state") == "blacklisted");
        CHECK(endpoint.at("states")[0].at("since") == "2026-11-20T08:00:00.000Z");
        CHECK(endpoint.at("states")[0].at("detail").is_null());
    }
}
