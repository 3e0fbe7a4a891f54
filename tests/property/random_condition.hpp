// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::test {

// What is drawn, each as often.
[[nodiscard]] int below(std::mt19937& random, int end);
[[nodiscard]] std::string oneOf(std::mt19937& random, const std::vector<std::string>& words);

/// A value of a field of segmentCatalogue() that is no set.
[[nodiscard]] nlohmann::json randomValue(std::mt19937& random, const std::string& field);

/// One of every kind that there is, with groups up to that depth, about what people in segments_test.cpp say;
/// their segments are `worded`, `listed` and `both`.
[[nodiscard]] nlohmann::json randomCondition(std::mt19937& random, int depth);

}  // namespace kith::test
