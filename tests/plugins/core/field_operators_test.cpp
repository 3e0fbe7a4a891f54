// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

#include "core/model/operators.hpp"
#include "core/plugins/declaration_reader.hpp"

namespace kith::plugins {
namespace {

using Names = std::set<std::string>;

std::vector<std::string> defectsOf(kith_storage_kind storage, bool isSet, kith_operators operators) {
    kith_field_type type{};
    type.struct_size = sizeof(type);
    type.storage = storage;
    type.name = {"shoe", 4};
    type.operators = operators;
    type.is_set = isSet ? 1U : 0U;
    kith_declaration declaration{};
    declaration.struct_size = sizeof(declaration);
    declaration.field_types = &type;
    declaration.field_type_count = 1;
    Descriptor read;
    std::vector<std::string> defects;
    DeclarationReader(declaration, read, defects).read();
    return defects;
}

/// Those that such a type may pick, each tried alone.
Names pickable(kith_storage_kind storage, bool isSet) {
    Names names;
    for (std::uint32_t bit = 0; bit < model::kOperatorNames.names.size(); ++bit) {
        const auto name = model::kOperatorNames.names.at(bit);
        const auto defects = defectsOf(storage, isSet, kith_operators{1} << bit);
        if (defects.empty()) {
            names.emplace(name);
            continue;
        }
        REQUIRE(defects.size() == 1);
        CHECK(defects.front().starts_with("The field type number 1 picks the operator " + std::string(name) +
                                          ", which a "));
    }
    return names;
}

Names operator+(Names all, const Names& more) {
    all.insert(more.begin(), more.end());
    return all;
}

const Names kAlways{"known", "unknown"};
const Names kCompared = kAlways + Names{"equals", "not_equals", "one_of", "less", "greater", "between"};
const Names kOfSets{"contains", "all_of", "none_of"};
const Names kOfDays{"in_last_days", "in_next_days"};

TEST_CASE("a type of field picks only operators that what it stores is compared by", "[plugins]") {
    struct Row {
        kith_storage_kind storage;
        Names single;
        Names ofSets;
    };
    const std::vector<Row> rows{
        {KITH_STORAGE_TEXT, kCompared + Names{"starts_with", "contains"},
         kCompared + kOfSets + Names{"starts_with"}},
        {KITH_STORAGE_INTEGER, kCompared, kCompared + kOfSets},
        {KITH_STORAGE_DECIMAL, kCompared, kCompared + kOfSets},
        {KITH_STORAGE_BOOLEAN, kCompared, kCompared + kOfSets},
        {KITH_STORAGE_DATE, kCompared + kOfDays + Names{"anniversary"},
         kCompared + kOfSets + kOfDays + Names{"anniversary"}},
        {KITH_STORAGE_TIME, kCompared + kOfDays, kCompared + kOfSets + kOfDays},
        {KITH_STORAGE_JSON, kAlways, kAlways},
    };
    for (const auto& row : rows) {
        CAPTURE(row.storage);
        CHECK(pickable(row.storage, false) == row.single);
        CHECK(pickable(row.storage, true) == row.ofSets);
    }
}

}  // namespace
}  // namespace kith::plugins
