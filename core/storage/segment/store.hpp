// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/storage/seen.hpp"
#include "core/storage/segment/rows.hpp"

namespace kith::model {
class Catalogue;
}

namespace kith::storage {

class Database;

/// What a segment is to be.
struct SegmentDraft {
    std::string key = {};  ///< If it is empty, one is made.
    std::string name = {};
    std::string description = {};
    std::optional<model::Condition> condition = {};
    std::optional<std::int64_t> version = {};  ///< That of the one in whose place it comes; of any, if none.
    std::optional<OnceCall> call = {};         ///< Which makes it, and no other one if it comes again.
};

/// Segments that can't be asked, by their keys, each with the Error{Conflict} that whoever asks is answered.
using UnfitSegments = std::map<std::string, base::Error, std::less<>>;

/// All segments of a deployment.
struct AllSegments {
    SegmentBook book;
    UnfitSegments unfit;  ///< Those that are not in it: they do not fit the catalogue any more.
};

/// The segments of a deployment, as the API makes and changes them. Thread-safe.
class SegmentStore {
public:
    SegmentStore(Database& database, const base::Clock& clock, base::IdGenerator& ids,
                 const model::Catalogue& catalogue)
        : database_(database), clock_(clock), ids_(ids), catalogue_(catalogue) {}

    enum class Expect { New, Existing };
    /// Makes it, with the members given if it is a static one, or gives it another name, description and
    /// condition. A call that comes again finds what it made, as that is by now. Checked in the transaction
    /// that writes it: throws Error{Conflict} if it is there (New), would turn from a static one into one
    /// with a condition or back (`kind_fixed`), comes from the configuration (`managed_by_configuration`),
    /// there are kMaxSegments, or the call made it and it is no more; Error{NotFound} if it is not there
    /// (Existing); Error{PreconditionFailed} if it is at another version; Error{InvalidInput} at `/condition`
    /// if that names what is no segment, comes back to itself, or asks for too much; Error{IdReused} as
    /// rememberCall does.
    Segment put(const SegmentDraft& draft, Expect expect, std::span<const base::ProfileId> members = {});
    /// Whether the draft's call came before.
    [[nodiscard]] bool isMade(const SegmentDraft& draft) const;
    /// Throws Error{NotFound}, Error{PreconditionFailed} if a version is given and it is at another one, and
    /// Error{Conflict} while another one names it, or if it comes from the configuration.
    void remove(std::string_view key, std::optional<std::int64_t> version = std::nullopt);

    /// By key, those that follow `after`, at most `most`.
    [[nodiscard]] std::vector<Segment> list(std::string_view after, std::size_t most) const;
    /// Throws Error{NotFound}.
    [[nodiscard]] Segment find(std::string_view key) const;
    [[nodiscard]] Segment find(Session& session, std::string_view key) const;

    struct Changed {
        std::size_t removed = 0;
        std::size_t added = 0;
    };
    /// Takes profiles, by any ids of theirs, off the list of a static one, and puts others on it; both or
    /// neither. Who was on it already, or was not, is not counted. Throws Error{NotFound}, and
    /// Error{Conflict} if it is not static.
    Changed changeMembers(std::string_view key, std::span<const base::ProfileId> remove,
                          std::span<const base::ProfileId> add);

    /// What a condition names, and those name. Throws Error{Conflict} if one does not fit the catalogue any
    /// more, with its faults, whose places are in their words.
    [[nodiscard]] SegmentBook bookFor(Session& session, const model::Condition& condition) const;
    /// All of them, in one statement.
    [[nodiscard]] AllSegments readAll(Session& session) const;
    /// Those that don't fit the catalogue any more, and those that name one which doesn't. In one statement.
    [[nodiscard]] UnfitSegments unfit(Session& session) const;
    /// The same of one and those that it needs, and of no others: for each a statement.
    [[nodiscard]] UnfitSegments unfit(Session& session, std::string_view key) const;
    /// That of a segment; a static one's is that it lists somebody. Throws as bookFor does.
    [[nodiscard]] model::Condition conditionOf(const Segment& segment) const;

private:
    [[nodiscard]] SegmentContent contentOf(const Segment& segment) const;
    /// Puts it among those that can be asked, or among those that don't fit.
    void place(const Segment& segment, AllSegments& into) const;
    void check(const std::vector<Segment>& all, const SegmentDraft& draft) const;
    std::size_t insertMembers(Session& session, SegmentId id,
                              std::span<const base::ProfileId> profiles) const;

    Database& database_;
    const base::Clock& clock_;
    base::IdGenerator& ids_;
    const model::Catalogue& catalogue_;
};

}  // namespace kith::storage
