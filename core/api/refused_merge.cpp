// SPDX-License-Identifier: Apache-2.0
#include "core/api/refused_merge.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "core/api/commands.hpp"
#include "core/api/identity_json.hpp"
#include "core/api/source_json.hpp"
#include "core/http/problem.hpp"
#include "core/storage/component_growth.hpp"
#include "core/storage/database.hpp"
#include "core/storage/identifier_sightings.hpp"
#include "core/storage/prohibition_list.hpp"

namespace kith::api {
namespace {

using model::Refusal;
using model::RefusalCode;

constexpr std::size_t kShown = 20;
constexpr std::size_t kSightings = 3;

/// The identifiers of the first refusals that have one; of those the evidence is shown.
std::vector<model::Identifier> identifiersOf(const std::vector<Refusal>& refused) {
    std::vector<model::Identifier> identifiers;
    for (const auto& refusal : refused)
        if (!refusal.identifier.type.empty() && identifiers.size() < kShown)
            identifiers.push_back(refusal.identifier);
    return identifiers;
}

/// What shows the refusals.
struct Shown {
    std::map<model::Identifier, std::vector<storage::ProvenanceView>> sightings;
    std::vector<storage::ProvenanceView> growth;
    std::optional<storage::ProhibitionView> prohibition;

    [[nodiscard]] const std::vector<storage::ProvenanceView>& of(const Refusal& refusal) const {
        static const std::vector<storage::ProvenanceView> kNothing;
        if (refusal.size) return growth;
        const auto seen = sightings.find(refusal.identifier);
        return seen != sightings.end() ? seen->second : kNothing;
    }
};

Shown readShown(const Services& services, const model::Outcome& preview) {
    const std::vector sides{preview.decision->survivor, preview.decision->other};
    return services.database.read([&](storage::Session& session) {
        Shown shown;
        shown.sightings = storage::readSightings(session, sides, identifiersOf(preview.refused), kSightings);
        for (const auto& refusal : preview.refused) {
            if (refusal.size) shown.growth = storage::readGrowth(session, sides, *refusal.size, kSightings);
            if (refusal.code == RefusalCode::MustNotLink)
                shown.prohibition = storage::readStanding(session, sides[0], sides[1]);
        }
        return shown;
    });
}

void writeProhibition(JsonWriter& json, const storage::ProhibitionView& prohibition) {
    json.beginObject().member("id", prohibition.id);
    writePair(json, "between", prohibition.a, prohibition.b);
    json.member("reason", prohibition.reason).member("at", prohibition.at).key("observation");
    writeProvenance(json, prohibition.by);
    json.endObject();
}

void writeSize(JsonWriter& json, const model::ComponentSize& size) {
    const auto number = [&](std::string_view name, std::size_t value) {
        json.member(name, static_cast<std::int64_t>(value));
    };
    json.beginObject();
    number("identifiers", size.identifiers);
    number("max_identifiers", size.maxIdentifiers);
    number("merges", size.merges);
    number("max_merges", size.maxMerges);
    json.endObject();
}

void writeRefusedFor(JsonWriter& json, const Refusal& refusal, const Shown& shown) {
    json.beginObject().member("code", model::refusalCodeName(refusal.code));
    writeIdentifierOrNull(json, "identifier",
                          refusal.identifier.type.empty() ? std::nullopt : std::optional(refusal.identifier));
    json.member("detail", refusal.detail).key("must_not_link");
    if (refusal.code == RefusalCode::MustNotLink && shown.prohibition) {
        writeProhibition(json, *shown.prohibition);
    } else {
        json.null();
    }
    json.key("size");
    if (refusal.size) {
        writeSize(json, *refusal.size);
    } else {
        json.null();
    }
    json.key("evidence").beginArray();
    for (const auto& by : shown.of(refusal)) writeProvenance(json, by);
    json.endArray().endObject();
}

}  // namespace

model::Outcome previewOf(const Services& services, const model::Writer& writer, model::MergeCommand command) {
    command.preview = true;
    // It does nothing that could be done twice: no id is used up by it.
    return writeOne(services.writer, services.preparer.prepareCommand(std::move(command), "", {}, writer,
                                                                      services.clock.now()));
}

void writeRefused(JsonWriter& json, const Services& services, const model::Outcome& preview) {
    const auto shown = readShown(services, preview);
    json.beginArray();
    for (const auto& refusal : preview.refused) writeRefusedFor(json, refusal, shown);
    json.endArray();
}

bool isForbidden(const base::Error& error) {
    return error.code() == base::ErrorCode::Conflict && !error.violations().empty();
}

http::Response refusedMerge(const Services& services, const model::Writer& writer,
                            model::MergeCommand command, const base::Error& error) {
    JsonWriter refused;
    writeRefused(refused, services, previewOf(services, writer, std::move(command)));
    auto body = http::problemJson(error);
    body["refused"] = nlohmann::json::parse(refused.take());
    return http::Response::text(http::problemKind(error.code()).status, body.dump(),
                                "application/problem+json");
}

}  // namespace kith::api
