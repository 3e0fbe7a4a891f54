// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/storage/outbox.hpp"
#include "core/storage/plan_writer.hpp"

namespace kith::storage {
namespace {

/// Collects what the plan does to those who are live after it.
class PlannedEvents {
public:
    explicit PlannedEvents(const GroupPlan& plan) : plan_(plan) {}

    [[nodiscard]] std::vector<NewEvent> take() {
        for (const auto& record : plan_.appends.merges) survivors_.insert(live(record.merge.survivor).live);
        for (const auto& record : plan_.appends.undos)
            survivors_.insert({record.undo.survivor, record.undo.restored});
        for (const auto& component : plan_.world.components()) tellOf(*component);
        for (const auto& record : plan_.appends.merges) {
            add(EventKind::ProfileMerged, live(record.merge.survivor)).other = record.merge.absorbed;
        }
        for (const auto& record : plan_.appends.undos) {
            add(EventKind::ProfileUnmerged, live(record.undo.survivor)).other = record.undo.restored;
        }
        tellOfEndpoints();
        return std::move(events_);
    }

private:
    [[nodiscard]] const identity::Component& live(base::ProfileId home) const {
        return *plan_.world.component(home);
    }

    NewEvent& add(EventKind kind, const identity::Component& component) {
        return events_.emplace_back(NewEvent{kind, component.live, component.version});
    }

    void tellOf(const identity::Component& component) {
        if (component.life != identity::Life::Live) {
            if (component.lifeChanged)
                add(component.life == identity::Life::Deleted ? EventKind::ProfileDeleted
                                                              : EventKind::ProfileErased,
                    component);
            return;
        }
        const auto before = plan_.world.loadedVersion(component.live);
        if (before == 0) {
            add(EventKind::ProfileCreated, component);
        } else if (component.version != before && !survivors_.contains(component.live)) {
            add(EventKind::ProfileUpdated, component);
        }
    }

    /// Once per profile and endpoint, from what the group found to what it left.
    void tellOfEndpoints() {
        std::map<std::pair<base::ProfileId, base::IdentifierId>, NewEvent::EndpointChange> changes;
        for (const auto& change : plan_.appends.endpointChanges) {
            if (live(change.home).life != identity::Life::Live) continue;
            const NewEvent::EndpointChange told{change.identifier, change.before, change.after};
            auto& kept = changes.try_emplace({live(change.home).live, change.identifier}, told).first->second;
            kept.after = change.after;
        }
        for (const auto& [key, change] : changes) {
            add(EventKind::EndpointChanged, live(key.first)).endpoint = change;
        }
    }

    const GroupPlan& plan_;
    std::set<base::ProfileId> survivors_;  ///< Of merges, and both sides of one taken back.
    std::vector<NewEvent> events_;
};

}  // namespace

void writeEvents(Session& session, base::IdGenerator& ids, const GroupPlan& plan) {
    putEvents(session, ids, plan.now, PlannedEvents(plan).take());
}

}  // namespace kith::storage
