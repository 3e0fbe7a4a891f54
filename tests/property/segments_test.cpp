// SPDX-License-Identifier: Apache-2.0
// Random conditions on random people, merged at random: the compiled statements and the plain evaluator
// agree.
#include <chrono>
#include <random>

#include "tests/property/plain_segments.hpp"
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using namespace kith::test;
using Json = nlohmann::json;

namespace {

constexpr int kSteps = 80;
constexpr int kMinutesApart = 60;
constexpr int kMinutesAgain = 30;
constexpr std::size_t kMostAddresses = 5;  ///< Of one person; more are refused.
constexpr int kConditions = 60;

const base::Time kStart = base::parseRfc3339("2026-11-15T00:00:00Z").value();

std::string timeOf(int minute) {
    return base::formatRfc3339(kStart + std::chrono::minutes{minute});
}

class Scene {
public:
    Scene(storage::Engine engine, std::mt19937& random)
        : random_(random), people_(engine, timeOf(kSteps * kMinutesApart)), plain_(names()) {
        for (const auto& name : names()) people_.observe({name}, "{}", timeOf(0));
        for (int step = 1; step < kSteps; ++step) this->step(step);
    }

    void compare() {
        const auto condition = randomCondition(random_, 3);
        INFO(condition.dump());
        CHECK(people_.members(condition.dump()) == plain_.holding(condition, kSteps * kMinutesApart));
    }

private:
    static std::vector<std::string> names() { return {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}; }

    int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
    std::string oneOf(const std::vector<std::string>& words) {
        return words[static_cast<std::size_t>(below(static_cast<int>(words.size())))];
    }

    void step(int number) {
        const auto name = oneOf(names());
        switch (below(6)) {
            case 0:
                return joinWith(name, oneOf(names()), number);
            case 1:
                return say({Said::What::Field, name, 0, "word", word(), {}}, number);
            case 2:
                return say({Said::What::Field, name, 0, "count", below(5) - 2, {}}, number);
            case 3:
                return say({Said::What::Tag, name, 0, oneOf({"x", "y"}), below(3) != 0, {}}, number);
            case 4:
                if (below(3) == 0) return say({Said::What::State, name, 0, {}, "unsubscribed", {}}, number);
                return say({Said::What::Subscription, name, 0, oneOf({"news", "offers", "calls"}),
                            oneOf({"subscribed", "unsubscribed"}), oneOf({"person", "operator"})},
                           number);
            default:
                return act(name, number);
        }
    }

    /// Sometimes twice within the time for which a session may be idle.
    void act(const std::string& name, int number) {
        const auto channel = oneOf({"email", "widget"});
        const auto message = oneOf({"m1", "m2"});
        const int times = below(3) == 0 ? 2 : 1;
        for (int i = 0; i < times; ++i) {
            say({Said::What::Activity, name, 0, channel, oneOf({"sent", "delivered", "read", "clicked"}),
                 message, properties()},
                number, i * kMinutesAgain);
        }
    }

    Json properties() {
        Json made = Json::object();
        if (below(3) != 0) made["session"] = oneOf({"", "s1", "s2"});
        if (below(4) == 0) return made;
        made["frequency"] = {{"kind", oneOf({"once", "session", "days", "unlimited"})}};
        if (made["frequency"]["kind"] == "days") made["frequency"]["days"] = below(2) + 1;
        return made;
    }

    Json word() { return below(4) == 0 ? Json() : Json(oneOf({"a", "ab", "b", "ba"})); }

    void joinWith(const std::string& a, const std::string& b, int number) {
        auto both = plain_.personOf(a);
        both.insert(plain_.personOf(b).begin(), plain_.personOf(b).end());
        if (both.size() > kMostAddresses || a == b) return;
        plain_.join(a, b);
        people_.observe({a, b}, "{}", timeOf(number * kMinutesApart));
    }

    void say(Said said, int number, int minutesLater = 0) {
        said.minute = number * kMinutesApart + minutesLater;
        people_.observe({said.name}, written(said).dump(), timeOf(said.minute));
        plain_.say(std::move(said));
    }

    static Json written(const Said& said) {
        const auto address = said.name + "@example.com";
        switch (said.what) {
            case Said::What::Field:
                return {{"fields", {{said.key, said.value}}}};
            case Said::What::Tag: {
                const std::string what = said.value.get<bool>() ? "add" : "remove";
                return {{"fields", {{"tags", {{what, Json::array({said.key})}}}}}};
            }
            case Said::What::Subscription:
                return {{"subscriptions", {{said.key, {{"state", said.value}, {"by", said.by}}}}}};
            case Said::What::State: {
                const Json entry{{"type", "email"}, {"value", address}, {"state", said.value}};
                return {{"endpoints", Json::array({entry})}};
            }
            case Said::What::Activity: {
                const Json activity{
                    {"channel", said.key},           {"id", "id-" + std::to_string(said.minute)},
                    {"status", said.value},          {"message", {{"id", said.by}}},
                    {"properties", said.properties}, {"at", timeOf(said.minute)}};
                return {{"activities", Json::array({activity})}};
            }
        }
        return Json::object();
    }

    std::mt19937& random_;
    SegmentPeople people_;
    PlainPeople plain_;
};

}  // namespace

TEST_CASE("the compiled statements say of random people what the plain evaluator says",
          "[property][segment]") {
    const auto engine = eachEngine();
    const auto seed = GENERATE(range(1U, 9U));
    CAPTURE(seed);
    std::mt19937 random(seed);
    Scene scene(engine, random);
    for (int i = 0; i < kConditions; ++i) scene.compare();
}
