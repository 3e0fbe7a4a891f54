// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/storage/check/check.hpp"
#include "tests/storage/group_fixture.hpp"

namespace kith::test {

/// A database in which everything has happened that makes rows: merges of merged people, moves, refusals,
/// claims, edits, consents and states that outdo each other, activities that are reported twice, somebody
/// deleted, and long before somebody erased, whose first event has left the feed.
class Society : public GroupFixture {
public:
    Society();

    /// As lines of `table key: sentence`.
    struct Report {
        std::vector<std::string> shown;
        std::vector<storage::check::FindingCount> counts;

        [[nodiscard]] bool names(const std::string& table, const std::string& sentence) const;
    };
    /// Ends the session's transaction, if it has one, by a rollback.
    [[nodiscard]] Report check(storage::Session& on, std::int64_t mostShown = 20,
                               const identity::Caps& caps = {}) {
        return check(on, catalogue.rules(), mostShown, caps);
    }
    /// The same with other rules than those that it was made by.
    [[nodiscard]] static Report check(storage::Session& on, const model::IdentifierRules& rules,
                                      std::int64_t mostShown = 20, const identity::Caps& caps = {});
    /// As the start of a server with these rules does.
    void startWith(const model::IdentifierRules& rules);
    /// As the maintenance of that server does, until nothing is left.
    void maintainWith(const model::IdentifierRules& rules);

private:
    void claim(std::string_view json);
    /// Gives the events of the outbox their numbers.
    void number();
    void edit(base::ProfileId home, std::string_view json);
    /// Until nothing is left.
    void erase(base::ProfileId profile);
    model::Decision decide(model::Command command);
};

}  // namespace kith::test
