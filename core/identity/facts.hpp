// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/identity/resolve.hpp"
#include "core/identity/world.hpp"
#include "core/model/activity.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/field.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/model/subscription.hpp"

namespace kith::identity {

/// A row of the fold with what must be written for it: Added rows are inserted; of Changed ones fields and
/// activities are replaced, while of a ledger's entries only `current` changes.
template <class Row>
struct Tracked {
    Row row;
    /// Fields: wins in its component (a set's element also against a newer Clear; a row that says "cleared"
    /// or "removed" can be the one that wins). Ledgers: the fold still needs it.
    bool current = true;
    Change change = Change::None;
};

/// What the touched components and endpoints already say; loaded by storage once the group is resolved.
/// Fields and consents are loaded for every home of a component that is written to or merged; ledgers only
/// with their current rows; activities by (channel, key).
struct Facts {
    std::unordered_map<base::ProfileId, std::vector<Tracked<model::FieldRow>>> fields;   ///< By home.
    std::unordered_map<base::ProfileId, std::vector<Tracked<model::Consent>>> consents;  ///< By home.
    std::unordered_map<base::IdentifierId, std::vector<Tracked<model::EndpointEntry>>> endpoints;
    std::map<std::pair<std::string, std::string>, Tracked<model::Activity>>
        activities;  ///< By (channel, key).
    /// Loaded ones that are no more: the id is attested to be somebody else's activity's.
    std::vector<model::Activity> displaced;
};

/// Appended history: what one home's fold held before and after one statement. A set that was cleared as a
/// whole has no element, and the array of what it held as `before`.
struct FieldChange {
    base::RowId id;
    base::ProfileId home;
    std::string field;
    std::string element;
    std::optional<std::string> before;  ///< JSON text; absent if there was no value.
    std::optional<std::string> after;
    model::Stamp stamp;
};

/// `+1` or `-1` on a home's counter of (channel, kind, status), and on that of the day of the activity.
struct CounterChange {
    base::ProfileId home;
    std::string channel;
    model::ActivityKind kind = model::ActivityKind::Event;
    std::optional<model::Status> status;
    base::Time at;
    std::int64_t by = 0;
};

/// What a merge chose for one field over what, and why.
struct FieldChoice {
    std::string field;
    std::string element;
    std::string value;      ///< JSON text; `null` if a clear or a removal won.
    base::ProfileId from;   ///< The home whose value it is.
    std::string insteadOf;  ///< JSON text; empty if the other side had none.
    base::ProfileId insteadOfFrom;
    std::string why;  ///< `newer`, `attested`, `only_value`; of a first value `earlier`.
};

struct MergeRecord {
    Merge merge;
    std::shared_ptr<const model::Origin> origin;
    std::vector<FieldChoice> choices;
    /// Of the survivor before it: of two merges of one person the later has the greater one. (Ids say what
    /// the clocks of two servers said; within one observation they tell the order.)
    std::int64_t version = 0;
};

/// A refusal with the home that it is shown under and the observation that met it.
struct RefusalRecord {
    base::ProfileId home;
    model::Refusal refusal;
    std::shared_ptr<const model::Origin> origin;
    base::RowId id;
    bool byDecision = false;  ///< Of a command that the rules forbid.
};

struct UndoRecord {
    Undo undo;
    std::shared_ptr<const model::Origin> origin;
};

struct ProhibitionRecord {
    Prohibition prohibition;
    std::shared_ptr<const model::Origin> origin;
};

struct LiftRecord {
    Lift lift;
    std::shared_ptr<const model::Origin> origin;
};

struct VerdictRecord {
    model::ConflictCommand verdict;
    std::shared_ptr<const model::Origin> origin;
};

struct LifeRecord {
    LifeChange life;
    std::shared_ptr<const model::Origin> origin;
};

struct AttachmentRecord {
    Attachment attachment;
    std::shared_ptr<const model::Origin> origin;
    base::RowId id;
};

struct LinkRecord {
    Link link;
    std::shared_ptr<const model::Origin> origin;
};

/// Of an endpoint something else is shown with a profile than before the observation.
struct EndpointChange {
    base::IdentifierId identifier;
    base::ProfileId home;                                        ///< A home of that profile.
    model::EndpointState before = model::EndpointState::Active;  ///< The state shown.
    model::EndpointState after = model::EndpointState::Active;   ///< The same, if only its details differ.
};

/// An observation that is recorded: its provenance row and, if it was accepted, what a replay is recognised
/// by. One that is Rejected is a command that the rules forbid, which may come again.
struct RecordedObservation {
    const model::Observation* observation = nullptr;
    std::shared_ptr<const model::Origin> origin;  ///< What is kept of it: that of what was taken.
    base::ProfileId home;                         ///< Zero if what it says stays with an address.
    base::ProfileId live;                         ///< At that time; zero if it is nobody's.
    model::Result result = model::Result::Unchanged;
};

/// Everything of a group that is appended. With the World's and the Facts' own marks this is the whole plan.
struct Appends {
    std::vector<RecordedObservation> observations;
    std::vector<FieldChange> fieldChanges;
    std::vector<CounterChange> counters;
    /// Channel and key of activities that turned out to be of a later time than they were.
    std::vector<std::pair<std::string, std::string>> postponed;
    std::vector<MergeRecord> merges;
    std::vector<RefusalRecord> refusals;
    std::vector<LinkRecord> links;
    std::vector<EndpointChange> endpointChanges;
    std::vector<UndoRecord> undos;
    std::vector<ProhibitionRecord> prohibitions;
    std::vector<LiftRecord> lifts;
    std::vector<VerdictRecord> verdicts;
    std::vector<LifeRecord> lives;
    std::vector<AttachmentRecord> attachments;
};

/// What is kept of a command that the rules forbid, Resolution::forbidden: its refusals, and under each of
/// their homes an observation of its own, so that of either side everything goes when that is erased. For the
/// same reason what the caller named it by is not kept. `command` outlives the appends. Pure but for the ids
/// it draws.
[[nodiscard]] Appends recordRefused(const model::Observation& command, const Resolution& resolution,
                                    base::IdGenerator& ids);

struct FoldStep;

/// Folds what the group's observations say into the loaded facts, one after the other in the order in which
/// they were resolved, and says what became of each. Pure but for the ids it draws.
class Folder {
public:
    Folder(World& world, Facts& facts, base::IdGenerator& ids, base::Time now);
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    /// `resolution` is what resolve() returned for this observation, which outlives the appends. Throws
    /// Error{PreconditionFailed} for an edit of a profile that moved on, leaving everything unchanged.
    [[nodiscard]] model::Outcome fold(const model::Observation& observation, const Resolution& resolution);

    /// Once per group, after the last fold: bumps versions and dates, marks which rows are current.
    [[nodiscard]] Appends finish();

private:
    [[nodiscard]] model::Outcome foldOne(const model::Observation& observation, const Resolution& resolution);
    void takeOver(const Merge& merge, const FoldStep& step);
    void giveBack(const Undo& undo);
    void accept(const model::Observation& observation, const FoldStep& step, model::Result result);
    void requireVersion(const model::Address& address, base::ProfileId live);
    void bumpOthers(const std::vector<base::ProfileId>& homes, base::ProfileId own);
    [[nodiscard]] std::int64_t& version(base::ProfileId live);
    [[nodiscard]] base::ProfileId& liveOf(base::ProfileId home);
    [[nodiscard]] bool hasLapsed(base::ProfileId live);

    World& world_;
    Facts& facts_;
    base::IdGenerator& ids_;
    base::Time now_;
    Appends appends_;
    std::unique_ptr<class FieldTable> fields_;
    std::unordered_map<base::ProfileId, std::int64_t> versions_;  ///< Of the profiles met so far.
    std::unordered_map<base::ProfileId, base::ProfileId> lives_;  ///< Of the homes met so far.
    std::vector<base::ProfileId> refolded_;  ///< Whose current fields must be marked anew.
};

}  // namespace kith::identity
