// SPDX-License-Identifier: Apache-2.0
// Texts that are kept as they are. Compared as their characters are, whatever a language or a collation makes
// of them: case, the Turkish i, accents in two forms, blanks, hyphens, and what lies beyond 16 bits. What a
// text begins with is a range of the index, which is another one in the order of a language: that of `B`
// holds `bravo`, that of `I` `ıstanbul`, and that of `co ` `co-op`.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable text() {
    return {"text",
            {
                {"nobody"},
                {"cleared", R"("istanbul")", "null"},
                {"lower", R"("istanbul")"},
                {"upper", R"("ISTANBUL")"},
                {"dotless", R"("ıstanbul")"},
                {"dotted", R"("İstanbul")"},
                {"composed", R"("caf\u00e9")"},
                {"decomposed", R"("cafe\u0301")"},
                {"plain", R"("cafe")"},
                {"sharp", R"("straße")"},
                {"gold", R"("gold")"},
                {"padded", R"("gold ")"},
                {"coop", R"("coop")"},
                {"hyphen", R"("co-op")"},
                {"space", R"("co op")"},
                {"big", R"("Bravo")"},
                {"little", R"("bravo")"},
                {"wide", R"("ski \uff5e")"},
                {"astral", R"("ski 🎿 club")"},
                {"last", R"("ski \udbff\udfff")"},
                {"signs", R"("100%_[a]*'\"\\")"},
                {"changed", R"("before")", R"("after")"},
            },
            {
                {"equals", R"("value": "istanbul")", {"lower"}},
                {"equals", R"("value": "ıstanbul")", {"dotless"}},
                {"equals", R"("value": "İstanbul")", {"dotted"}},
                {"equals", R"("value": "Istanbul")", {}},
                {"equals", R"("value": "caf\u00e9")", {"composed"}},
                {"equals", R"("value": "cafe\u0301")", {"decomposed"}},
                {"equals", R"("value": "cafe")", {"plain"}},
                {"equals", R"("value": "strasse")", {}},
                {"equals", R"("value": "gold")", {"gold"}},
                {"equals", R"("value": "gold ")", {"padded"}},
                {"equals", R"("value": "co-op")", {"hyphen"}},
                {"equals", R"("value": "bravo")", {"little"}},
                {"equals", R"("value": "ski \udbff\udfff")", {"last"}},
                {"equals", R"("value": "before")", {}},
                {"equals", R"("value": "after")", {"changed"}},
                {"not_equals",
                 R"("value": "ISTANBUL")",
                 {"nobody", "cleared", "lower", "dotless", "dotted", "composed", "decomposed",
                  "plain",  "sharp",   "gold",  "padded",  "coop",   "hyphen",   "space",
                  "big",    "little",  "wide",  "astral",  "last",   "signs",    "changed"}},
                {"not_equals",
                 R"("value": "ski 🎿 club")",
                 {"nobody",     "cleared", "lower",  "upper", "dotless", "dotted", "composed",
                  "decomposed", "plain",   "sharp",  "gold",  "padded",  "coop",   "hyphen",
                  "space",      "big",     "little", "wide",  "last",    "signs",  "changed"}},
                {"one_of", R"("values": ["İstanbul", "istanbul", "x"])", {"lower", "dotted"}},
                {"one_of", R"("values": ["cafe", "gold ", "ski \uff5e"])", {"plain", "padded", "wide"}},
                {"starts_with", R"("value": "i")", {"lower"}},
                {"starts_with", R"("value": "ı")", {"dotless"}},
                {"starts_with", R"("value": "I")", {"upper"}},
                {"starts_with", R"("value": "İ")", {"dotted"}},
                {"starts_with", R"("value": "cafe")", {"decomposed", "plain"}},
                {"starts_with", R"("value": "B")", {"big"}},
                {"starts_with", R"("value": "b")", {"little"}},
                {"starts_with", R"("value": "co")", {"coop", "hyphen", "space"}},
                {"starts_with", R"("value": "co-")", {"hyphen"}},
                {"starts_with", R"("value": "co ")", {"space"}},
                {"starts_with", R"("value": "gold ")", {"padded"}},
                {"starts_with", R"("value": "ski ")", {"wide", "astral", "last"}},
                {"starts_with", R"("value": "ski \uff5e")", {"wide"}},
                {"starts_with", R"("value": "ski 🎿")", {"astral"}},
                {"starts_with", R"("value": "ski \udbff\udfff")", {"last"}},
                {"starts_with", R"("value": "100%_")", {"signs"}},
                {"contains", R"("value": "stanbul")", {"lower", "dotless", "dotted"}},
                {"contains", R"("value": "STANBUL")", {"upper"}},
                {"contains", R"("value": "\u0301")", {"decomposed"}},
                {"contains", R"("value": "ß")", {"sharp"}},
                {"contains", R"("value": "old")", {"gold", "padded"}},
                {"contains", R"("value": " ")", {"padded", "space", "wide", "astral", "last"}},
                {"contains", R"("value": "🎿")", {"astral"}},
                {"contains", R"("value": "%")", {"signs"}},
                {"contains", R"("value": "[a]*'\"\\")", {"signs"}},
                {"known", "", {"lower",  "upper", "dotless", "dotted", "composed", "decomposed", "plain",
                               "sharp",  "gold",  "padded",  "coop",   "hyphen",   "space",      "big",
                               "little", "wide",  "astral",  "last",   "signs",    "changed"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

/// The index holds a hundred characters, of one to four bytes.
TypeTable longText() {
    const std::string head(100, 'a');
    std::string astral;
    for (int i = 0; i < 100; ++i) astral += "🎿";
    const auto value = [](const std::string& text) { return R"("value": ")" + text + '"'; };
    return {
        "long_text",
        {
            {"nobody"},
            {"cleared", R"("Dear Ann")", "null"},
            {"letter", R"("Dear Ann,\nthanks\n")"},
            {"carriage", R"("Dear Bob,\r\nthanks")"},
            {"dotless", R"("ısı")"},
            {"capital", R"("ISI")"},
            {"short", '"' + head + '"'},
            {"long", '"' + head + R"(q")"},
            {"longer", '"' + head + R"(qr")"},
            {"deep", '"' + astral + R"(x")"},
        },
        {
            {"starts_with", R"("value": "Dear")", {"letter", "carriage"}},
            {"starts_with", R"("value": "dear")", {}},
            {"starts_with", R"("value": "Dear Ann,\nthanks\n")", {"letter"}},
            {"starts_with", R"("value": "i")", {}},
            {"starts_with", R"("value": "ı")", {"dotless"}},
            {"starts_with", R"("value": "I")", {"capital"}},
            {"starts_with", value(head), {"short", "long", "longer"}},
            {"starts_with", value(head + "q"), {"long", "longer"}},
            {"starts_with", value(head + "qr"), {"longer"}},
            {"starts_with", value(astral), {"deep"}},
            {"starts_with", value(astral + "y"), {}},
            {"contains", R"("value": "\n")", {"letter", "carriage"}},
            {"contains", R"("value": "\r\n")", {"carriage"}},
            {"contains", R"("value": "Ann")", {"letter"}},
            {"contains", R"("value": "ANN")", {}},
            {"contains", R"("value": "aq")", {"long", "longer"}},
            {"contains", R"("value": "🎿x")", {"deep"}},
            {"known", "", {"letter", "carriage", "dotless", "capital", "short", "long", "longer", "deep"}},
            {"unknown", "", {"nobody", "cleared"}},
        }};
}

TypeTable singleChoice() {
    return {"single_choice",
            {
                {"nobody"},
                {"cleared", R"("gold")", "null"},
                {"gold", R"("gold")"},
                {"capital", R"("Gold")"},
                {"plus", R"("gold-plus")"},
                {"dotless", R"("ısı")"},
                {"dotted", R"("isi")"},
                {"astral", R"("🎿")"},
            },
            {
                {"equals", R"("value": "gold")", {"gold"}},
                {"equals", R"("value": "Gold")", {"capital"}},
                {"equals", R"("value": "ısı")", {"dotless"}},
                {"not_equals",
                 R"("value": "gold")",
                 {"nobody", "cleared", "capital", "plus", "dotless", "dotted", "astral"}},
                {"one_of", R"("values": ["gold-plus", "isi"])", {"plus", "dotted"}},
                {"one_of", R"("values": ["🎿", "Gold"])", {"astral", "capital"}},
                {"known", "", {"gold", "capital", "plus", "dotless", "dotted", "astral"}},
                {"unknown", "", {"nobody", "cleared"}},
            },
            R"({"choices": ["gold", "Gold", "gold-plus", "ısı", "isi", "🎿"]})"};
}

}  // namespace

std::vector<TypeTable> textTables() {
    return {text(), longText(), singleChoice()};
}

}  // namespace kith::test
