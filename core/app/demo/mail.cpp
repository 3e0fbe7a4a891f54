// SPDX-License-Identifier: Apache-2.0
// Newsletters, and what becomes of them.
#include <array>

#include "core/app/demo/diary.hpp"
#include "core/app/demo/ses.hpp"

namespace kith::app::demo {
namespace {

enum class Outcome {
    Queued,
    Sent,
    Delayed,
    Uncertain,
    Skipped,
    Delivered,
    MailboxFull,
    Read,
    Clicked,
    Unsubscribed,
    Complained,
    Dead,
};
constexpr unsigned kOutcomes = 12;

constexpr unsigned kDaysBetween = 14;
const std::string kBrowser = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4.0";
/// The names under which the email plugin knows Apple's relay and a scanner of links.
const std::string kPrefetch = "Mozilla/5.0";
const std::string kScanner = "Barracuda Sentinel (EE)";

Outcome usualOutcome(Random& random) {
    struct Share {
        Outcome outcome;
        unsigned permille;
    };
    constexpr std::array kShares{
        Share{Outcome::Delivered, 430}, Share{Outcome::Read, 290},       Share{Outcome::Clicked, 130},
        Share{Outcome::Sent, 40},       Share{Outcome::MailboxFull, 30}, Share{Outcome::Delayed, 25},
        Share{Outcome::Uncertain, 15},  Share{Outcome::Skipped, 10},     Share{Outcome::Unsubscribed, 10},
        Share{Outcome::Dead, 8},        Share{Outcome::Queued, 7},       Share{Outcome::Complained, 5}};
    auto left = random.below(1000);
    for (const auto& share : kShares) {
        if (left < share.permille) return share.outcome;
        left -= share.permille;
    }
    return Outcome::Delivered;
}

/// Nobody writes to an address again after one of these.
bool isLast(Outcome outcome) {
    return outcome == Outcome::Unsubscribed || outcome == Outcome::Complained || outcome == Outcome::Dead;
}

struct Mailing {
    std::string id;
    std::string subject;
    Time at;
};

/// The mailer's own word, before Amazon knows of the message.
void queue(Diary& diary, const Mailing& mailing, const std::string& messageId) {
    const auto address = identifier("email", diary.person().email);
    diary.observe(mailing.at, source("api", "mailer"), Json::array({address}),
                  {{"activities", Json::array({{{"id", messageId},
                                                {"channel", "email"},
                                                {"message", {{"id", mailing.id}, {"name", mailing.subject}}},
                                                {"status", "queued"},
                                                {"endpoint", address},
                                                {"at", text(mailing.at)}}})}});
}

/// What machines do with a message before its reader can.
void letMachinesIn(SesMessage& message, Time delivered, Random& random) {
    if (random.chance(20)) message.open(delivered + seconds(40), kPrefetch);
    if (random.chance(6)) message.click(delivered + seconds(55), kScanner);
}

void deliverAndReact(SesMessage& message, Time at, Outcome outcome, Random& random) {
    message.deliver(at);
    letMachinesIn(message, at, random);
    if (outcome == Outcome::Delivered) return;
    const auto read = at + minutes(random.between(3, 1500));
    if (outcome != Outcome::Complained) message.open(read, kBrowser);
    const auto reacted = read + seconds(random.between(10, 300));
    if (outcome == Outcome::Clicked) message.click(reacted, kBrowser);
    if (outcome == Outcome::Unsubscribed) message.unsubscribe(reacted);
    if (outcome == Outcome::Complained) message.complain(reacted);
}

void send(Diary& diary, const Mailing& mailing, Outcome outcome, Random& random) {
    SesMessage message(diary, mailing.at + minutes(1), "0102" + random.hex(14), mailing.id, mailing.subject);
    const auto later = mailing.at + minutes(random.between(2, 4));
    switch (outcome) {
        case Outcome::Queued:
            return queue(diary, mailing, message.id());
        case Outcome::Skipped:
            return message.reject();
        case Outcome::Sent:
            return message.send();
        case Outcome::Delayed:
            message.send();
            return message.delay(later);
        case Outcome::Uncertain:
            message.send();
            return message.bounceUnclear(later);
        case Outcome::MailboxFull:
            message.send();
            return message.bounceFull(later);
        case Outcome::Dead:
            message.send();
            return message.bounceDead(later);
        case Outcome::Delivered:
        case Outcome::Read:
        case Outcome::Clicked:
        case Outcome::Unsubscribed:
        case Outcome::Complained:
            message.send();
            return deliverAndReact(message, later, outcome, random);
    }
}

/// The cast's last newsletters show every outcome. The first of the cast are kept for stories of their own.
Outcome outcomeFor(const Person& person, bool isLastMailing, Random& random) {
    if (!person.isCast()) return usualOutcome(random);
    constexpr unsigned kFirst = kCast - kOutcomes;
    if (!isLastMailing || person.index < kFirst) return Outcome::Read;
    return static_cast<Outcome>(person.index - kFirst);
}

}  // namespace

void writeMail(Diary& diary) {
    const auto& person = diary.person();
    if (!person.usesMail || (!person.isCustomer && !person.confirms)) return;
    auto random = person.random("mail");
    // Counted back from the last one, which leaves time to react.
    const auto last = diary.scale().days - 3;
    for (auto day = 1 + (last - 1) % kDaysBetween; day <= last; day += kDaysBetween) {
        if (day <= person.joinedDay + 1) continue;
        const auto number = std::to_string(day / kDaysBetween + 1);
        const Mailing mailing{"news-" + number, "Weekend news #" + number,
                              diary.scale().at(day, 480 + random.below(60))};
        const auto outcome = outcomeFor(person, day == last, random);
        send(diary, mailing, outcome, random);
        if (isLast(outcome)) return;
    }
}

}  // namespace kith::app::demo
