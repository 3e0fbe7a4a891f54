// SPDX-License-Identifier: Apache-2.0
#include "ses.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "address.hpp"
#include "bounce.hpp"
#include "json.hpp"
#include "subject.hpp"
#include "time.hpp"

namespace kith::email {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxRecipients = 500;
constexpr std::size_t kMaxDetail = 2000;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxLink = 2000;

/// A notification that keeps to the format.
struct Notification {
    const json& mail;
    const json& part;  ///< The member that belongs to the type, or an empty object.
    const SesSettings& settings;
    std::string messageId;
    std::vector<std::string> destinations;
    std::int64_t atMs;
};

void reject(Batch& out, std::string detail) {
    out.malformed.push_back({"", "malformed_event", std::move(detail)});
}

std::string firstOf(const json& tags, const std::string& name) {
    const auto* values = member(tags, name);
    const auto* first =
        values != nullptr && values->is_array() && !values->empty() ? &values->front() : values;
    return first != nullptr && first->is_string() ? clean(first->get_ref<const std::string&>(), kMaxName)
                                                  : std::string{};
}

std::string_view subjectOf(const json& mail) {
    if (const auto* common = member(mail, "commonHeaders"); common != nullptr) {
        if (const auto subject = textOf(*common, "subject"); !subject.empty()) return subject;
    }
    const auto* headers = member(mail, "headers");
    if (headers == nullptr || !headers->is_array()) return {};
    for (const auto& header : *headers) {
        if (textOf(header, "name") == "Subject") return textOf(header, "value");
    }
    return {};
}

Message messageOf(const Notification& of) {
    const auto* tags = member(of.mail, "tags");
    return {tags == nullptr ? std::string{} : firstOf(*tags, of.settings.messageTag),
            clean(decodeSubject(subjectOf(of.mail)), kMaxName)};
}

/// The event of one recipient, without what happened. `what` tells it from the other events of the message.
Event eventFor(const Notification& of, std::string_view recipient, std::string_view what) {
    Event event;
    event.provider = "ses";
    event.id = textOf(of.part, "feedbackId").empty()
                   ? std::string(what) + ":" + of.messageId + ":" + std::to_string(of.atMs)
                   : clean(textOf(of.part, "feedbackId"), kMaxName);
    event.messageId = of.messageId;
    event.messageHasRecipients = of.destinations.size() > 1;
    event.recipient = addressIn(recipient);
    event.atMs = of.atMs;
    event.message = messageOf(of);
    return event;
}

/// The entries of a list of recipients that name one.
std::vector<const json*> recipientsIn(const json& part, std::string_view list) {
    std::vector<const json*> out;
    const auto* entries = member(part, list);
    if (entries == nullptr || !entries->is_array()) return out;
    for (const auto& entry : *entries) {
        if (!textOf(entry, "emailAddress").empty() && out.size() < kMaxRecipients) out.push_back(&entry);
    }
    return out;
}

struct SubType {
    std::string_view name;
    std::string_view reason;
};
constexpr std::array kSubTypes{
    SubType{"NoEmail", "inactive_address"},
    SubType{"Suppressed", "suppressed"},
    SubType{"OnAccountSuppressionList", "suppressed"},
    SubType{"MailboxFull", "mailbox_full"},
    SubType{"MessageTooLarge", "message_too_large"},
    SubType{"ContentRejected", "content_rejected"},
    SubType{"AttachmentRejected", "content_rejected"},
};

/// Whether the address is dead is what Amazon made of it: it has tried again where that could help. Why is
/// what Amazon says, else the server.
Diagnosis diagnoseBounce(const json& bounce, const json& recipient) {
    auto diagnosis = diagnose(textOf(recipient, "status"), textOf(recipient, "diagnosticCode"));
    const auto subType = std::find_if(kSubTypes.begin(), kSubTypes.end(), [&](const SubType& each) {
        return each.name == textOf(bounce, "bounceSubType");
    });
    if (subType != kSubTypes.end()) diagnosis.reason = subType->reason;
    diagnosis.addressDead = textOf(bounce, "bounceType") == "Permanent";
    return diagnosis;
}

/// Amazon reports an automatic answer as a passing bounce, with no word of a server.
bool mayBeAutomaticAnswer(const json& bounce, const json& recipient) {
    return textOf(bounce, "bounceType") == "Transient" && textOf(bounce, "bounceSubType") == "General" &&
           textOf(recipient, "status").empty() && textOf(recipient, "diagnosticCode").empty() &&
           textOf(recipient, "action").empty();
}

void readBounce(const Notification& of, Batch& out) {
    for (const auto* recipient : recipientsIn(of.part, "bouncedRecipients")) {
        const auto action = textOf(*recipient, "action");
        if (action == "delivered" || action == "relayed" || action == "expanded") continue;
        auto event = eventFor(of, textOf(*recipient, "emailAddress"), "bounce");
        event.detail = clean(diagnosticText(textOf(*recipient, "diagnosticCode")), kMaxDetail);
        const auto diagnosis = diagnoseBounce(of.part, *recipient);
        event.reason = diagnosis.reason;
        if (action == "delayed") {
            event.status = MessageStatus::Delayed;
        } else if (mayBeAutomaticAnswer(of.part, *recipient)) {
            event.status = MessageStatus::Uncertain;
            event.reason = "automatic_answer";
        } else {
            event.status = MessageStatus::Undelivered;
            event.address = AddressState{diagnosis.addressDead ? "blacklisted" : "blocked", diagnosis.reason};
        }
        out.events.push_back(std::move(event));
    }
}

void readComplaint(const Notification& of, Batch& out) {
    const auto type = textOf(of.part, "complaintFeedbackType");
    if (type == "not-spam" || type == "auth-failure") {
        ++out.ignored;
        return;
    }
    const bool suppressed = textOf(of.part, "complaintSubType") == "OnAccountSuppressionList";
    const bool optOut = type == "opt-out" || type == "opt-out-list";
    for (const auto* recipient : recipientsIn(of.part, "complainedRecipients")) {
        auto event = eventFor(of, textOf(*recipient, "emailAddress"), "complaint");
        event.reason = type.empty() ? "complaint" : clean(type, 50);
        if (suppressed) {
            event.status = MessageStatus::Skipped;
            event.reason = "suppressed";
        } else if (optOut) {
            event.status = MessageStatus::Unsubscribed;
            event.address = AddressState{"unsubscribed", "feedback_report"};
        } else {
            event.status = MessageStatus::Complained;
            event.address = AddressState{"complained", event.reason};
            event.detail = clean(textOf(of.part, "userAgent"), kMaxDetail);
        }
        out.events.push_back(std::move(event));
    }
}

void readDelivery(const Notification& of, Batch& out) {
    const auto* recipients = member(of.part, "recipients");
    if (recipients == nullptr || !recipients->is_array()) return;
    std::size_t count = 0;
    for (const auto& recipient : *recipients) {
        if (!recipient.is_string() || ++count > kMaxRecipients) continue;
        auto event = eventFor(of, recipient.get_ref<const std::string&>(), "delivery");
        event.status = MessageStatus::Delivered;
        event.detail = clean(textOf(of.part, "smtpResponse"), kMaxDetail);
        out.events.push_back(std::move(event));
    }
}

void readDelay(const Notification& of, Batch& out) {
    for (const auto* recipient : recipientsIn(of.part, "delayedRecipients")) {
        auto event = eventFor(of, textOf(*recipient, "emailAddress"), "delay");
        event.status = MessageStatus::Delayed;
        event.reason = diagnose(textOf(*recipient, "status"), textOf(*recipient, "diagnosticCode")).reason;
        event.detail = clean(diagnosticText(textOf(*recipient, "diagnosticCode")), kMaxDetail);
        if (event.detail.empty()) event.detail = clean(textOf(of.part, "delayType"), kMaxName);
        out.events.push_back(std::move(event));
    }
}

/// What concerns every recipient of the message.
void readForAll(const Notification& of, std::string_view what, MessageStatus status, std::string_view reason,
                std::string_view detail, Batch& out) {
    for (const auto& destination : of.destinations) {
        auto event = eventFor(of, destination, what);
        event.status = status;
        event.reason = reason;
        event.detail = clean(detail, kMaxDetail);
        out.events.push_back(std::move(event));
    }
}

void readSend(const Notification& of, Batch& out) {
    readForAll(of, "send", MessageStatus::Sent, "", "", out);
}
void readReject(const Notification& of, Batch& out) {
    readForAll(of, "reject", MessageStatus::Skipped, "content_rejected", textOf(of.part, "reason"), out);
}
void readFailure(const Notification& of, Batch& out) {
    readForAll(of, "failure", MessageStatus::Skipped, "rendering_failure", textOf(of.part, "errorMessage"),
               out);
}

/// Opens and clicks name no recipient: with several, nobody knows whose they are.
void readEngagement(const Notification& of, MessageStatus status, Batch& out) {
    if (of.destinations.size() != 1) {
        ++out.ignored;
        return;
    }
    const bool click = status == MessageStatus::Clicked;
    auto event = eventFor(of, of.destinations.front(), click ? "click" : "open");
    event.status = status;
    event.link = clean(textOf(of.part, "link"), kMaxLink);
    if (click) event.id += ":" + event.link;
    event.machine = machineBehind(textOf(of.part, "userAgent"));
    out.events.push_back(std::move(event));
}
void readOpen(const Notification& of, Batch& out) {
    readEngagement(of, MessageStatus::Read, out);
}
void readClick(const Notification& of, Batch& out) {
    readEngagement(of, MessageStatus::Clicked, out);
}

bool unsubscribesFromAll(const json* preferences) {
    const auto* all = preferences == nullptr ? nullptr : member(*preferences, "unsubscribeAll");
    return all != nullptr && all->is_boolean() && all->get<bool>();
}

/// Whether the contact is in, by topic.
std::map<std::string, bool> topicsIn(const json* preferences) {
    std::map<std::string, bool> out;
    const auto* topics = preferences == nullptr ? nullptr : member(*preferences, "topicSubscriptionStatus");
    if (topics == nullptr || !topics->is_array()) return out;
    for (const auto& topic : *topics) {
        const auto status = textOf(topic, "subscriptionStatus");
        if (status == "OptIn" || status == "OptOut")
            out.insert_or_assign(std::string(textOf(topic, "topicName")), status == "OptIn");
    }
    return out;
}

/// Preferences are all that the contact has chosen, now and before: what is the same in both was not chosen
/// now. Nobody opts in by a status that was not known to be another, or while leaving everything.
std::vector<CategoryChange> changedCategories(const json* now, const json* before,
                                              const SesSettings& settings) {
    std::vector<CategoryChange> out;
    const bool leaves = unsubscribesFromAll(now);
    const auto old = topicsIn(before);
    for (const auto& [topic, in] : topicsIn(now)) {
        const auto category = settings.categories.find(topic);
        const auto was = old.find(topic);
        const bool changed = was == old.end() ? !in : was->second != in;
        if (category == settings.categories.end() || !changed || (in && leaves)) continue;
        out.push_back({category->second, in});
    }
    return out;
}

void readSubscription(const Notification& of, Batch& out) {
    const auto* now = member(of.part, "newTopicPreferences");
    const auto* before = member(of.part, "oldTopicPreferences");
    auto categories = changedCategories(now, before, of.settings);
    const bool leaves = unsubscribesFromAll(now);
    const bool returns = !leaves && unsubscribesFromAll(before);
    if (of.destinations.size() != 1 || (!leaves && !returns && categories.empty())) {
        ++out.ignored;
        return;
    }
    auto event = eventFor(of, of.destinations.front(), "subscription");
    event.categories = std::move(categories);
    event.reason = "subscription_page";
    if (leaves) {
        event.status = MessageStatus::Unsubscribed;
        event.address = AddressState{"unsubscribed", event.reason};
    } else if (returns) {
        event.happening = "resubscribed";
        event.address = AddressState{"active", "double_opt_in"};
    }
    out.events.push_back(std::move(event));
}

struct Kind {
    std::string_view name;
    std::string_view part;
    void (*read)(const Notification&, Batch&);
};
constexpr std::array kKinds{
    Kind{"Bounce", "bounce", readBounce},
    Kind{"Complaint", "complaint", readComplaint},
    Kind{"Delivery", "delivery", readDelivery},
    Kind{"Send", "send", readSend},
    Kind{"Reject", "reject", readReject},
    Kind{"Open", "open", readOpen},
    Kind{"Click", "click", readClick},
    Kind{"Rendering Failure", "failure", readFailure},
    Kind{"RenderingFailure", "failure", readFailure},
    Kind{"DeliveryDelay", "deliveryDelay", readDelay},
    Kind{"Subscription", "subscription", readSubscription},
};

std::vector<std::string> destinationsOf(const json& mail) {
    std::vector<std::string> out;
    const auto* list = member(mail, "destination");
    if (list == nullptr || !list->is_array()) return out;
    for (const auto& each : *list) {
        if (each.is_string() && out.size() < kMaxRecipients) out.push_back(each.get<std::string>());
    }
    return out;
}

}  // namespace

void readSes(const json& notification, const SesSettings& settings, Batch& out) {
    if (!notification.is_object()) return reject(out, "A notification is an object.");
    auto type = textOf(notification, "eventType");
    if (type.empty()) type = textOf(notification, "notificationType");
    if (type.empty()) return reject(out, "A notification has an eventType or a notificationType.");
    const auto* kind =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& each) { return each.name == type; });
    if (kind == kKinds.end()) {
        ++out.ignored;
        return;
    }

    static const json nothing = json::object();
    const auto* mail = member(notification, "mail");
    if (mail == nullptr) return reject(out, "A notification has the member mail.");
    const auto* part = member(notification, kind->part);
    auto at = parseTime(part == nullptr ? std::string_view{} : textOf(*part, "timestamp"));
    if (!at) at = parseTime(textOf(*mail, "timestamp"));
    auto messageId = clean(textOf(*mail, "messageId"), kMaxName);
    if (!at || messageId.empty()) return reject(out, "A notification has a messageId and a timestamp.");

    const auto before = std::pair(out.events.size(), out.ignored);
    kind->read({*mail, part == nullptr ? nothing : *part, settings, std::move(messageId),
                destinationsOf(*mail), *at},
               out);
    if (before == std::pair(out.events.size(), out.ignored))
        reject(out, "The notification names no recipient.");
}

}  // namespace kith::email
