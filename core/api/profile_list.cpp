// SPDX-License-Identifier: Apache-2.0
#include "core/storage/profile_list.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/api/export_stream.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/query.hpp"
#include "core/api/resources.hpp"
#include "core/api/segment_json.hpp"
#include "core/api/source_json.hpp"
#include "core/api/summary_json.hpp"
#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/segment/condition_json.hpp"
#include "core/model/vocabulary.hpp"
#include "core/storage/database.hpp"
#include "core/storage/profile_count.hpp"
#include "core/storage/segment/book.hpp"

namespace kith::api {
namespace {

using http::Request;
using http::Response;
using storage::KnownFilter;
using storage::ProfileSort;

constexpr model::Names<KnownFilter, 4, static_cast<int>(KnownFilter::Known)> kKnownFilters{
    {"true", "false", "any", "anonymous"}};
constexpr model::Names<ProfileSort, storage::kProfileSorts> kSorts{
    {"-updated_at", "updated_at", "-created_at", "created_at", "-name", "name"}};

constexpr std::size_t kMaxCondition = 16'000;
constexpr std::size_t kMaxFields = 50;
constexpr std::size_t kMaxFieldsText = kMaxFields * (model::bounds::kKey + 1);
constexpr std::size_t kMaxIds = 500;
constexpr std::size_t kIdBytes = 13;
constexpr std::size_t kExportedIdentifiers = 100;
constexpr std::size_t kMaxTag = 64;  ///< Code points, as of the field.
constexpr std::string_view kCondition = "condition";

/// What a call asks for beside what storage knows of.
struct WantedList {
    storage::ProfileQuery query;
    std::optional<std::string> search;
    std::optional<std::string> segment;
    std::optional<model::Condition> condition;
    std::optional<ShownFields> fields;
    bool total = false;
};

storage::SourceFilter sourceFilter(std::string_view text) {
    const auto colon = text.find(':');
    storage::SourceFilter filter{std::string(text.substr(0, colon)), std::nullopt};
    if (colon != std::string_view::npos) filter.name = text.substr(colon + 1);
    return filter;
}

std::vector<std::string> typesReachedBy(std::string_view channel, const model::Catalogue& catalogue) {
    std::vector<std::string> types;
    for (const auto& rule : catalogue.rules().all()) {
        if (rule.channel == channel) types.push_back(rule.type);
    }
    return types;
}

/// Whether `state` is the category's: it is with a category alone.
bool readCategory(Query& query, const model::Catalogue& catalogue, storage::ProfileQuery& wanted) {
    const auto key = query.text("category");
    const auto subscription = query.choice("subscription", model::kSubscriptionStates);
    if (!key) {
        if (subscription) query.wrong("subscription", "not_allowed", "is of a category; say of which");
        return false;
    }
    storage::CategoryFilter filter;
    filter.category = *key;
    const auto definitions = catalogue.definitions();
    const auto* category = definitions->category(*key);
    if (category == nullptr) {
        query.wrong("category", "unknown_category", "there is no such subscription category");
    } else {
        filter.subscribedByDefault = category->subscribedByDefault;
    }
    if (subscription)
        filter.state = *subscription;
    else
        filter.state = query.choice("state", model::kSubscriptionStates).value_or(filter.state);
    wanted.category = std::move(filter);
    return !subscription;
}

void readStates(Query& query, const model::Catalogue& catalogue, storage::ProfileQuery& wanted) {
    const bool stateIsCategorys = readCategory(query, catalogue, wanted);
    storage::EndpointFilter endpoint;
    const auto channel = query.text("channel");
    if (channel) {
        endpoint.types = typesReachedBy(*channel, catalogue);
        if (endpoint.types.empty()) query.wrong("channel", "unknown_channel", "there is no such channel");
    }
    if (!stateIsCategorys) endpoint.state = query.choice("state", model::kEndpointStates);
    if (const auto reason = query.text("reason", model::bounds::kReason)) endpoint.reason = *reason;
    if (channel || endpoint.state || endpoint.reason) wanted.endpoint = std::move(endpoint);
}

/// What is wrong with it stands in the answer as `?condition` and the place within.
std::optional<model::Condition> readCondition(Query& query, const model::Catalogue& catalogue) {
    const auto text = query.text(kCondition, kMaxCondition);
    if (!text) return std::nullopt;
    try {
        return model::parseCondition(*text, catalogue);
    } catch (const base::Error& error) {
        if (error.violations().empty()) throw;
        for (const auto& each : error.violations())
            query.wrong(std::string(kCondition) + each.pointer, each.code, each.detail);
    }
    return std::nullopt;
}

std::string noField(std::string_view key) {
    if (!model::isFieldKey(key)) return "must be keys of fields, with commas between them";
    return "there is no field '" + std::string(key) + "'";
}

std::optional<ShownFields> readFields(Query& query, const model::Catalogue& catalogue) {
    const auto text = query.text("fields", kMaxFieldsText);
    if (!text) return std::nullopt;
    const auto definitions = catalogue.definitions();
    ShownFields fields;
    for (std::size_t begin = 0; begin <= text->size();) {
        const auto end = std::min(text->find(',', begin), text->size());
        const auto key = text->substr(begin, end - begin);
        if (definitions->field(key) == nullptr && !model::isDerivedField(key))
            query.wrong("fields", "unknown_field", noField(key));
        fields.emplace(key);
        begin = end + 1;
    }
    if (fields.size() > kMaxFields)
        query.wrong("fields", "too_many", "at most " + std::to_string(kMaxFields) + " fields");
    return fields;
}

std::optional<std::vector<base::ProfileId>> readIds(Query& query) {
    const auto text = query.text("ids", kMaxIds * (kIdBytes + 1));
    if (!text) return std::nullopt;
    std::vector<base::ProfileId> ids;
    for (std::size_t begin = 0; begin <= text->size();) {
        const auto end = std::min(text->find(',', begin), text->size());
        const auto id = base::ProfileId::parse(text->substr(begin, end - begin));
        if (!id) {
            query.wrong("ids", "invalid_id", "must be ids of profiles, with commas between them");
            return std::nullopt;
        }
        ids.push_back(*id);
        begin = end + 1;
    }
    return ids;
}

/// Whom a call is about, and what it shows of them.
WantedList readWanted(Query& query, const model::Catalogue& catalogue, ProfileSort usual) {
    WantedList list;
    auto& wanted = list.query;
    if (const auto q = query.text("q")) list.search = *q;
    wanted.ids = readIds(query);
    if (list.search && wanted.ids)
        query.wrong("ids", "not_allowed", "say either whom to look for, or who they are");
    readStates(query, catalogue, wanted);
    if (const auto source = query.text("source")) wanted.source = sourceFilter(*source);
    if (const auto tag = query.characters("tag", kMaxTag)) wanted.tag = *tag;
    if (const auto key = query.text("segment")) list.segment = *key;
    list.condition = readCondition(query, catalogue);
    list.fields = readFields(query, catalogue);
    wanted.addressTypes = addressTypes(catalogue);
    wanted.known = query.choice("known", kKnownFilters).value_or(KnownFilter::Listed);
    wanted.sort = query.choice("sort", kSorts).value_or(usual);
    return list;
}

/// What is looked for is read when nothing else is wrong.
void finish(Query& query, WantedList& list, const model::Catalogue& catalogue) {
    query.finish();
    if (list.search) list.query.search = storage::parseProfileSearch(*list.search, catalogue);
    if (list.fields) list.query.fields = fieldsBehind(*list.fields);
}

WantedList readList(const Request& request, const model::Catalogue& catalogue) {
    Query query(request);
    auto list = readWanted(query, catalogue, ProfileSort::UpdatedDescending);
    list.total = query.flag("total").value_or(false);
    list.query.limit = query.limit();
    list.query.cursor = query.cursor();
    finish(query, list, catalogue);
    return list;
}

/// Whom a list is of, if a segment or a condition says it.
std::optional<model::Condition> askedBy(const Services& services, storage::Session& session,
                                        const WantedList& list) {
    if (!list.segment) return list.condition;
    auto segment = services.segments.conditionOf(services.segments.find(session, *list.segment));
    if (!list.condition) return segment;
    model::ConditionGroup both;
    both.children.push_back(std::move(segment));
    both.children.push_back(*list.condition);
    return model::Condition{std::move(both)};
}

/// What the call's own condition names has to be there, and is not to be more than a segment may ask for.
void requireNamed(const model::Condition& condition, const storage::SegmentBook& book) {
    auto wrong = storage::unknownNamed(condition, book);
    // They stand at `/condition`, as in a body.
    for (auto& each : wrong) each.pointer.front() = '?';
    const auto leaves = storage::expandedLeaves(condition, book);
    if (!leaves || *leaves > storage::kMaxExpandedLeaves) {
        wrong.push_back({"?condition", "too_many",
                         "with the segments that it names, it asks for more than " +
                             std::to_string(storage::kMaxExpandedLeaves) + " conditions"});
    }
    if (!wrong.empty()) throw base::inputError(std::move(wrong));
}

struct FoundList {
    storage::ProfilePage page;
    std::optional<storage::ProfileTotal> total;
    base::Time now;
};

FoundList findList(const Services& services, storage::Session& session, const WantedList& list) {
    auto query = list.query;
    std::optional<SegmentAsked> asked;
    if (auto condition = askedBy(services, session, list)) {
        query.segment = &asked.emplace(services, session, *std::move(condition)).question();
        if (list.condition) requireNamed(*list.condition, query.segment->book);
    }
    FoundList found;
    found.now = services.clock.now();
    found.page = storage::listProfiles(session, query, found.now);
    if (list.total) found.total = storage::countProfiles(session, query, found.now);
    return found;
}

void writeItem(JsonWriter& json, const storage::ProfileSummary& summary, const WantedList& list,
               const model::Catalogue& catalogue, base::Time now) {
    if (list.fields)
        writeSummary(json, summary, catalogue, *list.fields, now);
    else
        writeSummary(json, summary, catalogue);
}

Response listProfiles(const Services& services, const Request& request) {
    const auto list = readList(request, services.catalogue);
    const auto found =
        services.database.read([&](storage::Session& session) { return findList(services, session, list); });
    JsonWriter json;
    json.beginObject().key("items").beginArray();
    for (const auto& summary : found.page.items)
        writeItem(json, summary, list, services.catalogue, found.now);
    json.endArray().member("cut", found.page.isCut);
    if (found.total) json.member("total", found.total->count).member("at_least", found.total->atLeast);
    writeNextCursor(json, found.page.nextCursor);
    return Response::renderedJson(200, json.endObject().take());
}

/// A line for each of a list, of which the first page is there.
class ProfileExport final : public ExportStream {
public:
    ProfileExport(ExportSlots::Taken slot, const Services& services, base::KeyId key, WantedList list,
                  FoundList first)
        : ExportStream(std::move(slot), services.keys, key), services_(services), list_(std::move(list)) {
        keep(std::move(first));
    }

private:
    void keep(FoundList found) {
        list_.query.cursor = found.page.nextCursor;
        list_.query.alongOrder = found.page.alongOrder;
        now_ = found.now;
        items_ = std::move(found.page.items);
        sent_ = 0;
    }

    [[nodiscard]] http::Piece read() override {
        if (sent_ == items_.size() && !list_.query.cursor.empty()) {
            keep(services_.database.read(
                [&](storage::Session& session) { return findList(services_, session, list_); }));
        }
        http::Piece piece;
        for (; sent_ < items_.size() && piece.bytes.size() < kPieceBytes; ++sent_) {
            JsonWriter json;
            writeItem(json, items_[sent_], list_, services_.catalogue, now_);
            piece.bytes += json.take() += '\n';
        }
        piece.last = sent_ == items_.size() && list_.query.cursor.empty();
        return piece;
    }

    const Services& services_;
    WantedList list_;
    std::vector<storage::ProfileSummary> items_;
    std::size_t sent_ = 0;  ///< Of them.
    base::Time now_;
};

/// Whoever is written to meanwhile moves: behind what was read, or in front of what will be.
bool moves(ProfileSort sort) {
    return sort == ProfileSort::UpdatedAscending || sort == ProfileSort::UpdatedDescending;
}

WantedList readExport(const Request& request, const model::Catalogue& catalogue) {
    Query query(request);
    auto list = readWanted(query, catalogue, ProfileSort::CreatedAscending);
    if (moves(list.query.sort)) {
        query.wrong("sort", "not_allowed",
                    "people who are written to meanwhile would be missing; must be one of: created_at, "
                    "-created_at, name, -name");
    }
    list.query.limit = storage::kMaxPage;
    list.query.identifiers = kExportedIdentifiers;
    finish(query, list, catalogue);
    return list;
}

Response exportProfiles(const Services& services, const Request& request) {
    auto list = readExport(request, services.catalogue);
    auto slot = services.listExports.take();
    auto first =
        services.database.read([&](storage::Session& session) { return findList(services, session, list); });
    if (first.page.isCut) {
        throw base::inputError({base::Violation{
            "?q", "too_many", "finds more people than a search takes; say more of whom you look for"}});
    }
    auto response = Response::text(200, {}, "application/x-ndjson");
    response.stream = std::make_shared<ProfileExport>(std::move(slot), services, request.caller->credential(),
                                                      std::move(list), std::move(first));
    return response;
}

}  // namespace

void addProfileListRoutes(http::Router& router, const Services& services) {
    router.add(route(http::Method::Get, "/v1/profiles", http::Access::Read, services, listProfiles));
    auto exporting =
        route(http::Method::Get, "/v1/profiles/export", http::Access::Read, services, exportProfiles);
    exporting.told = http::Told::Always;
    router.add(std::move(exporting));
}

}  // namespace kith::api
