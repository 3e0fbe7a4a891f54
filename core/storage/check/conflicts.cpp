// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "core/storage/all_homes.hpp"
#include "core/storage/check/rules.hpp"

namespace kith::storage::check {
namespace {

std::string liveOf(const std::string& profile) {
    return "COALESCE(" + profile + ".removed_live, " + profile + ".canonical_id)";
}

/// What the conflicts `x` between the same two people as those of `t` say together.
std::string ofAll(const std::string& what, const std::string& condition) {
    return "(SELECT " + what + " FROM (" + allHomesOf(liveOf("p")) + ") m CROSS JOIN (" +
           allHomesOf(liveOf("q")) +
           ") n CROSS JOIN conflict x WHERE x.a = CASE WHEN m.id < n.id THEN m.id ELSE n.id END"
           " AND x.b = CASE WHEN m.id < n.id THEN n.id ELSE m.id END AND " +
           condition + ")";
}

/// The rule for what is shown for a column. An erasure takes the rows of both sides one after the other.
Rule shownAs(const std::string& column, const std::string& together) {
    const auto standsFor = ofAll("MAX(x.id)", "(x.state = t.state OR t.state = 0)");
    return {keyText({"id"}),
            "FROM conflict t CROSS JOIN profile p CROSS JOIN profile q"
            " WHERE t.id > :after AND t.id <= :upto AND p.id = t.a AND q.id = t.b AND NOT " +
                isErased("t.a") + " AND NOT " + isErased("t.b") + " AND t.shown_" + column +
                " IS DISTINCT FROM CASE WHEN " + liveOf("p") + " = " + liveOf("q") + " THEN t." + column +
                " WHEN " + standsFor + " = t.id THEN " + ofAll(together, "x.state = t.state") + " END",
            "shown_" + column + " is not what it says with those that it stands for"};
}

}  // namespace

void checkConflicts(const Checking& checking) {
    checkRules(checking, {"conflict",
                          "id",
                          {shownAs("observations", "CAST(SUM(x.observations) AS bigint)"),
                           shownAs("first_at", "MIN(x.first_at)"), shownAs("last_at", "MAX(x.last_at)")}});
}

}  // namespace kith::storage::check
