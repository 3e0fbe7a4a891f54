// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/api/services.hpp"
#include "core/http/request.hpp"
#include "core/model/command.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/model/prepare.hpp"
#include "core/model/reader.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/seen.hpp"

namespace kith::api {

/// Bytes of what people say of a decision.
inline constexpr std::size_t kMaxReason = 500;

/// Who decides something, whether it is a caller of the API or a plugin.
struct Decider {
    model::Writer writer;
    std::optional<std::string> id = {};  ///< By which a call that comes again is known.
    /// At which versions the profile is meant, as an If-Match says it; at any, without.
    std::optional<std::string> ifMatch = {};
};

/// Whoever sent the request. Throws Error{InvalidInput} for an Idempotency-Key that is none.
[[nodiscard]] Decider deciderOf(const http::Request& request);

/// An identifier of a profile, as a caller names both.
struct NamedIdentifier {
    std::string_view profile;  ///< A reference.
    std::string_view type;
    std::string_view value;  ///< As it was given.
};

/// Writes one and throws its problem, if it has one.
[[nodiscard]] model::Outcome writeOne(pipeline::Writer& writer, model::Observation observation);

/// What whoever called again is told whose first call made something that is no more.
inline constexpr const char* kNotFoundAgain = "What this call did can't be found any more.";

/// Has a decision carried out, once per id and `content`. The outcome of a repetition is Duplicate, and has
/// no decision. Throws what forbids it.
[[nodiscard]] model::Outcome carryOut(const Services& services, const Decider& by, model::Command command,
                                      const nlohmann::json& content);

/// The same of a command that depends on what is there: it is made unless the call came before, so that a
/// repetition is answered alike whatever became of what it names.
[[nodiscard]] model::Outcome carryOut(const Services& services, const Decider& by,
                                      const std::function<model::Command()>& makeCommand,
                                      const nlohmann::json& content);

/// The body of a call that need not have one; an empty object if it has none.
[[nodiscard]] nlohmann::json optionalBody(const http::Request& request);

/// The `reason` of a body that holds nothing else; empty if it has none. Throws Error{InvalidInput}.
[[nodiscard]] std::string readReason(const nlohmann::json& body);

/// Throws Error{InvalidInput} for a body that says anything: it would be a misunderstanding.
void requireNothing(const nlohmann::json& body);

/// The `version` that a profile has to have, if the object that names it says one.
[[nodiscard]] std::optional<std::int64_t> readVersion(const nlohmann::json& object, const model::Where& where,
                                                      model::Findings& findings);

/// The same of what is no command: `prepare` makes it of a call with that id.
[[nodiscard]] model::Outcome writeOnce(const Services& services, const Decider& by,
                                       const std::function<model::Observation(const model::Call&)>& prepare,
                                       const nlohmann::json& content);

/// The call, if it has an Idempotency-Key, for what is written about no profile; `content` is what has to be
/// the same when it comes again.
[[nodiscard]] std::optional<storage::OnceCall> onceCall(const Services& services,
                                                        const http::Request& request,
                                                        const nlohmann::json& content);

/// The profile that a reference names, as it is now. Throws Error{NotFound}, and as throwRemoved.
[[nodiscard]] storage::ResolvedProfile resolve(const Services& services, const storage::ProfileRef& ref);

/// The profile of a reference, at the version that an If-Match names. Throws Error{NotFound} and
/// Error{PreconditionFailed}, and as throwRemoved.
[[nodiscard]] model::Address addressOf(const Services& services, std::string_view ref,
                                       std::optional<std::string_view> ifMatch);

/// The identifier, normalised. Throws Error{NotFound} for a type that there is not, and Error{InvalidInput}
/// for a value that its type does not take.
[[nodiscard]] model::Identifier identifierOf(const Services& services, const NamedIdentifier& named);

}  // namespace kith::api
