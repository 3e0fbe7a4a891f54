// SPDX-License-Identifier: Apache-2.0
#include "core/app/demo/person.hpp"

#include <array>
#include <cstdio>

namespace kith::app::demo {
namespace {

constexpr std::int64_t kFirstChat = 7'000'000'000;

std::string birthDateOf(Random& random) {
    std::array<char, 16> text{};
    const auto year = random.between(1948, 2006);
    const auto month = random.between(1, 12);
    const auto day = random.between(1, 28);
    std::snprintf(text.data(), text.size(), "%04u-%02u-%02u", year, month, day);
    return text.data();
}

/// Unique by the index. Some write their address in their own way, which normalises to the same.
std::string emailOf(const Person& person, Random& random) {
    constexpr std::array<std::string_view, 4> kDomains{"example.com", "example.net", "example.org",
                                                       "пошта.example"};
    const auto domain = random.chance(3) ? kDomains[3] : kDomains[random.below(3)];
    auto text = std::string(person.first.latin) + '.' + std::string(person.last.latin) +
                std::to_string(person.index) + '@' + std::string(domain);
    if (random.chance(10)) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

void giveTraits(Person& person, Random& random, unsigned days) {
    const bool cast = person.isCast();
    person.isCustomer = cast || random.chance(60);
    person.usesApp = cast || random.chance(person.isCustomer ? 30 : 8);
    person.usesTelegram = cast || random.chance(12);
    person.usesWebPush = cast || random.chance(10);
    person.browses = cast || random.chance(65);
    person.usesMail = cast || random.chance(85) || !(person.isCustomer || person.usesTelegram);
    person.confirms = cast || random.chance(85);
    const bool wasThere = cast || random.chance(40);
    // The last day is cut short: who joined on it may not have yet.
    person.joinedDay = wasThere ? 0 : random.below(days - 1);
}

}  // namespace

Random Person::random(std::string_view purpose) const {
    return {seed + index, purpose};
}

Person makePerson(const Scale& scale, unsigned index) {
    Person person;
    person.index = index;
    person.seed = seedOf(scale);
    auto random = person.random("person");
    // The cast lives where there are numbers that nobody has.
    person.place = person.isCast() ? &places()[index % 3] : &random.pick(places());
    person.isFemale = random.chance(51);
    person.first = random.pick(person.isFemale ? person.place->names.female : person.place->names.male);
    person.last = random.pick(person.place->names.last);
    person.town = random.pick(person.place->towns);
    person.birthDate = birthDateOf(random);
    person.email = emailOf(person, random);
    if (person.isCast() || random.chance(60)) person.phone = phoneNumber(*person.place, index);
    person.externalId = externalIdOf(scale, index);
    person.telegramChat =
        std::to_string(kFirstChat + static_cast<std::int64_t>(seedOf(scale) % 1000) * 1'000'000 +
                       static_cast<std::int64_t>(index));
    person.cookie = random.token(16);
    person.deviceId = random.hex(16);
    giveTraits(person, random, scale.days);
    return person;
}

}  // namespace kith::app::demo
