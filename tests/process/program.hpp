// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/process.hpp"

namespace kith::test {

inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;

inline std::vector<std::string> program(std::vector<std::string> words) {
    words.insert(words.begin(), KITH_PROGRAM);
    return words;
}

/// Runs `kith` with these words to its end.
[[nodiscard]] inline Ended runKith(std::vector<std::string> words,
                                   const std::map<std::string, std::string>& variables = {}) {
    return run(program(std::move(words)), variables);
}

}  // namespace kith::test
