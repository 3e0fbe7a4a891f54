// SPDX-License-Identifier: Apache-2.0
#include "tests/plugins/fields/support/fields.hpp"

namespace kith::plugins {
namespace {

using test::Fields;
using test::text;

TEST_CASE("a URL is kept in its normal form", "[fields]") {
    const Fields fields;
    const std::vector<std::pair<std::string, std::string>> rows{
        {"http://example.com", "http://example.com"},
        {"HTTPS://Example.COM/A/b?C=d&e=%41#F", "https://example.com/A/b?C=d&e=%41#F"},
        {"http://example.com?q", "http://example.com?q"},
        {"http://example.com#f/?", "http://example.com#f/?"},
        {"http://localhost:8080/", "http://localhost:8080/"},
        {"http://example.com:80/", "http://example.com:80/"},
        {"http://example.com./", "http://example.com/"},
        {"http://xn--BCHER-kva.example/", "http://xn--bcher-kva.example/"},
        {"http://192.0.2.1/", "http://192.0.2.1/"},
        {"http://[2001:DB8:0:0::1]:8080/", "http://[2001:db8::1]:8080/"},
        {"http://a.example/~!$&'()*+,;=:@/../x", "http://a.example/~!$&'()*+,;=:@/../x"},
        // What people see is not what stands in a URL.
        {"http://BÜCHER.example/ä?ö#ü", "http://xn--bcher-kva.example/%C3%A4?%C3%B6#%C3%BC"},
        {"http://日本。example/", "http://xn--wgv71a.example/"},
        {"http://faß.example/", "http://xn--fa-hia.example/"},
        {"http://a.example/😀", "http://a.example/%F0%9F%98%80"},
    };
    for (const auto& [given, kept] : rows) {
        CAPTURE(given);
        CHECK(fields.kept("url", text(given)) == '"' + kept + '"');
        CHECK(fields.keepsWhatItShows("url", text(given)));
    }
}

TEST_CASE("what is no whole http or https URL is left out", "[fields]") {
    const Fields fields;
    for (const auto* none : {
             "",
             "http",
             "http:",
             "http://",
             "http:///x",
             "http:example.com",
             "//example.com",
             "example.com",
             "/x",
             "://example.com",
             "ftp://example.com/",
             "mailto:a@example.com",
             "javascript:alert(1)//://example.com",
             "data:text/html,x",
             "httpſ://example.com/",
             " http://example.com",
             "http://example.com ",
             "http://example.com\n",
             "http://example.com/\u00A0",
             "http://example.com/a b",
             "http://exa\tmple.com/",
             "http://user@example.com/",
             "http://user:pass@example.com/",
             "http://example.com@evil.example/",
             "http://example.com:/",
             "http://example.com:x/",
             "http://example.com:+80/",
             "http://example.com:65536/",
             "http://example.com:99999999999999999999/",
             "http://example.com:80:80/",
             "http://.example.com/",
             "http://a..example/",
             "http://-a.example/",
             "http://a-.example/",
             "http://a_b.example/",
             "http://ex%61mple.com/",
             "http://example.com\\@evil.example/",
             "http://example.com/\\",
             "http://192.0.2.256/",
             "http://192.0.2/",
             "http://0300.0.2.1/",
             "http://0x7f.1/",
             "http://2130706433/",
             "http://1.2.3.4.5/",
             "http://[::1",
             "http://::1/",
             "http://[::1]x/",
             "http://[::g]/",
             "http://[]/",
             "http://[192.0.2.1]/",
             "http://[fe80::1%25eth0]/",
             "http://[v1.a]/",
             "http://example.com/%",
             "http://example.com/%4",
             "http://example.com/%zz",
             "http://example.com/#a#b",
             "http://example.com/<x>",
             "http://example.com/{x}",
             "http://example.com/[x]",
             "http://example.com/\"",
             "http://example.com/\x7f",
             // Letters that become others as a name of DNS.
             "http://example.com／.evil.example/",
             "http://a＠evil.example/",
             "http://a\u202E.example/",
         }) {
        CAPTURE(none);
        CHECK(fields.kept("url", text(none)) == "not_a_url");
    }
    const std::string label(64, 'a');
    CHECK(fields.kept("url", text("http://" + label + ".example/")) == "not_a_url");
    std::string name;
    while (name.size() < 254) name += "abcdefg.";
    CHECK(fields.kept("url", text("http://" + name + "example/")) == "not_a_url");
    std::string astral;
    for (int i = 0; i < 300; ++i) astral += "😀";
    CHECK(fields.kept("url", text("http://" + astral + ".example/")) == "not_a_url");
}

TEST_CASE("the length of a URL is that of its normal form", "[fields]") {
    const Fields fields;
    const std::string start = "http://a.example/";
    CHECK(fields.kept("url", text(start + std::string(2'048 - start.size(), 'x'))).size() == 2'050);
    CHECK(fields.kept("url", text(start + std::string(2'049 - start.size(), 'x'))) == "too_long");
    CHECK(fields.kept("url", text(start + "яя"), {{"max_length", start.size() + 12}}) ==
          '"' + start + R"(%D1%8F%D1%8F")");
    CHECK(fields.kept("url", text(start + "яя"), {{"max_length", start.size() + 11}}) == "too_long");
    CHECK(fields.kept("url", text(start + std::string(5'000, 'x')), {{"max_length", 4'096}}) == "too_long");
}

}  // namespace
}  // namespace kith::plugins
