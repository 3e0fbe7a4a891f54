// SPDX-License-Identifier: Apache-2.0
#include "core/api/plugin_command.hpp"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/api/commands.hpp"
#include "core/api/endpoint_states.hpp"
#include "core/api/identifiers.hpp"
#include "core/api/json_writer.hpp"
#include "core/api/life_cycle.hpp"
#include "core/api/merges.hpp"
#include "core/api/must_not_links.hpp"
#include "core/api/query.hpp"
#include "core/http/conditional.hpp"
#include "core/model/bounds.hpp"
#include "core/model/json.hpp"
#include "core/model/names.hpp"
#include "core/model/reader.hpp"

namespace kith::api {
namespace {

namespace bounds = model::bounds;

constexpr std::size_t kMaxName = 100;  ///< Of an id that the server made, and of a state.

/// The members of a command that stand in the path or a header where the API is called. What is left when all
/// are taken is the body.
class Members {
public:
    /// Throws Error{InvalidInput} for what is no object.
    explicit Members(nlohmann::json command) : left_(std::move(command)) {
        if (left_.is_object()) return;
        findings_.wrong({}, "wrong_type", "must be an object");
        throw findings_.takeError();
    }
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;

    /// Empty if it is missing or wrong, which `finish` tells.
    std::string text(const char* member, std::size_t most) {
        std::string taken(reader_.requiredText(left_, {}, member, most).value_or(""));
        left_.erase(member);
        return taken;
    }
    std::optional<std::string> textIfGiven(const char* member, std::size_t most) {
        std::optional<std::string> taken;
        if (const auto given = reader_.text(left_, {}, member, most)) taken.emplace(*given);
        left_.erase(member);
        return taken;
    }
    bool flag(const char* member) {
        const bool taken = reader_.flag(left_, {}, member).value_or(false);
        left_.erase(member);
        return taken;
    }
    /// As an If-Match would say it.
    std::optional<std::string> version() {
        const auto taken = readVersion(left_, {}, findings_);
        left_.erase("version");
        return taken ? std::optional(http::versionTag(*taken)) : std::nullopt;
    }

    void wrong(const char* member, std::string_view code, std::string detail) {
        const model::Where top;
        findings_.wrong({top, member}, code, std::move(detail));
    }
    /// The body. Throws Error{InvalidInput} with all that was wrong with what was taken.
    const nlohmann::json& finish() {
        if (findings_.isWrong()) throw findings_.takeError();
        return left_;
    }

private:
    nlohmann::json left_;
    model::Findings findings_;
    model::Reader reader_{findings_, base::Time{}};
};

/// What came of one, and what it made or took back, where that has an id of its own.
struct Done {
    model::Outcome outcome;
    std::optional<base::MergeId> merge = {};
    std::optional<model::ProhibitionId> prohibition = {};
};

using CarryOut = Done (*)(const Services& services, Decider& by, Members& members);

/// The profile that is meant; at which version, `by` knows.
std::string profileIn(Members& members, Decider& by) {
    auto profile = members.text("profile", kMaxRef);
    by.ifMatch = members.version();
    return profile;
}

/// Owns what a NamedIdentifier borrows.
struct IdentifierWords {
    std::string profile;
    std::string type;
    std::string value;

    [[nodiscard]] NamedIdentifier named() const { return {profile, type, value}; }
};

IdentifierWords identifierIn(Members& members, Decider& by) {
    IdentifierWords words;
    words.profile = profileIn(members, by);
    words.type = members.text("type", bounds::kIdentifierType);
    words.value = members.text("value", bounds::kIdentifierValue);
    return words;
}

Done attachBy(const Services& services, Decider& by, Members& members) {
    const auto words = identifierIn(members, by);
    const bool move = members.flag("move");
    requireNothing(members.finish());
    return {attach(services, by, words.named(), move)};
}

Done detachBy(const Services& services, Decider& by, Members& members) {
    const auto words = identifierIn(members, by);
    requireNothing(members.finish());
    return {detach(services, by, words.named())};
}

Done mergeBy(const Services& services, Decider& by, Members& members) {
    auto made = mergeByHand(services, by, members.finish());
    return {std::move(made.outcome), made.merge};
}

Done undoBy(const Services& services, Decider& by, Members& members) {
    const auto merge = members.text("merge", kMaxName);
    auto undone = undoMerge(services, by, merge, members.finish());
    return {std::move(undone.outcome), undone.merge, undone.prohibition};
}

Done forbidBy(const Services& services, Decider& by, Members& members) {
    auto made = forbidMerge(services, by, members.finish());
    return {std::move(made.outcome), std::nullopt, made.prohibition};
}

Done deleteBy(const Services& services, Decider& by, Members& members) {
    const auto profile = profileIn(members, by);
    return {deletePerson(services, by, profile, members.finish())};
}

Done restoreBy(const Services& services, Decider& by, Members& members) {
    const auto profile = profileIn(members, by);
    return {restorePerson(services, by, profile, members.finish())};
}

Done eraseBy(const Services& services, Decider& by, Members& members) {
    const auto profile = profileIn(members, by);
    return {erasePerson(services, by, profile, members.finish())};
}

Done setStateBy(const Services& services, Decider& by, Members& members) {
    const auto words = identifierIn(members, by);
    return {setState(services, by, words.named(), members.finish())};
}

Done liftStateBy(const Services& services, Decider& by, Members& members) {
    const auto words = identifierIn(members, by);
    const auto state = members.text("state", kMaxName);
    return {liftState(services, by, words.named(), state, members.finish())};
}

enum class Kind { Attach, Detach, Merge, Undo, Forbid, Delete, Restore, Erase, SetState, LiftState };
constexpr model::Names<Kind, 10> kKinds{
    {"attach", "detach", "merge", "undo", "forbid", "delete", "restore", "erase", "set_state", "lift_state"}};

CarryOut carryOutOf(Kind kind) {
    switch (kind) {
        case Kind::Attach:
            return attachBy;
        case Kind::Detach:
            return detachBy;
        case Kind::Merge:
            return mergeBy;
        case Kind::Undo:
            return undoBy;
        case Kind::Forbid:
            return forbidBy;
        case Kind::Delete:
            return deleteBy;
        case Kind::Restore:
            return restoreBy;
        case Kind::Erase:
            return eraseBy;
        case Kind::SetState:
            return setStateBy;
        case Kind::LiftState:
            return liftStateBy;
    }
    return nullptr;
}

/// Throws Error{InvalidInput} for a command that there is not.
Kind kindIn(Members& members) {
    const auto name = members.text("command", kMaxName);
    const auto kind = kKinds.find(name);
    if (!kind && !name.empty()) members.wrong("command", "invalid_value", model::mustBeOneOf(kKinds.names));
    members.finish();
    return kind.value();
}

std::string render(Kind kind, const Done& done) {
    const bool isRepeated = done.outcome.result == model::Result::Duplicate;
    JsonWriter json;
    json.beginObject()
        .member("command", kKinds.of(kind))
        .member("result", isRepeated ? "duplicate" : "done")
        .member("profile_id", done.outcome.profile);
    if (done.merge) json.member("merge", *done.merge);
    if (done.prohibition) json.member("must_not_link", *done.prohibition);
    return json.endObject().take();
}

}  // namespace

std::string carryOutCommand(const Services& services, const model::Writer& writer, std::string_view command) {
    Members members(model::parseJson(command));
    const auto kind = kindIn(members);
    Decider by;
    by.writer = writer;
    by.id = members.textIfGiven("id", bounds::kObservationId);
    return render(kind, carryOutOf(kind)(services, by, members));
}

}  // namespace kith::api
