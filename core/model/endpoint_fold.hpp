// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "core/model/endpoint.hpp"
#include "core/model/identifier.hpp"

namespace kith::model {

/// The reason of an Active state that says: the person confirmed this address.
inline constexpr std::string_view kDoubleOptIn = "double_opt_in";
/// What one of the staff reads who gives that reason.
inline constexpr const char* kOnlyPersonConfirms = "only the person can confirm an address";
/// And who sets or lifts a state of an identifier that the profile does not list.
inline constexpr const char* kNotListed =
    "The profile does not list this identifier. Name the profile that has it, or attach it first: "
    "`PUT /v1/profiles/{ref}/identifiers/{type}/{value}`.";

/// The type of source of what a person of the organisation decides.
inline constexpr std::string_view kStaffSource = "console";

/// Length of a temporary block by the number of failures since the last delivery; the last one holds for all
/// further ones.
inline constexpr std::array<int, 4> kLadderDays{1, 2, 3, 90};

/// What ended a state.
enum class LiftedBy { Time, Delivery, OptIn, Active };

[[nodiscard]] std::string_view liftedByName(LiftedBy by) noexcept;

struct Lifting {
    base::Time at;
    LiftedBy by = LiftedBy::Time;
    std::string reason = {};                         ///< Of the entry that lifted it; empty if it gave none.
    std::string proof = {};                          ///< How the staff know of an opt-in that they tell.
    std::shared_ptr<const Origin> origin = nullptr;  ///< Of the entry that lifted it; null if time did.

    /// Whether both show the same, whoever said it.
    friend bool operator==(const Lifting& a, const Lifting& b) noexcept;
};

/// The newest statement of one state.
struct EndpointStateView {
    EndpointState state = EndpointState::Active;
    std::string reason;
    std::string detail;
    base::Time since;
    std::optional<base::Time> until;       ///< Of Blocked while no delivery has lifted it.
    std::optional<Lifting> lifted;         ///< By the newest entry that lifts it; absent while it stands.
    std::shared_ptr<const Origin> origin;  ///< Of the statement.

    /// Whether both show the same: one that says again what is shown changes nothing, whoever says it.
    friend bool operator==(const EndpointStateView& a, const EndpointStateView& b) noexcept;
};

struct EndpointView {
    EndpointState state = EndpointState::Active;  ///< The strictest that stands.
    std::vector<EndpointStateView> states;        ///< Strictest first, at most one of each state.

    friend bool operator==(const EndpointView&, const EndpointView&) = default;
};

/// What a message is for: what somebody wants people to do, or what they did themselves and wait for, such as
/// an order or a link to confirm by.
enum class Purpose { Marketing, Transactional };

/// Whether a message may go to an address that is listed in that role: marketing to an `active` one, unless
/// it is only claimed; a transactional one to any, unless a state stands by which it is blacklisted or
/// blocked, also below a stricter one that is shown.
[[nodiscard]] bool mayReceive(const EndpointView& endpoint, Role role, Purpose purpose) noexcept;

/// Folds an endpoint's ledger, in any order. Needs only the newest entry of each slot and a few failures, so
/// a ledger pruned to needed() gives what the whole one gives, whatever is added to both later. Keeps
/// pointers to what it was given.
class EndpointFold {
public:
    void add(const EndpointEntry& entry);

    /// `onlyClaimed`: no profile lists the identifier but as claimed; it is unconfirmed until an entry says
    /// otherwise.
    [[nodiscard]] EndpointView view(bool onlyClaimed, base::Time now) const;

    /// The entries that the fold can still need: at most 13.
    [[nodiscard]] std::vector<const EndpointEntry*> needed() const;

private:
    enum Slot : std::size_t {
        Complained,
        Blacklisted,
        Unsubscribed,
        Unconfirmed,
        BlockedUntil,   ///< With an explicit end.
        Active,         ///< Any.
        ActiveByStaff,  ///< From staff, with a reason that is not the person's own confirmation.
        OptIn,          ///< Told ones too.
        Delivery,
        SlotCount,
    };
    struct Block;

    void addState(const EndpointEntry& entry);
    void keepNewest(Slot slot, const EndpointEntry& entry);
    [[nodiscard]] std::vector<const EndpointEntry*> neededFailures() const;
    [[nodiscard]] bool isAfterDelivery(const EndpointEntry& entry) const;
    [[nodiscard]] std::optional<Lifting> lifting(Slot slot, const EndpointEntry& entry) const;
    [[nodiscard]] std::optional<EndpointStateView> blocked(base::Time now) const;

    std::array<const EndpointEntry*, SlotCount> newest_{};
    std::vector<const EndpointEntry*> failures_;
};

[[nodiscard]] EndpointView foldEndpoint(std::span<const EndpointEntry> entries, bool onlyClaimed,
                                        base::Time now);

}  // namespace kith::model
