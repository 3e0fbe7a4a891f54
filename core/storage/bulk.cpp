// SPDX-License-Identifier: Apache-2.0
#include "core/storage/bulk.hpp"

#include <array>
#include <charconv>
#include <limits>

namespace kith::storage {
namespace {

// A statement keeps the room of its arrays for the next group, within reason.
constexpr std::size_t kKeptCapacity = std::size_t{4} << 20U;

void separate(std::string& array) {
    array += array.size() == 1 ? "" : ",";
}

}  // namespace

void appendElement(std::string& array, std::int64_t value) {
    separate(array);
    std::array<char, std::numeric_limits<std::int64_t>::digits10 + 2> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    array.append(digits.data(), end);
}

void appendElement(std::string& array, std::string_view value) {
    separate(array);
    array += '"';
    for (std::size_t at = 0; at < value.size();) {
        const auto special = value.find_first_of("\"\\", at);
        array.append(value, at, special - at);
        if (special == std::string_view::npos) break;
        array += '\\';
        array += value[special];
        at = special + 1;
    }
    array += '"';
}

void appendNull(std::string& array) {
    separate(array);
    array += "NULL";
}

BulkRows::BulkRows(Statement& statement, std::size_t columns, bool sendsArrays)
    : statement_(statement), columns_(columns), sendsArrays_(sendsArrays) {
    reset();
}

bool BulkRows::finish() {
    if (!sendsArrays_ || count_ == 0) return false;
    for (std::size_t column = 0; column < columns_; ++column) statement_.parameter(column).text += '}';
    return true;
}

void BulkRows::reset() {
    count_ = 0;
    if (!sendsArrays_) return;
    for (std::size_t column = 0; column < columns_; ++column) {
        auto& text = statement_.parameter(column).text;
        text.clear();
        if (text.capacity() > kKeptCapacity) text.shrink_to_fit();
        text += '{';
    }
}

}  // namespace kith::storage
