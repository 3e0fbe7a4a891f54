// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/measure.hpp"

namespace kith::bench {

/// Below this part of its aim a result counts as failed, if no other one is given.
inline constexpr double kFloor = 0.6;

/// One line of the result.
struct Finding {
    std::string what;
    std::string unit;
    SideBySide measured;
    std::optional<double> aim;  ///< Of the ratio.
    double floor = kFloor;      ///< 1: the aim is a demand.
};

/// What somebody waits for; shown, and never failed for.
struct Wait {
    std::string what;
    std::string unit;
    std::optional<double> most;  ///< That the 95th percentile is to be.
    std::vector<double> values;
};

/// What the benchmark found. Progress goes to standard error as it comes, the result to standard output.
class Report {
public:
    void progress(const std::string& text) const;
    void add(Finding finding);
    void add(Wait wait);
    /// The table, and under it the machine.
    void print() const;
    /// Whether no ratio is below its floor.
    [[nodiscard]] bool passes() const;

private:
    std::vector<Finding> findings_;
    std::vector<Wait> waits_;
};

}  // namespace kith::bench
