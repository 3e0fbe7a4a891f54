// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <kith/sdk/time.hpp>
#include <nlohmann/json.hpp>

namespace telegram {
namespace {

using kith::sdk::Failure;
using kith::sdk::Response;
using kith::sdk::rfc3339;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::string_view kLinkPurpose = "start";
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMaxLinkDays = 30;

/// Compares keyed digests, so that neither the time nor the length tells anything of the secret.
bool sameSecret(std::string_view given, std::string_view wanted) {
    unsigned char key[crypto_generichash_KEYBYTES];
    randombytes_buf(key, sizeof(key));
    unsigned char digests[2][crypto_generichash_BYTES];
    const std::string_view texts[2] = {given, wanted};
    for (int i = 0; i < 2; ++i) {
        crypto_generichash(digests[i], sizeof(digests[i]),
                           reinterpret_cast<const unsigned char*>(texts[i].data()), texts[i].size(), key,
                           sizeof(key));
    }
    return sodium_memcmp(digests[0], digests[1], sizeof(digests[0])) == 0;
}

std::int64_t millisOf(const Update& update, std::int64_t receivedAtMs) {
    return update.atSeconds > 0 ? update.atSeconds * 1'000 : receivedAtMs;
}

json endpointState(const std::string& chat, const char* state, const char* reason, const std::string& at) {
    return {{{"type", "telegram"}, {"value", chat}, {"state", state}, {"reason", reason}, {"at", at}}};
}

const char* eventName(Update::Kind kind) {
    switch (kind) {
        case Update::Kind::Started:
            return "bot_started";
        case Update::Kind::Message:
            return "message_received";
        case Update::Kind::Pressed:
            return "button_pressed";
        case Update::Kind::Blocked:
            return "bot_blocked";
        case Update::Kind::Unblocked:
            return "bot_unblocked";
    }
    return "message_received";
}

}  // namespace

json observationOf(const Update& update, const Bot& bot, const std::optional<Link>& link,
                   std::int64_t receivedAtMs) {
    const auto chat = std::to_string(update.chat);
    const auto at = rfc3339(millisOf(update, receivedAtMs));
    json properties = {{"bot", bot.name}};
    if (!update.text.empty()) properties["text"] = update.text;
    if (!update.content.empty()) properties["content"] = update.content;
    json observation = {
        {"id", "telegram:" + bot.name + ":" + std::to_string(update.id)},
        {"observed_at", at},
        {"source", {{"type", "plugin"}, {"name", "telegram:" + bot.name}}},
        {"identifiers", {{{"type", "telegram"}, {"value", chat}}}},
        {"activities",
         {{{"channel", "telegram"},
           {"kind", "event"},
           {"event", eventName(update.kind)},
           {"at", at},
           {"endpoint", {{"type", "telegram"}, {"value", chat}}},
           {"properties", std::move(properties)}}}},
    };
    if (link) observation["identifiers"].push_back({{"type", link->type}, {"value", link->value}});
    if (!update.firstName.empty()) observation["fields"]["first_name"] = update.firstName;
    if (!update.lastName.empty()) observation["fields"]["last_name"] = update.lastName;
    if (update.kind == Update::Kind::Blocked) {
        observation["endpoints"] = endpointState(chat, "unsubscribed", "bot_blocked", at);
    } else if (update.kind == Update::Kind::Started || update.kind == Update::Kind::Unblocked) {
        // Only the person can start or unblock a bot, which is their own consent to its messages.
        observation["endpoints"] = endpointState(chat, "active", "double_opt_in", at);
    }
    return observation;
}

Channel::Channel(const kith::sdk::Host& host, Config config)
    : host_(host), config_(std::move(config)), store_(host) {}

Response Channel::handle(std::size_t route, const kith::sdk::Request& request) {
    return static_cast<RouteIndex>(route) == RouteIndex::Updates ? takeUpdate(request) : makeLink(request);
}

std::optional<Link> Channel::linkOf(const Update& update, const Bot& bot) const {
    if (update.parameter.empty()) return std::nullopt;
    const auto payload = host_.verify(kLinkPurpose, update.parameter);
    std::int64_t id = 0;
    if (!payload || payload->size() != sizeof(id)) return std::nullopt;
    std::copy(payload->begin(), payload->end(), reinterpret_cast<char*>(&id));
    auto link = store_.findLink(id, update.chat, host_.nowMs());
    if (link && link->bot != bot.name) return std::nullopt;
    return link;
}

Response Channel::takeUpdate(const kith::sdk::Request& request) const {
    const auto* bot = config_.find(request.param("bot").value_or(""));
    const auto secret = request.header("X-Telegram-Bot-Api-Secret-Token").value_or("");
    if (bot == nullptr || !sameSecret(secret, bot->secretToken)) {
        throw Failure(Status::Unauthorized, "wrong_secret", "No bot of that name has this secret token.");
    }
    const auto raw = parseUpdate(request.body());
    const auto update = readUpdate(raw);
    if (!update) {
        host_.count("updates_total", {{"bot", bot->name}, {"outcome", "ignored"}});
        return Response::json(R"({"result":"ignored"})");
    }
    const auto link = linkOf(*update, *bot);
    const auto at = millisOf(*update, request.receivedAtMs());
    json payload = {{"bot", bot->name}, {"chat_id", update->chat}, {"update_id", update->id}, {"at", at}};
    if (!update->username.empty()) payload["username"] = update->username;
    if (update->kind == Update::Kind::Blocked) payload["blocked_at"] = at;
    if (link) payload["link"] = link->id;
    const auto bytes = payload.dump();
    // Text of an update may be cut in the middle of a surrogate pair by other software: replaced, not
    // refused.
    const auto observation = observationOf(*update, *bot, link, request.receivedAtMs())
                                 .dump(-1, ' ', false, json::error_handler_t::replace);
    auto result = host_.observe({.json = observation, .payload = bytes}, &request);
    host_.count("updates_total", {{"bot", bot->name}, {"outcome", "observed"}});
    return Response::json(std::move(result));
}

Response Channel::makeLink(const kith::sdk::Request& request) const {
    const auto body = json::parse(request.body(), nullptr, false);
    const auto wrong = [](const char* pointer, const char* detail) {
        return Failure(Status::InvalidInput, {{pointer, "invalid", detail}});
    };
    if (!body.is_object()) throw wrong("", "The body is an object with bot and identifier.");
    for (const auto& [name, value] : body.items()) {
        if (name != "bot" && name != "identifier" && name != "expires_in_days") {
            throw wrong(("/" + name).c_str(), "There is no such member.");
        }
    }
    const auto* bot = body.contains("bot") && body["bot"].is_string()
                          ? config_.find(body["bot"].get_ref<const std::string&>())
                          : nullptr;
    if (bot == nullptr) throw wrong("/bot", "Name one of the configured bots.");
    const auto identifier = body.value("identifier", json());
    const auto isText = [&](const char* name) {
        return identifier.is_object() && identifier.contains(name) && identifier[name].is_string() &&
               !identifier[name].get_ref<const std::string&>().empty() &&
               identifier[name].get_ref<const std::string&>().size() <= 512;
    };
    if (!isText("type") || !isText("value"))
        throw wrong("/identifier", "An identifier has a type and a value.");
    const auto days = body.value("expires_in_days", json(7));
    if (!days.is_number_integer() || days.get<std::int64_t>() < 1 ||
        days.get<std::int64_t>() > kMaxLinkDays) {
        throw wrong("/expires_in_days", "A link lives for 1 to 30 days.");
    }
    Link link{.bot = bot->name, .type = identifier["type"], .value = identifier["value"]};
    link.id =
        static_cast<std::int64_t>((std::uint64_t{randombytes_random()} << 31U) ^ randombytes_random()) | 1;
    link.expiresAtMs = host_.nowMs() + days.get<std::int64_t>() * kDayMs;
    store_.addLink(link);
    const std::string_view payload(reinterpret_cast<const char*>(&link.id), sizeof(link.id));
    const auto token = host_.sign(kLinkPurpose, payload, link.expiresAtMs);
    json answer = {{"start", token}, {"expires_at", rfc3339(link.expiresAtMs)}};
    if (!bot->username.empty()) answer["url"] = "https://t.me/" + bot->username + "?start=" + token;
    return Response::json(answer.dump(), 201);
}

void Channel::apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    store_.apply(session, items);
}

void Channel::panel(kith::sdk::Session session,
                    kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                    kith::sdk::ObjectSink out) {
    store_.panel(session, profiles, out);
}

}  // namespace telegram
