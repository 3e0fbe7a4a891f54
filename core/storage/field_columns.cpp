// SPDX-License-Identifier: Apache-2.0
#include "core/storage/field_columns.hpp"

#include "core/model/hash.hpp"

namespace kith::storage {
namespace {

constexpr std::size_t kLongest = 300;
constexpr std::size_t kBeginning = 100;

}  // namespace

FieldColumns columnsOf(const model::FieldRow& row) {
    if (!row.present && !model::isOfSet(row.element)) return {};
    if (model::isNumeric(row.value.kind)) return {std::nullopt, row.value.number};
    return {row.value.text, std::nullopt};
}

std::string elementColumn(const std::string& element) {
    if (element.size() <= kLongest) return element;
    std::size_t cut = kBeginning;
    while ((static_cast<unsigned char>(element[cut]) & 0xC0U) == 0x80U) --cut;
    return element.substr(0, cut) + '#' + model::hexOf(model::hashOf(element));
}

std::string elementOf(std::string_view column, const model::FieldValue& value) {
    return model::isOfSet(column) ? value.elementKey() : std::string(column);
}

}  // namespace kith::storage
