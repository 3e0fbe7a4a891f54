// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "core/storage/plan_writer.hpp"
#include "core/storage/session.hpp"

namespace kith::storage {
namespace {

using identity::Change;

constexpr std::string_view kInsert = R"(
INSERT INTO named_identifier
{insert home bigint, identifier_id bigint, keeps bigint}
ON CONFLICT (home, identifier_id) DO UPDATE SET keeps = excluded.keeps WHERE named_identifier.keeps < excluded.keeps)";

/// What a group's rows name; of each whether that keeps the identifier when somebody else is erased.
class Namings {
public:
    explicit Namings(const GroupPlan& plan) : plan_(plan) {
        for (const auto& accepted : plan.appends.observations)
            homes_.emplace(accepted.observation->origin->row, accepted.home);
    }

    void addWritten() {
        for (const auto& [link, origin] : plan_.appends.links) {
            add(homes_.at(origin->row), link.a, origin->attested);
            add(homes_.at(origin->row), link.b, origin->attested);
        }
        for (const auto& [identifier, rows] : plan_.facts.endpoints) {
            for (const auto& [row, current, change] : rows) {
                if (change == Change::Added)
                    add(homes_.at(row.stamp.origin->row), identifier, row.stamp.attested);
            }
        }
        for (const auto& [key, tracked] : plan_.facts.activities) {
            const auto& [row, current, change] = tracked;
            if (change == Change::None || !row.facts.endpoint) continue;
            // One that the group does not mention was named when it was written.
            if (const auto* endpoint = plan_.world.find(*row.facts.endpoint))
                add(row.home, endpoint->id, row.factsStamp.attested);
        }
    }

    /// What is no longer listed; not what the deleted list, until they are restored or erased.
    void addLeft() {
        for (const auto& [identifier, home, role] : plan_.world.removedEntries()) {
            if (!isRetired(home, identifier)) put(home, identifier, role != model::Role::Claimed);
        }
        for (const auto& lapsed : plan_.world.lapsedEntries()) put(lapsed.home, lapsed.identifier, false);
    }

    void write(Session& session) const {
        if (named_.empty()) return;
        auto insert = session.bulk(kInsert);
        for (const auto& [naming, keeps] : named_) insert.add(naming.first, naming.second, keeps);
        insert.run();
    }

private:
    void add(base::ProfileId home, base::IdentifierId identifier, bool keeps) {
        // What is said of an address without saying whose it is stays with the address.
        if (home && !isListed(home, identifier)) put(home, identifier, keeps);
    }
    void put(base::ProfileId home, base::IdentifierId identifier, bool keeps) {
        auto& kept = named_[{home, identifier}];
        kept = kept || keeps;
    }
    [[nodiscard]] bool isListed(base::ProfileId home, base::IdentifierId identifier) const {
        const auto* component = plan_.world.component(home);
        return component != nullptr && std::ranges::any_of(component->entries, [&](const auto& entry) {
                   return entry.identifier == identifier && entry.home == home;
               });
    }
    [[nodiscard]] bool isRetired(base::ProfileId home, base::IdentifierId identifier) const {
        const auto* component = plan_.world.component(home);
        return component != nullptr && std::ranges::any_of(component->retired, [&](const auto& retired) {
                   return retired.entry.identifier == identifier && retired.entry.home == home;
               });
    }

    const GroupPlan& plan_;
    std::unordered_map<base::ObservationId, base::ProfileId> homes_;
    std::map<std::pair<base::ProfileId, base::IdentifierId>, bool> named_;
};

}  // namespace

void writeNamed(Session& session, const GroupPlan& plan) {
    Namings namings(plan);
    namings.addWritten();
    namings.addLeft();
    namings.write(session);
}

}  // namespace kith::storage
