// SPDX-License-Identifier: Apache-2.0
#include "core/api/commands.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/api/idempotency_key.hpp"
#include "core/api/reference.hpp"
#include "core/api/writer_of.hpp"
#include "core/base/error.hpp"
#include "core/http/conditional.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/hash.hpp"
#include "core/model/json.hpp"
#include "core/model/reader.hpp"
#include "core/storage/database.hpp"
#include "core/storage/seen.hpp"

namespace kith::api {

model::Outcome writeOne(pipeline::Writer& writer, model::Observation observation) {
    std::vector<model::Observation> one;
    one.push_back(std::move(observation));
    auto outcome = std::move(writer.submit(std::move(one)).front());
    if (outcome.problem) throw base::Error(*std::move(outcome.problem));
    return outcome;
}

model::Outcome carryOut(const Services& services, const http::Request& request, model::Command command,
                        const nlohmann::json& content) {
    const auto id = idempotencyKey(request).value_or("");
    return writeOne(services.writer,
                    services.preparer.prepareCommand(std::move(command), id, content, writerOf(request),
                                                     services.clock.now()));
}

namespace {

/// What came of the call if it came before. Of two at once the writer knows.
std::optional<model::Outcome> repeated(const Services& services, const http::Request& request,
                                       const nlohmann::json& content) {
    const auto id = idempotencyKey(request);
    if (!id) return std::nullopt;
    const auto writer = writerOf(request);
    const auto idHash = services.preparer.idHashOf(writer, *id);
    const auto seen = services.database.read(
        [&](storage::Session& session) { return storage::readSeen(session, writer.key, idHash); });
    if (!seen) return std::nullopt;
    if (seen->content != services.preparer.contentHashOf(content))
        throw base::Error(base::ErrorCode::IdReused, "This Idempotency-Key was used for another call.");
    model::Outcome outcome;
    outcome.result = model::Result::Duplicate;
    outcome.profile = seen->live;
    return outcome;
}

}  // namespace

model::Outcome writeOnce(const Services& services, const http::Request& request,
                         const std::function<model::Observation(const model::Call&)>& prepare,
                         const nlohmann::json& content) {
    if (auto outcome = repeated(services, request, content)) return *std::move(outcome);
    std::optional<model::Observation> prepared;
    try {
        prepared = prepare({idempotencyKey(request).value_or(""), content});
    } catch (const base::Error&) {
        // The same call may have ended meanwhile what this one names.
        if (auto outcome = repeated(services, request, content)) return *std::move(outcome);
        throw;
    }
    return writeOne(services.writer, *std::move(prepared));
}

model::Outcome carryOut(const Services& services, const http::Request& request,
                        const std::function<model::Command()>& makeCommand, const nlohmann::json& content) {
    const auto prepare = [&](const model::Call& call) {
        return services.preparer.prepareCommand(makeCommand(), call.id, call.content, writerOf(request),
                                                services.clock.now());
    };
    return writeOnce(services, request, prepare, content);
}

std::optional<storage::OnceCall> onceCall(const Services& services, const http::Request& request,
                                          const nlohmann::json& content) {
    const auto id = idempotencyKey(request);
    if (!id) return std::nullopt;
    const auto writer = writerOf(request);
    return storage::OnceCall{writer.key, services.preparer.idHashOf(writer, *id),
                             services.preparer.contentHashOf(content), services.clock.now()};
}

storage::ResolvedProfile resolve(const Services& services, const storage::ProfileRef& ref) {
    return services.database.read(
        [&](storage::Session& session) { return storage::resolveProfile(session, ref); });
}

model::Address addressIn(const Services& services, const http::Request& request) {
    const auto resolved = resolve(services, parseRef(request.param("ref"), services.catalogue));
    model::Address address{resolved.home, std::nullopt};
    if (http::requireMatch(request, http::versionTag(resolved.version)))
        address.expectedVersion = resolved.version;
    return address;
}

model::Identifier identifierIn(const Services& services, const http::Request& request) {
    using base::Error;
    using base::ErrorCode;
    const auto type = request.param("type");
    const auto* source = services.catalogue.source(type);
    if (source == nullptr) throw Error(ErrorCode::NotFound, "There is no such type of identifier.");
    auto normalised = source->normalize(type, request.param("value"));
    if (const auto* invalid = std::get_if<model::Invalid>(&normalised))
        throw Error(ErrorCode::InvalidInput, "The value is none that this type can have: " + invalid->detail);
    return {std::string(type), std::get<std::string>(std::move(normalised))};
}

std::string readReason(const http::Request& request) {
    if (request.body.empty()) return {};
    const auto body = model::parseJson(request.body);
    model::Findings findings;
    const model::Reader reader(findings, {});
    std::string reason;
    if (reader.object(body, {}, {"reason"}))
        reason = reader.text(body, {}, "reason", kMaxReason).value_or("");
    if (findings.isWrong()) throw findings.takeError();
    return reason;
}

}  // namespace kith::api
