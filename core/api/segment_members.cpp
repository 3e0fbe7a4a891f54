// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/api/query.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
#include "core/api/resources.hpp"
#include "core/api/segment_json.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/base/error.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/database.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kMaxRefs = 1'000;
constexpr std::int64_t kCounted = 10'000;
constexpr std::string_view kList = "segment_members";

enum class Count { Exact };
constexpr model::Names<Count, 1> kCounts{{"exact"}};

struct MemberPage {
    std::vector<storage::ProfileSummary> items;
    std::string nextCursor;
    std::optional<std::int64_t> total;  ///< Of the first page; one above kCounted: at least that many.
    bool isExact = true;
};

MemberPage readPage(const Services& services, storage::Session& session, std::string_view key,
                    std::size_t limit, const std::string& cursor, bool exact) {
    const SegmentAsked asked(services, session, key);
    const auto after = cursor.empty() ? 0 : storage::readCursor(cursor, kList, 1).numbers[0];
    auto ids = storage::listMembers(session, asked.question(), base::ProfileId{after}, limit + 1);
    MemberPage page;
    if (ids.size() > limit) {
        ids.pop_back();
        page.nextCursor = storage::writeCursor({std::string(kList), {ids.back().value}, {}});
    }
    if (cursor.empty()) {
        const auto most = exact ? std::nullopt : std::optional(kCounted + 1);
        const auto counted = storage::countMembers(session, asked.question(), most);
        page.isExact = exact || counted <= kCounted;
        page.total = page.isExact ? counted : kCounted;
    }
    page.items =
        storage::readSummaries(session, ids, {asked.question().now, {}, addressTypes(services.catalogue)});
    return page;
}

Response listMembers(const Services& services, const Request& request) {
    Query query(request);
    const bool exact = query.choice("count", kCounts).has_value();
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto page = services.database.read([&](storage::Session& session) {
        return readPage(services, session, request.param("id"), limit, cursor, exact);
    });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& summary : page.items) writeSummary(json, summary, services.catalogue);
    json.endArray();
    if (page.total) {
        json.key("total")
            .beginObject()
            .member("count", *page.total)
            .member("at_least", !page.isExact)
            .endObject();
    }
    writeNextCursor(json, page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

/// The references of a list, resolved; whoever is not there is found to be wrong.
class RefReader {
public:
    RefReader(const Services& services, storage::Session& session) : services_(services), session_(session) {}

    std::vector<base::ProfileId> read(const nlohmann::json& body, std::string_view member) {
        std::vector<base::ProfileId> profiles;
        const auto* list = model::memberOf(body, member);
        const model::Reader reader(findings_, {});
        const Where top;
        const Where at(top, member);
        if (list == nullptr || !reader.array(*list, at, kMaxRefs)) return profiles;
        std::size_t index = 0;
        for (const auto& each : *list) {
            if (const auto profile = resolved(each, {at, index++})) profiles.push_back(*profile);
        }
        return profiles;
    }
    [[nodiscard]] model::Findings& findings() noexcept { return findings_; }

private:
    std::optional<base::ProfileId> resolved(const nlohmann::json& each, const Where& where) {
        const auto* ref = each.get_ptr<const std::string*>();
        if (ref == nullptr || ref->empty() || ref->size() > kMaxRef) {
            findings_.wrong(where, "wrong_type", "must be a reference to a profile");
            return std::nullopt;
        }
        try {
            const auto named = parseRef(*ref, services_.catalogue);
            if (const auto found = storage::findProfile(session_, named)) return found->live;
            throwNobody(services_, session_, named);
        } catch (const base::Error& error) {
            if (error.code() != base::ErrorCode::NotFound && error.code() != base::ErrorCode::Gone) throw;
            findings_.wrong(where, base::codeName(error.code()), error.detail());
            return std::nullopt;
        }
    }

    const Services& services_;
    storage::Session& session_;
    model::Findings findings_;
};

Response changeMembers(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    std::vector<base::ProfileId> added;
    std::vector<base::ProfileId> removed;
    services.database.read([&](storage::Session& session) {
        RefReader refs(services, session);
        const Where top;
        if (model::Reader(refs.findings(), {}).object(body, top, {"add", "remove"})) {
            added = refs.read(body, "add");
            removed = refs.read(body, "remove");
        }
        if (refs.findings().isWrong()) throw refs.findings().takeError();
    });
    const auto changed = services.segments.changeMembers(request.param("id"), removed, added);
    JsonWriter json;
    json.beginObject()
        .member("added", static_cast<std::int64_t>(changed.added))
        .member("removed", static_cast<std::int64_t>(changed.removed))
        .endObject();
    return Response::renderedJson(200, json.take());
}

/// The id of the profile and then its other homes.
std::vector<base::ProfileId> homesOf(storage::Session& session, base::ProfileId live) {
    auto homes = storage::standingFor(session, live).homes;
    std::erase(homes, live);
    homes.insert(homes.begin(), live);
    return homes;
}

Response whyMember(const Services& services, const Request& request) {
    Query(request).finish();
    const auto ref = parseRef(request.param("ref"), services.catalogue);
    return readOf(services, ref, [&](storage::Session& session) {
        const SegmentAsked asked(services, session, request.param("id"));
        const auto live = storage::resolveProfile(session, ref).live;
        const auto reason = storage::whyMember(session, asked.question(), homesOf(session, live));
        JsonWriter json;
        json.beginObject()
            .member("profile_id", live)
            .member("member", reason.holds && storage::isListed(session, live))
            .key("reason");
        writeReason(json, reason);
        return Response::renderedJson(200, json.endObject().take());
    });
}

}  // namespace

void addSegmentMemberRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string members = "/v1/segments/{id}/members";
    router.add(route(Method::Get, members, Access::Read, services, listMembers));
    router.add(route(Method::Post, members, Access::Write, services, changeMembers));
    router.add(route(Method::Get, "/v1/segments/{id}/why/{ref}", Access::Read, services, whyMember));
}

}  // namespace kith::api
