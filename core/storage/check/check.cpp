// SPDX-License-Identifier: Apache-2.0
#include "core/storage/check/check.hpp"

#include <algorithm>
#include <string>

#include "core/storage/check/subjects.hpp"
#include "core/storage/migrate.hpp"

namespace kith::storage::check {
namespace {

/// Ends the transaction in which everything was read.
class Snapshot {
public:
    explicit Snapshot(Session& session) : session_(session) { session.beginSnapshot(); }
    ~Snapshot() { session_.rollback(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    Session& session_;
};

}  // namespace

void requireOwnTables(Session& session) {
    bool hasVersions = false;
    session.each<std::string>(session.dialect().listObjects(), [&](const std::string& name) {
        hasVersions = hasVersions || name == "schema_version";
    });
    const int have = hasVersions ? schemaVersion(session, "core") : 0;
    const int known = coreMigrations(session.dialect().engine()).migrations.back().version;
    if (have == known) return;
    throw base::Error(base::ErrorCode::Storage,
                      "The database's tables are at version " + std::to_string(have) +
                          ", and this program checks version " + std::to_string(known) +
                          (have < known ? "; `kith migrate` brings them there." : "; take a newer one."));
}

std::vector<FindingCount> run(Session& session, const Settings& settings, const Findings::Show& show,
                              const Progress& progress) {
    const Snapshot snapshot(session);
    requireOwnTables(session);
    Findings findings(settings.mostShown, show);
    const auto classes = readIdentifierClasses(session);
    const Checking checking{session, settings.rules, settings.caps, settings.addressKey,
                            classes, findings,       progress};
    for (const auto subject :
         {checkIndexes, checkReferences, checkRemovals, checkForgotten, checkProfiles, checkIdentifiers,
          checkFields, checkDuplicates, checkConsents, checkEndpoints, checkActivities, checkCounters,
          checkMerges, checkConflicts, checkCatalogue, checkFeed})
        subject(checking);
    return findings.counts();
}

}  // namespace kith::storage::check
