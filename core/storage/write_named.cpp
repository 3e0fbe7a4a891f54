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
{insert home bigint, identifier_id bigint, kept_until bigint}
ON CONFLICT (home, identifier_id) DO UPDATE SET kept_until = excluded.kept_until
WHERE CASE WHEN excluded.kept_until > 0 THEN named_identifier.kept_until < excluded.kept_until
           ELSE named_identifier.kept_until <= 0 AND excluded.kept_until < named_identifier.kept_until END)";

constexpr std::string_view kPostpone = R"(
UPDATE named_identifier SET kept_until = given.until
FROM {rows channel text, activity_key text, until bigint} CROSS JOIN activity
WHERE activity.channel = given.channel AND activity.activity_key = given.activity_key
  AND named_identifier.home = activity.home AND named_identifier.identifier_id = activity.endpoint_id
  AND named_identifier.kept_until > 0 AND named_identifier.kept_until < given.until)";

constexpr base::Time kOver{};  ///< Nothing of it is left.
constexpr base::Time kShortest{std::chrono::milliseconds{1}};
constexpr base::Time kForEver = base::Time::max();

/// A claim keeps nothing when somebody else is erased; its time, negative, says when it is over.
base::Time claimedBy(const model::Origin& origin) {
    return base::Time{-std::max(origin.observedAt, kShortest).time_since_epoch()};
}

bool isClaimed(base::Time until) {
    return until <= kOver;
}

/// Who said where an activity went: what is attested of it later vouches for no address.
const model::Origin& namerOf(const model::Activity& activity) {
    const auto older =
        std::ranges::find(activity.older, model::ActivityMember::Endpoint, &model::MemberStamp::member);
    return older != activity.older.end() ? *older->stamp.origin : *activity.factsStamp.origin;
}

/// What a group's rows name; of each until when that keeps the identifier when somebody else is erased.
class Namings {
public:
    explicit Namings(const GroupPlan& plan) : plan_(plan) {
        for (const auto& accepted : plan.appends.observations)
            homes_.emplace(accepted.origin->row, accepted.home);
    }

    void addWritten() {
        for (const auto& [link, origin] : plan_.appends.links) {
            add(homes_.at(origin->row), link.a, keptBy(*origin));
            add(homes_.at(origin->row), link.b, keptBy(*origin));
        }
        for (const auto& record : plan_.appends.attachments) {
            if (record.attachment.attached)
                add(record.attachment.home, record.attachment.identifier, kForEver);
        }
        for (const auto& [identifier, rows] : plan_.facts.endpoints) {
            for (const auto& [row, current, change] : rows) {
                if (change == Change::Added)
                    add(homes_.at(row.stamp.origin->row), identifier, keptBy(*row.stamp.origin));
            }
        }
        for (const auto& [key, tracked] : plan_.facts.activities) {
            const auto& [row, current, change] = tracked;
            if (change == Change::None || !row.facts.endpoint) continue;
            // One that the group does not mention was named when it was written, and is postponed if need be.
            const auto* endpoint = plan_.world.find(*row.facts.endpoint);
            if (endpoint == nullptr) continue;
            const auto& by = namerOf(row);
            add(row.home, endpoint->id, by.attested ? std::max(row.at, kShortest) : claimedBy(by));
        }
    }

    /// What is no longer listed; not what the deleted list, until they are restored or erased.
    void addLeft() {
        for (const auto& [identifier, home, role] : plan_.world.removedEntries()) {
            if (!isRetired(home, identifier))
                put(home, identifier, role == model::Role::Claimed ? kOver : kForEver);
        }
        for (const auto& lapsed : plan_.world.lapsedEntries()) put(lapsed.home, lapsed.identifier, kOver);
    }

    void write(Session& session) const {
        if (named_.empty()) return;
        auto insert = session.bulk(kInsert);
        for (const auto& [naming, until] : named_) insert.add(naming.first, naming.second, until);
        insert.run();
    }

private:
    [[nodiscard]] static base::Time keptBy(const model::Origin& origin) {
        return origin.attested ? kForEver : claimedBy(origin);
    }

    void add(base::ProfileId home, base::IdentifierId identifier, base::Time until) {
        // What is said of an address without saying whose it is stays with the address.
        if (home && !outlasts(home, identifier, until)) put(home, identifier, until);
    }
    void put(base::ProfileId home, base::IdentifierId identifier, base::Time until) {
        auto& kept = named_[{home, identifier}];
        // Of claims the newest.
        kept = isClaimed(kept) && isClaimed(until) ? std::min(kept, until) : std::max(kept, until);
    }
    /// Whether the home lists it, and for no shorter than that: a claim lapses.
    [[nodiscard]] bool outlasts(base::ProfileId home, base::IdentifierId identifier, base::Time until) const {
        const auto* component = plan_.world.component(home);
        return component != nullptr && std::ranges::any_of(component->entries, [&](const auto& entry) {
                   if (entry.identifier != identifier || entry.home != home) return false;
                   if (entry.role != model::Role::Claimed) return true;
                   return isClaimed(until) && entry.lastSeen >= base::Time{-until.time_since_epoch()};
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
    std::map<std::pair<base::ProfileId, base::IdentifierId>, base::Time> named_;
};

}  // namespace

void writeNamed(Session& session, const GroupPlan& plan) {
    Namings namings(plan);
    namings.addWritten();
    namings.addLeft();
    namings.write(session);
    if (plan.appends.postponed.empty()) return;
    auto postpone = session.bulk(kPostpone);
    for (const auto& key : plan.appends.postponed)
        postpone.add(key.first, key.second, plan.facts.activities.at(key).row.at);
    postpone.run();
}

}  // namespace kith::storage
