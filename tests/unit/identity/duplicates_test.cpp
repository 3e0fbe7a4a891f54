// SPDX-License-Identifier: Apache-2.0
#include "core/identity/duplicates.hpp"

#include <catch2/catch.hpp>

#include "core/identity/mailbox.hpp"
#include "core/identity/national_number.hpp"

using namespace kith;
using identity::Agreement;
using identity::Described;
using Agreements = std::vector<Agreement>;

namespace {

Described listing(std::initializer_list<model::Identifier> identifiers, identity::Traits traits = {}) {
    return {identifiers, std::move(traits)};
}

const identity::Traits kAnn{"Ann", "Lee", "12 High Street", "Leeds", "LS1 4AB"};

std::vector<identity::Reason> judged(const Described& a, const Described& b) {
    return identity::reasonsFor(a, b, [](const auto&) { return true; });
}

Agreements agreementsOf(const Described& a, const Described& b) {
    Agreements found;
    for (const auto& reason : judged(a, b)) found.push_back(reason.key.agreement);
    return found;
}

int scoreOf(const Described& a, const Described& b) {
    return identity::scoreOf(judged(a, b));
}

/// Whether one is found from the other.
bool meet(const Described& a, const Described& b) {
    const auto others = identity::keysOf(b);
    for (const auto& key : identity::keysOf(a))
        if (std::binary_search(others.begin(), others.end(), key)) return true;
    return false;
}

}  // namespace

TEST_CASE("a mailbox is told by what its provider ignores, and by nothing for other providers",
          "[identity]") {
    CHECK(identity::mailboxOf("a.n.n+news@gmail.com") == "ann@gmail.com");
    CHECK(identity::mailboxOf("ann@googlemail.com") == "ann@gmail.com");
    CHECK(identity::mailboxOf("a.n.n+news+more@outlook.com") == "a.n.n@outlook.com");
    CHECK_FALSE(identity::mailboxOf("ann+news@example.com"));
    CHECK_FALSE(identity::mailboxOf("..+news@gmail.com"));
    CHECK_FALSE(identity::mailboxOf("gmail.com"));
}

TEST_CASE("an address without dots and tag is what is left of it, if anything is", "[identity]") {
    CHECK(identity::withoutDotsAndTag("a.n.n+x.y@example.com") == "ann@example.com");
    CHECK(identity::withoutDotsAndTag("a.n.n+x@outlook.com") == "ann@outlook.com");
    CHECK_FALSE(identity::withoutDotsAndTag("a.n.n@gmail.com"));
    CHECK_FALSE(identity::withoutDotsAndTag("+x@example.com"));
    CHECK(identity::withoutDotsAndTag("ann@a+b.com") == "ann@a+b.com");
}

TEST_CASE("a national number is what is left without country code and zeros", "[identity]") {
    CHECK(identity::nationalNumber("+380501112233") == "501112233");
    CHECK(identity::nationalNumber("+49501112233") == "501112233");
    CHECK(identity::nationalNumber("+390501112233") == "501112233");
    CHECK(identity::nationalNumber("+12125551234") == "2125551234");
    CHECK(identity::nationalNumber("+79161234567") == "9161234567");
    CHECK(identity::nationalNumber("+989121234567") == "9121234567");
    CHECK(identity::nationalNumber("+35312345678") == "12345678");
    CHECK_FALSE(identity::nationalNumber("+3531234567"));
    CHECK_FALSE(identity::nationalNumber("+490000000000"));
    CHECK_FALSE(identity::nationalNumber("501112233"));
    CHECK_FALSE(identity::nationalNumber("+"));
    CHECK_FALSE(identity::nationalNumber("+4950111 2233"));
}

TEST_CASE("each kind of agreement is found, and worth its points", "[identity]") {
    const auto gmail = listing({{"email", "ann.lee@gmail.com"}});
    const auto tagged = listing({{"email", "annlee+shop@googlemail.com"}});
    CHECK(agreementsOf(gmail, tagged) == Agreements{Agreement::Mailbox});
    CHECK(scoreOf(gmail, tagged) == 95);
    CHECK(meet(gmail, tagged));

    const auto dotted = listing({{"email", "ann.lee@example.com"}});
    const auto plain = listing({{"email", "annlee@example.com"}});
    CHECK(agreementsOf(dotted, plain) == Agreements{Agreement::AddressVariant});
    CHECK(scoreOf(dotted, plain) == 60);
    CHECK(meet(dotted, plain));

    const auto right = listing({{"phone", "+380501112233"}});
    const auto wrong = listing({{"phone", "+49501112233"}});
    CHECK(agreementsOf(right, wrong) == Agreements{Agreement::PhoneNotation});
    CHECK(scoreOf(right, wrong) == 50);
    CHECK(meet(right, wrong));

    const auto home = listing({}, kAnn);
    const auto swapped = listing({}, {"LÉE", "ann", "12, high street", "", "ls14ab"});
    CHECK(agreementsOf(home, swapped) == Agreements{Agreement::NameAndAddress});
    CHECK(scoreOf(home, swapped) == 90);
    CHECK(meet(home, swapped));
}

TEST_CASE("other people are no candidates", "[identity]") {
    const auto reasons = [](const Described& a, const Described& b) {
        return agreementsOf(a, b).size() + (meet(a, b) ? 1U : 0U);
    };
    const auto ann = listing({{"email", "ann@example.com"}, {"phone", "+12125551234"}}, kAnn);
    CHECK(reasons(ann, listing({{"email", "ann@example.org"}, {"phone", "+13125551234"}})) == 0);
    CHECK(reasons(ann, listing({{"email", "ann-x@example.com"}, {"telegram", "2125551234"}})) == 0);
    CHECK(reasons(ann, listing({}, {"Ann", "Lee", "12 High Street", "York", "YO1 1AA"})) == 0);
    CHECK(reasons(ann, listing({}, {"Ann", "Lee", "", "Leeds", "LS1 4AB"})) == 0);
    CHECK(reasons(ann, listing({}, {"Ann", "Lee", "12 High Street", "", ""})) == 0);
    CHECK(reasons(ann, listing({}, {"Bob", "Lee", "12 High Street", "Leeds", "LS1 4AB"})) == 0);
    const identity::Traits oneWord{"Ann", "", "12 High Street", "Leeds", "LS1 4AB"};
    CHECK(reasons(listing({}, oneWord), listing({}, oneWord)) == 0);
}

TEST_CASE("what both list is no reason, whatever else agrees", "[identity]") {
    const auto both = listing({{"email", "ann@gmail.com"}});
    CHECK(judged(both, both).empty());
    const auto more = listing({{"email", "a.nn@gmail.com"}, {"email", "ann@gmail.com"}});
    const auto reasons = judged(both, more);
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].second->value == "a.nn@gmail.com");
}

TEST_CASE("several reasons leave less doubt, and never none; two of a kind count once", "[identity]") {
    auto a = listing({{"email", "a.b@example.com"}, {"phone", "+380501112233"}}, {"Ann", "Lee", "", "", ""});
    auto b = listing({{"email", "ab@example.com"}}, {"ann", "lee", "", "", ""});
    CHECK(agreementsOf(a, b) == Agreements{Agreement::AddressVariant, Agreement::Name});
    CHECK(scoreOf(a, b) == 76);
    b.identifiers.push_back({"email", "a.b+x@example.com"});
    CHECK(judged(a, b).size() == 3);
    CHECK(scoreOf(a, b) == 76);
    b.identifiers.push_back({"phone", "+48501112233"});
    CHECK(scoreOf(a, b) == 88);

    a = listing({{"email", "a.b@gmail.com"}, {"phone", "+380501112233"}, {"email", "a.b@x.org"}}, kAnn);
    b = listing({{"email", "ab@gmail.com"}, {"phone", "+48501112233"}, {"email", "ab@x.org"}}, kAnn);
    CHECK(agreementsOf(a, b).front() == Agreement::Mailbox);
    CHECK(scoreOf(a, b) == 99);
}

TEST_CASE("two addresses are one reason, the stronger one", "[identity]") {
    const auto a = listing({{"email", "ann+a@outlook.com"}});
    const auto b = listing({{"email", "ann+b@outlook.com"}});
    CHECK(agreementsOf(a, b) == Agreements{Agreement::Mailbox});
    CHECK(agreementsOf(a, listing({{"email", "a.nn@outlook.com"}})) == Agreements{Agreement::AddressVariant});
}

TEST_CASE("a key that is no evidence gives no reason", "[identity]") {
    const auto a = listing({{"email", "a.b@example.com"}}, kAnn);
    const auto b = listing({{"email", "ab@example.com"}}, kAnn);
    const auto reasons = identity::reasonsFor(
        a, b, [](const auto& key) { return key.agreement == Agreement::AddressVariant; });
    REQUIRE(reasons.size() == 2);
    CHECK(reasons[0].key.agreement == Agreement::AddressVariant);
    CHECK(reasons[1].key.agreement == Agreement::Name);
    CHECK(identity::reasonsFor(a, b, [](const auto&) { return false; }).empty());
}

TEST_CASE("a profile has a bounded number of keys", "[identity]") {
    Described many;
    many.traits = kAnn;
    for (int i = 0; i < 300; ++i) many.identifiers.push_back({"email", std::to_string(i) + "@example.com"});
    CHECK(identity::keysOf(many).size() == identity::kMaxIdentifierKeys + 2);
}
