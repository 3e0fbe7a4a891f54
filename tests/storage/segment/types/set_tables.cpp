// SPDX-License-Identifier: Apache-2.0
// Sets by their elements, and JSON, of which only its presence is asked.
#include "tests/storage/segment/types/type_table.hpp"

namespace kith::test {
namespace {

TypeTable multiChoice() {
    return {"multi_choice",
            {
                {"nobody"},
                {"cleared", R"(["golf"])", "null"},
                {"emptied", R"(["golf"])", R"({"remove": ["golf"]})"},
                {"both", R"(["ski", "golf"])"},
                {"grown", R"(["golf"])", R"({"add": ["ski"]})"},
                {"capital", R"(["Ski"])"},
                {"dotless", R"(["ısı"])"},
                {"dotted", R"(["isi"])"},
                {"astral", R"(["🎿", "ski"])"},
            },
            {
                {"contains", R"("value": "ski")", {"both", "grown", "astral"}},
                {"contains", R"("value": "Ski")", {"capital"}},
                {"contains", R"("value": "ısı")", {"dotless"}},
                {"contains", R"("value": "🎿")", {"astral"}},
                {"one_of", R"("values": ["golf", "isi"])", {"both", "grown", "dotted"}},
                {"one_of", R"("values": ["Ski"])", {"capital"}},
                {"all_of", R"("values": ["ski", "golf"])", {"both", "grown"}},
                {"all_of", R"("values": ["ski", "🎿"])", {"astral"}},
                {"all_of", R"("values": ["ski", "isi"])", {}},
                {"none_of",
                 R"("values": ["ski"])",
                 {"nobody", "cleared", "emptied", "capital", "dotless", "dotted"}},
                {"none_of",
                 R"("values": ["golf", "ısı", "🎿"])",
                 {"nobody", "cleared", "emptied", "capital", "dotted"}},
                {"known", "", {"both", "grown", "capital", "dotless", "dotted", "astral"}},
                {"unknown", "", {"nobody", "cleared", "emptied"}},
            },
            R"({"choices": ["ski", "Ski", "golf", "ısı", "isi", "🎿"]})"};
}

TypeTable tags() {
    return {
        "tags",
        {
            {"nobody"},
            {"cleared", R"(["vip"])", "null"},
            {"emptied", R"(["vip"])", R"({"remove": ["vip"]})"},
            {"trimmed", R"([" vip "])"},
            {"capital", R"(["VIP"])"},
            {"dotless", R"(["vıp"])"},
            {"two", R"(["vip", "new"])"},
            {"astral", R"(["👩\u200d🚀"])"},
        },
        {
            {"contains", R"("value": "vip")", {"trimmed", "two"}},
            {"contains", R"("value": " vip")", {"trimmed", "two"}},
            {"contains", R"("value": "vi")", {}},
            {"contains", R"("value": "vıp")", {"dotless"}},
            {"contains", R"("value": "👩")", {}},
            {"contains", R"("value": "👩\u200d🚀")", {"astral"}},
            {"one_of", R"("values": ["VIP", "new", "x"])", {"capital", "two"}},
            {"all_of", R"("values": ["vip", "new"])", {"two"}},
            {"all_of", R"("values": ["vip"])", {"trimmed", "two"}},
            {"none_of", R"("values": ["vip", "VIP"])", {"nobody", "cleared", "emptied", "dotless", "astral"}},
            {"known", "", {"trimmed", "capital", "dotless", "two", "astral"}},
            {"unknown", "", {"nobody", "cleared", "emptied"}},
        }};
}

TypeTable document() {
    return {"json",
            {
                {"nobody"},
                {"cleared", R"({"size": 43})", "null"},
                {"object", R"({"size": 43, "worn": null})"},
                {"array", R"([1, "🎿"])"},
            },
            {
                {"known", "", {"object", "array"}},
                {"unknown", "", {"nobody", "cleared"}},
            }};
}

}  // namespace

std::vector<TypeTable> setTables() {
    return {multiChoice(), tags(), document()};
}

}  // namespace kith::test
