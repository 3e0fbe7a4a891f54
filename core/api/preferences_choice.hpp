// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/linked_person.hpp"
#include "core/http/request.hpp"
#include "core/model/bounds.hpp"
#include "core/model/definitions.hpp"

namespace kith::api {

/// Why somebody leaves, as the page offers it; what stands in the ledger.
inline constexpr std::array<std::string_view, 4> kLeavingReasons{"too_frequent", "not_relevant",
                                                                 "never_asked", "other"};

/// The most that a comment may have, in characters: in no language more bytes than the ledger takes.
inline constexpr std::size_t kCommentCharacters = 500;
static_assert(4 * kCommentCharacters <= model::bounds::kComment);

/// A category as the page shows it.
struct Offer {
    const model::Category* category = nullptr;  ///< Never null.
    /// By the ledger, or the category's default.
    std::optional<model::SubscriptionState> state;
};

/// What a person may choose from, and whether anything of it is sent to the address at all.
struct Offers {
    std::vector<Offer> shown;  ///< The public ones that are for the address's channel and not archived.
    bool isMuted = false;      ///< The address has unsubscribed or complained, whatever the categories say.
    bool asksWhy = false;      ///< There are categories, whose ledger keeps what they say.

    [[nodiscard]] bool isOn(const Offer& offer) const {
        return !isMuted && offer.state == model::SubscriptionState::Subscribed;
    }
};
[[nodiscard]] Offers offersOf(const model::Definitions& definitions, const LinkedPerson& person);

/// What a form says.
struct Choice {
    enum class Wish {
        Save,      ///< Of those shown, to have those chosen.
        LeaveAll,  ///< To have nothing.
        OneClick,  ///< RFC 8058: to leave what the link is for.
    };
    Wish wish = Wish::Save;
    std::vector<std::string> shown;   ///< Keys of categories; of no other was anything said.
    std::vector<std::string> chosen;  ///< Those with a tick.
    std::optional<std::string> reason;
    std::optional<std::string> comment;
    /// The digest of what they read, if the page has other words now; empty if it is unknown. Then they
    /// subscribe to nothing by it, and may leave what they like.
    std::optional<std::string> otherWords;

    [[nodiscard]] bool isShown(std::string_view category) const {
        return std::ranges::find(shown, category) != shown.end();
    }
    [[nodiscard]] bool isTicked(std::string_view category) const {
        return std::ranges::find(chosen, category) != chosen.end();
    }
    [[nodiscard]] bool isExplained() const noexcept { return reason || comment; }
};

/// What is wrong with a form, by the text that says so: `error_form`, `error_comment`.
using ChoiceFault = std::string_view;

/// `words`: the digest of what the page shows now. Fields that it does not know are nothing to it. What is
/// wrong leaves the rest to be shown again.
struct ReadChoice {
    Choice choice;
    std::optional<ChoiceFault> fault;
};
[[nodiscard]] ReadChoice readChoice(const http::Params& form, std::string_view words);

/// What was said, in parts of an observation; nothing if it is what stands already and nothing was said
/// about it.
struct Said {
    std::vector<model::SubscriptionWrite> subscriptions;
    std::optional<model::EndpointWrite> state;
    bool isHeldBack = false;  ///< They ticked something more, and read other words than those of now.

    [[nodiscard]] bool isNothing() const { return subscriptions.empty() && !state; }
};

/// `category`: whose one click it is, of all if null. `wording` gives what they read who said so of a
/// category.
[[nodiscard]] Said saidBy(const Choice& choice, const model::Definitions& definitions,
                          const LinkedPerson& person, const model::Category* category, base::Time now,
                          const std::function<std::string(const model::Category&)>& wording);

}  // namespace kith::api
