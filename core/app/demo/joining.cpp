// SPDX-License-Identifier: Apache-2.0
// How people become known: from the old customer list, by a form, by the shop.
#include <array>

#include "core/app/demo/diary.hpp"
#include "core/app/demo/stories.hpp"

namespace kith::app::demo {
namespace {

Json personalFields(const Person& person, Random& random) {
    Json fields{{"first_name", person.first.native},        {"last_name", person.last.native},
                {"language", person.place->language},       {"time_zone", person.place->timeZone},
                {"address.country", person.place->country}, {"address.town", person.town}};
    const auto gender = random.below(100);
    if (gender < 85) fields["gender"] = gender < 3 ? "other" : person.isFemale ? "female" : "male";
    if (random.chance(75)) fields["birth_date"] = person.birthDate;
    if (random.chance(20)) fields["nickname"] = person.first.latin;
    return fields;
}

void addCustomFields(Json& fields, Random& random) {
    constexpr std::array kTiers{"bronze", "bronze", "silver", "silver", "gold"};
    constexpr std::array kInterests{"ski", "golf", "running", "cooking", "travel"};
    constexpr std::array kTags{"trade fair", "wholesale", "press", "vip", "student"};
    fields["loyalty.tier"] = random.pick(kTiers);
    fields["loyalty.points"] = random.below(4'000);
    fields["interests"]["add"] = Json::array({random.pick(kInterests), random.pick(kInterests)});
    if (random.chance(15)) fields["tags"]["add"] = Json::array({random.pick(kTags)});
}

Json consent(Time at, Random& random) {
    // From the networks of RFC 5737 and RFC 3849, which are for examples.
    const auto host = std::to_string(random.between(1, 250));
    const auto address = random.chance(80) ? "192.0.2." + host : "2001:db8::" + host;
    return {
        {"state", "subscribed"}, {"by", "person"}, {"at", text(at)}, {"text", "news-v3"}, {"ip", address}};
}

Json consents(Time at, Random& random) {
    Json given{{"news", consent(at, random)}};
    if (random.chance(45)) given["offers"] = consent(at, random);
    return given;
}

/// What a customer tells when becoming one.
struct Introduction {
    Json identifiers;
    Json rest;
};

Introduction introduce(const Person& person, Time at, Random& random) {
    Introduction told{Json::array({identifier("external_id", person.externalId)}),
                      {{"fields", personalFields(person, random)}}};
    addCustomFields(told.rest["fields"], random);
    if (person.usesMail) {
        told.identifiers.push_back(identifier("email", person.email));
        told.rest["subscriptions"] = consents(at, random);
    }
    return told;
}

/// The customer list of the old system, taken over on the first day.
void importCustomer(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto at = diary.scale().start + minutes(person.index == 0 ? 0 : random.between(1, 300));
    auto [identifiers, rest] = introduce(person, at, random);
    if (person.usesMail && random.chance(5)) {
        rest["endpoints"] = Json::array({{{"type", "email"},
                                          {"value", person.email},
                                          {"state", "unconfirmed"},
                                          {"reason", "imported_without_proof"}}});
    }
    if (rest.contains("subscriptions"))
        for (auto& given : rest["subscriptions"]) given["proof"] = "log of consents of the old system";
    // Whose number is part of a story keeps it until then.
    if (person.phone && person.index != kMerged) identifiers.push_back(identifier("phone", *person.phone));
    diary.observe(at, source("import", "crm-export"), std::move(identifiers), std::move(rest));
}

/// Opened an account in the shop or at the counter.
void openAccount(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto at = diary.scale().at(person.joinedDay, random.between(400, 1200));
    auto [identifiers, rest] = introduce(person, at, random);
    if (person.phone) identifiers.push_back(identifier("phone", *person.phone));
    if (person.browses) identifiers.push_back(identifier("cookie", person.cookie));
    diary.observe(at, source("api", "shop"), std::move(identifiers), std::move(rest));
}

/// Typed an address into a form, which is a claim; most follow the link in the mail that asks.
void subscribeByForm(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto at = diary.scale().at(person.joinedDay, random.between(400, 1200));
    const auto cookie = identifier("cookie", person.cookie);
    const auto email = identifier("email", person.email);
    diary.observe(at, source("form", "newsletter"), Json::array({cookie, email}),
                  {{"evidence", "claimed"},
                   {"fields", {{"first_name", person.first.native}, {"language", person.place->language}}},
                   {"subscriptions", {{"news", consent(at, random)}}}});
    if (!person.confirms) return;
    const auto confirmed = at + minutes(random.between(1, 600));
    auto state = email;
    state.update({{"state", "active"}, {"reason", "double_opt_in"}, {"at", text(confirmed)}});
    diary.observe(confirmed, source("form", "newsletter"), Json::array({email, cookie}),
                  {{"fields", personalFields(person, random)},
                   {"subscriptions", consents(confirmed, random)},
                   {"endpoints", Json::array({state})}});
}

/// What the preferences page and the people at the desk change later.
void changeLater(Diary& diary, Random& random) {
    const auto& person = diary.person();
    const auto later = diary.scale().at(person.joinedDay + random.between(3, 40), random.between(400, 1200));
    const auto address = Json::array({person.isCustomer ? identifier("external_id", person.externalId)
                                                        : identifier("email", person.email)});
    if (random.chance(12)) {
        diary.observe(later, source("form", "preferences"), address,
                      {{"subscriptions",
                        {{"offers",
                          {{"state", "unsubscribed"},
                           {"by", "person"},
                           {"at", text(later)},
                           {"reason", "too_frequent"}}}}}});
    }
    if (random.chance(6)) {
        diary.observe(later + hours(1), source("console", "support"), address,
                      {{"fields", {{"tags", {{"add", Json::array({"vip"})}}}, {"nickname", nullptr}}}});
    }
}

}  // namespace

void writeJoining(Diary& diary) {
    const auto& person = diary.person();
    auto random = person.random("joining");
    if (person.isCustomer) {
        person.joinedDay == 0 ? importCustomer(diary, random) : openAccount(diary, random);
    } else if (person.usesMail) {
        subscribeByForm(diary, random);
    }
    if (person.isCustomer || (person.usesMail && person.confirms)) changeLater(diary, random);
}

}  // namespace kith::app::demo
