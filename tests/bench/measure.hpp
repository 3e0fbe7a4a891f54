// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace kith::bench {

[[nodiscard]] inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// The smallest value that 95 of 100 are not above.
[[nodiscard]] inline double percentile95(std::vector<double> values) {
    std::ranges::sort(values);
    return values[(values.size() * 95 + 99) / 100 - 1];
}

template <class Work>
[[nodiscard]] double secondsOf(Work work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

/// What was measured of two sides in turn, so that whatever else the machine does meets both.
class SideBySide {
public:
    void add(double ours, double limit) {
        ours_.push_back(ours);
        limits_.push_back(limit);
        ratios_.push_back(ours / limit);
    }
    [[nodiscard]] double ours() const { return median(ours_); }
    [[nodiscard]] double limit() const { return median(limits_); }
    /// The median of the ratios, which is steadier than the ratio of the medians.
    [[nodiscard]] double ratio() const { return median(ratios_); }
    [[nodiscard]] double lowest() const { return *std::ranges::min_element(ratios_); }
    [[nodiscard]] double highest() const { return *std::ranges::max_element(ratios_); }

private:
    std::vector<double> ours_;
    std::vector<double> limits_;
    std::vector<double> ratios_;
};

}  // namespace kith::bench
