// SPDX-License-Identifier: Apache-2.0
// Texts that have one form, which a whole value in a condition is brought to as well; a part of one is
// compared as it is written.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable url() {
    return {"url",
            {
                {"nobody"},
                {"cleared", R"("https://shop.example/")", "null"},
                {"shop", R"("HTTPS://Shop.Example/Sale")"},
                {"plain", R"("http://shop.example/Sale")"},
                {"slash", R"("https://shop.example/")"},
                {"bare", R"("https://shop.example")"},
                {"idn", R"("https://bücher.example/ü")"},
                {"query", R"("https://a.example/?q=100%25_x")"},
            },
            {
                {"equals", R"("value": "https://SHOP.example/Sale")", {"shop"}},
                {"equals", R"("value": "https://shop.example/sale")", {}},
                {"equals", R"("value": "https://xn--bcher-kva.example/%C3%BC")", {"idn"}},
                {"not_equals",
                 R"("value": "https://shop.example")",
                 {"nobody", "cleared", "shop", "plain", "slash", "idn", "query"}},
                {"one_of",
                 R"("values": ["https://BÜCHER.example/ü", "https://shop.example/"])",
                 {"idn", "slash"}},
                {"starts_with", R"("value": "https://shop.example")", {"shop", "slash", "bare"}},
                {"starts_with", R"("value": "https://shop.example/")", {"shop", "slash"}},
                {"starts_with", R"("value": "HTTPS://")", {}},
                {"contains", R"("value": "/Sale")", {"shop", "plain"}},
                {"contains", R"("value": "%25_")", {"query"}},
                {"contains", R"("value": "ü")", {}},
                {"known", "", {"shop", "plain", "slash", "bare", "idn", "query"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

TypeTable country() {
    return {
        "country",
        {
            {"nobody"},
            {"cleared", R"("UA")", "null"},
            {"ukraine", R"("ua")"},
            {"britain", R"("GB")"},
            {"kosovo", R"("XK")"},
            {"india", R"("in")"},
            {"moved", R"("GB")", R"("UA")"},
        },
        {
            {"equals", R"("value": "UA")", {"ukraine", "moved"}},
            {"equals", R"("value": "uA")", {"ukraine", "moved"}},
            {"equals", R"("value": "IN")", {"india"}},
            {"not_equals", R"("value": "gb")", {"nobody", "cleared", "ukraine", "kosovo", "india", "moved"}},
            {"one_of", R"("values": ["gb", "XK", "FR"])", {"britain", "kosovo"}},
            {"known", "", {"ukraine", "britain", "kosovo", "india", "moved"}},
            {"unknown", "", {"nobody", "cleared"}},
        }};
}

TypeTable language() {
    return {"language",
            {
                {"nobody"},
                {"cleared", R"("uk")", "null"},
                {"hebrew", R"("iw")"},
                {"portuguese", R"("pt")"},
                {"brazilian", R"("PT-br")"},
                {"serbian", R"("sh")"},
                {"turkish", R"("TR")"},
            },
            {
                {"equals", R"("value": "iw")", {"hebrew"}},
                {"equals", R"("value": "he")", {"hebrew"}},
                {"equals", R"("value": "pt")", {"portuguese"}},
                {"not_equals",
                 R"("value": "pt-BR")",
                 {"nobody", "cleared", "hebrew", "portuguese", "serbian", "turkish"}},
                {"one_of", R"("values": ["tr", "SR-latn"])", {"turkish", "serbian"}},
                {"starts_with", R"("value": "pt")", {"portuguese", "brazilian"}},
                {"starts_with", R"("value": "pt-")", {"brazilian"}},
                {"starts_with", R"("value": "PT")", {}},
                {"known", "", {"hebrew", "portuguese", "brazilian", "serbian", "turkish"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

TypeTable timeZone() {
    return {"time_zone",
            {
                {"nobody"},
                {"cleared", R"("Europe/Kyiv")", "null"},
                {"kyiv", R"("Europe/Kyiv")"},
                {"kiev", R"("Europe/Kiev")"},
                {"auckland", R"("Pacific/Auckland")"},
                {"utc", R"("Etc/UTC")"},
            },
            {
                {"equals", R"("value": "Europe/Kyiv")", {"kyiv"}},
                {"not_equals", R"("value": "Europe/Kiev")", {"nobody", "cleared", "kyiv", "auckland", "utc"}},
                {"one_of", R"("values": ["Europe/Kiev", "Etc/UTC"])", {"kiev", "utc"}},
                {"starts_with", R"("value": "Europe/")", {"kyiv", "kiev"}},
                {"starts_with", R"("value": "europe/")", {}},
                {"known", "", {"kyiv", "kiev", "auckland", "utc"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

}  // namespace

std::vector<TypeTable> nameTables() {
    return {url(), country(), language(), timeZone()};
}

}  // namespace kith::test
