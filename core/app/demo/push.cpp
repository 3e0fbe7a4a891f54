// SPDX-License-Identifier: Apache-2.0
// Apps and browsers that take notifications.
#include <array>

#include "core/app/demo/diary.hpp"

namespace kith::app::demo {
namespace {

struct Model {
    const char* platform;
    const char* osVersion;
    const char* name;
};
constexpr std::array kModels{Model{"android", "15", "Pixel 8"},     Model{"android", "14", "Galaxy S23"},
                             Model{"android", "13", "Fairphone 4"}, Model{"ios", "18.1", "iPhone15,2"},
                             Model{"ios", "17.6", "iPhone13,1"},    Model{"ios", "18.0", "iPad14,1"}};
constexpr std::array kVersions{"3.8.0", "3.9.1", "4.0.0", "4.1.2"};

/// How a notification ends. `UNREGISTERED` is how FCM says that a token is dead.
enum class End { Delivered, Opened, Dismissed, Unconfirmed, Dead };

End endOf(const Person& person, unsigned week, bool isLast, Random& random) {
    if (person.isCast() && !isLast) {
        constexpr std::array kTurns{End::Opened, End::Dismissed, End::Delivered, End::Unconfirmed};
        return kTurns[(person.index + week) % kTurns.size()];
    }
    if (isLast && (random.chance(8) || person.index % 10 == 4)) return End::Dead;
    const auto share = random.below(100);
    if (share < 55) return End::Delivered;
    return share < 75 ? End::Opened : share < 92 ? End::Dismissed : End::Unconfirmed;
}

struct Send {
    std::string id;
    Json address;  ///< `token` or `endpoint`.
    Json message;
};

void receipt(Diary& diary, const Send& send, Time at, const char* status, const char* error = nullptr) {
    Json body{{"id", send.id}, {"status", status}, {"at", text(at)}, {"message", send.message}};
    body.update(send.address);
    if (error != nullptr) body["error"] = error;
    diary.call(at, Route::PushReceipt, std::move(body));
}

void notify(Diary& diary, const Send& send, Time at, End end, Random& random) {
    receipt(diary, send, at, "sent");
    const auto next = at + seconds(random.between(2, 90));
    if (end == End::Dead)
        return receipt(diary, send, next, "failed", send.address.contains("token") ? "UNREGISTERED" : "410");
    if (end == End::Unconfirmed) return;
    receipt(diary, send, next, "delivered");
    const auto reacted = next + minutes(random.between(1, 400));
    if (end == End::Opened) receipt(diary, send, reacted, "opened");
    if (end == End::Dismissed) receipt(diary, send, reacted, "dismissed");
}

/// One notification a week, as long as the address lives.
void notifyWeekly(Diary& diary, const Json& address, unsigned firstDay, Random& random) {
    const auto days = diary.scale().days;
    for (unsigned week = 0, day = firstDay + 2; day + 1 < days; ++week, day += 7) {
        const auto number = std::to_string(day / 7 + 1);
        const Send send{"push-" + random.hex(12),
                        address,
                        {{"id", "deal-" + number}, {"name", "Deal of the week #" + number}}};
        const auto end = endOf(diary.person(), week, day + 8 >= days, random);
        notify(diary, send, diary.scale().at(day, 1020 + random.below(30)), end, random);
    }
}

/// The identifiers that the organisation's own server puts beside a device.
Json beside(const Person& person) {
    auto identifiers = Json::array();
    if (person.isCustomer) identifiers.push_back(identifier("external_id", person.externalId));
    return identifiers;
}

void installApp(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto day = person.joinedDay + random.between(0, 2);
    const auto at = diary.scale().at(day, random.between(450, 1300));
    const auto& model = random.pick(kModels);
    const auto token = random.token(18) + ":" + random.token(96);
    auto identifiers = beside(person);
    identifiers.push_back(identifier("device_id", person.deviceId));
    diary.call(at, Route::PushToken,
               {{"token", token},
                {"app_id", "com.example.shop"},
                {"platform", model.platform},
                {"app_version", random.pick(kVersions)},
                {"os_version", model.osVersion},
                {"model", model.name},
                {"language", person.place->language},
                {"time_zone", person.place->timeZone},
                {"identifiers", identifiers},
                {"at", text(at)}});
    notifyWeekly(diary, {{"token", token}}, day, random);
    if (random.chance(6) || person.index % 10 == 7) {
        const auto dropped = diary.scale().at(day + 1 + random.below(diary.scale().days / 3), 1300);
        diary.call(dropped, Route::PushTokenDrop, {{"token", token}, {"at", text(dropped)}});
    }
}

void allowInBrowser(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto day = person.joinedDay + random.between(0, 3);
    const auto at = diary.scale().at(day, random.between(450, 1300));
    const auto endpoint = "https://push.example.com/wpush/v2/" + random.token(48);
    // RFC 8291: an uncompressed point of P-256, which begins with 4, and 16 bytes of secret.
    const auto key = base64url('\x04' + random.bytes(64));
    auto identifiers = beside(person);
    identifiers.push_back(identifier("cookie", person.cookie));
    diary.call(at, Route::PushSubscription,
               {{"subscription",
                 {{"endpoint", endpoint},
                  {"expirationTime", nullptr},
                  {"keys", {{"p256dh", key}, {"auth", random.token(16)}}}}},
                {"app_id", "shop.example"},
                {"identifiers", identifiers},
                {"at", text(at)}});
    notifyWeekly(diary, {{"endpoint", endpoint}}, day, random);
}

}  // namespace

void writePush(Diary& diary) {
    auto random = diary.person().random("push");
    if (diary.person().usesApp) installApp(diary, random);
    if (diary.person().usesWebPush) allowInBrowser(diary, random);
}

}  // namespace kith::app::demo
