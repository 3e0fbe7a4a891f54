// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace kith::test {

/// Somebody of whom every kind of value is told, again and again with other values. Those who are marked have
/// only values that hold what kMarks lists, and nobody else has one that does; but countries and time zones
/// can't be made up.
class TracedPerson {
public:
    TracedPerson(int number, bool isMarked) : number_(number), isMarked_(isMarked) {}

    /// As it is to be posted; of a later round the values are later ones.
    [[nodiscard]] nlohmann::json observation(int round) const;
    /// A value of theirs.
    [[nodiscard]] std::string value(const std::string& what) const;

    /// In the notation that is kept as it was given.
    [[nodiscard]] std::string givenEmail() const;
    [[nodiscard]] std::string ref() const { return "email:" + givenEmail(); }
    [[nodiscard]] nlohmann::json email() const { return {{"type", "email"}, {"value", givenEmail()}}; }
    /// Those of even numbers have one.
    [[nodiscard]] nlohmann::json externalId() const;
    [[nodiscard]] std::string cookie() const;
    /// Their chat's, and more.
    [[nodiscard]] std::int64_t large() const;
    /// Of letters and digits, theirs alone.
    [[nodiscard]] std::string word() const;

private:
    [[nodiscard]] std::string phone() const;
    [[nodiscard]] nlohmann::json identifiers(int round) const;
    [[nodiscard]] nlohmann::json fields(int round) const;
    [[nodiscard]] nlohmann::json consent(int round) const;
    [[nodiscard]] nlohmann::json endpoints(int round) const;
    [[nodiscard]] nlohmann::json activities(int round) const;

    int number_;
    bool isMarked_;
};

/// What stands in each value of the marked, in small letters: words, digits, an IP address, a day.
inline constexpr std::array kMarks{"qzxjvk",     "38050739184", "739-18-4",
                                   "203.0.113.", "1839-07-1",   "73918462051"};
/// The first bytes of their numbers as SQLite keeps them, with those that are kept in millionths.
[[nodiscard]] std::vector<std::string> binaryMarks();

/// Custom fields of every kind, so that TracedPerson has some of each.
[[nodiscard]] std::string traceableFields();

}  // namespace kith::test
