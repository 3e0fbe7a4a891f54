// SPDX-License-Identifier: Apache-2.0
// Subscriptions, folded as core/model/subscription_fold.hpp folds them.
#include <fmt/format.h>

#include "core/storage/segment/leaves.hpp"
#include "core/storage/sql_text.hpp"

namespace kith::storage {
namespace {

using model::SubscriptionState;

// Who unsubscribed and did not come back by themselves. Only of those who ever unsubscribed the order is
// asked.
constexpr std::string_view kLeft = R"sql(
SELECT r.id AS id
FROM (SELECT h.canonical_id AS id, c.subscribed,
             dense_rank() OVER (PARTITION BY h.canonical_id ORDER BY {order}) AS place
      FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON o.id = c.observation_id
      WHERE c.category = {category} AND c.current = 1{mine}
        AND (c.subscribed = 0 OR (o.attested = 1 AND c.given_by = 'person'))
        AND h.canonical_id IN (
            SELECT g.canonical_id FROM consent u JOIN profile g ON g.id = u.home
            WHERE u.category = {category} AND u.current = 1 AND u.subscribed = 0)) AS r
GROUP BY r.id
HAVING max(CASE WHEN r.subscribed = 0 THEN r.place END) >=
       coalesce(max(CASE WHEN r.subscribed = 1 THEN r.place END), 0))sql";

constexpr std::string_view kOptedIn = R"sql(
SELECT h.canonical_id AS id
FROM consent c JOIN profile h ON h.id = c.home JOIN observation o ON o.id = c.observation_id
WHERE c.category = {category} AND c.current = 1{mine} AND c.subscribed = 1 AND o.attested = {attested})sql";

constexpr std::string_view kAsked = R"sql(
SELECT h.canonical_id AS id FROM consent c JOIN profile h ON h.id = c.home
WHERE c.category = {category} AND c.current = 1{mine})sql";

class Subscriptions {
public:
    Subscriptions(const std::string& category, SegmentText& text)
        : text_(text),
          category_(text.made.bind(category)),
          mine_(text.ofScope("c.home")),
          order_(stampOrder("c.at", text.dialect)) {}

    [[nodiscard]] ProfileSet of(SubscriptionState state, std::optional<bool> byDefault) const {
        switch (state) {
            case SubscriptionState::Unsubscribed:
                return {byDefault == false ? left() + " UNION ALL " + silent() : left()};
            case SubscriptionState::Subscribed:
                // By default everybody is, but who left or was only claimed to opt in.
                if (byDefault == true) return {left() + " UNION ALL " + but(asked(), {optedIn(true)}), true};
                return {but(optedIn(true), {left()})};
            case SubscriptionState::Pending:
                return {but(optedIn(false), {optedIn(true), left()})};
        }
        return {};
    }

private:
    [[nodiscard]] std::string written(std::string_view sql, std::string_view attested = {}) const {
        return replaceMarks(
            sql,
            {{"{category}", category_}, {"{mine}", mine_}, {"{order}", order_}, {"{attested}", attested}});
    }
    [[nodiscard]] std::string left() const { return written(kLeft); }
    [[nodiscard]] std::string optedIn(bool attested) const { return written(kOptedIn, attested ? "1" : "0"); }
    /// Those of whom anything is known of it.
    [[nodiscard]] std::string asked() const { return written(kAsked); }
    /// The others.
    [[nodiscard]] std::string silent() const { return text_.enumerated({asked(), true}); }
    [[nodiscard]] std::string but(const std::string& some, const std::vector<std::string>& others) const {
        std::vector<std::string> tests;
        for (const auto& each : others) tests.push_back(text_.dialect.notIn("s.id", each));
        return fmt::format("SELECT s.id AS id FROM ({}) AS s WHERE {}", some, joined(tests, " AND "));
    }

    SegmentText& text_;
    std::string category_;
    std::string mine_;
    std::string order_;
};

}  // namespace

ProfileSet profilesWith(const model::SubscriptionCondition& condition, SegmentText& text) {
    const Subscriptions subscriptions(condition.category, text);
    if (condition.states.size() == 1)
        return subscriptions.of(condition.states.front(), condition.subscribedByDefault);
    std::vector<std::string> sets;
    for (const auto state : condition.states)
        sets.push_back(text.enumerated(subscriptions.of(state, condition.subscribedByDefault)));
    return {joined(sets, " UNION ALL ")};
}

}  // namespace kith::storage
