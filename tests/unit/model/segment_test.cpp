// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

#include "core/model/segment/condition_json.hpp"
#include "tests/support/segment_catalogue.hpp"

using namespace kith;
using Json = nlohmann::json;

namespace {

const model::Catalogue& catalogue() {
    static const auto made = test::segmentCatalogue();
    return made;
}

/// `<code> <pointer>` of everything that is wrong with a condition; empty if nothing is.
std::vector<std::string> faultsOf(const Json& condition) {
    std::vector<std::string> faults;
    try {
        static_cast<void>(model::parseCondition(condition.dump(), catalogue()));
    } catch (const base::Error& error) {
        CHECK(error.code() == base::ErrorCode::InvalidInput);
        for (const auto& each : error.violations()) faults.push_back(each.code + " " + each.pointer);
    }
    return faults;
}

using Faults = std::vector<std::string>;

Faults faultsOf(const char* condition) {
    return faultsOf(Json::parse(condition));
}

Json written(const std::string& condition) {
    return model::conditionToJson(model::parseCondition(condition, catalogue()));
}

Json nested(int groups) {
    Json condition{{"tag", "vip"}};
    for (int i = 0; i < groups; ++i) condition = {{"all", Json::array({condition})}};
    return condition;
}

}  // namespace

TEST_CASE("what is no condition is refused", "[model][segment]") {
    for (const char* text : {"[]", "1", "null", "\"vip\"", "{}", R"({"and": []})",
                             R"({"tag": "a", "segment": "b"})", R"({"all": [{"tag": "a"}], "any": []})"}) {
        INFO(text);
        CHECK(faultsOf(text) == Faults{"invalid_condition "});
    }
    CHECK(faultsOf(R"({"tag": "vip", "is": "equals"})") == Faults{"unknown_member /is"});
    CHECK(faultsOf(R"({"all": [], "why": 1})") == Faults{"unknown_member /why", "empty /all"});
    CHECK(faultsOf(R"({"all": {}})") == Faults{"wrong_type /all"});
}

TEST_CASE("no member of a condition may be null, which would make a wider one of it", "[model][segment]") {
    for (const auto& [text, pointer] : std::vector<std::pair<const char*, std::string>>{
             {R"({"tag": null})", "/tag"},
             {R"({"all": null})", "/all"},
             {R"({"any": [{"tag": "a"}, {"field": "count", "is": null}]})", "/any/1/is"},
             {R"({"field": "count", "is": "equals", "value": null})", "/value"},
             {R"({"field": "count", "is": "equals", "value": 1, "values": null})", "/values"},
             {R"({"field": "born", "is": "anniversary", "days": null})", "/days"},
             {R"({"identifier": "email", "role": null})", "/role"},
             {R"({"identifier": "email", "state": null})", "/state"},
             {R"({"identifier": "email", "is": null})", "/is"},
             {R"({"subscription": "news", "state": null})", "/state"},
             {R"({"none": [{"activity": {"channel": null}}]})", "/none/0/activity/channel"},
             {R"({"activity": {"status": null}})", "/activity/status"},
             {R"({"activity": {"event": null}})", "/activity/event"},
             {R"({"activity": {"message": {"id": null}}})", "/activity/message/id"},
             {R"({"activity": {"event": "bought", "properties": {"gift": null}}})",
              "/activity/properties/gift"},
             {R"({"activity": {"repeated": null}})", "/activity/repeated"},
             {R"({"activity": {}, "times": null})", "/times"},
             {R"({"activity": {}, "times": {"at_least": null}})", "/times/at_least"},
             {R"({"activity": {}, "within": null})", "/within"},
             {R"({"activity": {}, "within": {"last_days": null}})", "/within/last_days"},
             {R"({"activity": {}, "same_message": null})", "/same_message"}}) {
        INFO(text);
        CHECK(faultsOf(text) == Faults{"wrong_type " + pointer});
    }
    CHECK(faultsOf(R"({"activity": {"kind": null, "reached": null}})") ==
          Faults{"wrong_type /activity/kind", "wrong_type /activity/reached"});
    CHECK(faultsOf(R"({"any": [null]})") == Faults{"invalid_condition /any/0"});
    // Of a name that no member has it is told once, however many nulls stand in it.
    const std::string name(200, 'n');
    const auto unknown = Json::parse(R"({"activity": {"channel": "email", ")" + name +
                                     R"(": {"a": null, "b": [{"c": null}]}}})");
    CHECK(faultsOf(unknown) == Faults{"unknown_member /activity/" + name});
}

TEST_CASE("everything that is wrong with a condition is told with its place", "[model][segment]") {
    CHECK(faultsOf(R"({"all": [{"field": "shoe", "is": "known"},
                               {"none": [{"field": "word", "is": "less", "value": "a"}]},
                               {"tag": "vip"}, 3]})") ==
          Faults{"unknown_field /all/0/field", "invalid_value /all/1/none/0/is", "invalid_condition /all/3"});
}

TEST_CASE("nobody is looked for by what is archived or not indexed", "[model][segment]") {
    CHECK(faultsOf(R"({"field": "gone", "is": "known"})") == Faults{"archived_field /field"});
    CHECK(faultsOf(R"({"field": "hidden", "is": "known"})") == Faults{"not_indexed /field"});
    CHECK(faultsOf(R"({"subscription": "old"})") == Faults{"archived_category /subscription"});
}

TEST_CASE("groups nest up to a bound, and hold so many conditions", "[model][segment]") {
    const int depth = model::bounds::kConditionDepth;
    CHECK(faultsOf(nested(depth)).empty());
    std::string place;
    for (int i = 0; i < depth; ++i) place += "/all/0";
    CHECK(faultsOf(nested(depth + 1)) == Faults{"too_deep " + place});

    Json many{{"any", Json::array()}};
    for (std::size_t i = 0; i < model::bounds::kConditionLeaves; ++i) many["any"].push_back({{"tag", "a"}});
    CHECK(faultsOf(many).empty());
    const Json more{{"all", {many, {{"tag", "b"}}, {{"tag", "c"}}}}};
    CHECK(faultsOf(more) == Faults{"too_many /all/1"});
}

TEST_CASE("a comparison has the members of its operator and no others", "[model][segment]") {
    CHECK(faultsOf(R"({"field": "count"})") == Faults{"required /is"});
    CHECK(faultsOf(R"({"field": "count", "is": "equals"})") == Faults{"required /value"});
    CHECK(faultsOf(R"({"field": "count", "is": "known", "value": 1})") == Faults{"unknown_member /value"});
    CHECK(faultsOf(R"({"field": "count", "is": "equals", "value": 1, "values": [1]})") ==
          Faults{"unknown_member /values"});
    CHECK(faultsOf(R"({"field": "count", "is": "one_of", "values": []})") == Faults{"empty /values"});
    CHECK(faultsOf(R"({"field": "count", "is": "one_of", "values": [1, "x"]})") ==
          Faults{"invalid_value /values/1"});
    CHECK(faultsOf(R"({"field": "count", "is": "between", "from": 3})") == Faults{"required /to"});
    CHECK(faultsOf(R"({"field": "count", "is": "between", "from": 3, "to": 2})") ==
          Faults{"out_of_range /to"});
    CHECK(faultsOf(R"({"field": "born", "is": "in_last_days"})") == Faults{"required /days"});
    CHECK(faultsOf(R"({"field": "born", "is": "in_last_days", "days": -1})") == Faults{"out_of_range /days"});
    CHECK(faultsOf(R"({"field": "born", "is": "in_last_days", "days": 1.5})") ==
          Faults{"out_of_range /days"});
    CHECK(faultsOf(R"({"field": "born", "is": "anniversary"})").empty());
    CHECK(faultsOf(R"({"field": "word", "is": "contains", "value": ""})") == Faults{"empty /value"});
    CHECK(faultsOf(Json{{"field", "word"}, {"is", "contains"}, {"value", std::string(1'001, 'a')}}) ==
          Faults{"too_long /value"});
    const Json many{{"field", "count"}, {"is", "one_of"}, {"values", std::vector<int>(201, 1)}};
    CHECK(faultsOf(many) == Faults{"too_many /values"});
}

TEST_CASE("a number that may have lost digits is refused", "[model][segment]") {
    CHECK(faultsOf(R"({"field": "balance", "is": "equals", "value": 12.345678})").empty());
    CHECK(faultsOf(R"({"field": "balance", "is": "equals", "value": 0.1234567890123456})") ==
          Faults{"too_precise /value"});
    CHECK(faultsOf(R"({"field": "balance", "is": "equals", "value": "999999999999.999999"})").empty());
    CHECK(faultsOf(R"({"field": "count", "is": "equals", "value": 9223372036854775807})").empty());
    CHECK(faultsOf(R"({"activity": {"properties": {"n": 9007199254740993}}})") ==
          Faults{"too_precise /activity/properties/n"});
}

TEST_CASE("conditions on contacts are checked", "[model][segment]") {
    CHECK(faultsOf(R"({"identifier": "fax"})") == Faults{"unknown_type /identifier"});
    CHECK(faultsOf(R"({"identifier": "email", "is": "less", "value": "a"})") == Faults{"invalid_value /is"});
    CHECK(faultsOf(R"({"identifier": "email", "value": "a"})") == Faults{"required /is"});
    CHECK(faultsOf(R"({"identifier": "email", "is": "equals", "value": "nobody"})") ==
          Faults{"invalid_email /value"});
    CHECK(faultsOf(R"({"identifier": "email", "state": "dead"})") == Faults{"invalid_value /state"});
    CHECK(faultsOf(R"({"identifier": "email", "state": []})") == Faults{"out_of_range /state"});
    CHECK(faultsOf(R"({"identifier": "email", "role": ["owner"]})") == Faults{"invalid_value /role/0"});
    CHECK(faultsOf(R"({"subscription": "spam"})") == Faults{"unknown_category /subscription"});
    CHECK(faultsOf(R"({"segment": "No Key"})") == Faults{"invalid_value /segment"});
    CHECK(faultsOf(R"({"profile": "shoe", "is": "known"})") == Faults{"invalid_value /profile"});
    CHECK(faultsOf(R"({"profile": "created_at", "is": "less", "value": "yesterday"})") ==
          Faults{"invalid_time /value"});
    CHECK(faultsOf(R"({"profile": "known", "is": "equals", "value": 1})") == Faults{"wrong_type /value"});
}

TEST_CASE("conditions on activities are checked", "[model][segment]") {
    CHECK(faultsOf(R"({"activity": {"colour": 1}})") == Faults{"unknown_member /activity/colour"});
    CHECK(faultsOf(R"({"activity": 1})") == Faults{"wrong_type /activity"});
    CHECK(faultsOf(R"({"activity": {"kind": "thing"}})") == Faults{"invalid_value /activity/kind"});
    CHECK(faultsOf(R"({"activity": {"status": ["clicked", "x"]}})") ==
          Faults{"invalid_value /activity/status/1"});
    CHECK(faultsOf(R"({"activity": {"event": {"is": "less", "value": "a"}}})") ==
          Faults{"invalid_value /activity/event/is"});
    CHECK(faultsOf(R"({"activity": {"message": {"name": 7}}})") ==
          Faults{"wrong_type /activity/message/name"});
    CHECK(faultsOf(R"({"activity": {"properties": {"p": {"is": "less", "value": "a"}}}})") ==
          Faults{"wrong_type /activity/properties/p/value"});
    CHECK(faultsOf(R"({"activity": {"properties": {"p": [1]}}})") ==
          Faults{"wrong_type /activity/properties/p"});
    CHECK(faultsOf(R"({"activity": {"properties": {"a..b": "c"}}})") ==
          Faults{"invalid_value /activity/properties"});
    CHECK(faultsOf(R"({"activity": {"repeated": "session"}})") == Faults{"wrong_type /activity/repeated"});
    CHECK(faultsOf(R"({"activity": {"repeated": {}}})") == Faults{"required /activity/repeated/kind"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "often"}}})") ==
          Faults{"invalid_value /activity/repeated/kind"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "days"}}})") ==
          Faults{"required /activity/repeated/days"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "days", "days": 0}}})") ==
          Faults{"out_of_range /activity/repeated/days"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "days", "days": 3651}}})") ==
          Faults{"out_of_range /activity/repeated/days"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "session", "days": 7}}})") ==
          Faults{"unknown_member /activity/repeated/days"});
    CHECK(faultsOf(R"({"activity": {"repeated": {"kind": "session", "hours": 7}}})") ==
          Faults{"unknown_member /activity/repeated/hours"});
    CHECK(faultsOf(R"({"activity": {"kind": "event", "repeated": {"kind": "session"}}})") ==
          Faults{"invalid_value /activity/kind"});
    CHECK(faultsOf(R"({"activity": {}, "times": {"at_least": 0}})") ==
          Faults{"out_of_range /times/at_least"});
    CHECK(faultsOf(R"({"activity": {}, "times": {"at_least": 3, "at_most": 2}})") ==
          Faults{"out_of_range /times/at_most"});
    CHECK(faultsOf(R"({"activity": {}, "within": {"last_days": 0}})") ==
          Faults{"out_of_range /within/last_days"});
    CHECK(faultsOf(R"({"activity": {}, "within": {"last_days": 3, "from": "2026-01-01T00:00:00Z"}})") ==
          Faults{"invalid_value /within"});
    CHECK(
        faultsOf(
            R"({"activity": {}, "within": {"from": "2026-01-02T00:00:00Z", "to": "2026-01-02T00:00:00Z"}})") ==
        Faults{"out_of_range /within/to"});
    CHECK(faultsOf(R"({"activity": {}, "within": {"from": "noon"}})") == Faults{"invalid_time /within/from"});
    CHECK(faultsOf(R"({"activity": {}, "same_message": "yes"})") == Faults{"wrong_type /same_message"});
}

TEST_CASE("a condition is written in its shortest form and reads the same again", "[model][segment]") {
    CHECK(written(R"({"field": "tags", "is": "contains", "value": "vip"})") == Json{{"tag", "vip"}});
    CHECK(written(
              R"({"identifier": "email", "is": "equals", "value": "Ann@Example.com", "state": "active"})") ==
          Json::parse(
              R"({"identifier": "email", "is": "equals", "value": "ann@example.com", "state": ["active"]})"));
    CHECK(written(R"({"subscription": "news"})") ==
          Json::parse(R"({"subscription": "news", "state": ["subscribed"]})"));
    CHECK(written(R"({"field": "count", "is": "one_of", "values": [2, 1, 2]})") ==
          Json::parse(R"({"field": "count", "is": "one_of", "values": [2, 1]})"));
    CHECK(written(R"({"activity": {"event": "bought", "status": ["read", "sent", "read"]},
                      "times": {"at_least": 1}, "same_message": false})") ==
          Json::parse(R"({"activity": {"event": {"is": "equals", "value": "bought"},
                                       "status": ["sent", "read"]}})"));
    CHECK(
        written(R"({"activity": {"properties": {"price": 10.50, "gift": true}}, "times": {"at_most": 0}})") ==
        Json::parse(R"({"activity": {"properties": {"price": {"is": "equals", "value": 10.5},
                                                      "gift": {"is": "equals", "value": true}}},
                          "times": {"at_most": 0}})"));
}

TEST_CASE("what comes again is written as it was read", "[model][segment]") {
    for (const std::string repeated :
         {R"({"kind": "frequency"})", R"({"kind": "session"})", R"({"kind": "days", "days": 7})"}) {
        const auto condition =
            R"({"activity": {"channel": "widget", "kind": "message", "repeated": )" + repeated + "}}";
        CHECK(written(condition) == Json::parse(condition));
    }
}

TEST_CASE("the segments within a condition are found, each once", "[model][segment]") {
    const auto condition = model::parseCondition(
        R"({"all": [{"segment": "b"}, {"none": [{"segment": "a"}, {"segment": "b"}, {"tag": "x"}]}]})",
        catalogue());
    CHECK(model::segmentsNamedBy(condition) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("what a condition names is found where it stands, be the rest wrong", "[model][segment]") {
    const auto condition = Json::parse(
        R"({"any": [{"segment": "b"}, {"none": [{"field": "hat", "is": 7}, {"segment": "b"}, {"segment": 7}]},
                    "nothing", {"subscription": "jobs"}]})");
    const auto namedIn = [&](std::string_view head) {
        std::vector<std::string> named;
        for (const auto& [pointer, key] : model::namedIn(condition, head))
            named.push_back(pointer + ' ' + key);
        return named;
    };
    CHECK(namedIn("segment") == std::vector<std::string>{"/any/0/segment b", "/any/1/none/1/segment b"});
    CHECK(namedIn("field") == std::vector<std::string>{"/any/1/none/0/field hat"});
    CHECK(namedIn("subscription") == std::vector<std::string>{"/any/3/subscription jobs"});
    Json deep{{"segment", "a"}};
    for (int i = 0; i < 9; ++i) {
        auto inner = Json::array();
        inner.push_back(deep);
        deep = Json::object();
        deep["all"] = inner;
    }
    CHECK(model::namedIn(deep, "segment").empty());
}
