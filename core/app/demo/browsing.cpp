// SPDX-License-Identifier: Apache-2.0
// What people look at on the site and in the app, and what they order.
#include <array>

#include "core/app/demo/diary.hpp"

namespace kith::app::demo {
namespace {

constexpr std::array kPages{"/",         "/sale",   "/shoes", "/tents", "/tents/alpine-2",
                            "/delivery", "/stores", "/about"};
constexpr std::array kItems{"Tent Alpine 2", "Trail shoes", "Head torch", "Sleeping bag", "Water bottle"};

Json view(Time at, const char* page) {
    return {{"channel", "web"},
            {"event", "page_viewed"},
            {"at", text(at)},
            {"properties", {{"url", std::string("https://shop.example") + page}}}};
}

/// One visit, under a cookie alone: whose it is follows from where else that cookie was seen.
void visit(Diary& diary, const std::string& cookie, Time at, Random& random) {
    auto views = Json::array();
    const auto count = random.between(1, 5);
    for (unsigned i = 0; i < count; ++i) views.push_back(view(at + minutes(i * 2), random.pick(kPages)));
    diary.observe(at + minutes(count * 2), source("tracking", "site"),
                  Json::array({identifier("cookie", cookie)}), {{"activities", views}});
}

Json mainIdentifier(const Person& person) {
    return person.isCustomer ? identifier("external_id", person.externalId)
                             : identifier("email", person.email);
}

/// The site's server saw both: from here on the cookie, and all that was done under it before, is that
/// person's.
void logIn(Diary& diary, const std::string& cookie, Time at) {
    diary.observe(
        at, source("api", "shop"),
        Json::array({mainIdentifier(diary.person()), identifier("cookie", cookie)}),
        {{"activities", Json::array({{{"channel", "web"}, {"event", "logged_in"}, {"at", text(at)}}})}});
}

void useApp(Diary& diary, Random& random) {
    const auto& person = diary.person();
    auto day = person.joinedDay + 3;
    for (unsigned i = 0; i < 4; ++i, day += random.between(2, 15)) {
        const auto at = diary.scale().at(day, random.between(400, 1300));
        auto events = Json::array({{{"channel", "app"}, {"event", "app_opened"}, {"at", text(at)}}});
        if (random.chance(60)) {
            const auto seen = at + minutes(1);
            events.push_back({{"channel", "app"},
                              {"event", "item_viewed"},
                              {"at", text(seen)},
                              {"properties", {{"item", random.pick(kItems)}}}});
        }
        diary.observe(at + minutes(2), source("tracking", "app"),
                      Json::array({identifier("device_id", person.deviceId)}), {{"activities", events}});
    }
}

std::string euros(unsigned cents) {
    const auto rest = std::to_string(cents % 100);
    return std::to_string(cents / 100) + '.' + (rest.size() < 2 ? "0" : "") + rest;
}

void order(Diary& diary, Time at, const std::string& number, Random& random) {
    const auto& person = diary.person();
    auto identifiers = Json::array({mainIdentifier(person)});
    if (person.usesMail) identifiers.push_back(identifier("email", person.email));
    const Json placed{{"id", number},
                      {"channel", "order"},
                      {"kind", "order"},
                      {"event", "order_placed"},
                      {"at", text(at)},
                      {"properties",
                       {{"number", number},
                        {"total", euros(random.between(900, 24'000))},
                        {"currency", "EUR"},
                        {"items", Json::array({random.pick(kItems)})}}}};
    Json rest{{"activities", Json::array({placed})}};
    if (person.isCustomer) rest["fields"]["loyalty.points"] = random.below(5'000);
    diary.observe(at, source("order", "shop"), identifiers, rest);
    const auto shipped = at + hours(random.between(12, 60));
    diary.observe(shipped, source("order", "shop"), Json::array({mainIdentifier(person)}),
                  {{"activities", Json::array({{{"channel", "order"},
                                                {"event", "order_shipped"},
                                                {"at", text(shipped)},
                                                {"properties", {{"number", number}}}}})}});
}

}  // namespace

void writeBrowsing(Diary& diary) {
    const auto& person = diary.person();
    auto random = person.random("browsing");
    if (person.usesApp) useApp(diary, random);
    if (!person.browses) return;
    const auto visits = random.between(1, 6);
    auto day = person.joinedDay;
    for (unsigned i = 0; i < visits; ++i, day += random.between(1, 14))
        visit(diary, person.cookie, diary.scale().at(day, random.between(400, 1300)), random);
    const bool canLogIn = person.isCustomer || (person.usesMail && person.confirms);
    if (canLogIn && (person.isCast() || random.chance(70)))
        logIn(diary, person.cookie, diary.scale().at(person.joinedDay + random.between(1, 10), 1310));
    // The computer at work, where nobody ever logs in.
    if (random.chance(12)) visit(diary, random.token(16), diary.scale().at(day, 700), random);
}

void writeOrders(Diary& diary) {
    const auto& person = diary.person();
    if (!person.isCustomer) return;
    auto random = person.random("orders");
    const auto count = person.isCast() ? 1 : random.below(4);
    auto day = person.joinedDay + random.between(1, 20) % diary.scale().days;
    for (unsigned i = 0; i < count; ++i, day += random.between(5, 30))
        order(diary, diary.scale().at(day, random.between(500, 1300)),
              person.externalId + "-" + std::to_string(i + 1), random);
}

}  // namespace kith::app::demo
