// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/segment_json.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/http/conditional.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/storage/cursor.hpp"
#include "core/storage/database.hpp"
#include "core/storage/segment/book.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using http::Request;
using http::Response;
using model::Where;

constexpr std::size_t kSample = 20;
/// Of a static segment that is made of a condition.
constexpr std::size_t kMaxFilled = 100'000;
constexpr std::string_view kList = "segments";

enum class Kind { Dynamic, Static };
constexpr model::Names<Kind, 2> kKinds{{"dynamic", "static"}};

struct WantedSegment {
    storage::SegmentDraft draft;
    std::optional<model::Condition> filledBy;  ///< Of a static one.
};

class SegmentReader {
public:
    explicit SegmentReader(const Services& services) : services_(services), reader_(findings_, {}) {}

    WantedSegment read(const nlohmann::json& body, std::optional<std::string> key) {
        WantedSegment wanted;
        const bool isNew = !key;
        const bool good = isNew
                              ? reader_.object(body, top_, {"id", "name", "description", "kind", "condition"})
                              : reader_.object(body, top_, {"name", "description", "kind", "condition"});
        if (good) {
            wanted.draft.key = key ? *std::move(key) : readKey(body);
            wanted.draft.name =
                reader_.requiredText(body, top_, "name", model::bounds::kSegmentName).value_or("");
            wanted.draft.description = reader_
                                           .text(body, top_, "description",
                                                 model::bounds::kSegmentDescription, model::Control::Allowed)
                                           .value_or("");
            const bool isStatic =
                readKind(body) == Kind::Static || (!isNew && staysStatic(body, wanted.draft.key));
            auto condition = readCondition(body, !isStatic);
            if (isStatic && !isNew && condition)
                findings_.wrong({top_, "condition"}, "unknown_member",
                                "a static segment is filled when it is made");
            (isStatic ? wanted.filledBy : wanted.draft.condition) = std::move(condition);
        }
        if (findings_.isWrong()) throw findings_.takeError();
        return wanted;
    }

    model::Condition readAlone(const nlohmann::json& body) {
        std::optional<model::Condition> condition;
        if (reader_.object(body, top_, {"condition"})) condition = readCondition(body, true);
        if (findings_.isWrong() || !condition) throw findings_.takeError();
        return *std::move(condition);
    }

private:
    std::string readKey(const nlohmann::json& body) {
        const auto key = reader_.text(body, top_, "id", model::bounds::kConditionText);
        if (key && !model::isSegmentKey(*key)) {
            findings_.wrong(
                {top_, "id"}, "invalid_key",
                "must be at most 100 lower-case letters, digits, `_`, `.` and `-`, and not `preview`");
        }
        return std::string(key.value_or(""));
    }

    Kind readKind(const nlohmann::json& body) {
        const auto name = reader_.text(body, top_, "kind", model::bounds::kReason);
        if (!name) return Kind::Dynamic;
        const auto kind = kKinds.find(*name);
        if (!kind) findings_.wrong({top_, "kind"}, "invalid_value", model::mustBeOneOf(kKinds.names));
        return kind.value_or(Kind::Dynamic);
    }

    /// Whether what says neither its kind nor a condition is of a static segment. Throws Error{NotFound}.
    bool staysStatic(const nlohmann::json& body, const std::string& key) const {
        if (model::memberOf(body, "kind") != nullptr || model::memberOf(body, "condition") != nullptr)
            return false;
        return !services_.segments.find(key).condition;
    }

    std::optional<model::Condition> readCondition(const nlohmann::json& body, bool required) {
        const auto* condition = model::memberOf(body, "condition");
        const Where at(top_, "condition");
        if (condition != nullptr) return model::readCondition(*condition, at, services_.catalogue, findings_);
        if (required) findings_.wrong(at, "required", "must be given");
        return std::nullopt;
    }

    const Services& services_;
    const Where top_;
    model::Findings findings_;
    model::Reader reader_;
};

Response answer(const Services& services, const storage::Segment& segment, int status = 200) {
    const auto unfit = services.database.read(
        [&](storage::Session& session) { return services.segments.unfit(session, segment.key); });
    JsonWriter json;
    writeSegment(json, segment, unfit);
    auto response = Response::renderedJson(status, json.take());
    response.headers.set("ETag", http::versionTag(segment.version));
    return response;
}

/// That of the segment as it is now, if the call is for that one alone.
std::optional<std::int64_t> wantedVersion(const Services& services, const Request& request) {
    if (!request.headers.find("If-Match")) return std::nullopt;
    const auto segment = services.segments.find(request.param("id"));
    if (!http::requireMatch(request, http::versionTag(segment.version))) return std::nullopt;
    return segment.version;
}

Response listSegments(const Services& services, const Request& request) {
    Query query(request);
    const auto limit = query.limit();
    const auto cursor = query.cursor();
    query.finish();
    const auto after = cursor.empty() ? std::string{} : storage::readCursor(cursor, kList, 0).text;
    auto segments = services.segments.list(after, limit + 1);
    std::string next;
    if (segments.size() > limit) {
        segments.pop_back();
        next = storage::writeCursor({std::string(kList), {}, segments.back().key});
    }
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    const auto unfit =
        services.database.read([&](storage::Session& session) { return services.segments.unfit(session); });
    for (const auto& segment : segments) writeSegment(json, segment, unfit);
    json.endArray();
    writeNextCursor(json, next);
    return Response::renderedJson(200, json.endObject().take());
}

/// Of a condition that nobody keeps, and which nothing else has looked at.
void requireNamed(const storage::SegmentQuestion& question) {
    auto unknown = storage::unknownNamed(question.condition, question.book);
    if (!unknown.empty()) throw base::inputError(std::move(unknown));
}

/// Whom a static segment is made of, now.
std::vector<base::ProfileId> membersFor(const Services& services, const model::Condition& condition) {
    auto members = services.database.read([&](storage::Session& session) {
        const SegmentAsked asked(services, session, condition);
        requireNamed(asked.question());
        return storage::listMembers(session, asked.question(), {}, kMaxFilled + 1);
    });
    if (members.size() <= kMaxFilled) return members;
    throw Error(ErrorCode::TooLarge,
                "A static segment is made of at most " + std::to_string(kMaxFilled) + " people at once.");
}

Response postSegment(const Services& services, const Request& request) {
    Query(request).finish();
    const auto body = model::parseJson(request.body);
    auto wanted = SegmentReader(services).read(body, std::nullopt);
    wanted.draft.call = onceCall(services, request, {{"call", "make_segment"}, {"body", body}});
    std::vector<base::ProfileId> members;
    if (wanted.filledBy && !services.segments.isMade(wanted.draft))
        members = membersFor(services, *wanted.filledBy);
    const auto made = services.segments.put(wanted.draft, storage::SegmentStore::Expect::New, members);
    auto response = answer(services, made, 201);
    response.headers.set("Location", "/v1/segments/" + made.key);
    return response;
}

Response getSegment(const Services& services, const Request& request) {
    Query(request).finish();
    return answer(services, services.segments.find(request.param("id")));
}

Response putSegment(const Services& services, const Request& request) {
    Query(request).finish();
    auto wanted =
        SegmentReader(services).read(model::parseJson(request.body), std::string(request.param("id")));
    wanted.draft.version = wantedVersion(services, request);
    return answer(services, services.segments.put(wanted.draft, storage::SegmentStore::Expect::Existing));
}

Response deleteSegment(const Services& services, const Request& request) {
    Query(request).finish();
    services.segments.remove(request.param("id"), wantedVersion(services, request));
    return Response::empty();
}

Response previewSegment(const Services& services, const Request& request) {
    Query(request).finish();
    const auto condition = SegmentReader(services).readAlone(model::parseJson(request.body));
    storage::MemberSample sample;
    const auto people = services.database.read([&](storage::Session& session) {
        const SegmentAsked asked(services, session, condition);
        requireNamed(asked.question());
        sample = storage::sampleMembers(session, asked.question(), kSample);
        return storage::readSummaries(session, sample.first,
                                      {services.clock.now(), {}, addressTypes(services.catalogue)});
    });
    JsonWriter json;
    json.beginObject().member("count", sample.count).key("sample").beginArray();
    for (const auto& summary : people) writeSummary(json, summary, services.catalogue);
    return Response::renderedJson(200, json.endArray().endObject().take());
}

}  // namespace

void addSegmentRoutes(http::Router& router, const Services& services) {
    using http::Access;
    using http::Method;
    const std::string one = "/v1/segments/{id}";
    router.add(route(Method::Get, "/v1/segments", Access::Read, services, listSegments));
    router.add(route(Method::Post, "/v1/segments", Access::Write, services, postSegment));
    auto preview = route(Method::Post, "/v1/segments/preview", Access::Read, services, previewSegment);
    preview.told = http::Told::Never;
    router.add(std::move(preview));
    router.add(route(Method::Get, one, Access::Read, services, getSegment));
    router.add(route(Method::Put, one, Access::Write, services, putSegment));
    router.add(route(Method::Delete, one, Access::Write, services, deleteSegment));
}

}  // namespace kith::api
