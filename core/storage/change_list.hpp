// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/provenance_view.hpp"

namespace kith::storage {

class Session;

struct FieldChangeView {
    std::string field;
    std::string element;                ///< Of a set; else empty.
    std::optional<std::string> before;  ///< JSON text; absent if there was no value.
    std::optional<std::string> after;
};

struct ConsentChangeView {
    std::string category;
    std::optional<bool> before;  ///< What was said before under the same home; absent if nothing.
    bool subscribed = false;
    std::string by;
    std::string wording;
    std::string ip;
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    std::optional<std::string> proof;
};

struct EndpointChangeView {
    model::Identifier identifier;
    std::optional<model::EndpointState> before;  ///< The state set before it; absent if it was the first.
    model::EndpointState state = model::EndpointState::Active;
    std::string reason;
    std::string detail;
    std::optional<base::Time> until;
};

struct MergeChangeView {
    base::ProfileId survivor;
    base::ProfileId absorbed;
    std::string rule;    ///< `linking`, `anonymous` or `hand`.
    std::string reason;  ///< Why somebody made it by hand; told while both live, empty if nobody said.
    /// JSON array: field by field, what was chosen over what and why; of values of the two, as far as they
    /// live.
    std::string choices;
};

/// A merge that was taken back.
struct UndoChangeView {
    base::MergeId merge;
    base::ProfileId survivor;
    base::ProfileId absorbed;
};

/// What somebody attached or detached by hand.
struct IdentifierChangeView {
    model::Identifier identifier;
    bool attached = false;
};

/// That the profile was deleted, or restored.
struct LifeChangeView {
    bool lives = false;  ///< From then on.
};

struct ChangeView {
    base::RowId id;     ///< Grows with the order in which changes were written.
    base::Time at;      ///< When it was so, by its source.
    ProvenanceView by;  ///< Of a decision all zeros once whom its observation was of is erased.
    std::variant<FieldChangeView, ConsentChangeView, EndpointChangeView, MergeChangeView, UndoChangeView,
                 IdentifierChangeView, LifeChangeView>
        what;
};

struct ChangePage {
    base::ProfileId profile;  ///< The live one.
    std::vector<ChangeView> items;
    std::string nextCursor;  ///< Empty after the last page.
};

/// In the order of the alternatives of ChangeView::what.
enum class ChangeKind { Field, Subscription, Endpoint, Merge, Undo, Identifier, Life };

/// One page of everything that changed on a profile, or of one kind of it, the last written first: fields and
/// consents of all its homes, states of its endpoints, merges and what was taken back of them, identifiers
/// that were attached and detached by hand, deletions and restorations. Throws Error{NotFound}, and
/// Error{InvalidInput} for a cursor that is not one of this list and a limit outside 1 to kMaxPage.
[[nodiscard]] ChangePage listChanges(Session& session, const ProfileRef& ref, const std::string& cursor,
                                     std::size_t limit, std::optional<ChangeKind> kind = {});

}  // namespace kith::storage
