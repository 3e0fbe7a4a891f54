// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/address.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using kith::email::addressIn;
using kith::email::AddressNormalizer;
using kith::email::DomainPolicy;
using kith::email::normalizeDomain;

namespace {

std::string normalized(const AddressNormalizer& normalizer, std::string_view given) {
    const auto outcome = normalizer.normalize(given);
    const auto* value = std::get_if<std::string>(&outcome);
    return value == nullptr ? "(" + std::get<kith::sdk::Rejection>(outcome).code + ")" : *value;
}

std::string normalized(std::string_view given) {
    return normalized(AddressNormalizer({}), given);
}

}  // namespace

TEST_CASE("what is no mailbox of RFC 5321 is no address", "[email]") {
    const auto given = GENERATE(
        as<std::string>{}, "", " ", "@", "ann", "ann@", "@example.com", "ann example.com", "ann@exa mple.com",
        "ann example@example.com", "ann@@example.com", ".ann@example.com", "ann.@example.com",
        "ann..b@example.com", "ann(b)@example.com", "an,n@example.com", "an\tn@example.com",
        "an\x7Fn@example.com", "\"ann@example.com", "\"\"@example.com", "\"an\"n\"@example.com",
        "\"ann\\\"@example.com", "a\"b@example.com", "ann@-example.com", "ann@example-.com",
        "ann@example..com", "ann@.example.com", "ann@exam_ple.com", "ann@127.0.0.1", "ann@[127.0.0.256]",
        "ann@[IPv6:zz::1]", "ann@[example.com]", "Ann <ann@example.com>", "ann@example.com, bob@example.com",
        "ann@exa\xE2\x80\x8Bmple .com", "a\xE2\x80\xAEnn@example.com", "a\xC2\xA0nn@example.com",
        "ann@exa mple.m\xC3\xBCnchen.de", "ann@exa_mple.m\xC3\xBCnchen.de");
    CHECK(normalized(given) == "(malformed_address)");
}

TEST_CASE("the bounds of RFC 5321 hold before folding and after", "[email]") {
    const std::string local64(64, 'a');
    CHECK(normalized(local64 + "@example.com") == local64 + "@example.com");
    CHECK(normalized(local64 + "a@example.com") == "(address_too_long)");

    // 32 times two bytes; their folding takes four each.
    std::string sharp;
    for (int i = 0; i < 32; ++i) sharp += "\xC3\x9F";
    CHECK(normalized(sharp + "@example.com") == local64.substr(0, 0) + std::string(64, 's') + "@example.com");
    CHECK(normalized(sharp + "a@example.com") == "(address_too_long)");

    // 22 times two bytes; their folding takes three each.
    std::string barred;
    for (int i = 0; i < 21; ++i) barred += "\xC8\xBA";
    const auto kept = normalized(barred + "@example.com");
    CHECK(kept.size() == 21 * 3 + std::string("@example.com").size());
    CHECK(normalized(kept) == kept);
    CHECK(normalized(barred + "\xC8\xBA@example.com") == "(address_too_long)");

    const std::string label63(63, 'd');
    const auto domain189 = label63.substr(0, 61) + "." + label63 + "." + label63;
    REQUIRE(domain189.size() == 189);
    CHECK(normalized(local64 + "@" + domain189) == local64 + "@" + domain189);
    CHECK(normalized(local64 + "@d" + domain189) == "(address_too_long)");
    CHECK(normalized("ann@" + label63 + "d.com") == "(malformed_address)");
}

TEST_CASE("addresses are compared in one form", "[email]") {
    const auto [given, expected] = GENERATE(table<std::string, std::string>({
        {"ann@example.com", "ann@example.com"},
        {"  Ann@Example.COM\r\n", "ann@example.com"},
        {"\xEF\xBB\xBF\xC2\xA0"
         "Ann@example.com\xE2\x80\x8B",
         "ann@example.com"},
        {"ann@example.com.", "ann@example.com"},
        {"ann@localhost", "ann@localhost"},
        {"A.n.n+Tag@Example.com", "a.n.n+tag@example.com"},
        {"!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"},
        {"ann@xn--mnchen-3ya.de", "ann@xn--mnchen-3ya.de"},
        {"ann@XN--MNCHEN-3YA.de", "ann@xn--mnchen-3ya.de"},
        {"ann@M\xC3\x9CNCHEN.de", "ann@xn--mnchen-3ya.de"},
        {"ann@Mu\xCC\x88nchen.de", "ann@xn--mnchen-3ya.de"},
        {"ann@stra\xC3\x9F"
         "e.de",
         "ann@xn--strae-oqa.de"},
        {"ann@\xE4\xBE\x8B\xE3\x81\x88\xE3\x80\x82\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88",
         "ann@xn--r8jz45g.xn--zckzah"},
        {"ann@xn--ls8h.la", "ann@xn--ls8h.la"},
        {"\xD0\x90\xD0\x9D\xD0\x9D\xD0\x90@\xD0\xBF\xD1\x80\xD0\xB8\xD0\xBC\xD0\xB5\xD1\x80.\xD1\x80\xD1\x84",
         "\xD0\xB0\xD0\xBD\xD0\xBD\xD0\xB0@xn--e1afmkfd.xn--p1ai"},
        {"J\xC3\x9CRGEN@example.de", "j\xC3\xBCrgen@example.de"},
        {"ju\xCC\x88rgen@example.de", "j\xC3\xBCrgen@example.de"},
        {"Stra\xC3\x9F"
         "e@example.de",
         "strasse@example.de"},
        {"\xCE\xA3\xCE\x91\xCE\xA3@example.gr", "\xCF\x83\xCE\xB1\xCF\x83@example.gr"},
        {"\"Ann\"@example.com", "ann@example.com"},
        {"\"a\\nn\"@example.com", "ann@example.com"},
        {"\"Ann B\"@example.com", "\"ann b\"@example.com"},
        {"\"ann..b\"@example.com", "\"ann..b\"@example.com"},
        {"\"a\\\"n@n\\\\\"@example.com", "\"a\\\"n@n\\\\\"@example.com"},
        {"ann@[192.0.2.1]", "ann@[192.0.2.1]"},
        {"ann@[IPv6:2001:DB8:0:0::1]", "ann@[ipv6:2001:db8::1]"},
    }));
    CHECK(normalized(given) == expected);
    CHECK(normalized(expected) == expected);
}

TEST_CASE("dots and tags mean something unless a policy says otherwise", "[email]") {
    const AddressNormalizer plain({});
    CHECK(normalized(plain, "a.b+c@gmail.com") == "a.b+c@gmail.com");

    const AddressNormalizer normalizer({{"gmail.com", DomainPolicy{true, true, ""}},
                                        {"googlemail.com", DomainPolicy{false, false, "gmail.com"}},
                                        {"example.org", DomainPolicy{false, true, ""}}});
    CHECK(normalized(normalizer, "A.B+c@Gmail.com") == "ab@gmail.com");
    CHECK(normalized(normalizer, "a.b+c@googlemail.com") == "ab@gmail.com");
    CHECK(normalized(normalizer, "a.b+c@example.org") == "a.b@example.org");
    CHECK(normalized(normalizer, "a.b+c@example.com") == "a.b+c@example.com");
    CHECK(normalized(normalizer, "+c@example.org") == "+c@example.org");
    CHECK(normalized(normalizer, "\"a b+c\"@example.org") == "\"a b+c\"@example.org");
}

TEST_CASE("a normalised address stays as it is", "[email]") {
    const AddressNormalizer normalizer({{"x.com", DomainPolicy{true, true, ""}}});
    const auto piece = rc::gen::element<std::string>("a", "Z", ".", "+", "\"", "\\", " ", "@", "\xC3\x9F",
                                                     "\xC4\xB0", "x.com", "\xC5\xBF", "\xEF\xAC\x81",
                                                     "\xE2\x84\xAA", "\xCD\x85", "-", "1");
    const auto text =
        rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
            std::string joined;
            for (const auto& each : pieces) joined += each;
            return joined;
        });
    CHECK(rc::check("normalising twice is normalising once", [&] {
        const auto first =
            normalized(normalizer, *text + "@" + *rc::gen::element<std::string>("x.com", "B\xC3\xBC.de"));
        if (first.front() != '(') RC_ASSERT(normalized(normalizer, first) == first);
    }));
}

TEST_CASE("a mailbox with a name holds its address in angle brackets", "[email]") {
    CHECK(addressIn("Ann <ann@example.com>") == "ann@example.com");
    CHECK(addressIn("\"<x>\" <ann@example.com> ") == "ann@example.com");
    CHECK(addressIn("<ann@example.com>") == "ann@example.com");
    CHECK(addressIn("ann@example.com") == "ann@example.com");
    CHECK(addressIn("ann@example.com>") == "ann@example.com>");
    CHECK(addressIn("").empty());
}

TEST_CASE("a domain that can't be one is empty", "[email]") {
    CHECK(normalizeDomain("Example.ORG") == "example.org");
    CHECK(normalizeDomain("").empty());
    CHECK(normalizeDomain(".").empty());
    CHECK(normalizeDomain("exa mple.org").empty());
    CHECK(normalizeDomain("\xE2\x80\x8D.org").empty());
}
