// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "plugins/email/json.hpp"
#include "plugins/email/subject.hpp"
#include "plugins/email/time.hpp"

using kith::email::clean;
using kith::email::decodeSubject;
using kith::email::formatTime;
using kith::email::parseDocument;
using kith::email::parseTime;
using kith::email::textOf;

TEST_CASE("what is no JSON is no document", "[email]") {
    const auto text = GENERATE(as<std::string>{}, "", "{", "[1,]", "{\"a\":}", "nonsense", "{\"a\":1} x",
                               "\"\\u12\"", "\"\\", "\"\xFF", "{\"a\" \"b\"}");
    CHECK_FALSE(parseDocument(text));
}

TEST_CASE("a document nested too deeply is refused before it costs anything", "[email]") {
    CHECK_FALSE(parseDocument(std::string(1'000'000, '[')));
    CHECK_FALSE(parseDocument(std::string(65, '[') + std::string(65, ']')));
    CHECK(parseDocument(std::string(64, '[') + std::string(64, ']')));
    CHECK(parseDocument("[\"" + std::string(1000, '[') + "\"]"));
    CHECK(parseDocument("[\"\\\"" + std::string(1000, '{') + "\"]"));
}

TEST_CASE("broken text costs its characters and not the document", "[email]") {
    const auto [given, expected] = GENERATE(table<std::string, std::string>({
        {"caf\xE9", "caf\xEF\xBF\xBD"},
        {"\xC3", "\xEF\xBF\xBD"},
        {"\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\xF0\x9F\x98\x80 \xFF", "\xF0\x9F\x98\x80 \xEF\xBF\xBD"},
        {"\\ud800", "\xEF\xBF\xBD"},
        {"\\ud800\\u0041",
         "\xEF\xBF\xBD"
         "A"},
        {"\\udc00\\ud83d\\ude00", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {"\\\\ud800 \xFF", "\\ud800 \xEF\xBF\xBD"},
    }));
    const auto document = parseDocument("{\"text\": \"" + given + "\"}");
    REQUIRE(document);
    CHECK(textOf(*document, "text") == expected);
}

TEST_CASE("a member that is not there, or no text, is empty", "[email]") {
    const auto document = *parseDocument(R"({"a": 1, "b": null, "c": "x"})");
    CHECK(textOf(document, "a").empty());
    CHECK(textOf(document, "b").empty());
    CHECK(textOf(document, "d").empty());
    CHECK(textOf(nlohmann::json::array(), "a").empty());
    CHECK(textOf(document, "c") == "x");
}

TEST_CASE("stored text has no control characters and ends before a character", "[email]") {
    using namespace std::string_literals;
    CHECK(clean(" a\0b\r\n\x7F"
                "c \n"s,
                100) == "a b   c");
    CHECK(clean("a\xC2\x85\xC2\x9F"
                "b\xC2\xA0",
                100) == "a  b\xC2\xA0");
    CHECK(clean("\n\t ", 100).empty());
    CHECK(clean("abc", 2) == "ab");
    CHECK(clean("a\xC3\xBC", 2) == "a");
    CHECK(clean("\xF0\x9F\x98\x80", 3).empty());
    CHECK(clean("ab cd", 3) == "ab");
}

TEST_CASE("times read as Amazon writes them", "[email]") {
    const auto [text, expected] = GENERATE(table<std::string, std::string>({
        {"2016-10-21T00:06:40.502Z", "2016-10-21T00:06:40.502Z"},
        {"2016-10-21T00:06:39Z", "2016-10-21T00:06:39.000Z"},
        {"2018-10-08T14:05:45 +0000", "2018-10-08T14:05:45.000Z"},
        {"2009-12-03T04:24:21.000-05:00", "2009-12-03T09:24:21.000Z"},
        {"2016-10-21T00:06:40.5029999999999999999Z", "2016-10-21T00:06:40.502Z"},
        {"2016-02-29T23:30:00.1+05:30", "2016-02-29T18:00:00.100Z"},
        {"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
    }));
    const auto time = parseTime(text);
    REQUIRE(time);
    CHECK(formatTime(*time) == expected);
}

TEST_CASE("what is no time is none", "[email]") {
    const auto text =
        GENERATE(as<std::string>{}, "", "2016", "2016-10-21", "2016-10-21T00:06:40", "2016-13-21T00:06:40Z",
                 "2015-02-29T00:00:00Z", "2016-10-21T24:06:40Z", "2016-10-21T00:60:40Z",
                 "2016-10-21T00:06:61Z", "2016-10-21T00:06:40.Z", "2016-10-21T00:06:40Z ",
                 "2016-10-21T00:06:40+24:00", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-01:00",
                 "-016-10-21T00:06:40Z", "Fri, 21 Oct 2016 00:06:40 +0000", "2016-10-21T00:06:40.502ZZ");
    CHECK_FALSE(parseTime(text));
}

TEST_CASE("a subject's encoded words are read", "[email]") {
    const auto [given, expected] = GENERATE(table<std::string, std::string>({
        {"Nyaaan", "Nyaaan"},
        {"=?UTF-8?B?R3LDvMOfZQ==?=",
         "Gr\xC3\xBC\xC3\x9F"
         "e"},
        {"=?utf-8?q?Gr=C3=BC=C3=9Fe_an_alle?= !",
         "Gr\xC3\xBC\xC3\x9F"
         "e an alle !"},
        {"=?ISO-8859-1?Q?caf=E9?=", "caf\xC3\xA9"},
        {"=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "\xE6\x97\xA5\xE6\x9C\xAC"},
        {"=?UTF-8*de?Q?a?=", "a"},
        {"Re: =?UTF-8?Q?a?=\r\n =?UTF-8?Q?b?= c", "Re: ab c"},
        {"=?UTF-8?Q?a?= x =?UTF-8?Q?b?=", "a x b"},
        {"=?no-such-set?Q?a?=", "=?no-such-set?Q?a?="},
        {"=?UTF-8?X?a?=", "=?UTF-8?X?a?="},
        {"=?UTF-8?B?***?=", "=?UTF-8?B?***?="},
        {"=?UTF-8?Q?=4?=", "=?UTF-8?Q?=4?="},
        {"=?UTF-8?Q?a", "=?UTF-8?Q?a"},
        {"=?", "=?"},
        {"=?UTF-8?Q", "=?UTF-8?Q"},
    }));
    CHECK(decodeSubject(given) == expected);
}

TEST_CASE("a subject without end is read up to a bound", "[email]") {
    std::string given;
    while (given.size() < 200'000) given += "=?x?q? ";
    CHECK(decodeSubject(given).size() <= 2'000);
    // Not in the middle of a character.
    std::string letters(1'999, 'a');
    CHECK(decodeSubject(letters + "\xC3\xA4\xC3\xA4") == letters);
}
