// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/report.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <thread>

#include <sys/utsname.h>

#include <fmt/format.h>

namespace kith::bench {
namespace {

bool passes(const Finding& finding) {
    return !finding.aim || finding.measured.ratio() >= *finding.aim * finding.floor;
}

std::string verdict(const Finding& finding) {
    if (!finding.aim) return "";
    const auto* const word = !passes(finding)                           ? "FAILED"
                             : finding.measured.ratio() >= *finding.aim ? "met"
                                                                        : "below the aim";
    return fmt::format("aim {:.2g}: {}", *finding.aim, word);
}

std::string lineOf(const Finding& finding) {
    const auto& measured = finding.measured;
    return fmt::format("{:<62} {:>9.0f} {:>9.0f} {:<6} {:>5.2f} ({:.2f} to {:.2f})  {}", finding.what,
                       measured.ours(), measured.limit(), finding.unit, measured.ratio(), measured.lowest(),
                       measured.highest(), verdict(finding));
}

std::string lineOf(const Wait& wait) {
    const auto most = percentile95(wait.values);
    const auto verdict =
        wait.most ? fmt::format("aim {:.0f}: {}", *wait.most, most <= *wait.most ? "met" : "missed") : "";
    return fmt::format("{:<74} {:>7.1f} {:>7.1f} {:<3} {:>4}  {}", wait.what, median(wait.values), most,
                       wait.unit, wait.values.size(), verdict);
}

/// The value of the first line `name: value` of a file like /proc/cpuinfo.
std::string valueIn(const char* file, const std::string& name) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(name)) continue;
        const auto value = line.find_first_not_of(" \t", line.find(':') + 1);
        return value == std::string::npos ? "" : line.substr(value);
    }
    return "unknown";
}

std::string machine() {
    utsname system{};
    uname(&system);
    return fmt::format("{} x {}, {} of memory, Linux {}", std::thread::hardware_concurrency(),
                       valueIn("/proc/cpuinfo", "model name"), valueIn("/proc/meminfo", "MemTotal"),
                       system.release);
}

}  // namespace

void Report::progress(const std::string& text) const {
    std::cerr << "-- " << text << '\n';
}

void Report::add(Finding finding) {
    progress(lineOf(finding));
    findings_.push_back(std::move(finding));
}

void Report::add(Wait wait) {
    progress(lineOf(wait));
    waits_.push_back(std::move(wait));
}

void Report::print() const {
    if (!findings_.empty()) {
        std::cout << fmt::format("{:<62} {:>9} {:>9} {:<6} {}\n", "Medians of runs side by side", "kith",
                                 "limit", "", "ratio (lowest, highest)");
        for (const auto& finding : findings_) std::cout << lineOf(finding) << '\n';
    }
    if (!waits_.empty()) {
        std::cout << fmt::format("{:<74} {:>7} {:>7} {:<3} {:>4}\n", "What a person waits for", "median",
                                 "95th", "", "of");
        for (const auto& wait : waits_) std::cout << lineOf(wait) << '\n';
    }
    std::cout << "\nMachine: " << machine() << std::endl;
}

bool Report::passes() const {
    return std::ranges::all_of(findings_, bench::passes);
}

}  // namespace kith::bench
