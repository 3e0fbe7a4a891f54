// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/model/activity.hpp"
#include "core/model/command.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/field.hpp"
#include "core/model/identifier.hpp"
#include "core/model/stamp.hpp"
#include "core/model/subscription.hpp"

namespace kith::model {

/// An identifier as an observation carries it.
struct SeenIdentifier {
    Identifier identifier;                 ///< Normalised.
    std::string given;                     ///< As it arrived.
    const IdentifierRule* rule = nullptr;  ///< Never null; owned by the catalogue.
    std::size_t index = 0;                 ///< Where it stood among what arrived.
};

/// Whom an identity token names, and since when it does.
struct TokenIdentity {
    SeenIdentifier seen;
    base::Time issuedAt;
};

/// A value that can't identify anybody; recorded as the refusal `blocked_value`.
struct BlockedIdentifier {
    std::string type;
    std::string given;
    std::size_t index = 0;  ///< Where it stood among what arrived.
};

struct SubscriptionWrite {
    std::string category;
    bool subscribed = false;
    std::string by;
    base::Time at;
    std::string text;
    std::string ip;
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    std::optional<std::string> proof = {};  ///< How the staff knows that the person said it.
};

struct EndpointWrite {
    Identifier identifier;
    EndpointState state = EndpointState::Active;
    base::Time at;
    std::string reason;
    std::string detail;
    std::optional<base::Time> until;
    bool isDated = true;  ///< False: nobody said since when, and `at` is when it came.
    bool told = false;    ///< Of Active: the person opted in, as the staff tell; `detail` is the proof.
};

/// What a plugin stores with an observation, inside the same transaction.
struct PluginPayload {
    std::string plugin;
    std::string bytes;
};

/// A validated, normalised observation (or edit, or command), ready to be resolved. Everything in it is
/// within bounds.
struct Observation {
    std::shared_ptr<const Origin> origin;  ///< Never null.
    std::optional<Hash> idHash;            ///< Keyed hash of (key, id); absent without an id.
    /// Present on edits, on what a person said by a link, and on what is said of an endpoint of one profile.
    std::optional<Address> address;
    std::optional<Command> command;  ///< Present on commands, which say nothing else.
    bool ofNobody = false;           ///< Says states of addresses, which stay with these.
    bool restore = false;            ///< Of whom it would make anew, a deleted profile lives again.
    bool dateAfterReplaced = false;  ///< Edits: dated max(now, the replaced value's time + 1 ms).
    bool confirms = false;           ///< With an address: it claims these identifiers, and has them.
    /// In matching order, equal ones once. With an address, unless it confirms, only what is carried: they
    /// say of whose addresses the statements are, and change nobody's identity.
    std::vector<SeenIdentifier> identifiers;
    std::vector<BlockedIdentifier> blocked;
    std::vector<FieldWrite> fields;
    std::vector<FieldUse> firstUses;  ///< Of those fields.
    std::vector<SubscriptionWrite> subscriptions;
    std::vector<EndpointWrite> endpoints;
    std::vector<ActivityWrite> activities;
    std::vector<PluginPayload> payloads;
    std::vector<base::Violation> warnings;
    /// Of a claim that came with an identity token: that the moving identifiers of the claim are with whom
    /// the token names. An observation of its own, since evidence and dates of what it says are attested; it
    /// is resolved just before the claim, in the same transaction, and the claim belongs to whom it led to.
    /// Null without a token.
    std::shared_ptr<const Observation> attestation;

    [[nodiscard]] Stamp stamp() const { return {origin->attested, origin->observedAt, origin}; }
    [[nodiscard]] Stamp stampAt(base::Time at) const { return {origin->attested, at, origin}; }
};

}  // namespace kith::model
