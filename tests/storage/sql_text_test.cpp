// SPDX-License-Identifier: Apache-2.0
#include "core/storage/sql_text.hpp"

#include <catch2/catch.hpp>

#include "core/storage/statement.hpp"

using namespace kith::storage;
using Texts = std::vector<std::string>;

TEST_CASE("a semicolon inside quotes or comments ends no statement", "[storage]") {
    CHECK(splitStatements("SELECT 'a;b''c;'; SELECT \"x;y\"") ==
          Texts{"SELECT 'a;b''c;'", " SELECT \"x;y\""});
    CHECK(splitStatements("SELECT 1 -- no; not here\n;SELECT 2") ==
          Texts{"SELECT 1 -- no; not here\n", "SELECT 2"});
    CHECK(splitStatements("SELECT /* ; */ 1;") == Texts{"SELECT /* ; */ 1"});
    CHECK(splitStatements("CREATE FUNCTION f() AS $body$ a; b; $body$; SELECT 1") ==
          Texts{"CREATE FUNCTION f() AS $body$ a; b; $body$", " SELECT 1"});
}

TEST_CASE("statements of nothing but blanks and comments are left out", "[storage]") {
    CHECK(splitStatements("").empty());
    CHECK(splitStatements(" ;;\n-- only a comment\n; /* nor ; here */ ;").empty());
    CHECK(splitStatements("-- before\nSELECT 1") == Texts{"-- before\nSELECT 1"});
}

TEST_CASE("an unfinished quote or comment ends with the text", "[storage]") {
    CHECK(splitStatements("SELECT 'a; b").size() == 1);
    CHECK(splitStatements("SELECT 1 /* ; ").size() == 1);
    CHECK(splitStatements("SELECT $a$ ; ").size() == 1);
    CHECK(splitStatements("SELECT $1; SELECT 2").size() == 2);
}

TEST_CASE("parameters are found by name, once each, outside of quotes and casts", "[storage]") {
    CHECK(parameterNames("SELECT :a, :b, :a") == Texts{"a", "b"});
    CHECK(parameterNames("SELECT ':a', x::text, \":b\" -- :c\n, :d") == Texts{"d"});
    CHECK(parameterNames("SELECT 1").empty());
}
