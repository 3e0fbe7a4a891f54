// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kith::test {

/// One person in words, so that pictures made by different programs compare, and differences read well.
/// Profiles are numbered in the order of their creation, from 1; times are milliseconds after kHistoryStart.
struct Person {
    int number = 0;
    std::int64_t version = 0;
    bool known = false;
    std::string life;    ///< Empty while it lives, else `deleted` or `erased`.
    std::string origin;  ///< `<created_at> <source name>`
    /// `email:a in 1` → role, first and last sighting, claim. What one that was deleted listed, too.
    std::map<std::string, std::string> entries;
    std::set<std::string> identifying;          ///< `email:a`
    std::map<std::string, std::string> fields;  ///< A set as its elements between spaces.
    std::map<std::string, std::string> subscriptions;
    std::multiset<std::string> activities;
    std::map<std::string, std::int64_t> counters;

    friend bool operator==(const Person&, const Person&) = default;
};

struct Picture {
    std::map<int, Person> people;                  ///< By number.
    std::map<int, int> pointers;                   ///< Every number → the live one.
    std::map<std::string, std::string> endpoints;  ///< `email:a` → the shown state and all others
    std::multiset<std::string> refusals;           ///< `<home>: code email:a`

    friend bool operator==(const Picture&, const Picture&) = default;
};

/// What must not depend on the order of arrival: everything but numbers, versions, sightings and refusals.
/// One line per person and endpoint, sorted.
[[nodiscard]] std::vector<std::string> essenceOf(const Picture& picture);

/// Without the names of observations that dated moving identifiers, which erasures take away.
[[nodiscard]] Picture withoutClaimants(Picture picture);

/// Without the addresses that these activities (`email/m1`) name.
[[nodiscard]] Picture withoutNamings(Picture picture, const std::set<std::string>& activities);

/// Without what was refused of these identifiers (`email:a`), as far as nobody lists them.
[[nodiscard]] Picture withoutRefusalsOf(Picture picture, const std::set<std::string>& names);

/// Only which unique and linking identifiers are one person.
[[nodiscard]] std::vector<std::string> partitionOf(const Picture& picture);

/// The first difference in words; empty if there is none.
[[nodiscard]] std::string differenceOf(const Picture& a, const Picture& b);
[[nodiscard]] std::string differenceOf(const std::vector<std::string>& a, const std::vector<std::string>& b);

}  // namespace kith::test
