// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using test::Fields;
using test::text;

const std::string kLong(5'000, 'a');

struct Row {
    const char* given;
    const char* kept;
};

void checkAll(const Fields& fields, const std::string& type, const std::vector<Row>& rows) {
    for (const auto& row : rows) {
        CAPTURE(row.given);
        CHECK(fields.kept(type, text(row.given)) == '"' + std::string(row.kept) + '"');
        CHECK(fields.keepsWhatItShows(type, text(row.given)));
    }
}

TEST_CASE("a country is kept as its code in capitals", "[fields]") {
    const Fields fields;
    checkAll(
        fields, "country",
        {{"UA", "UA"}, {"ua", "UA"}, {"Gb", "GB"}, {"CI", "CI"}, {"BQ", "BQ"}, {"XK", "XK"}, {"IC", "IC"}});
    for (const auto* none : {"", "U", "UKR", "804", "UK", "EU", "ZZ", "XX", "AN", "SU", "U\u0410", "УА",
                             " UA", "UA ", "U\n", "😀", "Ukraine", kLong.c_str()}) {
        CAPTURE(none);
        CHECK(fields.kept("country", text(none)) == "not_a_country");
    }
}

TEST_CASE("a language is kept as its canonical tag", "[fields]") {
    const Fields fields;
    checkAll(fields, "language",
             {{"uk", "uk"},
              {"EN-us", "en-US"},
              {"pt-br", "pt-BR"},
              {"zh-hans-cn", "zh-Hans-CN"},
              {"sr-LATN-rs", "sr-Latn-RS"},
              {"es-419", "es-419"},
              {"fil", "fil"},
              {"tlh", "tlh"},
              // Deprecated and overlong subtags.
              {"iw", "he"},
              {"eng", "en"},
              {"cmn-Hans-CN", "zh-Hans-CN"},
              {"zh-yue", "yue"},
              {"sh", "sr-Latn"},
              {"my-BU", "my-MM"},
              // Tags of RFC 3066.
              {"i-klingon", "tlh"},
              {"en-GB-oed", "en-GB-oxendict"},
              // Variants, extensions, private use.
              {"de-1996-1901", "de-1901-1996"},
              {"en-u-co-phonebk-ca-buddhist", "en-u-ca-buddhist-co-phonebk"},
              {"EN-x-Shop", "en-x-shop"}});
    const std::string nul("en\0US", 5);
    for (const std::string_view none : {"",
                                        "e",
                                        "-en",
                                        "en-",
                                        "en--US",
                                        "en_US",
                                        "en US",
                                        " en",
                                        "en\n",
                                        "C",
                                        "*",
                                        "xx",
                                        "qq-QQ",
                                        "english",
                                        "und",
                                        "und-Latn",
                                        "root",
                                        "x-shop",
                                        "posix",
                                        "en-latn-latn",
                                        "de-1901-1901",
                                        "en-a-bbb-a-ccc",
                                        "en-u",
                                        "en-x-true",
                                        "en-x-123456789",
                                        "укр",
                                        "😀",
                                        kLong.c_str()}) {
        CAPTURE(none);
        CHECK(fields.kept("language", text(none)) == "not_a_language");
    }
    CHECK(fields.kept("language", text(nul)) == "not_a_language");
    std::string longest = "en-x";
    for (int i = 0; i < 10; ++i) longest += "-shopshop";
    CHECK(fields.kept("language", text(longest)) == '"' + longest + '"');
    CHECK(fields.kept("language", text(longest + "-shopshop")) == "not_a_language");
}

TEST_CASE("a time zone is kept under the name of IANA that was given, an older one too", "[fields]") {
    const Fields fields;
    for (const auto* name :
         {"Europe/Kyiv", "Europe/Kiev", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires",
          "America/Buenos_Aires", "America/Indiana/Indianapolis", "US/Eastern", "UTC", "Etc/UTC",
          "Etc/GMT-14", "GMT", "EST", "CET", "EST5EDT", "GB", "Antarctica/Troll"}) {
        CAPTURE(name);
        checkAll(fields, "time_zone", {{name, name}});
    }
    for (const auto* none : {"",
                             "europe/kyiv",
                             "EUROPE/KYIV",
                             "Europe/Kyiv ",
                             " Europe/Kyiv",
                             "Europe",
                             "Europe/",
                             "Europe/Lviv",
                             "Etc/Unknown",
                             "Etc/GMT+14",
                             "CST",
                             "PST",
                             "BST",
                             "IST",
                             "JST",
                             "ACT",
                             "SystemV/PST8",
                             "US/Pacific-New",
                             "GMT+02:00",
                             "+02:00",
                             "EET-2EEST",
                             "localtime",
                             "../../etc/passwd",
                             "Europe/Київ",
                             "😀",
                             kLong.c_str()}) {
        CAPTURE(none);
        CHECK(fields.kept("time_zone", text(none)) == "not_a_time_zone");
    }
}

}  // namespace
}  // namespace kith::plugins
