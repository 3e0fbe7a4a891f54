// SPDX-License-Identifier: Apache-2.0
#include "core/app/config.hpp"

#include <fstream>

#include "core/app/config_layers.hpp"
#include "core/app/config_rules.hpp"
#include "core/app/config_yaml.hpp"

namespace kith::app {
namespace {

constexpr std::size_t kMaxFile = std::size_t{4} * 1'024 * 1'024;

std::string readFile(const std::filesystem::path& path) {
    const auto fail = [&](const std::string& why) {
        throw base::Error(base::ErrorCode::Configuration, "the configuration " + path.string() + " " + why);
    };
    std::ifstream file(path, std::ios::binary);
    if (!file) fail("can't be opened");
    std::string content(kMaxFile + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad() || (file.fail() && !file.eof())) fail("can't be read");
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > kMaxFile) fail("is larger than 4 MiB");
    return content;
}

}  // namespace

Configuration loadConfiguration(const std::filesystem::path& file, const Environment& environment,
                                std::span<const std::string> arguments, const FurtherCheck& further) {
    Problems problems;
    auto root = parseYaml(readFile(file), file.string(), true, problems);
    Configuration configuration;
    configuration.warnings = applyVariables(root, environment, problems);
    for (const auto& argument : arguments) applyArgument(root, argument, problems);
    expandReferences(root, environment, problems);
    configuration.checked = check(schema(), root, problems);
    checkRules(configuration.checked, problems);
    if (further) further(configuration.checked, problems);
    if (!problems.empty()) {
        const auto error = errorOf(problems);
        // What the entries hold and name is looked at in a configuration that can be read.
        throw base::Error(error.code(), error.detail() + "; more may be found once that is mended",
                          error.violations());
    }
    return configuration;
}

base::Error errorOf(const Problems& problems) {
    auto violations = problems.sorted();
    const auto count = violations.size();
    return {base::ErrorCode::Configuration,
            count == 1 ? "the configuration has a problem"
                       : "the configuration has " + std::to_string(count) + " problems",
            std::move(violations)};
}

}  // namespace kith::app
