// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>

#include "core/storage/database.hpp"
#include "tests/bench/benches.hpp"
#include "tests/bench/made_population.hpp"

namespace {

using kith::storage::Engine;

struct Wanted {
    bool quick = false;
    std::size_t population = 0;  ///< 0: as the other sizes say.
    std::uint32_t seed = 0;
    std::vector<std::string> engines{"sqlite", "postgresql"};
    std::vector<std::string> parts{"writes", "reads", "timeline", "merge", "segments", "console"};
};

bool has(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

/// What is measured of a population, which takes long to make.
void benchPopulation(kith::storage::Engine engine, const Wanted& wanted, const kith::bench::Sizes& sizes,
                     kith::bench::Report& report) {
    using namespace kith::bench;
    const BenchDatabase made(engine);
    report.progress(fmt::format("making {} people with ten activities each on {}, seed {}", sizes.population,
                                kith::storage::engineName(engine), sizes.seed));
    {
        kith::storage::Database database(settingsFor(made));
        makePopulation(*database.openWriter(), sizes.population, sizes.seed, report);
    }
    if (has(wanted.parts, "segments")) benchSegments(made, engine, sizes, report);
    if (has(wanted.parts, "console")) benchConsole(made, engine, sizes, report);
}

int run(const Wanted& wanted) {
    using namespace kith::bench;
    auto sizes = wanted.quick ? kQuick : Sizes{};
    if (wanted.population > 0) sizes.population = wanted.population;
    sizes.seed = wanted.seed;
    Report report;
    for (const auto engine : {Engine::Sqlite, Engine::Postgresql}) {
        if (!has(wanted.engines, engine == Engine::Sqlite ? "sqlite" : "postgresql")) continue;
        if (has(wanted.parts, "writes")) benchWrites(engine, sizes, report);
        if (has(wanted.parts, "reads")) benchReads(engine, sizes, report);
        if (has(wanted.parts, "timeline")) benchTimeline(engine, sizes, report);
        if (has(wanted.parts, "merge")) benchMerge(engine, sizes, report);
        if (has(wanted.parts, "segments") || has(wanted.parts, "console"))
            benchPopulation(engine, wanted, sizes, report);
    }
    report.print();
    return report.passes() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app(
        "Measures kith side by side with what its database and its HTTP library can do at most, on SQLite "
        "and on a PostgreSQL server of its own, and prints the ratios. Exit code 1: one is below 0.6 of its "
        "aim, or merging somebody with a long history takes 1.5 times as long as one with a short one, or "
        "reading their first page afterwards 1.1 times as long as before, or a segment takes twice as long "
        "as the SQL by hand (1.3 times as long in the median). Of the console it is only told how long "
        "people "
        "wait. Takes about half an hour, and more for the segments and the console of a million people, for "
        "whom it needs about 8 GB in the folder of temporary files; what else runs on the machine makes the "
        "figures worse. For segments alone, of fewer people on one engine: --part segments --population "
        "100000 --engine sqlite");
    Wanted wanted;
    app.add_flag("--quick", wanted.quick, "Less of everything: about a minute, less exact");
    app.add_option(
           "--population", wanted.population,
           "People that segments are made of and the console shows, with ten activities each; 1000000 "
           "if not given, 20000 with --quick")
        ->check(CLI::Range(1'000, 10'000'000));
    app.add_option("--seed", wanted.seed,
                   "Which people those are: the same ones for one seed, every time; 0 if not given")
        ->check(CLI::Range(std::uint32_t{0}, kith::bench::kMostSeed));
    app.add_option("--engine", wanted.engines, "sqlite or postgresql; both if not given")
        ->check(CLI::IsMember({"sqlite", "postgresql"}));
    app.add_option("--part", wanted.parts,
                   "writes, reads, timeline, merge, segments or console; all if not given")
        ->check(CLI::IsMember({"writes", "reads", "timeline", "merge", "segments", "console"}));
    CLI11_PARSE(app, argc, argv);
    try {
        return run(wanted);
    } catch (const std::exception& failure) {
        std::cerr << "kith_bench: " << failure.what() << '\n';
        return 1;
    }
}
