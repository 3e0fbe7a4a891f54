// SPDX-License-Identifier: Apache-2.0
#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <set>

#include "core/app/demo/dataset.hpp"
#include "core/app/demo/person.hpp"

using namespace kith::app::demo;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using Json = nlohmann::json;

namespace {

Scale scaleOf(unsigned people, unsigned days = 20, std::uint64_t seed = 1,
              std::string_view start = "2026-08-01T07:31:00Z") {
    Scale scale{.seed = seed, .people = people, .days = days, .start = {}};
    scale.start = kith::base::parseRfc3339(start).value();
    return scale;
}

/// Everything as text, in its order.
std::vector<std::string> textsOf(const std::vector<Call>& calls) {
    std::vector<std::string> texts;
    for (const auto& call : calls)
        texts.push_back(kith::base::formatRfc3339(call.at) + ' ' +
                        std::to_string(static_cast<int>(call.route)) + ' ' + call.body.dump());
    return texts;
}

/// All values of the members of that name, wherever they stand.
void collect(const Json& value, const std::string& name, std::set<std::string>& found) {
    for (const auto& [key, member] : value.items()) {
        if (value.is_object() && key == name && member.is_string()) found.insert(member);
        if (member.is_structured()) collect(member, name, found);
    }
}

std::set<std::string> valuesOf(const std::vector<Call>& calls, Route route, const std::string& name) {
    std::set<std::string> found;
    for (const auto& call : calls)
        if (call.route == route) collect(call.body, name, found);
    return found;
}

/// Every text and whole number in the bodies, as text.
std::set<std::string> wordsOf(const std::vector<Call>& calls) {
    std::set<std::string> words;
    const std::function<void(const Json&)> collectFrom = [&](const Json& value) {
        if (value.is_string()) words.insert(value);
        if (value.is_number_integer()) words.insert(value.dump());
        if (value.is_structured()) std::ranges::for_each(value, collectFrom);
    };
    for (const auto& call : calls) collectFrom(call.body);
    return words;
}

bool isValidNumber(const std::string& text) {
    const auto& util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    return util.Parse(text, "ZZ", &number) == PhoneNumberUtil::NO_PARSING_ERROR && util.IsValidNumber(number);
}

}  // namespace

TEST_CASE("the same scale makes the same data, and another seed or length makes other data", "[demo]") {
    const auto once = textsOf(generate(scaleOf(40)));
    CHECK(once == textsOf(generate(scaleOf(40))));
    CHECK(once != textsOf(generate(scaleOf(40, 20, 2))));
    CHECK(externalIdOf(scaleOf(40), 0) != externalIdOf(scaleOf(40, 21), 0));
}

TEST_CASE("more people are more people, and change nothing about the others", "[demo]") {
    const auto few = textsOf(generate(scaleOf(30)));
    const auto more = textsOf(generate(scaleOf(50)));
    const std::set<std::string> all(more.begin(), more.end());
    CHECK(std::all_of(few.begin(), few.end(), [&](const auto& text) { return all.contains(text); }));
    CHECK(more.size() > few.size());
}

TEST_CASE("everything lies between the start and the end, by time", "[demo]") {
    const auto scale = scaleOf(60);
    const auto calls = generate(scale);
    CHECK(
        std::is_sorted(calls.begin(), calls.end(), [](const auto& a, const auto& b) { return a.at < b.at; }));
    CHECK(calls.front().at == scale.start);
    CHECK(calls.back().at <= scale.end());
    for (const auto& call : calls) {
        if (call.route == Route::Observation) {
            CHECK(call.body["observed_at"] == kith::base::formatRfc3339(call.at));
        }
    }
}

TEST_CASE("unless told otherwise it is 1,000 people, all of whom occur, and 90 days, each with calls",
          "[demo]") {
    const Scale usual;
    const auto* start = GENERATE("2026-08-01T00:00:00Z", "2026-08-01T12:00:00Z", "2026-08-01T23:59:00Z");
    const auto scale = scaleOf(usual.people, usual.days, usual.seed, start);
    const auto calls = generate(scale);
    const auto words = wordsOf(calls);
    const auto occurs = [&](unsigned index) {
        const auto person = makePerson(scale, index);
        return std::ranges::any_of(
            std::array{person.externalId, person.email, person.telegramChat, person.cookie, person.deviceId},
            [&](const auto& value) { return words.contains(value); });
    };
    std::vector<unsigned> missing;
    for (unsigned index = 0; index < 1'000; ++index) {
        if (!occurs(index)) missing.push_back(index);
    }
    CHECK(missing == std::vector<unsigned>{});
    CHECK_FALSE(occurs(1'000));

    std::set<std::int64_t> days;
    for (const auto& call : calls)
        days.insert(std::chrono::floor<std::chrono::days>(call.at - scale.start).count());
    for (std::int64_t day = 0; day < 90; ++day) {
        CAPTURE(day);
        CHECK(days.contains(day));
    }
    CHECK(*days.rbegin() <= 90);
}

TEST_CASE("a set of any seed and of the smallest size has every kind of thing in it", "[demo]") {
    const auto seed = GENERATE(1U, 2U, 3U, 4U, 5U);
    const auto* start = GENERATE("2026-08-01T00:00:00Z", "2026-08-01T12:00:00Z", "2026-08-01T23:59:00Z");
    const auto calls = generate(scaleOf(kCast, 7, seed, start));
    std::set<Route> routes;
    for (const auto& call : calls) routes.insert(call.route);
    CHECK(routes.size() == static_cast<std::size_t>(Route::WidgetEvent) + 1);

    const auto types = valuesOf(calls, Route::Observation, "type");
    for (const auto* type : {"external_id", "email", "phone", "telegram", "device_id", "cookie", "import",
                             "form", "order", "api", "tracking"})
        CHECK(types.contains(type));
    const auto events = valuesOf(calls, Route::SesEvent, "eventType");
    CHECK(events == std::set<std::string>{"Bounce", "Click", "Complaint", "Delivery", "DeliveryDelay", "Open",
                                          "Reject", "Send", "Subscription"});
    CHECK(valuesOf(calls, Route::PushReceipt, "status") ==
          std::set<std::string>{"delivered", "dismissed", "failed", "opened", "sent"});
    const auto states = valuesOf(calls, Route::Observation, "state");
    for (const auto* state : {"subscribed", "unsubscribed", "blocked"}) CHECK(states.contains(state));
}

TEST_CASE("no id names two observations, and no address two people", "[demo]") {
    const auto scale = scaleOf(3'000);
    std::map<std::string, unsigned> owners;
    for (unsigned index = 0; index < scale.people; ++index) {
        const auto person = makePerson(scale, index);
        std::set<std::string> own{person.email, person.externalId, person.telegramChat, person.cookie,
                                  person.deviceId};
        if (person.phone) own.insert(*person.phone);
        for (const auto& value : own) {
            INFO(value);
            CHECK(owners.emplace(value, index).second);
        }
    }
    std::set<std::string> ids;
    for (const auto& call : generate(scaleOf(100))) {
        if (call.route != Route::Observation) continue;
        INFO(call.body.dump());
        CHECK(ids.insert(call.body["id"]).second);
    }
}

TEST_CASE("addresses belong to nobody: example domains, and numbers that are valid and set aside", "[demo]") {
    const auto scale = scaleOf(500);
    for (unsigned index = 0; index < scale.people; ++index) {
        const auto person = makePerson(scale, index);
        INFO(person.email);
        CHECK(person.email.find("example") > person.email.find('@'));
        CHECK(person.cookie.size() == 22);
        CHECK(person.deviceId.size() == 32);
    }
    for (const auto& place : places()) {
        unsigned slot = 0;
        for (const auto& range : place.phones) {
            for (const auto at : {slot, slot + range.count - 1}) {
                const auto number = phoneNumber(place, at);
                REQUIRE(number);
                INFO(*number);
                CHECK(isValidNumber(*number));
            }
            slot += range.count;
        }
        CHECK_FALSE(phoneNumber(place, slot));
    }
}
