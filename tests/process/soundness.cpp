// SPDX-License-Identifier: Apache-2.0
#include "tests/process/soundness.hpp"

#include <sstream>

#include "tests/process/program.hpp"

namespace kith::test {

std::vector<std::string> violations(const std::string& databaseUrl,
                                    const std::vector<std::string>& settings) {
    std::vector<std::string> words{"check", "--limit", "1000", "--set", "database.url=" + databaseUrl};
    for (const auto& setting : settings) words.insert(words.end(), {"--set", setting});
    const auto checked = runKith(words);
    std::vector<std::string> found;
    if (checked.code != 0 && checked.out.empty()) found.push_back(checked.err);
    std::istringstream lines(checked.out);
    for (std::string line; std::getline(lines, line);) found.push_back(line);
    return found;
}

}  // namespace kith::test
