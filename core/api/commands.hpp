// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "core/api/services.hpp"
#include "core/http/request.hpp"
#include "core/model/command.hpp"
#include "core/model/observation.hpp"
#include "core/model/outcome.hpp"
#include "core/model/prepare.hpp"
#include "core/pipeline/pipeline.hpp"
#include "core/storage/profile_ref.hpp"
#include "core/storage/seen.hpp"

namespace kith::api {

/// Bytes of what people say of a decision.
inline constexpr std::size_t kMaxReason = 500;

/// Writes one and throws its problem, if it has one.
[[nodiscard]] model::Outcome writeOne(pipeline::Writer& writer, model::Observation observation);

/// Has the caller's decision carried out, once per Idempotency-Key and `content`. The outcome of a repetition
/// is Duplicate, and has no decision. Throws what forbids it.
[[nodiscard]] model::Outcome carryOut(const Services& services, const http::Request& request,
                                      model::Command command, const nlohmann::json& content);

/// The same of a command that depends on what is there: it is made unless the call came before, so that a
/// repetition is answered alike whatever became of what it names.
[[nodiscard]] model::Outcome carryOut(const Services& services, const http::Request& request,
                                      const std::function<model::Command()>& makeCommand,
                                      const nlohmann::json& content);

/// The `reason` of a body that holds nothing else; empty if there is no body, or none in it. Throws
/// Error{InvalidInput}.
[[nodiscard]] std::string readReason(const http::Request& request);

/// The same of what is no command: `prepare` makes it of a call with that id.
[[nodiscard]] model::Outcome writeOnce(const Services& services, const http::Request& request,
                                       const std::function<model::Observation(const model::Call&)>& prepare,
                                       const nlohmann::json& content);

/// The call, if it has an Idempotency-Key, for what is written about no profile; `content` is what has to be
/// the same when it comes again.
[[nodiscard]] std::optional<storage::OnceCall> onceCall(const Services& services,
                                                        const http::Request& request,
                                                        const nlohmann::json& content);

/// The profile that a reference names, as it is now. Throws Error{NotFound}.
[[nodiscard]] storage::ResolvedProfile resolve(const Services& services, const storage::ProfileRef& ref);

/// The profile of the path, at the version that If-Match names. Throws Error{NotFound} and
/// Error{PreconditionFailed}.
[[nodiscard]] model::Address addressIn(const Services& services, const http::Request& request);

/// The identifier of the path, normalised. Throws Error{NotFound} for a type that there is not, and
/// Error{InvalidInput} for a value that its type does not take.
[[nodiscard]] model::Identifier identifierIn(const Services& services, const http::Request& request);

}  // namespace kith::api
