// SPDX-License-Identifier: Apache-2.0
#include "event.hpp"

#include <nlohmann/json.hpp>

#include "store.hpp"
#include "time.hpp"

namespace kith::email {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxId = 200;

/// At most kMaxId bytes that name `parts`: joined if they fit, else hashed.
std::string idOf(std::string_view provider, const std::string& parts, const KeyedHash& hash) {
    auto id = std::string(provider) + ":" + parts;
    return id.size() <= kMaxId ? id : std::string(provider) + ":" + hash(parts);
}

/// The activity that the event belongs to; empty if it says nothing about a message.
std::string activityId(const Event& event, std::string_view address, const KeyedHash& hash) {
    if (event.messageId.empty() || !event.status) return {};
    auto id = event.messageId;
    if (event.messageHasRecipients) id += ":" + hash(address);
    return id.size() <= kMaxId ? id : hash(id);
}

json activity(const Event& event, const json& endpoint, const std::string& id) {
    json out{{"channel", "email"}, {"endpoint", endpoint}, {"at", formatTime(event.atMs)}};
    if (!id.empty()) out["id"] = id;
    if (!event.message.id.empty()) out["message"]["id"] = event.message.id;
    if (!event.message.name.empty()) out["message"]["name"] = event.message.name;
    if (event.status) {
        out["status"] = statusName(*event.status);
        if (!event.reason.empty()) out["reason"] = event.reason;
        if (!event.machine.empty()) out["machine"] = event.machine;
    } else {
        out["event"] = event.happening;
        if (!event.reason.empty()) out["properties"]["reason"] = event.reason;
    }
    if (!event.link.empty()) out["properties"]["url"] = event.link;
    if (!event.detail.empty()) out["properties"]["detail"] = event.detail;
    return out;
}

json endpointState(const Event& event, const json& endpoint) {
    json out = endpoint;
    out["state"] = event.address->state;
    out["reason"] = event.address->reason;
    out["at"] = formatTime(event.atMs);
    if (!event.detail.empty()) out["detail"] = event.detail;
    return out;
}

}  // namespace

std::string_view statusName(MessageStatus status) noexcept {
    switch (status) {
        case MessageStatus::Sent:
            return "sent";
        case MessageStatus::Delayed:
            return "delayed";
        case MessageStatus::Uncertain:
            return "uncertain";
        case MessageStatus::Skipped:
            return "skipped";
        case MessageStatus::Delivered:
            return "delivered";
        case MessageStatus::Undelivered:
            return "undelivered";
        case MessageStatus::Read:
            return "read";
        case MessageStatus::Clicked:
            return "clicked";
        case MessageStatus::Unsubscribed:
            return "unsubscribed";
        case MessageStatus::Complained:
            return "complained";
    }
    return "";
}

Written write(const Event& event, std::string_view address, const KeyedHash& hash) {
    const json endpoint{{"type", "email"}, {"value", address}};
    const auto recipient = event.idNamesRecipient ? std::string{} : ":" + hash(address);
    json out{{"id", idOf(event.provider, event.id + recipient, hash)},
             {"observed_at", formatTime(event.atMs)},
             {"source", {{"type", "plugin"}, {"name", event.provider}}},
             {"identifiers", json::array({{{"type", "email"}, {"value", event.recipient}}})}};
    const auto id = activityId(event, address, hash);
    if (event.status || !event.happening.empty()) out["activities"].push_back(activity(event, endpoint, id));
    if (event.address) out["endpoints"].push_back(endpointState(event, endpoint));
    for (const auto& change : event.categories) {
        auto& entry = out["subscriptions"][change.category];
        entry = {{"state", change.subscribed ? "subscribed" : "unsubscribed"},
                 {"by", "person"},
                 {"at", formatTime(event.atMs)}};
        if (!event.reason.empty()) entry["reason"] = event.reason;
    }
    return {out.dump(), payloadOf(event, address, id)};
}

}  // namespace kith::email
