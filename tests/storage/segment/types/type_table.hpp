// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

namespace kith::test {

/// Somebody, and what is said of the field, as JSON: at first, then, and of their time zone. Empty: nothing.
struct Valued {
    std::string name;
    std::string value = {};
    std::string then = {};
    std::string zone = {};
};

/// Whom `{"field": …, "is": is, more}` holds for when it is asked at that time.
struct Asked {
    std::string is;
    std::string more;
    std::set<std::string> names;
    std::string now = "2026-11-20T09:30:00.000Z";
};

/// People with a field of one type, which is called as its type is, and everything that is asked about them.
/// What is expected is written down here, by hand, and nowhere computed.
struct TypeTable {
    std::string type;
    std::vector<Valued> people;
    std::vector<Asked> asked;
    std::string options = "{}";
};

// Those of all types of the plugin `fields`. A type may have several.
[[nodiscard]] std::vector<TypeTable> textTables();
[[nodiscard]] std::vector<TypeTable> nameTables();
[[nodiscard]] std::vector<TypeTable> numberTables();
[[nodiscard]] std::vector<TypeTable> dateTables();
[[nodiscard]] std::vector<TypeTable> datetimeTables();
[[nodiscard]] std::vector<TypeTable> setTables();

}  // namespace kith::test
