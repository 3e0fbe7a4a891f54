// SPDX-License-Identifier: Apache-2.0
// Random conditions on random people, who merge and part, go and come back at random: the compiled statements
// and the plain evaluator agree. With KITH_SOAK on more of them.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/storage/profile_view.hpp"
#include "tests/property/plain_days.hpp"
#include "tests/property/plain_segments.hpp"
#include "tests/property/random_condition.hpp"
#include "tests/property/segment_shares.hpp"
#include "tests/storage/segment/segment_people.hpp"

using namespace kith;
using namespace kith::test;
using Json = nlohmann::json;
using Person = PlainPeople::Person;

namespace {

constexpr int kSteps = 110;
constexpr int kMinutesApart = 45;
constexpr int kMinutesAgain = 30;
constexpr int kArrivalsApart = 1'000;
constexpr int kEnd = kSteps * kMinutesApart;
constexpr std::size_t kMostAddresses = 5;  ///< Of one person; more are refused.
constexpr int kConditions = 60;
const Json kWorded = Json::parse(R"({"any": [{"field": "word", "is": "known"}, {"tag": "x"}]})");
const Json kBoth = Json::parse(R"({"all": [{"segment": "worded"}, {"segment": "listed"}]})");
const Person kListed{"a", "d", "k"};

/// Two who were one, and are never to be that again.
struct Parted {
    Person one;
    Person other;
};

/// The newest merge, which can be taken back.
struct Merged {
    base::MergeId merge;
    Parted sides;
};

bool meets(const Person& person, const Person& other) {
    return std::ranges::any_of(person, [&](const std::string& name) { return other.contains(name); });
}

std::map<std::string, Arrival> arrivals() {
    return {{"a", {-9 * kArrivalsApart, "form", "news"}},
            {"b", {-8 * kArrivalsApart, "api", "shop"}},
            {"c", {-7 * kArrivalsApart, "import", "newsletter"}},
            {"d", {-6 * kArrivalsApart, "form", "newsletter"}},
            {"e", {-5 * kArrivalsApart, "api", "shop"}},
            {"f", {-4 * kArrivalsApart, "form", "shop"}},
            {"g", {-3 * kArrivalsApart, "import", "news"}},
            {"h", {-2 * kArrivalsApart, "api", "news"}},
            {"i", {-1 * kArrivalsApart, "form", "news"}},
            {"j", {-500, "api", "newsletter"}},
            {"k", {-400, "form", "news", true}},
            {"l", {0, "api", "shop", true}}};
}

class Scene {
public:
    Scene(storage::Engine engine, std::mt19937& random, SegmentShares& shares)
        : random_(random),
          shares_(shares),
          people_(engine, momentOf(0)),
          arrivals_(arrivals()),
          plain_(arrivals_) {
        for (const auto& [name, arrival] : arrivals_) {
            names_.push_back(name);
            const Json source{{"type", arrival.sourceType}, {"name", arrival.sourceName}};
            write(name, {{"source", source}}, arrival.minute);
        }
        define("worded", kWorded);
        define("both", kBoth);
        plain_.list("listed", kListed);
        people_.list(people_.define("listed"), {kListed.begin(), kListed.end()});
        for (int number = 1; number < kSteps; ++number) step(number * kMinutesApart);
        setClock(kEnd);
        for (const auto& name : names_) {
            if (plain_.isHidden(name)) continue;
            plain_.changed(name, changedAt(name));
            present_.insert(name);
            if (plain_.personOf(name).size() > 1) united_.insert(name);
        }
        shares_.united += static_cast<int>(united_.size());
    }

    void compare() {
        const auto condition = randomCondition(random_, 3);
        INFO(condition.dump());
        const auto holding = plain_.holding(condition, kEnd);
        CHECK(people_.members(condition.dump()) == holding);
        shares_.add(condition, holding, present_.size(), united_);
    }

private:
    int below(int end) { return test::below(random_, end); }
    std::string oneOf(const std::vector<std::string>& words) { return test::oneOf(random_, words); }
    void setClock(int minute) { people_.clock.set(base::parseRfc3339(momentOf(minute)).value()); }

    /// What a write changes is told by other tests.
    int changedAt(const std::string& name) {
        const auto shown = storage::readProfile(*people_.session, people_.idOf(name), people_.clock.now());
        const auto start = base::parseRfc3339(momentOf(0)).value();
        return static_cast<int>(std::chrono::floor<std::chrono::minutes>(shown.updatedAt - start).count());
    }

    void define(const std::string& key, const Json& condition) {
        people_.define(key, condition.dump());
        plain_.define(key, condition);
    }

    void step(int minute) {
        setClock(minute);
        const auto name = oneOf(names_);
        if (arrivals_.at(name).claimed) return claim(name, minute);
        if (plain_.isHidden(name)) return comeBack(name);
        switch (below(14)) {
            case 0:
            case 1:
            case 2:
                return joinWith(name, oneOf(names_), minute);
            case 3:
                return part();
            case 4:
                return go(name);
            case 5:
            case 6:
            case 7:
                return sayField(name, minute);
            case 8:
                return sayTag(name, minute);
            case 9:
                return say({Said::What::Subscription, name, minute, oneOf({"news", "offers", "calls"}),
                            oneOf({"subscribed", "unsubscribed"}), oneOf({"person", "operator"})});
            case 10:
                return sayState(name, minute);
            case 11:
                return say({Said::What::Event, name, minute, "web", {}, oneOf({"bought", "left"}), bought()});
            default:
                return send(name, minute);
        }
    }

    /// Of whom nothing is attested.
    void claim(const std::string& name, int minute) {
        switch (below(3)) {
            case 0:
                return sayField(name, minute);
            case 1:
                return sayTag(name, minute);
            default:
                return say({Said::What::Subscription, name, minute, oneOf({"news", "offers", "calls"}),
                            "subscribed", "person"});
        }
    }

    void sayField(const std::string& name, int minute) {
        const auto field = oneOf({"word", "count", "balance", "active", "born", "seen", "time_zone"});
        auto value = below(5) == 0 ? Json() : randomValue(random_, field);
        say({Said::What::Field, name, minute, field, std::move(value), {}});
    }

    void sayTag(const std::string& name, int minute) {
        const bool isThere = below(3) != 0;
        say({Said::What::Tag, name, minute, oneOf({"x", "y"}), isThere, {}});
    }

    void sayState(const std::string& name, int minute) {
        Said said{Said::What::State, name, minute, {}, {}, {}};
        switch (below(6)) {
            case 0:
                said.value = oneOf({"complained", "blacklisted", "unsubscribed", "unconfirmed"});
                break;
            case 1:
                said.value = oneOf({"unsubscribed", "unconfirmed"});
                break;
            case 2:
                said.value = "blocked";
                said.until = minute + kMinutesAgain + below(kEnd);
                break;
            case 3:
                said.value = "blocked";
                break;
            default:
                said.value = "active";
                said.key = oneOf({"", "double_opt_in", "checked"});
                said.by = said.key == "checked" ? "staff" : "";
                break;
        }
        say(std::move(said));
    }

    Json bought() {
        Json made = Json::object();
        if (below(4) != 0) made["price"] = below(8) / 2.0;
        if (below(6) == 0) made["price"] = "2";
        if (below(2) == 0) made["plan"] = oneOf({"gold", "silver"});
        if (below(6) == 0) made["plan"] = nullptr;
        if (below(2) == 0) made["gift"] = below(2) == 0;
        if (below(2) == 0) made["basket"] = {{"size", below(3) + 1}};
        return made;
    }

    /// Sometimes twice within the time for which a session may be idle.
    void send(const std::string& name, int minute) {
        const auto channel = oneOf({"email", "widget"});
        const auto message = oneOf({"m1", "m2"});
        const int times = below(3) == 0 ? 2 : 1;
        for (int i = 0; i < times; ++i) {
            const auto status = oneOf({"sent", "delivered", "read", "clicked"});
            say({Said::What::Message, name, minute + i * kMinutesAgain, channel, status, message, shown()});
        }
    }

    Json shown() {
        Json made = Json::object();
        if (below(3) != 0) made["session"] = oneOf({"", "s1", "s2"});
        if (below(4) == 0) return made;
        made["frequency"] = {{"kind", oneOf({"once", "session", "days", "unlimited"})}};
        if (made["frequency"]["kind"] == "days") made["frequency"]["days"] = below(2) + 1;
        return made;
    }

    [[nodiscard]] bool isForbidden(const Person& a, const Person& b) const {
        return std::ranges::any_of(parted_, [&](const Parted& parted) {
            return (meets(a, parted.one) && meets(b, parted.other)) ||
                   (meets(a, parted.other) && meets(b, parted.one));
        });
    }

    void joinWith(const std::string& a, const std::string& b, int minute) {
        const auto one = plain_.personOf(a);
        const auto other = plain_.personOf(b);
        const bool isOne = one.contains(b);
        if (isOne || arrivals_.at(b).claimed || plain_.isHidden(b) || isForbidden(one, other)) return;
        if (one.size() + other.size() > kMostAddresses) return;
        ++shares_.merges;
        plain_.join(a, b);
        people_.observe({a, b}, "{}", momentOf(minute));
        const auto newest = people_.session->first<base::MergeId>("SELECT max(id) FROM merge_record");
        newest_ = Merged{std::get<0>(newest.value()), {one, other}};
    }

    void part() {
        if (!newest_) return;
        ++shares_.undos;
        people_.decide(model::UndoCommand{newest_->merge, "twins"});
        plain_.part(newest_->sides.one, newest_->sides.other);
        parted_.push_back(std::move(newest_->sides));
        newest_.reset();
    }

    void go(const std::string& name) {
        ++shares_.deletions;
        const auto id = people_.idOf(name);
        people_.decide(model::DeleteCommand{{id, {}}});
        for (const auto& each : plain_.personOf(name)) gone_[each] = id;
        plain_.hide(name);
        newest_.reset();
    }

    void comeBack(const std::string& name) {
        ++shares_.restores;
        people_.decide(model::RestoreCommand{{gone_.at(name), {}}});
        plain_.show(name);
    }

    void say(Said said) {
        write(said.name, written(said), said.minute);
        plain_.say(std::move(said));
    }

    void write(const std::string& name, const Json& said, int minute) {
        setClock(minute);
        people_.observe({name}, said.dump(), momentOf(minute), !arrivals_.at(name).claimed);
    }

    static Json written(const Said& said) {
        const Json address{{"type", "email"}, {"value", said.name + "@example.com"}};
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
                auto entry = address;
                entry["state"] = said.value;
                if (!said.key.empty()) entry["reason"] = said.key;
                if (said.until) entry["until"] = momentOf(*said.until);
                Json observation{{"endpoints", Json::array({entry})}};
                if (said.by == "staff") observation["source"] = {{"type", "console"}, {"name", "desk"}};
                return observation;
            }
            case Said::What::Message: {
                Json message{{"channel", said.key},
                             {"id", "id-" + std::to_string(said.minute)},
                             {"status", said.value},
                             {"message", {{"id", said.by}, {"name", "Hello " + said.by}}},
                             {"properties", said.properties},
                             {"at", momentOf(said.minute)}};
                if (said.key == "email") message["endpoint"] = address;
                return {{"activities", Json::array({message})}};
            }
            case Said::What::Event: {
                const Json event{{"channel", said.key},
                                 {"event", said.by},
                                 {"properties", said.properties},
                                 {"at", momentOf(said.minute)}};
                return {{"activities", Json::array({event})}};
            }
        }
        return Json::object();
    }

    std::mt19937& random_;
    SegmentShares& shares_;
    SegmentPeople people_;
    std::map<std::string, Arrival> arrivals_;
    PlainPeople plain_;
    std::vector<std::string> names_;
    std::optional<Merged> newest_;
    std::vector<Parted> parted_;
    std::map<std::string, base::ProfileId> gone_;  ///< What they were known by.
    std::set<std::string> present_;                ///< In the end.
    std::set<std::string> united_;                 ///< Of these, those of people of several names.
};

int seeds() {
    return std::getenv("KITH_SOAK") != nullptr ? 200 : 8;
}

}  // namespace

TEST_CASE("the compiled statements say of random people what the plain evaluator says",
          "[property][segment]") {
    const auto engine = eachEngine();
    INFO("on " << storage::engineName(engine));
    SegmentShares shares;
    for (int seed = 1; seed <= seeds(); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        Scene scene(engine, random, shares);
        for (int i = 0; i < kConditions; ++i) scene.compare();
    }
    shares.check(seeds(), kConditions);
}
