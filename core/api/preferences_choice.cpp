// SPDX-License-Identifier: Apache-2.0
#include "core/api/preferences_choice.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/api/pages/shown_words.hpp"
#include "core/base/utf8.hpp"
#include "core/model/text.hpp"

namespace kith::api {
namespace {

using model::EndpointState;
using model::SubscriptionState;

std::optional<SubscriptionState> saidOf(const LinkedPerson& person, std::string_view category) {
    const auto found =
        std::ranges::find(person.profile.subscriptions, category, &storage::SubscriptionView::category);
    if (found == person.profile.subscriptions.end()) return std::nullopt;
    return found->state;
}

/// By the ledger, or the category's default.
std::optional<SubscriptionState> stateOf(const LinkedPerson& person, const model::Category& category) {
    const auto state = saidOf(person, category.key);
    if (state || !category.subscribedByDefault) return state;
    return *category.subscribedByDefault ? SubscriptionState::Subscribed : SubscriptionState::Unsubscribed;
}

bool isOffered(const LinkedPerson& person, const model::Category& category) {
    return category.isPublic && !category.archived && category.isFor(person.seen.rule->channel);
}

bool stands(const LinkedPerson& person, EndpointState wanted) {
    return std::ranges::any_of(person.address.endpoint.states,
                               [&](const auto& each) { return each.state == wanted && !each.lifted; });
}

std::vector<std::string> allOf(const http::Params& form, std::string_view name) {
    const auto values = form.all(name);
    return {values.begin(), values.end()};
}

/// A browser ends lines with CR LF.
std::optional<std::string> commentOf(const http::Params& form) {
    std::string comment(form.find("comment").value_or(""));
    std::erase(comment, '\r');
    const auto said = model::trimmed(comment);
    return said.empty() ? std::nullopt : std::optional(std::string(said));
}

/// Builds what was said, entry by entry.
class Saying {
public:
    using Wording = std::function<std::string(const model::Category&)>;

    Saying(const Choice& choice, const LinkedPerson& person, base::Time now, const Wording& wording)
        : choice_(choice), person_(person), now_(now), wording_(wording), explains_(choice.isExplained()) {
        // What the person says now is newer than what they answer to, as far as a clock may run ahead.
        for (const auto& state : person.address.endpoint.states)
            now_ = std::max(now_, state.since + std::chrono::milliseconds{1});
    }

    void leave(const model::Category& category) {
        if (saidOf(person_, category.key) == SubscriptionState::Unsubscribed && !explains_) return;
        said_.subscriptions.push_back(
            {category.key, false, "person", now_, wording_(category), {}, choice_.reason, choice_.comment});
    }
    void join(const model::Category& category) {
        if (choice_.otherWords) {
            said_.isHeldBack = true;
            return;
        }
        said_.subscriptions.push_back({category.key, true, "person", now_, wording_(category), {}, {}, {}});
    }
    void mute(std::string reason) {
        if (stands(person_, EndpointState::Unsubscribed) && !explains_) return;
        // Without the comment: the state outlives the person, whose words it would be.
        said_.state = model::EndpointWrite{
            person_.seen.identifier, EndpointState::Unsubscribed, now_, std::move(reason), {}, {}};
    }
    /// Why is said of what they leave; if they leave nothing, of what they take.
    [[nodiscard]] Said take() {
        auto& all = said_.subscriptions;
        if (std::ranges::all_of(all, &model::SubscriptionWrite::subscribed)) {
            for (auto& each : all) {
                each.reason = choice_.reason;
                each.comment = choice_.comment;
            }
        }
        return std::move(said_);
    }

private:
    const Choice& choice_;
    const LinkedPerson& person_;
    base::Time now_;
    const Wording& wording_;
    bool explains_;  ///< The person says why, even of what stands already.
    Said said_;
};

void saveChoice(Saying& saying, const Choice& choice, const Offers& offers) {
    const auto isChosen = [&](const Offer& offer) {
        return choice.isShown(offer.category->key) && choice.isTicked(offer.category->key);
    };
    const bool comesBack =
        !choice.otherWords && offers.isMuted && std::ranges::any_of(offers.shown, isChosen);
    for (const auto& offer : offers.shown) {
        if (!choice.isShown(offer.category->key)) continue;
        if (isChosen(offer)) {
            if (!offers.isOn(offer)) saying.join(*offer.category);
            continue;
        }
        // What the address was not sent, and does not want, would be sent as soon as it comes back.
        const bool goes = offers.isOn(offer) || (comesBack && offer.state == SubscriptionState::Subscribed);
        if (goes) saying.leave(*offer.category);
    }
}

/// What the page showed to them, and does not any more. They read other words, so they only may leave it.
void chooseHidden(Saying& saying, const Choice& choice, const model::Definitions& definitions,
                  const LinkedPerson& person) {
    for (const auto& category : definitions.categories()) {
        if (!choice.isShown(category.key) || isOffered(person, category)) continue;
        const bool isOn = stateOf(person, category) == SubscriptionState::Subscribed;
        if (choice.isTicked(category.key) && !isOn) saying.join(category);
        if (!choice.isTicked(category.key) && isOn) saying.leave(category);
    }
}

}  // namespace

Offers offersOf(const model::Definitions& definitions, const LinkedPerson& person) {
    Offers offers;
    offers.asksWhy = !definitions.categories().empty();
    offers.isMuted = stands(person, EndpointState::Unsubscribed) || stands(person, EndpointState::Complained);
    for (const auto& category : definitions.categories()) {
        if (isOffered(person, category)) offers.shown.push_back({&category, stateOf(person, category)});
    }
    return offers;
}

ReadChoice readChoice(const http::Params& form, std::string_view words) {
    ReadChoice read;
    auto& choice = read.choice;
    if (form.find("List-Unsubscribe") == "One-Click") {
        choice.wish = Choice::Wish::OneClick;
        return read;
    }
    choice.otherWords = otherDigest(form, words);
    if (form.find("do") == "leave") choice.wish = Choice::Wish::LeaveAll;
    choice.shown = allOf(form, "shown");
    choice.chosen = allOf(form, "category");
    const auto reason = form.find("reason").value_or("");
    if (std::ranges::find(kLeavingReasons, reason) != kLeavingReasons.end())
        choice.reason = std::string(reason);
    else if (!reason.empty())
        read.fault = "error_form";
    choice.comment = commentOf(form);
    if (choice.comment && base::codePointCount(*choice.comment) > kCommentCharacters)
        read.fault = "error_comment";
    return read;
}

Said saidBy(const Choice& choice, const model::Definitions& definitions, const LinkedPerson& person,
            const model::Category* category, base::Time now,
            const std::function<std::string(const model::Category&)>& wording) {
    Saying saying(choice, person, now, wording);
    if (choice.wish == Choice::Wish::Save) {
        const auto offers = offersOf(definitions, person);
        saveChoice(saying, choice, offers);
        if (choice.otherWords && !offers.isMuted) chooseHidden(saying, choice, definitions, person);
    } else if (choice.wish == Choice::Wish::OneClick && category != nullptr) {
        saying.leave(*category);
    } else {
        // Archived ones too, which may come back.
        for (const auto& each : definitions.categories()) saying.leave(each);
        saying.mute(choice.wish == Choice::Wish::OneClick ? "one_click" : "preferences");
    }
    return saying.take();
}

}  // namespace kith::api
