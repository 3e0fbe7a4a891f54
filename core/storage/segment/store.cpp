// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/database.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;
using model::Condition;

constexpr std::string_view kSegments = R"(
SELECT id, key, name, description, condition, managed_by, version, created_at, updated_at FROM segment)";

template <class... Values>
std::vector<Segment> segments(Session& session, const std::string& sql, Values... values) {
    std::vector<Segment> all;
    session.each<SegmentId, std::string, std::string, std::string, std::optional<std::string>, ManagedBy,
                 std::int64_t, base::Time, base::Time>(
        sql,
        [&](SegmentId id, std::string key, std::string name, std::string description,
            std::optional<std::string> condition, ManagedBy manager, std::int64_t version, base::Time created,
            base::Time updated) {
            all.push_back({id, std::move(key), std::move(name), std::move(description), std::move(condition),
                           manager, version, created, updated});
        },
        values...);
    return all;
}

std::optional<Segment> findSegment(Session& session, std::string_view key) {
    static const auto kSql = std::string(kSegments) + " WHERE key = :key";
    auto found = segments(session, kSql, key);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

/// All of them, which nobody else changes until the transaction ends.
std::vector<Segment> lockSegments(Session& session) {
    static const auto kSql = std::string(kSegments) + " ORDER BY id{lock segment}";
    return segments(session, kSql);
}

std::string madeKey(SegmentId id) {
    auto key = id.text();
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return key;
}

[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, "There is no such segment.");
}

[[noreturn]] void throwCondition(std::string code, std::string detail) {
    throw base::inputError({{"/condition", std::move(code), std::move(detail)}});
}

/// Counts leaves through segments, each of which is counted once and remembered.
class LeafCounter {
public:
    explicit LeafCounter(const SegmentBook& book) : book_(book) {}

    std::optional<std::size_t> count(const Condition& condition) {
        if (const auto* segment = std::get_if<model::SegmentCondition>(&condition.node))
            return countNamed(segment->segment);
        const auto* group = std::get_if<model::ConditionGroup>(&condition.node);
        if (group == nullptr) return 1;
        std::size_t sum = 0;
        for (const auto& child : group->children) {
            const auto leaves = count(child);
            if (!leaves) return std::nullopt;
            sum = std::min(sum + *leaves, kMaxExpandedLeaves + 1);
        }
        return sum;
    }

private:
    std::optional<std::size_t> countNamed(const std::string& key) {
        if (const auto known = counted_.find(key); known != counted_.end()) return known->second;
        const auto found = book_.find(key);
        if (found == book_.end() || !found->second.condition) return 1;
        counted_[key] = std::nullopt;  // Whoever comes here again while it is counted goes round.
        const auto leaves = count(*found->second.condition);
        counted_[key] = leaves;
        return leaves;
    }

    const SegmentBook& book_;
    std::map<std::string, std::optional<std::size_t>> counted_;
};

}  // namespace

std::optional<std::size_t> expandedLeaves(const Condition& condition, const SegmentBook& book) {
    return LeafCounter(book).count(condition);
}

SegmentContent SegmentStore::contentOf(const Segment& segment) const {
    if (!segment.condition) return {segment.id, std::nullopt};
    try {
        return {segment.id, model::parseCondition(*segment.condition, catalogue_)};
    } catch (const Error& error) {
        throw Error(
            ErrorCode::Conflict,
            "The condition of segment '" + segment.key + "' does not fit the fields and categories any more.",
            error.violations());
    }
}

Condition SegmentStore::conditionOf(const Segment& segment) const {
    auto own = contentOf(segment).condition;
    return own ? *std::move(own) : Condition{model::SegmentCondition{segment.key}};
}

SegmentBook SegmentStore::bookFor(Session& session, const Condition& condition) const {
    SegmentBook book;
    auto wanted = model::segmentsNamedBy(condition);
    while (!wanted.empty()) {
        const auto key = std::move(wanted.back());
        wanted.pop_back();
        if (book.contains(key)) continue;
        const auto segment = findSegment(session, key);
        if (!segment) continue;  // Whoever needs it says that it is not there.
        const auto& content = book.emplace(key, contentOf(*segment)).first->second;
        if (content.condition)
            std::ranges::move(model::segmentsNamedBy(*content.condition), std::back_inserter(wanted));
    }
    const auto leaves = expandedLeaves(condition, book);
    if (!leaves || *leaves > kMaxExpandedLeaves) {
        throw Error(ErrorCode::Conflict, "The condition asks for more than " +
                                             std::to_string(kMaxExpandedLeaves) +
                                             " conditions, with the segments that it names.");
    }
    return book;
}

AllSegments SegmentStore::readAll(Session& session) const {
    static const auto kSql = std::string(kSegments) + " ORDER BY key";
    AllSegments all;
    for (const auto& segment : segments(session, kSql)) {
        try {
            all.book.emplace(segment.key, contentOf(segment));
        } catch (const Error&) {
            all.unfit.push_back(segment.key);
        }
    }
    return all;
}

/// Of the segment and of all that name it.
void SegmentStore::check(Session& session, const SegmentDraft& draft) const {
    if (!draft.condition) return;
    SegmentBook book;
    for (const auto& segment : lockSegments(session)) {
        // One that does not fit the catalogue any more says so when it is asked for.
        try {
            book.emplace(segment.key, contentOf(segment));
        } catch (const Error&) {
            book.emplace(segment.key, SegmentContent{segment.id, std::nullopt});
        }
    }
    for (const auto& key : model::segmentsNamedBy(*draft.condition)) {
        if (key != draft.key && !book.contains(key))
            throwCondition("unknown_segment", "there is no segment '" + key + "'");
    }
    book[draft.key].condition = draft.condition;
    for (const auto& [key, content] : book) {
        if (!content.condition) continue;
        const auto leaves = expandedLeaves(Condition{model::SegmentCondition{key}}, book);
        if (!leaves) throwCondition("cycle", "comes back to the segment itself");
        if (*leaves <= kMaxExpandedLeaves) continue;
        throwCondition("too_many", "with the segments that are named, '" + key +
                                       "' would ask for more than " + std::to_string(kMaxExpandedLeaves) +
                                       " conditions");
    }
}

void SegmentStore::writeUses(Session& session, SegmentId id,
                             const std::optional<Condition>& condition) const {
    session.execute("DELETE FROM segment_use WHERE segment_id = :id", id);
    if (!condition) return;
    for (const auto& key : model::segmentsNamedBy(*condition)) {
        session.execute(
            "INSERT INTO segment_use (segment_id, used_id) SELECT CAST(:id AS bigint), id FROM segment WHERE "
            "key = :key",
            id, key);
    }
}

Segment SegmentStore::put(const SegmentDraft& wanted, Expect expect,
                          std::span<const base::ProfileId> members) {
    auto draft = wanted;
    if (draft.key.empty()) draft.key = madeKey(ids_.make<SegmentId>());
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto all = lockSegments(*writer);
    const auto found = std::ranges::find(all, draft.key, &Segment::key);
    const bool isNew = found == all.end();
    if (isNew && expect == Expect::Existing) throwNone();
    if (!isNew && expect == Expect::New) throw Error(ErrorCode::Conflict, "There is a segment of this id.");
    if (isNew && all.size() >= kMaxSegments) {
        throw Error(ErrorCode::Conflict,
                    "There are " + std::to_string(kMaxSegments) + " segments, which is the most.");
    }
    if (!isNew && found->condition.has_value() != draft.condition.has_value()) {
        throw Error(ErrorCode::Conflict, "A static segment has no condition, and any other one has.");
    }
    if (!isNew && found->managedBy == ManagedBy::Configuration && draft.managedBy == ManagedBy::Api) {
        throw Error(ErrorCode::Conflict, "The segment comes from the configuration, and is changed there.",
                    {{"", "managed_by_configuration", "it is listed in the configuration"}});
    }
    check(*writer, draft);

    const auto now = clock_.now();
    Segment segment{isNew ? ids_.make<SegmentId>() : found->id,
                    draft.key,
                    draft.name,
                    draft.description,
                    std::nullopt,
                    draft.managedBy,
                    isNew ? 1 : found->version + 1,
                    isNew ? now : found->createdAt,
                    now};
    if (draft.condition) segment.condition = model::conditionToJson(*draft.condition).dump();
    const auto touched = writer->execute(
        "INSERT INTO segment (id, key, name, description, kind, condition, managed_by, version, created_at,"
        " updated_at) VALUES (:id, :key, :name, :description, :kind, :condition, :manager, :version, "
        ":created,"
        " :updated) ON CONFLICT (key) DO UPDATE SET name = excluded.name, description = excluded.description,"
        " condition = excluded.condition, managed_by = excluded.managed_by, version = excluded.version,"
        " updated_at = excluded.updated_at WHERE segment.id = excluded.id",
        segment.id, segment.key, segment.name, segment.description, draft.condition ? 0 : 1,
        segment.condition, segment.managedBy, segment.version, segment.createdAt, segment.updatedAt);
    if (touched == 0) throw Error(ErrorCode::Conflict, "There is a segment of this id.");
    writeUses(*writer, segment.id, draft.condition);
    if (!draft.condition) static_cast<void>(insertMembers(*writer, segment.id, members));
    transaction.commit();
    return segment;
}

void SegmentStore::remove(std::string_view key) {
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto all = lockSegments(*writer);
    const auto found = std::ranges::find(all, key, &Segment::key);
    if (found == all.end()) throwNone();
    const auto user = writer->first<std::string>(
        "SELECT s.key FROM segment_use u JOIN segment s ON s.id = u.segment_id WHERE u.used_id = :id"
        " ORDER BY s.key LIMIT 1",
        found->id);
    if (user) throw Error(ErrorCode::Conflict, "The segment '" + std::get<0>(*user) + "' names it.");
    for (const char* sql :
         {"DELETE FROM segment_member WHERE segment_id = :id",
          "DELETE FROM segment_use WHERE segment_id = :id", "DELETE FROM segment WHERE id = :id"}) {
        writer->execute(sql, found->id);
    }
    transaction.commit();
}

std::vector<Segment> SegmentStore::list(std::string_view after, std::size_t most) const {
    static const auto kSql = std::string(kSegments) + " WHERE key > :after ORDER BY key LIMIT :most";
    return database_.read([&](Session& session) { return segments(session, kSql, after, most); });
}

Segment SegmentStore::find(std::string_view key) const {
    return database_.read([&](Session& session) { return find(session, key); });
}

Segment SegmentStore::find(Session& session, std::string_view key) const {
    auto found = findSegment(session, key);
    if (!found) throwNone();
    return *std::move(found);
}

}  // namespace kith::storage
