// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include <arpa/inet.h>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"
#include "core/model/endpoint_fold.hpp"
#include "core/model/vocabulary.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

bool isIpAddress(std::string_view text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    const std::string terminated(text);
    return inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1;
}

std::optional<bool> subscribedFrom(Draft& draft, const json& state, const Where& where) {
    if (const auto* name = state.get_ptr<const std::string*>()) {
        if (*name == "subscribed") return true;
        if (*name == "unsubscribed") return false;
    }
    draft.findings.wrong(where, "invalid_value", "must be `subscribed` or `unsubscribed`");
    return std::nullopt;
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

void readDetails(Draft& draft, const json& value, const Where& where, SubscriptionWrite& write) {
    const auto reader = draft.reader();
    if (const auto by = reader.text(value, where, "by", bounds::kReason)) {
        if (*by != "person" && *by != "operator") {
            draft.findings.wrong({where, "by"}, "invalid_value", "must be `person` or `operator`");
        }
        write.by = *by;
    }
    if (const auto at = reader.time(value, where, "at")) write.at = *at;
    write.text = reader.text(value, where, "text", bounds::kConsentText, Control::Allowed).value_or("");
    if (const auto ip = reader.text(value, where, "ip", bounds::kReason)) {
        if (!isIpAddress(*ip)) {
            draft.findings.wrong({where, "ip"}, "invalid_value", "must be an IPv4 or IPv6 address");
        }
        write.ip = *ip;
    }
    write.reason = owned(reader.text(value, where, "reason", bounds::kReason));
    write.comment = owned(reader.text(value, where, "comment", bounds::kComment, Control::Allowed));
    write.proof = owned(reader.proof(value, where));
}

/// The opt-in of a person lifts their own opt-out. Who lifts it for them says how they asked for it; to leave
/// takes no proof.
void requireProof(Draft& draft, const Where& where, const SubscriptionWrite& write) {
    if (!draft.byHand || !write.subscribed || write.by != "person" || write.proof) return;
    draft.findings.wrong({where, "proof"}, "proof_required",
                         "say how the person asked for it, or write it down as `by` the operator");
}

void readSubscription(Draft& draft, const std::string& category, const json& value, const Where& where) {
    SubscriptionWrite write;
    write.category = category;
    write.by = "operator";
    write.at = draft.observedAt;
    std::optional<bool> subscribed;
    if (value.is_object()) {
        draft.reader().object(value, where,
                              {"state", "by", "at", "text", "ip", "reason", "comment", "proof"});
        const auto state = value.find("state");
        subscribed = subscribedFrom(draft, state == value.end() ? json() : *state, {where, "state"});
        readDetails(draft, value, where, write);
    } else {
        subscribed = subscribedFrom(draft, value, where);
    }
    const auto* known = draft.definitions.category(category);
    if (known == nullptr) {
        draft.leftOut(where, "unknown_category", "there is no such subscription category");
        return;
    }
    if (known->archived) {
        draft.leftOut(where, "archived_category", "the category is archived, and nobody subscribes to it");
        return;
    }
    write.subscribed = subscribed.value_or(false);
    requireProof(draft, where, write);
    draft.out.subscriptions.push_back(std::move(write));
}

/// All of a state but the address that it is of; `states` are those that may be said.
template <std::size_t Count>
EndpointWrite readState(Draft& draft, const json& value, const Where& where,
                        const Names<EndpointState, Count>& states) {
    const auto reader = draft.reader();
    EndpointWrite write;
    const auto name = reader.requiredText(value, where, "state", bounds::kReason);
    const auto state = name ? states.find(*name) : std::nullopt;
    if (name && !state) {
        draft.findings.wrong({where, "state"}, "invalid_value", mustBeOneOf(states.names));
    }
    write.state = state.value_or(EndpointState::Active);
    const auto at = reader.time(value, where, "at");
    write.at = at.value_or(draft.observedAt);
    write.until = reader.anyTime(value, where, "until");
    const bool isKnown = at || memberOf(value, "at") == nullptr;
    if (write.until && state && *state != EndpointState::Blocked) {
        draft.findings.wrong({where, "until"}, "not_allowed", "only `blocked` has an end");
    } else if (write.until && isKnown && *write.until <= write.at) {
        draft.findings.wrong({where, "until"}, "invalid_value",
                             "must be later than `at`, or without one than the time of what says it");
    }
    write.reason = reader.text(value, where, "reason", bounds::kReason).value_or("");
    write.detail = reader.text(value, where, "detail", bounds::kDetail, Control::Allowed).value_or("");
    return write;
}

bool isCarried(const Draft& draft, const Identifier& identifier) {
    return std::ranges::any_of(draft.out.identifiers,
                               [&](const auto& seen) { return seen.identifier == identifier; });
}

/// Into `out`, if it is of an address.
void putEndpoint(Draft& draft, const json& value, const Where& where, EndpointWrite write) {
    auto read = readIdentifier(draft, value, where);
    if (read.blocked) {
        draft.leftOut({where, "value"}, "blocked_value", kBlockedDetail);
    } else if (read.seen) {
        write.identifier = std::move(read.seen->identifier);
        if (write.told && !isCarried(draft, write.identifier))
            draft.findings.wrong({where, "value"}, "not_carried",
                                 "whose opt-in is told is told by their `identifiers`, this one among them");
        draft.out.endpoints.push_back(std::move(write));
    }
}

/// A confirmation lifts what the person said of the address. Who tells it for them says how they know, and
/// the opt-in is one that was told.
void readToldOptIn(Draft& draft, const json& value, const Where& where, EndpointWrite& write) {
    const Where at(where, "proof");
    const bool isGiven = memberOf(value, "proof") != nullptr;
    const auto proof = draft.reader().proof(value, where);
    if (!draft.byHand || write.state != EndpointState::Active || write.reason != kDoubleOptIn) {
        if (isGiven)
            draft.findings.wrong(at, "not_allowed",
                                 "belongs to `active` with the reason `double_opt_in` that staff tell");
        return;
    }
    if (!isGiven)
        draft.findings.wrong(at, "proof_required",
                             "say how the person asked for it, since only the person can confirm an address");
    if (memberOf(value, "detail") != nullptr)
        draft.findings.wrong({where, "detail"}, "not_allowed", "the proof stands in its place");
    write.told = true;
    write.detail = proof.value_or("");
}

void readEndpoint(Draft& draft, const json& value, const Where& where) {
    if (!draft.reader().object(value, where,
                               {"type", "value", "state", "reason", "detail", "proof", "at", "until"}))
        return;
    auto write = readState(draft, value, where, kEndpointStates);
    readToldOptIn(draft, value, where, write);
    putEndpoint(draft, value, where, std::move(write));
}

}  // namespace

void readSubscriptions(Draft& draft, const json& value, const Where& where) {
    const auto* members = value.get_ptr<const json::object_t*>();
    if (members == nullptr) {
        draft.findings.wrong(where, "wrong_type", "must be an object");
        return;
    }
    if (members->size() > bounds::kSubscriptions) {
        draft.findings.wrong(where, "too_many", "at most " + std::to_string(bounds::kSubscriptions));
        return;
    }
    for (const auto& [category, member] : *members) {
        readSubscription(draft, category, member, {where, category});
    }
}

void readEndpoints(Draft& draft, const json& value, const Where& where) {
    if (!draft.reader().array(value, where, bounds::kEndpoints)) return;
    std::size_t index = 0;
    for (const auto& element : value) readEndpoint(draft, element, {where, index++});
}

void readSuppression(Draft& draft, const json& item, const Where& where) {
    if (!draft.reader().object(item, where,
                               {"type", "value", "hash", "state", "reason", "detail", "at", "until"}))
        return;
    auto write = readState(draft, item, where, kSuppressingStates);
    write.isDated = memberOf(item, "at") != nullptr;
    if (memberOf(item, "hash") != nullptr && memberOf(item, "value") == nullptr) {
        draft.findings.wrong(
            {where, "hash"}, "only_hash",
            "the hash of an address tells nobody which it is: send the address itself as `value`");
        return;
    }
    putEndpoint(draft, item, where, std::move(write));
}

void readStateByHand(Draft& draft, const json& item, const Where& where, Identifier identifier) {
    if (!draft.reader().object(item, where, {"state", "reason", "detail", "at", "until"})) return;
    auto write = readState(draft, item, where, kEndpointStates);
    if (memberOf(item, "reason") == nullptr)
        draft.findings.wrong({where, "reason"}, "required", "must be given");
    if (write.state == EndpointState::Active && write.reason == kDoubleOptIn)
        draft.findings.wrong({where, "reason"}, "invalid_value", kOnlyPersonConfirms);
    write.identifier = std::move(identifier);
    draft.out.endpoints.push_back(std::move(write));
}

}  // namespace kith::model
