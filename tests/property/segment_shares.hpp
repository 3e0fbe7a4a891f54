// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

namespace kith::test {

/// What happened to random people, and what random conditions said of them: where these all hold for nobody
/// or for everybody, that two evaluators agree tells nothing.
class SegmentShares {
public:
    int merges = 0;
    int undos = 0;
    int deletions = 0;
    int restores = 0;
    int united = 0;  ///< Names of people of several who are there in the end.

    /// `holding`: for which of the names it holds, of all that are there; `united`: those of people of
    /// several.
    void add(const nlohmann::json& condition, const std::set<std::string>& holding, std::size_t all,
             const std::set<std::string>& united) {
        if (holding.empty() || holding.size() == all) return;
        ++telling_;
        if (std::ranges::any_of(holding, [&](const std::string& name) { return united.contains(name); }))
            ++ofUnited_;
        addKinds(condition);
    }

    /// Each is far from what so many seeds come to by chance.
    void check(int seeds, int conditions) const {
        CHECK(merges >= 3 * seeds);
        CHECK(2 * undos >= seeds);
        CHECK(deletions >= 2 * seeds);
        CHECK(restores >= 2 * seeds);
        CHECK(united >= seeds);
        CHECK(5 * telling_ >= seeds * conditions);
        CHECK(ofUnited_ >= 2 * seeds);
        for (const auto* kind : kKinds) {
            INFO(kind);
            const auto found = kinds_.find(kind);
            CHECK((found != kinds_.end() && found->second >= seeds));
        }
    }

private:
    static constexpr std::array kKinds{"field",      "tag",     "activity", "subscription",
                                       "identifier", "profile", "segment"};

    void addKinds(const nlohmann::json& condition) {
        for (const auto* group : {"all", "any", "none"}) {
            const auto children = condition.find(group);
            if (children == condition.end()) continue;
            for (const auto& child : *children) addKinds(child);
            return;
        }
        for (const auto* kind : kKinds)
            if (condition.contains(kind)) ++kinds_[kind];
    }

    int telling_ = 0;   ///< Conditions that hold for some and not for all.
    int ofUnited_ = 0;  ///< Of them, those that hold for somebody of several names.
    std::map<std::string, int, std::less<>> kinds_;
};

}  // namespace kith::test
