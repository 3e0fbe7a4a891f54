// SPDX-License-Identifier: Apache-2.0
#include "core/api/lifting.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.hpp"
#include "core/base/input_error.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"

namespace kith::api {
namespace {

using base::Error;
using base::ErrorCode;
using model::EndpointState;

void requireProof(const model::StaffLifting& lifting) {
    if (!lifting.proof.empty()) return;
    throw Error(ErrorCode::Conflict,
                "This is what the person said, and only the person lifts it: by an attested opt-in in an "
                "observation with the address, or here with the proof that they asked for it.",
                {{"/proof", "proof_required",
                  R"(says how they asked for it, such as "letter of 20 November, archive no. 4711")"}});
}

[[noreturn]] void throwBlocked(const model::EndpointStateView& state) {
    const auto end = state.until ? " at " + base::formatRfc3339(*state.until) : std::string();
    throw Error(ErrorCode::Conflict, "A block ends by itself" + end +
                                         ", or with the next delivery: an activity with the status "
                                         "`delivered` and this endpoint.");
}

}  // namespace

nlohmann::json liftingBody(const http::Request& request) {
    // Nobody expects a DELETE to have one.
    if (request.body.empty())
        throw base::inputError({{"/reason", "required",
                                 R"(must be given in a body, such as {"reason": "mailbox works again"})"}});
    return model::parseJson(request.body);
}

model::StaffLifting readLifting(const nlohmann::json& body, const model::Reader& reader,
                                model::Findings& findings) {
    const model::Where top;
    model::StaffLifting lifting;
    lifting.reason = reader.requiredText(body, top, "reason", model::bounds::kReason).value_or("");
    if (lifting.reason == model::kDoubleOptIn)
        findings.wrong({top, "reason"}, "invalid_value", model::kOnlyPersonConfirms);
    lifting.proof = reader.proof(body, top).value_or("");
    return lifting;
}

void requireLiftable(const model::EndpointStateView& state, const model::StaffLifting& lifting) {
    switch (state.state) {
        case EndpointState::Complained:
        case EndpointState::Unsubscribed:
            return requireProof(lifting);
        case EndpointState::Blacklisted:
            if (lifting.proof.empty()) return;
            throw base::inputError({{"/proof", "not_allowed",
                                     "`blacklisted` is no word of the person: the reason alone lifts it"}});
        case EndpointState::Blocked:
            throwBlocked(state);
        case EndpointState::Unconfirmed:
            return;
        case EndpointState::Active:
            throw Error(ErrorCode::Conflict, "`active` keeps nothing back: set another state instead.");
    }
}

base::Time liftedAt(const model::EndpointStateView& state, base::Time now) {
    return std::max(now, state.since + std::chrono::milliseconds{1});
}

}  // namespace kith::api
