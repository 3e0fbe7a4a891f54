// SPDX-License-Identifier: Apache-2.0
#include "sendgrid.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "address.hpp"
#include "bounce.hpp"
#include "json.hpp"
#include "subject.hpp"

namespace kith::email {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDetail = 2000;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxLink = 2000;
constexpr std::int64_t kMaxSeconds = 253'402'300'799;

void reject(Batch& out, std::string detail) {
    out.malformed.push_back({"", "malformed_event", std::move(detail)});
}

/// A member that is a whole number, or a text of one.
std::optional<std::int64_t> numberOf(const json& value, std::string_view name) {
    const auto* found = member(value, name);
    if (found == nullptr) return std::nullopt;
    if (found->is_number_integer()) return found->get<std::int64_t>();
    const auto text = textOf(value, name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string firstOf(const json& event, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        if (const auto text = textOf(event, name); !text.empty()) return clean(text, kMaxName);
        if (const auto number = numberOf(event, name)) return std::to_string(*number);
    }
    return {};
}

std::string categoryOf(const json& event) {
    const auto* categories = member(event, "category");
    if (categories == nullptr) return {};
    const auto& first = categories->is_array() && !categories->empty() ? categories->front() : *categories;
    return first.is_string() ? clean(first.get_ref<const std::string&>(), kMaxName) : std::string{};
}

Message messageOf(const json& event, const SendGridSettings& settings) {
    Message message{firstOf(event, {settings.messageArgument, "singlesend_id", "marketing_campaign_id",
                                    "sg_template_id"}),
                    firstOf(event, {"singlesend_name", "marketing_campaign_name"})};
    if (message.name.empty()) message.name = clean(decodeSubject(textOf(event, "subject")), kMaxName);
    if (message.name.empty()) message.name = categoryOf(event);
    if (message.name.empty()) message.name = firstOf(event, {"sg_template_name"});
    return message;
}

void readBounce(const json& source, const SendGridSettings&, Event& event) {
    const auto diagnosis = diagnose(textOf(source, "status"), textOf(source, "reason"));
    const bool refusedForNow = textOf(source, "type") == "blocked";
    const bool invalid = textOf(source, "bounce_classification") == "Invalid Address";
    const bool dead = !refusedForNow && (invalid || !diagnosis.messageOnly);
    event.status = MessageStatus::Undelivered;
    event.reason = invalid && !diagnosis.addressDead ? "inactive_address" : diagnosis.reason;
    event.detail = clean(textOf(source, "reason"), kMaxDetail);
    event.address = AddressState{dead ? "blacklisted" : "blocked", event.reason};
}

/// A message that SendGrid didn't send. Lists of its own that a person caused (unsubscribed, spam reports)
/// say nothing new about the person, who may have opted in again since; a dead address stays dead.
void readDropped(const json& source, const SendGridSettings&, Event& event) {
    struct Drop {
        std::string_view words;
        std::string_view reason;
        bool addressDead;
    };
    constexpr std::array drops{
        Drop{"Bounced Address", "suppressed", true},
        Drop{"Invalid", "inactive_address", true},
        Drop{"Unsubscribed Address", "unsubscribed", false},
        Drop{"Spam Reporting Address", "complained", false},
        Drop{"Spam Content", "content_rejected", false},
    };
    const auto words = textOf(source, "reason");
    const auto* drop =
        std::find_if(drops.begin(), drops.end(), [&](const Drop& each) { return each.words == words; });
    event.status = MessageStatus::Skipped;
    event.reason = drop == drops.end() ? "dropped" : drop->reason;
    event.detail = clean(words, kMaxDetail);
    if (drop != drops.end() && drop->addressDead) event.address = AddressState{"blacklisted", event.reason};
}

void readDeferred(const json& source, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Delayed;
    event.detail = clean(textOf(source, "response"), kMaxDetail);
    event.reason = diagnose(textOf(source, "status"), event.detail).reason;
}

void readProcessed(const json&, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Sent;
}

void readDelivered(const json& source, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Delivered;
    event.detail = clean(textOf(source, "response"), kMaxDetail);
}

void readOpen(const json& source, const SendGridSettings&, Event& event) {
    const auto* byMachine = member(source, "sg_machine_open");
    event.status = MessageStatus::Read;
    event.machine = byMachine != nullptr && byMachine->is_boolean() && byMachine->get<bool>()
                        ? "prefetch"
                        : machineBehind(textOf(source, "useragent"));
}

void readClick(const json& source, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Clicked;
    event.link = clean(textOf(source, "url"), kMaxLink);
    event.machine = machineBehind(textOf(source, "useragent"));
}

void readSpamReport(const json&, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Complained;
    event.reason = "abuse";
    event.address = AddressState{"complained", event.reason};
}

void readUnsubscribe(const json&, const SendGridSettings&, Event& event) {
    event.status = MessageStatus::Unsubscribed;
    event.reason = "unsubscribe_link";
    event.address = AddressState{"unsubscribed", event.reason};
}

const std::string* categoryOfGroup(const json& source, const SendGridSettings& settings) {
    const auto group = numberOf(source, "asm_group_id");
    const auto found = group ? settings.groups.find(std::to_string(*group)) : settings.groups.end();
    return found == settings.groups.end() ? nullptr : &found->second;
}

/// A group that is one of the operator's categories leaves the address alone.
void readGroupUnsubscribe(const json& source, const SendGridSettings& settings, Event& event) {
    event.status = MessageStatus::Unsubscribed;
    event.reason = "group_unsubscribe";
    if (const auto* category = categoryOfGroup(source, settings); category != nullptr) {
        event.categories.push_back({*category, false});
    } else {
        event.address = AddressState{"unsubscribed", event.reason};
    }
}

void readGroupResubscribe(const json& source, const SendGridSettings& settings, Event& event) {
    event.happening = "resubscribed";
    event.reason = "group_resubscribe";
    if (const auto* category = categoryOfGroup(source, settings); category != nullptr) {
        event.categories.push_back({*category, true});
    } else {
        event.address = AddressState{"active", "double_opt_in"};
    }
}

struct Kind {
    std::string_view name;
    void (*read)(const json&, const SendGridSettings&, Event&);
};
constexpr std::array kKinds{
    Kind{"processed", readProcessed},
    Kind{"deferred", readDeferred},
    Kind{"delivered", readDelivered},
    Kind{"bounce", readBounce},
    Kind{"blocked", readBounce},
    Kind{"dropped", readDropped},
    Kind{"open", readOpen},
    Kind{"click", readClick},
    Kind{"spamreport", readSpamReport},
    Kind{"unsubscribe", readUnsubscribe},
    Kind{"group_unsubscribe", readGroupUnsubscribe},
    Kind{"group_resubscribe", readGroupResubscribe},
};

}  // namespace

void readSendGrid(const json& source, const SendGridSettings& settings, Batch& out) {
    if (!source.is_object()) return reject(out, "An event is an object.");
    const auto name = textOf(source, "event");
    if (name.empty()) return reject(out, "An event has the member event.");
    const auto* kind =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& each) { return each.name == name; });
    if (kind == kKinds.end()) {
        ++out.ignored;
        return;
    }
    const auto seconds = numberOf(source, "timestamp");
    const auto recipient = textOf(source, "email");
    if (!seconds || *seconds < 0 || *seconds > kMaxSeconds)
        return reject(out, "An event has a timestamp in seconds.");
    if (recipient.empty()) return reject(out, "An event names its recipient in the member email.");

    Event event;
    event.provider = "sendgrid";
    event.id = clean(textOf(source, "sg_event_id"), kMaxName);
    event.idNamesRecipient = !event.id.empty();
    if (event.id.empty()) event.id = source.dump();
    event.messageId = firstOf(source, {"sg_message_id", "smtp-id"});
    event.messageHasRecipients = true;
    event.recipient = addressIn(recipient);
    event.atMs = *seconds * 1000;
    event.message = messageOf(source, settings);
    kind->read(source, settings, event);
    out.events.push_back(std::move(event));
}

}  // namespace kith::email
