// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kith::storage::check {

enum class Weight {
    Violation,
    Remark,  ///< Is none if the configuration was another one once, or maintenance has not come there yet.
};

/// A row that breaks a rule: the columns of its key with their values, and the rule in words. Holds nobody's
/// values but ids: those of profiles as the API gives them, others as numbers.
struct Finding {
    std::string_view table;
    std::string_view key;
    std::string_view sentence;
};

/// How many rows of a table break one rule.
struct FindingCount {
    std::string table;
    std::string sentence;
    Weight weight = Weight::Violation;
    std::int64_t rows = 0;
    std::int64_t shown = 0;
};

/// What a check has found: every row is counted, the first of each rule are shown. Not thread-safe.
class Findings {
public:
    using Show = std::function<void(const Finding&)>;

    Findings(std::int64_t mostShown, Show show) : mostShown_(mostShown), show_(std::move(show)) {}

    void add(std::string_view table, std::string_view key, std::string_view sentence,
             Weight weight = Weight::Violation);
    /// Counts rows of a rule, of which none is shown.
    void count(std::string_view table, std::string_view sentence, std::int64_t rows,
               Weight weight = Weight::Violation);
    /// How many rows of a rule may still be shown.
    [[nodiscard]] std::int64_t room(std::string_view table, std::string_view sentence);
    /// Shows a row that was counted.
    void show(std::string_view table, std::string_view key, std::string_view sentence);

    [[nodiscard]] std::vector<FindingCount> counts() const;

private:
    struct Count {
        Weight weight = Weight::Violation;
        std::int64_t rows = 0;
        std::int64_t shown = 0;
    };
    Count& of(std::string_view table, std::string_view sentence);

    std::int64_t mostShown_;
    Show show_;
    std::map<std::pair<std::string, std::string>, Count> counts_;
};

}  // namespace kith::storage::check
