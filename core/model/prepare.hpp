// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/hash.hpp"
#include "core/model/observation.hpp"

namespace kith::model {

/// The type of source of what a plugin says of its own accord.
inline constexpr std::string_view kPluginSource = "plugin";

/// Who writes: fixed by the key or the plugin's route, never by the body.
struct Writer {
    base::KeyId key;
    bool mayAttest = false;  ///< False for public keys: everything they say is claimed.
    std::string defaultSourceType = "api";
    std::string defaultSourceName;
    std::optional<TokenIdentity> identity = {};  ///< Attested of whom claims come from.
    bool strict = false;                         ///< What would be a warning about a field is wrong.
    bool isPerson = false;                       ///< Somebody of the staff: the source is they.

    [[nodiscard]] bool isPlugin() const noexcept { return defaultSourceType == kPluginSource; }
};

/// What becomes of an item that names a field which there is not.
enum class UnknownFields {
    Warn,    ///< The rest of it counts.
    Refuse,  ///< It is wrong.
};

/// A call that may come again: with an id it is carried out once; `content` is what has to be the same then.
struct Call {
    std::string_view id;
    const nlohmann::json& content;
};

/// Tags that somebody gets and loses, whoever that is.
struct TagChange {
    std::vector<FieldWrite> writes;
    std::vector<FieldUse> firstUses;
};

/// An endpoint that a profile lists.
struct EndpointOf {
    Address profile;
    Identifier identifier;  ///< Normalised.
};

/// That an address may be written to again. With a proof it is the person who opted in, as the staff tell.
struct StaffLifting {
    base::Time at;
    std::string reason;
    std::string proof = {};
};

/// Habits of the observation format; see config/kith.yaml. Its bounds stand in bounds.hpp.
struct PrepareSettings {
    std::chrono::milliseconds maxFuture = std::chrono::minutes{5};
    HashKey hashKey{};  ///< Keys the hashes of observation ids.
    UnknownFields unknownFields = UnknownFields::Warn;
};

/// What a person said on a page of kith's own, by a link that was sent to an address of theirs.
struct LinkStatement {
    base::ProfileId home;    ///< Whose link it is.
    SeenIdentifier address;  ///< Where it was sent to.
    bool confirms = false;   ///< That the address is theirs, too.
    std::string page;        ///< The name of the source.
    std::string id;          ///< A repeat of which says nothing; empty: each says what it says.
    std::vector<SubscriptionWrite> subscriptions;
    std::optional<EndpointWrite> state;
};

/// Turns one JSON observation (parsed by model::parseJson) into an Observation. Pure and thread-safe.
///
/// Violations: `wrong_type`, `unknown_member`, `required`, `empty`, `too_long`, `too_many`,
/// `control_character`, `invalid_value`, `invalid_time`, `future_time`, `not_allowed`, `no_identifier`,
/// `too_many_values`, `proof_required` (of a person's opt-in that staff wrote by hand or imported),
/// `not_carried` (of such a one with an address that the observation does not carry). Warnings:
/// `unknown_type`, `invalid_identifier` and whatever code an identifier source gives, `blocked_value` (of an
/// endpoint), `unknown_field`, `archived_field`, `invalid_value` and whatever code a field type gives,
/// `too_long`, `unknown_category`, `archived_category`, `unknown_channel` (of a message, which is kept),
/// `not_attested` (endpoints of a claimed observation).
class Preparer {
public:
    Preparer(const Catalogue& catalogue, base::IdGenerator& ids, PrepareSettings settings);

    /// The observation, or Error{InvalidInput} with a violation per wrong member (pointers relative to the
    /// item); what only concerns one field or identifier becomes a warning and the rest counts. If no
    /// identifier is left, the reasons stand before `no_identifier`. Throws what an identifier source or a
    /// field type throws.
    [[nodiscard]] std::variant<Observation, base::Error> tryPrepare(const nlohmann::json& item,
                                                                    const Writer& writer,
                                                                    base::Time now) const;

    /// An edit of a profile: JSON Merge Patch (RFC 7396) of `fields` and `subscriptions`; an array replaces a
    /// set. Nobody reads the warnings of an edit, so what would be one is a violation.
    [[nodiscard]] Observation prepareEdit(const nlohmann::json& patch, const Address& address,
                                          const Writer& writer, base::Time now) const;

    /// `{"add", "remove"}` of tags; a tag in both is removed. Throws Error{InvalidInput} with a violation per
    /// wrong element, pointing at `/tags`.
    [[nodiscard]] TagChange readTags(const nlohmann::json& tags) const;

    /// An edit of a profile that does this to its tags.
    [[nodiscard]] Observation prepareTags(const TagChange& change, const Address& address, const Call& call,
                                          const Writer& writer, base::Time now) const;

    /// What a writer's observation or command of that id is recognised by.
    [[nodiscard]] Hash idHashOf(const Writer& writer, std::string_view id) const;

    /// By which the same content is known again. Keyed, since it outlives whom it is about: nobody finds out
    /// by it what was said.
    [[nodiscard]] Hash contentHashOf(const nlohmann::json& content) const;

    /// A state that suppresses an address, whoever has it. The same again is known by its id (of an item of a
    /// call that may be repeated), or else by its content.
    [[nodiscard]] std::variant<Observation, base::Error> trySuppression(const nlohmann::json& item,
                                                                        std::string_view id,
                                                                        const Writer& writer,
                                                                        base::Time now) const;

    /// That somebody of the staff, or a plugin, has let an address be written to again.
    [[nodiscard]] Observation prepareLifting(const Identifier& address, StaffLifting lifting,
                                             const Writer& writer, base::Time now) const;

    /// The same of an endpoint of a profile.
    [[nodiscard]] Observation prepareLifting(const EndpointOf& endpoint, StaffLifting lifting,
                                             const Call& call, const Writer& writer, base::Time now) const;

    /// A state that one of the staff sets, or a plugin. Throws Error{InvalidInput} with a violation per wrong
    /// member of `item`.
    [[nodiscard]] Observation prepareState(const EndpointOf& endpoint, const nlohmann::json& item,
                                           const Call& call, const Writer& writer, base::Time now) const;

    /// What the person said, attested: nobody but them has the link. `writer` is who had it made.
    [[nodiscard]] Observation prepareByLink(LinkStatement said, const Writer& writer, base::Time now) const;

    /// What a link's statement of that id is recognised by.
    [[nodiscard]] Hash linkHashOf(const Writer& writer, std::string_view id) const;

    /// A command by that writer. With an id (of a call that may be repeated) it is carried out once;
    /// `content` is what has to be the same then.
    [[nodiscard]] Observation prepareCommand(Command command, std::string_view id,
                                             const nlohmann::json& content, const Writer& writer,
                                             base::Time now) const;

private:
    [[nodiscard]] Observation prepareByHand(const EndpointOf& endpoint, EndpointWrite write, const Call& call,
                                            const Writer& writer, base::Time now) const;

    const Catalogue& catalogue_;
    base::IdGenerator& ids_;
    PrepareSettings settings_;
};

}  // namespace kith::model
