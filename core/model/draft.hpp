// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/observation.hpp"
#include "core/model/reader.hpp"

namespace kith::model {

/// An observation while it is being read: what the parts of the preparer share. Internal to them.
struct Draft {
    const Catalogue& catalogue;
    const Definitions& definitions;
    base::Time observedAt;  ///< The default of every time.
    base::Time latest;
    bool edit = false;    ///< A set's array replaces, and warnings are violations.
    bool byHand = false;  ///< Staff wrote or imported it: what it says that the person said, it has to prove.
    std::string activityBase;  ///< What stands before `#<position>` in the key of an unnamed activity.
    Findings findings;
    Observation out;
    bool strictFields = false;
    bool refusesUnknownFields = false;

    [[nodiscard]] Reader reader() { return {findings, latest}; }
    /// What costs an observation one part of it, and an edit all.
    void leftOut(const Where& where, std::string_view code, std::string detail) {
        edit ? findings.wrong(where, code, std::move(detail)) : findings.warn(where, code, std::move(detail));
    }
    /// The same of a value of a field, or of part of one.
    void fieldLeftOut(const Where& where, std::string_view code, std::string detail) {
        strictFields ? findings.wrong(where, code, std::move(detail))
                     : leftOut(where, code, std::move(detail));
    }
};

/// Of every `blocked_value` that is told as a finding.
inline constexpr const char* kBlockedDetail =
    "the value is a blocked one, which identifies nobody: what stands for no value, and "
    "`identity.blocked_values`";

/// A `{"type", "value"}` normalised. Nothing if it is wrong or left out, which is said; a blocked value is
/// passed to `blocked`.
struct ReadIdentifier {
    std::optional<SeenIdentifier> seen;
    std::optional<BlockedIdentifier> blocked;
};
[[nodiscard]] ReadIdentifier readIdentifier(Draft& draft, const nlohmann::json& object, const Where& where);

/// Into matching order; within one type the order given stands, and equal values count once.
void sortOnce(std::vector<SeenIdentifier>& identifiers);

void readIdentifiers(Draft& draft, const nlohmann::json& value, const Where& where);
void readFields(Draft& draft, const nlohmann::json& value, const Where& where);
void readSubscriptions(Draft& draft, const nlohmann::json& value, const Where& where);
void readEndpoints(Draft& draft, const nlohmann::json& value, const Where& where);
void readActivities(Draft& draft, const nlohmann::json& value, const Where& where);
/// One address with a state that suppresses it, as an endpoint of `out`.
void readSuppression(Draft& draft, const nlohmann::json& item, const Where& where);
/// A state that one of the staff sets, with a reason, as an endpoint of `out`.
void readStateByHand(Draft& draft, const nlohmann::json& item, const Where& where, Identifier identifier);

}  // namespace kith::model
