// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

#include "core/storage/database.hpp"
#include "tests/bench/bench_database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/made_names.hpp"
#include "tests/support/process.hpp"

namespace kith::bench {
namespace {

/// What npm needs to find its registry may stand there.
std::map<std::string, std::string> ownEnvironment() {
    std::map<std::string, std::string> variables;
    for (auto* const* each = environ; *each != nullptr; ++each) {
        const std::string_view text = *each;
        const auto equals = text.find('=');
        if (equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

}  // namespace

void benchConsole(const BenchDatabase& made, storage::Engine engine, const Sizes& sizes, Report& report) {
    const std::string on{storage::engineName(engine)};
    report.progress("the console on " + on);
    {
        storage::Database database(settingsFor(made));
        makeNames(*database.openWriter(), sizes.population, report);
    }
    const auto modules =
        test::run({"/bin/bash", KITH_NPM_MODULES, KITH_SCRIPTS, KITH_MODULES}, ownEnvironment());
    if (modules.code != 0) throw std::runtime_error("the modules of the console's tests: " + modules.err);
    test::Process script({KITH_NODE, std::string(KITH_MODULES) + "/console_speed.mjs", KITH_PROGRAM,
                          made.url(), std::to_string(sizes.population)});
    while (const auto line = script.line("{")) {
        const auto found = nlohmann::json::parse(*line);
        report.add(Wait{fmt::format("{}: {}", on, found.at("what").get<std::string>()), found.at("unit"),
                        found.at("most").is_null() ? std::nullopt : std::optional<double>(found.at("most")),
                        found.at("values")});
    }
    const auto ended = script.wait();
    if (ended.code != 0) throw std::runtime_error("the console's script: " + ended.err);
}

}  // namespace kith::bench
