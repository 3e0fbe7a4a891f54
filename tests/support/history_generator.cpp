// SPDX-License-Identifier: Apache-2.0
#include "tests/support/history_generator.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace kith::test {
namespace {

constexpr std::array kNames{"Ann", "Bea", "Cem", "Dee"};
constexpr std::array kTags{"vip", "ski", "golf"};
constexpr std::array kCategories{"news", "offers"};
constexpr std::array kStates{"complained", "blacklisted", "unsubscribed", "blocked",
                             "blocked",    "unconfirmed", "active",       "active"};
constexpr std::array kReasons{"", "", "double_opt_in", "by_hand", "bounce"};
constexpr std::array kStatuses{"queued",      "sent",   "delayed", "uncertain", "skipped",      "delivered",
                               "undelivered", "closed", "read",    "clicked",   "unsubscribed", "complained"};
constexpr std::uint32_t kTimes = 12;
/// Between times that are to differ: room for edits, each dated after what it replaces.
constexpr std::int64_t kApart = 25;

/// The observation of one seed.
class Making {
public:
    Making(std::uint64_t seed, std::size_t position, const HistoryShape& shape)
        : dice_(seed), position_(position), shape_(shape) {}

    Item run() {
        if (shape_.edits && dice_.chance(5)) return edit();
        if (shape_.lives && dice_.chance(15)) return lifeDecision();
        if (shape_.decisions && dice_.chance(22)) return decision();
        person_ = dice_.below(shape_.people);
        item_.key = dice_.chance(80) ? 1 : 2;
        if (!shape_.nameless || dice_.chance(90)) item_.id = shape_.prefix + "o" + std::to_string(position_);
        item_.source = dice_.chance(60) ? "shop" : "crm";
        item_.attested = !shape_.claims || dice_.chance(80);
        item_.at = time();
        identify();
        if (shape_.mishaps) mishap();
        if (shape_.tokens && !item_.attested && dice_.chance(40)) bringToken();
        if (shape_.lives && dice_.chance(30)) item_.restore = true;
        if (dice_.chance(60)) addFields();
        if (dice_.chance(25)) addSubscription();
        if (dice_.chance(25)) addEndpoint();
        if (dice_.chance(40)) addActivity();
        return item_;
    }

private:
    Item edit() {
        item_.edits = 1 + static_cast<int>(dice_.below(5));
        item_.source = "desk";
        item_.at = time();
        addFields();
        if (dice_.chance(40)) addSubscription();
        return item_;
    }

    Item decision() {
        constexpr std::array kKinds{"merge",  "merge", "merge",  "undo", "undo",  "undo",
                                    "forbid", "allow", "attach", "move", "detach"};
        constexpr std::array kTypes{"external_id", "email", "phone", "cookie"};
        Item::Decision decided;
        decided.kind = one(kKinds);
        const bool ofRecord = decided.kind == "undo" || decided.kind == "allow";
        decided.first = 1 + static_cast<int>(dice_.below(ofRecord ? 4 : 6));
        if (decided.kind == "merge" || decided.kind == "forbid")
            decided.second = 1 + static_cast<int>(dice_.below(6));
        if (decided.kind == "attach" || decided.kind == "move" || decided.kind == "detach")
            decided.ref = ref(one(kTypes), 100);
        item_.decision = decided;
        item_.source = "desk";
        item_.at = time();
        if (shape_.lives || dice_.chance(50)) item_.id = shape_.prefix + "d" + std::to_string(position_);
        return item_;
    }

    Item lifeDecision() {
        constexpr std::array kKinds{"delete", "delete", "delete", "restore", "restore", "restore", "erase"};
        item_.decision = Item::Decision{one(kKinds), 1 + static_cast<int>(dice_.below(4))};
        item_.source = "desk";
        item_.at = time();
        item_.id = shape_.prefix + "d" + std::to_string(position_);
        return item_;
    }

    std::int64_t time() {
        const auto at = 1000 * static_cast<std::int64_t>(dice_.below(kTimes));
        return shape_.lives ? at + kApart * static_cast<std::int64_t>(position_) : at;
    }
    template <class Choices>
    std::string one(const Choices& choices) {
        return choices[dice_.below(static_cast<std::uint32_t>(choices.size()))];
    }

    /// The person's own value, or now and then somebody else's.
    Item::Ref ref(const std::string& type, std::uint32_t mixUp) {
        const std::uint32_t person = dice_.chance(mixUp) ? dice_.below(shape_.people) : person_;
        const std::uint32_t number =
            type == "external_id" ? person : person * shape_.valuesEach + dice_.below(shape_.valuesEach);
        return {type, valueOf(type, number)};
    }

    std::string valueOf(const std::string& type, std::uint32_t number) const {
        std::uint64_t salt = 1469598103934665603ULL;
        for (const char c : shape_.prefix) salt = (salt ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        std::array<char, 64> text{};
        if (type == "phone") {
            const auto digits = static_cast<unsigned>((salt + number) % 10'000'000);
            std::snprintf(text.data(), text.size(), "+38050%07u", digits);
        } else if (type == "telegram") {
            const auto chat = static_cast<unsigned>((salt + number) % 2'000'000'000 + 1);
            std::snprintf(text.data(), text.size(), "%u", chat);
        } else if (type == "email") {
            std::snprintf(text.data(), text.size(), "p%u@example.org", number);
            return shape_.prefix + text.data();
        } else if (type == "external_id") {
            std::snprintf(text.data(), text.size(), "customer-%u", number);
            return shape_.prefix + text.data();
        } else {
            std::snprintf(text.data(), text.size(), "%016llx%08x%08x", static_cast<unsigned long long>(salt),
                          type == "cookie" ? 0xc00c1e00U : 0xde71ce00U, number);
        }
        return text.data();
    }

    void carry(const Item::Ref& ref) {
        auto& all = item_.identifiers;
        if (std::find(all.begin(), all.end(), ref) == all.end()) all.push_back(ref);
    }

    void identify() {
        if (dice_.chance(12)) carry(ref("external_id", 2));
        if (dice_.chance(45)) carry(ref("email", 3));
        if (dice_.chance(40)) carry(ref("phone", 3));
        if (dice_.chance(30)) carry(ref("telegram", 3));
        if (dice_.chance(12)) carry(ref("device_id", 20));
        if (dice_.chance(35)) carry(ref("cookie", 20));
        if (item_.identifiers.empty()) carry(ref(dice_.chance(60) ? "cookie" : "email", 5));
    }

    /// It mostly names what the claim says or the person has, and now and then somebody else.
    void bringToken() {
        constexpr std::array kTypes{"external_id", "email", "phone", "telegram"};
        item_.identity = ref(one(kTypes), 10);
        if (dice_.chance(40)) carry(*item_.identity);
    }

    void mishap() {
        if (dice_.chance(3)) item_.blocked.push_back({"email", "null"});
        if (dice_.chance(1)) {
            carry({"external_id", valueOf("external_id", 0)});
            carry({"external_id", valueOf("external_id", 1)});
        }
        if (dice_.chance(5)) carry(ref("email", 60));
    }

    void addFields() {
        using Op = Item::Field::Op;
        for (const auto* key : {"first_name", "last_name"}) {
            if (!dice_.chance(50)) continue;
            const Op op = dice_.chance(80) ? Op::Set : Op::Clear;
            item_.fields.push_back({key, op, op == Op::Set ? one(kNames) : ""});
        }
        if (dice_.chance(10)) {
            item_.fields.push_back({"tags", Op::Clear, {}});
        } else if (dice_.chance(40)) {
            for (const auto* tag : kTags) {
                if (dice_.chance(35)) item_.fields.push_back({"tags", Op::Add, tag});
                if (dice_.chance(20)) item_.fields.push_back({"tags", Op::Remove, tag});
            }
        }
    }

    void addSubscription() {
        for (const auto* category : kCategories) {
            if (!dice_.chance(60)) continue;
            Item::Subscription subscription{category, dice_.chance(60),
                                            dice_.chance(70) ? "person" : "operator", time(),
                                            dice_.chance(30) ? "asked" : ""};
            item_.subscriptions.push_back(std::move(subscription));
        }
    }

    void addEndpoint() {
        Item::Endpoint endpoint;
        const auto carried = static_cast<std::uint32_t>(item_.identifiers.size());
        endpoint.ref = dice_.chance(70) ? item_.identifiers[dice_.below(carried)] : ref("email", 20);
        endpoint.state = one(kStates);
        endpoint.at = time();
        endpoint.reason = one(kReasons);
        if (endpoint.state == "blocked" && dice_.chance(30)) {
            endpoint.until = endpoint.at + 43'200'000 * static_cast<std::int64_t>(1 + dice_.below(6));
        }
        if (shape_.decisions && endpoint.state == "active") endpoint.told = dice_.chance(30);
        item_.staff = dice_.chance(60);
        if (item_.staff) item_.source = "support";
        item_.endpoints.push_back(std::move(endpoint));
    }

    void addActivity() {
        Item::Activity activity;
        activity.at = time();
        if (dice_.chance(25)) {
            activity.channel = "web";
            activity.kind = "event";
            activity.event = dice_.chance(50) ? "page_viewed" : "cart_filled";
        } else {
            activity.channel = "email";
            activity.id = shape_.prefix + "m" + std::to_string(person_ * 3 + dice_.below(3));
            activity.status = one(kStatuses);
            if (dice_.chance(15)) activity.machine = dice_.chance(50) ? "prefetch" : "scanner";
            if (dice_.chance(40)) activity.reason = "r" + std::to_string(dice_.below(3));
            if (dice_.chance(30)) activity.messageId = "w" + std::to_string(dice_.below(3));
            if (dice_.chance(30)) activity.messageName = "Welcome " + std::to_string(dice_.below(3));
            if (dice_.chance(60)) activity.endpoint = ref("email", 0);
        }
        item_.activities.push_back(std::move(activity));
    }

    Dice dice_;
    std::size_t position_;
    const HistoryShape& shape_;
    std::uint32_t person_ = 0;
    Item item_;
};

}  // namespace

std::uint64_t Dice::next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
}

std::uint32_t Dice::below(std::uint32_t bound) {
    return static_cast<std::uint32_t>((next() >> 32U) * bound >> 32U);
}

std::vector<Item> makeHistory(std::span<const std::uint64_t> seeds, const HistoryShape& shape) {
    std::vector<Item> history;
    history.reserve(seeds.size());
    for (const auto seed : seeds) {
        Dice dice(~seed);
        if (!history.empty() && dice.chance(8)) {
            history.push_back(history[dice.below(static_cast<std::uint32_t>(history.size()))]);
        } else {
            history.push_back(Making(seed, history.size(), shape).run());
        }
    }
    return history;
}

std::vector<Item> makeCrowd(std::uint64_t seed, std::size_t count) {
    constexpr std::size_t kPerHistory = 25;
    Dice dice(seed);
    std::vector<Item> crowd;
    for (std::size_t cluster = 0; crowd.size() < count; ++cluster) {
        std::vector<std::uint64_t> seeds(kPerHistory);
        for (auto& each : seeds) each = dice.next();
        HistoryShape shape{false, false, false, "k" + std::to_string(cluster) + "-"};
        for (auto& item : keepSafe(makeHistory(seeds, shape), false)) {
            // The program takes that of staff with a proof alone.
            for (auto& endpoint : item.endpoints)
                if (item.staff && endpoint.reason == "double_opt_in") endpoint.reason = "by_hand";
            crowd.push_back(std::move(item));
        }
    }
    shuffle(crowd, dice);
    return crowd;
}

}  // namespace kith::test
