// SPDX-License-Identifier: Apache-2.0
#include "core/api/commands.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/api/idempotency_key.hpp"
#include "core/api/reference.hpp"
#include "core/api/removed_profile.hpp"
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

Decider deciderOf(const http::Request& request) {
    Decider by;
    by.writer = writerOf(request);
    if (const auto id = idempotencyKey(request)) by.id.emplace(*id);
    if (const auto ifMatch = request.headers.find("If-Match")) by.ifMatch.emplace(*ifMatch);
    return by;
}

model::Outcome writeOne(pipeline::Writer& writer, model::Observation observation) {
    std::vector<model::Observation> one;
    one.push_back(std::move(observation));
    auto outcome = std::move(writer.submit(std::move(one)).front());
    if (outcome.problem) throw base::Error(*std::move(outcome.problem));
    return outcome;
}

model::Outcome carryOut(const Services& services, const Decider& by, model::Command command,
                        const nlohmann::json& content) {
    return writeOne(services.writer,
                    services.preparer.prepareCommand(std::move(command), by.id.value_or(""), content,
                                                     by.writer, services.clock.now()));
}

namespace {

/// What came of the call if it came before. Of two at once the writer knows.
std::optional<model::Outcome> repeated(const Services& services, const Decider& by,
                                       const nlohmann::json& content) {
    if (!by.id) return std::nullopt;
    const auto idHash = services.preparer.idHashOf(by.writer, *by.id);
    const auto seen = services.database.read(
        [&](storage::Session& session) { return storage::readSeen(session, by.writer.key, idHash); });
    if (!seen) return std::nullopt;
    if (seen->content != services.preparer.contentHashOf(content))
        throw base::Error(base::ErrorCode::IdReused, "This Idempotency-Key was used for another call.");
    model::Outcome outcome;
    outcome.result = model::Result::Duplicate;
    outcome.profile = seen->live;
    return outcome;
}

}  // namespace

model::Outcome writeOnce(const Services& services, const Decider& by,
                         const std::function<model::Observation(const model::Call&)>& prepare,
                         const nlohmann::json& content) {
    if (auto outcome = repeated(services, by, content)) return *std::move(outcome);
    std::optional<model::Observation> prepared;
    try {
        prepared = prepare({by.id ? std::string_view(*by.id) : std::string_view{}, content});
    } catch (const base::Error&) {
        // The same call may have ended meanwhile what this one names.
        if (auto outcome = repeated(services, by, content)) return *std::move(outcome);
        throw;
    }
    return writeOne(services.writer, *std::move(prepared));
}

model::Outcome carryOut(const Services& services, const Decider& by,
                        const std::function<model::Command()>& makeCommand, const nlohmann::json& content) {
    const auto prepare = [&](const model::Call& call) {
        return services.preparer.prepareCommand(makeCommand(), call.id, call.content, by.writer,
                                                services.clock.now());
    };
    return writeOnce(services, by, prepare, content);
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
    return readOf(services, ref,
                  [&](storage::Session& session) { return storage::resolveProfile(session, ref); });
}

model::Address addressOf(const Services& services, std::string_view ref,
                         std::optional<std::string_view> ifMatch) {
    const auto resolved = resolve(services, parseRef(ref, services.catalogue));
    model::Address address{resolved.home, std::nullopt};
    if (http::requireMatch(ifMatch, http::versionTag(resolved.version)))
        address.expectedVersion = resolved.version;
    return address;
}

model::Identifier identifierOf(const Services& services, const NamedIdentifier& named) {
    using base::Error;
    using base::ErrorCode;
    const auto* source = services.catalogue.source(named.type);
    if (source == nullptr)
        throw Error(ErrorCode::NotFound,
                    "There is no such type of identifier: `GET /v1/plugins` lists those that there are.");
    auto normalised = source->normalize(named.type, named.value);
    if (const auto* invalid = std::get_if<model::Invalid>(&normalised))
        throw Error(ErrorCode::InvalidInput, "The value is none that this type can have: " + invalid->detail);
    return {std::string(named.type), std::get<std::string>(std::move(normalised))};
}

nlohmann::json optionalBody(const http::Request& request) {
    if (request.body.empty()) return nlohmann::json::object();
    return model::parseJson(request.body);
}

void requireNothing(const nlohmann::json& body) {
    model::Findings findings;
    static_cast<void>(model::Reader(findings, {}).object(body, {}, {}));
    if (findings.isWrong()) throw findings.takeError();
}

std::optional<std::int64_t> readVersion(const nlohmann::json& object, const model::Where& where,
                                        model::Findings& findings) {
    const auto* version = model::memberOf(object, "version");
    if (version == nullptr) return std::nullopt;
    if (!version->is_number_integer()) {
        findings.wrong({where, "version"}, "wrong_type", "must be a whole number");
        return std::nullopt;
    }
    return version->get<std::int64_t>();
}

std::string readReason(const nlohmann::json& body) {
    model::Findings findings;
    const model::Reader reader(findings, {});
    std::string reason;
    if (reader.object(body, {}, {"reason"}))
        reason = reader.text(body, {}, "reason", kMaxReason).value_or("");
    if (findings.isWrong()) throw findings.takeError();
    return reason;
}

}  // namespace kith::api
