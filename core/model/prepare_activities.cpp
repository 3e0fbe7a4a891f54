// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "core/model/bounds.hpp"
#include "core/model/draft.hpp"
#include "core/model/json.hpp"
#include "core/model/vocabulary.hpp"

namespace kith::model {
namespace {

using nlohmann::json;

bool isChannelName(std::string_view name) {
    const auto isLower = [](char c) { return c >= 'a' && c <= 'z'; };
    return isLower(name.front()) && std::all_of(name.begin(), name.end(), [isLower](char c) {
               return isLower(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
           });
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
    return text ? std::optional<std::string>(*text) : std::nullopt;
}

ActivityKind readKind(Draft& draft, const json& value, const Where& where) {
    const auto name = draft.reader().text(value, where, "kind", bounds::kReason);
    if (!name) {
        if (memberOf(value, "status") != nullptr) return ActivityKind::Message;
        const bool unnamed = memberOf(value, "event") == nullptr && memberOf(value, "message") != nullptr;
        return unnamed ? ActivityKind::Message : ActivityKind::Event;
    }
    const auto kind = kActivityKinds.find(*name);
    if (!kind) draft.findings.wrong({where, "kind"}, "invalid_value", mustBeOneOf(kActivityKinds.names));
    return kind.value_or(ActivityKind::Event);
}

/// Events and orders happen anywhere (a website, a shop, an app); messages go through a channel.
void checkChannel(Draft& draft, const Where& where, const ActivityWrite& write) {
    const auto& channels = draft.catalogue.channels();
    if (write.facts.kind != ActivityKind::Message || write.channel.empty() ||
        channels.contains(write.channel))
        return;
    draft.leftOut({where, "channel"}, "unknown_channel",
                  "kept, but no plugin brings this channel of messages");
}

void readStatus(Draft& draft, const json& value, const Where& where, ActivityWrite& write) {
    const auto reader = draft.reader();
    if (write.facts.kind != ActivityKind::Message) {
        for (const std::string_view member : {"status", "reason", "machine"}) {
            if (memberOf(value, member) == nullptr) continue;
            draft.findings.wrong({where, member}, "not_allowed", "only messages have one");
        }
        return;
    }
    if (const auto name = reader.requiredText(value, where, "status", bounds::kReason)) {
        write.status = statusFromName(*name);
        if (!write.status) {
            draft.findings.wrong({where, "status"}, "invalid_value", mustBeOneOf(kStatuses.names));
        }
    }
    write.reason = reader.text(value, where, "reason", bounds::kReason).value_or("");
    if (const auto machine = reader.text(value, where, "machine", bounds::kReason)) {
        if (*machine != "prefetch" && *machine != "scanner") {
            draft.findings.wrong({where, "machine"}, "invalid_value", "must be `prefetch` or `scanner`");
        }
        write.machine = *machine;
    }
}

void readMessage(Draft& draft, const json& value, const Where& where, ActivityFacts& facts) {
    const auto* message = memberOf(value, "message");
    const Where at(where, "message");
    const auto reader = draft.reader();
    if (message == nullptr || !reader.object(*message, at, {"id", "name"})) return;
    facts.messageId = owned(reader.text(*message, at, "id", bounds::kMessageId));
    facts.messageName = owned(reader.text(*message, at, "name", bounds::kMessageName));
}

void readEndpointOf(Draft& draft, const json& value, const Where& where, ActivityFacts& facts) {
    const auto* endpoint = memberOf(value, "endpoint");
    const Where at(where, "endpoint");
    if (endpoint == nullptr || !draft.reader().object(*endpoint, at, {"type", "value"})) return;
    auto read = readIdentifier(draft, *endpoint, at);
    if (read.blocked) {
        draft.leftOut({at, "value"}, "blocked_value", kBlockedDetail);
    } else if (read.seen) {
        facts.endpoint = std::move(read.seen->identifier);
    }
}

void readProperties(Draft& draft, const json& value, const Where& where, ActivityFacts& facts) {
    const auto* properties = memberOf(value, "properties");
    if (properties == nullptr) return;
    const Where at(where, "properties");
    if (!properties->is_object()) {
        draft.findings.wrong(at, "wrong_type", "must be an object");
        return;
    }
    auto text = canonicalJson(*properties);
    if (text.size() > bounds::kProperties) {
        draft.findings.wrong(at, "too_long", "at most " + std::to_string(bounds::kProperties) + " bytes");
        return;
    }
    facts.properties = std::move(text);
}

void readActivity(Draft& draft, const json& value, const Where& where, std::size_t position) {
    const auto reader = draft.reader();
    if (!reader.object(value, where,
                       {"id", "channel", "kind", "event", "message", "status", "endpoint", "at", "reason",
                        "machine", "properties"})) {
        return;
    }
    ActivityWrite write;
    if (const auto channel = reader.requiredText(value, where, "channel", bounds::kChannel)) {
        if (!isChannelName(*channel)) {
            draft.findings.wrong({where, "channel"}, "invalid_value",
                                 "must be lower-case letters, digits, `_` and `-`, a letter first");
        }
        write.channel = *channel;
    }
    const auto id = reader.text(value, where, "id", bounds::kActivityId);
    write.key = id ? std::string(*id) : draft.activityBase + '#' + std::to_string(position);
    write.at = reader.time(value, where, "at").value_or(draft.observedAt);
    write.facts.kind = readKind(draft, value, where);
    checkChannel(draft, where, write);
    write.facts.event = owned(reader.text(value, where, "event", bounds::kEvent));
    if (write.facts.kind == ActivityKind::Event && memberOf(value, "event") == nullptr) {
        draft.findings.wrong({where, "event"}, "required", "an event has a name");
    }
    readStatus(draft, value, where, write);
    readMessage(draft, value, where, write.facts);
    readEndpointOf(draft, value, where, write.facts);
    readProperties(draft, value, where, write.facts);
    draft.out.activities.push_back(std::move(write));
}

}  // namespace

void readActivities(Draft& draft, const json& value, const Where& where) {
    if (!draft.reader().array(value, where, bounds::kActivities)) return;
    draft.out.activities.reserve(value.size());
    std::size_t position = 0;
    for (const auto& element : value) {
        readActivity(draft, element, {where, position}, position);
        ++position;
    }
}

}  // namespace kith::model
