// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue/provisioning.hpp"

#include <utility>

#include "core/base/error.hpp"
#include "core/catalogue/planner.hpp"
#include "core/catalogue/segment_planner.hpp"

namespace kith::catalogue {
namespace {

using base::Violation;

Stored readStored(storage::Session& session) {
    return {storage::readCatalogue(session), storage::readSegments(session),
            storage::readValuesWithoutField(session)};
}

/// No configuration could mend what every deployment has.
void checkValues(const Stored& stored, const std::vector<Provisioned<storage::StoredField>>& wanted,
                 const plugins::Registry& registry, std::vector<Violation>& violations) {
    for (const auto& [field, pointer] : wanted) {
        if (field.managedBy == storage::ManagedBy::Core) continue;
        for (const auto& fault : misfitsOf(field, stored.values, registry))
            violations.push_back({pointer + fault.pointer, fault.code, fault.detail});
    }
}

void putSegments(storage::Session& writer, Plan& planned, base::IdGenerator& ids) {
    for (auto& segment : planned.segments) {
        if (!segment.id) segment.id = ids.make<storage::SegmentId>();
        storage::putSegment(writer, segment);
    }
    // What they name is there now. Those that are let go of name what they did.
    for (const auto& segment : planned.segments)
        if (const auto named = planned.named.find(segment.key); named != planned.named.end())
            storage::noteNamed(writer, segment.id, named->second);
}

}  // namespace

std::string_view changeName(Change::Kind kind) noexcept {
    switch (kind) {
        case Change::Kind::Added:
            return "added";
        case Change::Kind::Changed:
            return "changed";
        case Change::Kind::Archived:
            return "archived";
        case Change::Kind::LeftOut:
            return "left out";
    }
    return {};
}

Plan plan(const Stored& stored, const Wanted& wanted, const Deployment& deployment, base::Time now) {
    Plan plan;
    std::vector<Violation> violations;
    const auto& registry = deployment.registry;
    Planner("field group", stored.catalogue.groups, now, plan, plan.groups)
        .want(wanted.groups, registry, violations);
    Planner("field", stored.catalogue.fields, now, plan, plan.fields)
        .want(wanted.fields, registry, violations);
    checkValues(stored, wanted.fields, registry, violations);
    Planner("category", stored.catalogue.categories, now, plan, plan.categories)
        .want(wanted.categories, registry, violations);
    // All that is wrong is told at once; the plan is not to be used then.
    SegmentPlanner(stored, deployment, now, plan).want(wanted.segments, violations);
    if (!violations.empty())
        throw base::Error(base::ErrorCode::Configuration, "the configuration does not fit the database",
                          std::move(violations));
    return plan;
}

std::vector<Change> provision(storage::Session& writer, const Wanted& wanted, const Deployment& deployment,
                              base::IdGenerator& ids, base::Time now) {
    if (auto planned = plan(readStored(writer), wanted, deployment, now); planned.isNothing())
        return std::move(planned.changes);
    storage::Transaction transaction(writer);
    storage::lockCatalogue(writer);
    static_cast<void>(storage::lockSegments(writer));
    auto planned = plan(readStored(writer), wanted, deployment, now);
    for (const auto& group : planned.groups) storage::putEntry(writer, group);
    for (const auto& field : planned.fields) storage::putEntry(writer, field);
    for (const auto& category : planned.categories) storage::putEntry(writer, category);
    putSegments(writer, planned, ids);
    transaction.commit();
    return std::move(planned.changes);
}

}  // namespace kith::catalogue
