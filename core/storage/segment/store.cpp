// SPDX-License-Identifier: Apache-2.0
#include "core/storage/segment/store.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/database.hpp"
#include "core/storage/segment/book.hpp"

namespace kith::storage {
namespace {

using base::Error;
using base::ErrorCode;
using model::Condition;

std::string madeKey(SegmentId id) {
    auto key = id.text();
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return key;
}

/// Of a call that may come again: the same one each time.
SegmentId idOf(const OnceCall& call) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) bits = bits << 8U | call.id[i];
    return {static_cast<std::int64_t>(bits >> 1U)};
}

[[noreturn]] void throwNone() {
    throw Error(ErrorCode::NotFound, "There is no such segment.");
}

const Segment* findIn(const std::vector<Segment>& all, std::string_view key) {
    const auto found = std::ranges::find(all, key, &Segment::key);
    return found == all.end() ? nullptr : &*found;
}

void requireOwn(const Segment& segment) {
    if (segment.managedBy != ManagedBy::Configuration) return;
    throw Error(ErrorCode::Conflict, "The segment comes from the configuration, and is changed there.",
                {{"", "managed_by_configuration",
                  "'" + segment.key + "' is listed in the configuration, and changed there"}});
}

void requireVersion(const Segment& segment, std::optional<std::int64_t> version) {
    if (!version || *version == segment.version) return;
    throw Error(ErrorCode::PreconditionFailed,
                "The segment is at version " + std::to_string(segment.version) + " by now.");
}

void requireRoom(const std::vector<Segment>& all, SegmentStore::Expect expect) {
    if (expect == SegmentStore::Expect::Existing) throwNone();
    if (all.size() < kMaxSegments) return;
    throw Error(ErrorCode::Conflict,
                "There are " + std::to_string(kMaxSegments) + " segments, which is the most.");
}

void requireChangeable(const Segment& found, const SegmentDraft& draft, SegmentStore::Expect expect) {
    if (expect == SegmentStore::Expect::New)
        throw Error(ErrorCode::Conflict, "There is a segment of this id.");
    requireOwn(found);
    const bool isStatic = !found.condition;
    if (isStatic == !draft.condition) return;
    throw Error(
        ErrorCode::Conflict, "A static segment has no condition, and any other one has.",
        {{"/kind", "kind_fixed",
          isStatic ? "the segment is static, and stays so: send `\"kind\": \"static\"`, and no condition"
                   : "the segment is dynamic, and stays so: send its condition, and no other kind"}});
}

/// Where they are is told in words: their pointers lead into a stored condition, and not into any body.
std::vector<base::Violation> faultsIn(const Segment& segment, const Error& error) {
    auto faults = error.violations();
    for (auto& fault : faults) {
        fault.detail =
            "at /condition" + fault.pointer + " of the segment '" + segment.key + "': " + fault.detail;
        fault.pointer.clear();
    }
    return faults;
}

/// What `read` gives of a stored segment to somebody who asks about another one, or about people.
template <class Read>
auto readFor(const Segment& segment, Read read) {
    try {
        return read(segment);
    } catch (const Error& error) {
        throw Error(error.code(), error.detail(), faultsIn(segment, error));
    }
}

/// Those that are unfit, and those that name one.
UnfitSegments withThoseThatName(AllSegments read) {
    auto& unfit = read.unfit;
    for (bool grows = !unfit.empty(); grows;) {
        grows = false;
        for (const auto& [key, content] : read.book) {
            if (!content.condition || unfit.contains(key)) continue;
            for (const auto& named : model::segmentsNamedBy(*content.condition)) {
                const auto found = unfit.find(named);
                if (found == unfit.end()) continue;
                // The places of what is wrong are those in the other one.
                unfit.emplace(key, Error(found->second.code(), found->second.detail()));
                grows = true;
                break;
            }
        }
    }
    return std::move(unfit);
}

}  // namespace

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
    auto own = readFor(segment, [this](const Segment& each) { return contentOf(each); }).condition;
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
        auto read = readFor(*segment, [this](const Segment& each) { return contentOf(each); });
        const auto& content = book.emplace(key, std::move(read)).first->second;
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

void SegmentStore::place(const Segment& segment, AllSegments& into) const {
    try {
        into.book.emplace(segment.key, contentOf(segment));
    } catch (const Error& error) {
        into.unfit.emplace(segment.key, error);
    }
}

AllSegments SegmentStore::readAll(Session& session) const {
    AllSegments all;
    for (const auto& segment : readSegments(session)) place(segment, all);
    return all;
}

UnfitSegments SegmentStore::unfit(Session& session) const {
    return withThoseThatName(readAll(session));
}

UnfitSegments SegmentStore::unfit(Session& session, std::string_view key) const {
    AllSegments read;
    std::vector<std::string> wanted{std::string(key)};
    while (!wanted.empty()) {
        const auto next = std::move(wanted.back());
        wanted.pop_back();
        if (read.book.contains(next) || read.unfit.contains(next)) continue;
        const auto segment = findSegment(session, next);
        if (!segment) continue;
        place(*segment, read);
        const auto found = read.book.find(next);
        if (found != read.book.end() && found->second.condition)
            std::ranges::move(model::segmentsNamedBy(*found->second.condition), std::back_inserter(wanted));
    }
    return withThoseThatName(std::move(read));
}

/// Of the segment and of all that name it.
void SegmentStore::check(const std::vector<Segment>& all, const SegmentDraft& draft) const {
    if (!draft.condition) return;
    SegmentBook book;
    for (const auto& segment : all) {
        // One that does not fit the catalogue any more says so when it is asked for.
        try {
            book.emplace(segment.key, contentOf(segment));
        } catch (const Error&) {
            book.emplace(segment.key, SegmentContent{segment.id, std::nullopt});
        }
    }
    book[draft.key].condition = draft.condition;
    auto faults = unknownNamed(*draft.condition, book);
    for (auto each = book.begin(); faults.empty() && each != book.end(); ++each)
        if (auto fault = excessOf(book, each->first)) faults.push_back(*std::move(fault));
    if (!faults.empty()) throw base::inputError(std::move(faults));
}

Segment SegmentStore::put(const SegmentDraft& wanted, Expect expect,
                          std::span<const base::ProfileId> members) {
    auto draft = wanted;
    if (draft.key.empty()) draft.key = madeKey(draft.call ? idOf(*draft.call) : ids_.make<SegmentId>());
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    // Who makes the same call at the same time waits here, and finds what this one makes.
    const bool isRepeated = draft.call && !rememberCall(*writer, *draft.call).isFirst;
    const auto all = lockSegments(*writer);
    const auto* found = findIn(all, draft.key);
    if (isRepeated && found == nullptr)
        throw Error(ErrorCode::Conflict, "The segment was made before, and is no more.");
    if (isRepeated) return *found;
    if (found == nullptr)
        requireRoom(all, expect);
    else
        requireChangeable(*found, draft, expect);
    if (found != nullptr) requireVersion(*found, draft.version);
    check(all, draft);

    const auto now = clock_.now();
    const bool isNew = found == nullptr;
    Segment segment{isNew ? ids_.make<SegmentId>() : found->id,
                    draft.key,
                    draft.name,
                    draft.description,
                    std::nullopt,
                    ManagedBy::Api,
                    isNew ? 1 : found->version + 1,
                    isNew ? now : found->createdAt,
                    now};
    if (draft.condition) segment.condition = model::conditionToJson(*draft.condition).dump();
    putSegment(*writer, segment);
    noteNamed(*writer, segment.id,
              draft.condition ? model::segmentsNamedBy(*draft.condition) : std::vector<std::string>{});
    if (!draft.condition) static_cast<void>(insertMembers(*writer, segment.id, members));
    transaction.commit();
    return segment;
}

bool SegmentStore::isMade(const SegmentDraft& draft) const {
    return draft.call && database_.read([&](Session& session) { return isRemembered(session, *draft.call); });
}

void SegmentStore::remove(std::string_view key, std::optional<std::int64_t> version) {
    const auto writer = database_.openWriter();
    Transaction transaction(*writer);
    const auto all = lockSegments(*writer);
    const auto* found = findIn(all, key);
    if (found == nullptr) throwNone();
    requireOwn(*found);
    requireVersion(*found, version);
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
    return database_.read([&](Session& session) { return readSegments(session, after, most); });
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
