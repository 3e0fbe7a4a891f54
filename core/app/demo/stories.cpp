// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/stories.hpp"

#include "core/app/demo/diary.hpp"
#include "core/app/demo/ses.hpp"
#include "core/app/demo/widgets.hpp"

namespace kith::app::demo {
namespace {

Json customer(const Person& person) {
    return identifier("external_id", person.externalId);
}

/// Another address of the same person.
std::string addressOf(const Person& person, const std::string& purpose) {
    return std::string(person.first.latin) + '.' + purpose + std::to_string(person.index) + "@example.net";
}

void merge(Diary& diary) {
    const auto& person = diary.person();
    const auto phone = identifier("phone", person.phone.value());
    const auto met = diary.scale().at(0.1, 700);
    diary.observe(met, source("import", "trade-fair"),
                  Json::array({identifier("email", addressOf(person, "work")), phone}),
                  {{"fields",
                    {{"first_name", person.first.native},
                     {"last_name", person.last.native},
                     {"tags", {{"add", Json::array({"trade fair"})}}}}}});
    const auto ordered = diary.scale().at(0.5, 800);
    diary.observe(
        ordered, source("order", "shop"), Json::array({customer(person), phone}),
        {{"activities", Json::array({{{"id", person.externalId + "-phone"},
                                      {"channel", "order"},
                                      {"kind", "order"},
                                      {"event", "order_placed"},
                                      {"at", text(ordered)},
                                      {"properties", {{"total", "129.00"}, {"currency", "EUR"}}}}})}});
}

/// A last letter of offers, and what came of it.
void sendOffers(Diary& diary, void (SesMessage::*reaction)(Time), bool isDelivered) {
    auto random = diary.person().random("offers");
    const auto at = diary.scale().at(diary.scale().days - 2, 540);
    SesMessage message(diary, at, "0102" + random.hex(14), "offers-9", "Offers for the cold");
    message.send();
    if (isDelivered) message.deliver(at + minutes(1));
    (message.*reaction)(at + minutes(isDelivered ? 95 : 2));
}

void sharePhone(Diary& diary) {
    const auto lender = makePerson(diary.scale(), kLendsPhone);
    diary.observe(diary.scale().at(0.4, 660), source("api", "shop"),
                  Json::array({customer(diary.person()), identifier("phone", lender.phone.value())}),
                  {{"fields", {{"address.town", lender.town}}}});
}

void forget(Diary& diary) {
    const auto& person = diary.person();
    auto random = person.random("forgetful");
    const auto end = diary.scale().end();
    const std::string agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";
    const Browser before{person.cookie, random.token(12), agent};
    const Browser after{random.token(16), random.token(12), agent};
    showOnce(diary, before, end - hours(5), random.token(16), true);
    showOnce(diary, after, end - hours(2), random.token(16), true);
    const auto loggedIn = end - hours(1);
    diary.observe(loggedIn, source("api", "shop"),
                  Json::array({customer(person), identifier("cookie", after.cookie)}),
                  {{"activities",
                    Json::array({{{"channel", "web"}, {"event", "logged_in"}, {"at", text(loggedIn)}}})}});
}

void block(Diary& diary) {
    const auto address = identifier("email", diary.person().email);
    const auto at = diary.scale().at(diary.scale().days - 2, 600);
    auto state = address;
    state.update({{"state", "blocked"},
                  {"reason", "policy_rejected"},
                  {"detail", "421 4.7.0 Too many messages, slow down"},
                  {"at", text(at)},
                  {"until", text(diary.scale().end() + hours(24 * 60))}});
    diary.observe(at, source("api", "mailer"), Json::array({address}), {{"endpoints", Json::array({state})}});
}

/// Five addresses identify one person unless configured otherwise; with the first, this makes seven.
void addAddresses(Diary& diary) {
    for (int i = 1; i <= 6; ++i) {
        const auto address = addressOf(diary.person(), "alias" + std::to_string(i) + "x");
        diary.observe(diary.scale().at(0.3, 600 + static_cast<unsigned>(i)), source("api", "shop"),
                      Json::array({customer(diary.person()), identifier("email", address)}));
    }
}

void giveNobodysAddress(Diary& diary) {
    diary.observe(diary.scale().at(0.6, 640), source("order", "counter"),
                  Json::array({customer(diary.person()), identifier("email", "noreply@example.com")}));
}

void typeAddress(Diary& diary, const std::string& address) {
    auto random = diary.person().random("form");
    diary.observe(
        diary.scale().at(0.7, 900), source("form", "newsletter"),
        Json::array({identifier("cookie", random.token(16)), identifier("email", address)}),
        {{"evidence", "claimed"},
         {"subscriptions", {{"news", {{"state", "subscribed"}, {"by", "person"}, {"text", "news-v3"}}}}}});
}

void handDownTablet(Diary& diary) {
    auto random = diary.person().random("tablet");
    const auto tablet = identifier("device_id", random.hex(16));
    const auto next = makePerson(diary.scale(), kGetsTablet);
    const auto use = [&](double part, const Person& user) {
        const auto at = diary.scale().at(part, 1100);
        diary.observe(
            at, source("api", "app"), Json::array({customer(user), tablet}),
            {{"activities", Json::array({{{"channel", "app"}, {"event", "signed_in"}, {"at", text(at)}}})}});
    };
    use(0.2, diary.person());
    use(0.6, next);
}

void comeBack(Diary& diary) {
    const auto address = identifier("email", diary.person().email);
    const auto left = diary.scale().at(0.3, 1000);
    auto state = address;
    state.update({{"state", "unsubscribed"}, {"reason", "unsubscribe_link"}, {"at", text(left)}});
    diary.observe(left, source("form", "preferences"), Json::array({address}),
                  {{"endpoints", Json::array({state})}});
    const auto back = diary.scale().at(0.7, 1000);
    diary.observe(
        back, source("form", "preferences"), Json::array({address}),
        {{"subscriptions",
          {{"news", {{"state", "subscribed"}, {"by", "person"}, {"at", text(back)}, {"text", "news-v3"}}}}}});
}

void orderAsGuest(Diary& diary) {
    const auto& person = diary.person();
    auto address = person.email;
    address.insert(address.find('@'), "+shop");
    const auto at = diary.scale().at(0.5, 1180);
    diary.observe(
        at, source("order", "shop"), Json::array({identifier("email", address)}),
        {{"fields", {{"first_name", person.first.native}, {"last_name", person.last.native}}},
         {"activities", Json::array({{{"id", person.externalId + "-guest"},
                                      {"channel", "order"},
                                      {"kind", "order"},
                                      {"event", "order_placed"},
                                      {"at", text(at)},
                                      {"properties", {{"total", "34.90"}, {"currency", "EUR"}}}}})}});
}

void moveIn(Diary& diary) {
    const auto& person = diary.person();
    const Json fields{{"first_name", person.first.native},
                      {"last_name", person.last.native},
                      {"address.street", "7 Harbour Row"},
                      {"address.town", person.town}};
    diary.observe(diary.scale().at(0.3, 615), source("api", "shop"), Json::array({customer(person)}),
                  {{"fields", fields}});
    diary.observe(diary.scale().at(0.6, 930), source("import", "furniture-fair"),
                  Json::array({identifier("email", addressOf(person, "home"))}), {{"fields", fields}});
}

}  // namespace

void writeStory(Diary& diary) {
    switch (diary.person().index) {
        case kMerged:
            return merge(diary);
        case kBlacklisted:
            return sendOffers(diary, &SesMessage::bounceDead, false);
        case kSharesPhone:
            return sharePhone(diary);
        case kForgetful:
            return forget(diary);
        case kComplains:
            return sendOffers(diary, &SesMessage::complain, true);
        case kUnsubscribes:
            return sendOffers(diary, &SesMessage::unsubscribe, true);
        case kBlocked:
            return block(diary);
        case kManyAddresses:
            return addAddresses(diary);
        case kNobody:
            return giveNobodysAddress(diary);
        case kClaimsAnother:
            return typeAddress(diary, makePerson(diary.scale(), kLendsPhone).email);
        case kUnconfirmed:
            return typeAddress(diary, addressOf(diary.person(), "new"));
        case kHandsDownTablet:
            return handDownTablet(diary);
        case kComesBack:
            return comeBack(diary);
        case kOrdersAsGuest:
            return orderAsGuest(diary);
        case kMovesIn:
            return moveIn(diary);
        default:
            return;
    }
}

}  // namespace kith::app::demo
