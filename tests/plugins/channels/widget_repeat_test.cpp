// SPDX-License-Identifier: Apache-2.0
// Whether a widget was shown more often than allowed is found when the timeline is read, over all cookies.
#include <catch2/catch.hpp>

#include "tests/plugins/channels/widget_visitor.hpp"

using namespace kith;
using namespace kith::test;

namespace {

constexpr std::int64_t kMinute = 60'000;
const Json kOnce{{"kind", "once"}};
const Json kSession{{"kind", "session"}};
const Json kWeekly{{"kind", "days"}, {"days", 7}};
const Json kUnlimited{{"kind", "unlimited"}};

/// Says who the visitor is, as the site's own server does.
void identify(ApiServer& api, const Visitor& visitor, const std::string& type, const std::string& value) {
    auto known = person(type, value);
    known["identifiers"].push_back({{"type", "cookie"}, {"value", visitor.cookie()}});
    api.observe(known);
}

/// `repeat` of each display of the person, by its id; null for those that were allowed.
Json repeats(ApiServer& api, const std::string& ref) {
    Json found = Json::object();
    for (const auto& each : timeline(api, ref, "?channel=widget&limit=500"))
        found[each["properties"]["display"].get<std::string>()] = each.value("repeat", Json());
    return found;
}

}  // namespace

TEST_CASE("a browser that forgot is found out once the person is known", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = define(api);
    const auto mail = "email:" + fresh("repeat") + "@example.com";
    const Visitor before(api);
    const Visitor after(api);
    const auto first = before.shows(widget, kOnce, 10 * kMinute);
    const auto second = after.shows(widget, kOnce, 5 * kMinute);
    identify(api, before, "email", mail.substr(6));
    CHECK(repeats(api, mail) == Json{{first, nullptr}});
    CHECK(repeats(api, after.ref()) == Json{{second, nullptr}});

    identify(api, after, "email", mail.substr(6));
    CHECK(
        repeats(api, mail) ==
        Json{{first, nullptr}, {second, {{"allowed", "once"}, {"shown", 2}, {"cause", "storage_cleared"}}}});
    CHECK(api.profile(mail)["channels"]["widget"]["widgets"][0]["shown"] == 2);
    // Found on whichever page the display stands.
    const auto page = api.get("/v1/profiles/" + mail + "/activity?limit=1").body;
    CHECK(page["items"][0]["repeat"]["shown"] == 2);
}

TEST_CASE("displays are counted against the frequency recorded with each", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto [frequency, age, allowed] = GENERATE(table<Json, std::int64_t, Json>({
        {kOnce, 23 * 60 * kMinute, "once"},
        {kWeekly, 23 * 60 * kMinute, "7 days"},
        {kSession, 25 * kMinute, "session"},
        {kSession, 35 * kMinute, nullptr},
        {kUnlimited, kMinute, nullptr},
    }));
    const auto widget = define(api);
    const auto other = define(api);
    const auto mail = "email:" + fresh("frequency") + "@example.com";
    const Visitor before(api);
    const Visitor after(api);
    const auto first = before.shows(widget, frequency, age);
    const auto elsewhere = before.shows(other, frequency, age);
    const auto second = after.shows(widget, frequency);
    identify(api, before, "email", mail.substr(6));
    identify(api, after, "email", mail.substr(6));
    const auto found = repeats(api, mail);
    CHECK(found[first].is_null());
    CHECK(found[elsewhere].is_null());
    CHECK((found[second].is_null() ? Json() : found[second]["allowed"]) == allowed);
    // A segment finds the same, also after the widget was closed.
    CHECK(after.tells({{"type", "closed"}, {"widget", widget}, {"display", second}}) == kAccepted);
    const Json address{{"identifier", "email"}, {"is", "equals"}, {"value", mail.substr(6)}};
    const Json repeated{{"activity", {{"channel", "widget"}, {"repeated", {{"kind", "frequency"}}}}}};
    const Json both{{"condition", {{"all", Json::array({address, repeated})}}}};
    CHECK(api.post("/v1/segments/preview", both).body["count"] == (allowed.is_null() ? 0 : 1));
}

TEST_CASE("the cause of a repeat is told from the browser's signature", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto [agent, cause] = GENERATE(table<std::string, std::string>(
        {{"Chromium", "storage_cleared"}, {"Firefox", "other_browser"}, {"", "unknown"}}));
    const auto widget = define(api);
    const auto mail = "email:" + fresh("cause") + "@example.com";
    const Visitor before(api, "Chromium");
    const Visitor after(api, agent);
    before.shows(widget, kOnce, kMinute);
    const auto second = after.shows(widget, kOnce);
    for (const auto* each : {&before, &after}) identify(api, *each, "email", mail.substr(6));
    CHECK(repeats(api, mail)[second]["cause"] == cause);
}

TEST_CASE("two known people who become one saw the widget together", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = define(api);
    const auto mail = fresh("merged") + "@example.com";
    const auto phone = "+38044" + std::to_string(1'000'000 + std::stoi(fresh("")));
    const Visitor atHome(api);
    const Visitor atWork(api);
    const auto first = atHome.shows(widget, kOnce, 2 * kMinute);
    const auto second = atWork.shows(widget, kOnce, kMinute);
    identify(api, atHome, "email", mail);
    identify(api, atWork, "phone", phone);
    CHECK(repeats(api, "phone:%2B" + phone.substr(1)) == Json{{second, nullptr}});

    auto both = person("email", mail);
    both["identifiers"].push_back({{"type", "phone"}, {"value", phone}});
    CHECK(api.observe(both)["result"] == "merged");
    const auto found = repeats(api, "email:" + mail);
    CHECK(found[first].is_null());
    CHECK(found[second]["shown"] == 2);
}

TEST_CASE("a cookie that moved to somebody else leaves its displays behind", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = define(api);
    const Visitor shared(api);
    const auto first = shared.shows(widget, kOnce, 2 * kMinute);
    const auto ann = fresh("ann") + "@example.com";
    const auto bob = fresh("bob") + "@example.com";
    identify(api, shared, "email", ann);
    identify(api, shared, "email", bob);
    const auto second = shared.shows(widget, kOnce);
    CHECK(repeats(api, "email:" + ann) == Json{{first, nullptr}});
    CHECK(repeats(api, "email:" + bob) == Json{{second, nullptr}});
}

TEST_CASE("of a longer history the 2,000 newest displays are counted", "[widget]") {
    auto& api = ApiServer::shared(eachEngine());
    const auto widget = define(api);
    const Visitor visitor(api);
    constexpr std::int64_t kDisplays = 2'001;
    auto events = Json::array();
    for (std::int64_t left = kDisplays; left > 0; --left) {
        events.push_back({{"type", "shown"},
                          {"widget", widget},
                          {"display", visitor.newDisplay()},
                          {"age_ms", left * 1'000},
                          {"frequency", kOnce}});
        if (events.size() < 50 && left > 1) continue;
        for (const auto& result : visitor.tellsAll(events)) REQUIRE(result == kAccepted);
        events.clear();
    }
    const auto page = api.get("/v1/profiles/" + visitor.ref() + "/activity?limit=1").body;
    CHECK(page["items"][0]["repeat"]["shown"] == kDisplays - 1);
    CHECK(api.profile(visitor.ref())["channels"]["widget"]["widgets"][0]["shown"] == kDisplays);
}
