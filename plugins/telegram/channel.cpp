// SPDX-License-Identifier: Apache-2.0
#include "channel.hpp"

#include <sodium.h>

#include <algorithm>
#include <kith/sdk/json.hpp>
#include <kith/sdk/page.hpp>
#include <kith/sdk/time.hpp>
#include <utility>

namespace kith::telegram {
namespace {

using kith::sdk::Failure;
using kith::sdk::Response;
using kith::sdk::rfc3339;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::string_view kLinkPurpose = "start";

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

json endpointState(const std::string& chat, const char* state, const char* reason) {
    return {{{"type", "telegram"}, {"value", chat}, {"state", state}, {"reason", reason}}};
}

std::string idOf(const Update& update, const Bot& bot) {
    return "telegram:" + bot.name + ":" + std::to_string(update.id);
}

json sourceOf(const Bot& bot) {
    return {{"type", "plugin"}, {"name", "telegram:" + bot.name}};
}

/// What Telegram is told: what became of its update, and nothing of who the person is or what else identifies
/// them.
Response answerOf(const kith::sdk::Result& result) {
    return Response::json(result.isRejected() ? result.document().dump()
                                              : json{{"result", result.name()}}.dump());
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

json observationOf(const Update& update, const Bot& bot, const std::optional<Link>& link) {
    const auto chat = std::to_string(update.chat);
    json properties = {{"bot", bot.name}};
    if (!update.text.empty()) properties["text"] = update.text;
    if (!update.content.empty()) properties["content"] = update.content;
    json observation = {
        {"id", idOf(update, bot)},
        {"source", sourceOf(bot)},
        {"identifiers", {{{"type", "telegram"}, {"value", chat}}}},
        {"activities",
         {{{"channel", "telegram"},
           {"kind", "event"},
           {"event", eventName(update.kind)},
           {"endpoint", {{"type", "telegram"}, {"value", chat}}},
           {"properties", std::move(properties)}}}},
    };
    if (update.atMs != 0) observation["observed_at"] = rfc3339(update.atMs);
    if (link) observation["identifiers"].push_back({{"type", link->type}, {"value", link->value}});
    if (!update.firstName.empty()) observation["fields"]["first_name"] = update.firstName;
    if (!update.lastName.empty()) observation["fields"]["last_name"] = update.lastName;
    if (update.kind == Update::Kind::Started || update.kind == Update::Kind::Unblocked) {
        // Only the person can start or unblock a bot, which is their own consent to its messages.
        observation["endpoints"] = endpointState(chat, "active", "double_opt_in");
    }
    return observation;
}

json unsubscriptionOf(const Update& update, const Bot& bot, std::int64_t blockedAtMs) {
    const auto chat = std::to_string(update.chat);
    return {{"id", idOf(update, bot) + ":unsubscribed"},
            {"observed_at", rfc3339(blockedAtMs)},
            {"source", sourceOf(bot)},
            {"identifiers", {{{"type", "telegram"}, {"value", chat}}}},
            {"endpoints", endpointState(chat, "unsubscribed", "bot_blocked")}};
}

Channel::Channel(const kith::sdk::Host& host, Config config)
    : host_(host), config_(std::move(config)), store_(host) {}

Response Channel::handle(std::size_t route, const kith::sdk::Request& request) {
    switch (static_cast<RouteIndex>(route)) {
        case RouteIndex::Updates:
            return takeUpdate(request);
        case RouteIndex::Links:
            return makeLink(request);
        case RouteIndex::Bots:
            return listBots(request);
    }
    throw Failure(Status::NotFound, "not_found", "This channel has no such route.");
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

std::string Channel::observe(const Update& update, const Bot& bot, const std::optional<Link>& link,
                             const kith::sdk::Request& request) const {
    json payload = {{"bot", bot.name}, {"chat_id", update.chat}, {"update_id", update.id}};
    if (!update.username.empty()) payload["username"] = update.username;
    if (update.kind == Update::Kind::Blocked) payload["blocked"] = true;
    if (link) payload["link"] = link->id;
    const auto bytes = payload.dump();
    const auto observation = observationOf(update, bot, link).dump();
    return host_.observe({.json = observation, .payload = bytes}, &request);
}

void Channel::unsubscribe(const Update& update, const Bot& bot, const kith::sdk::Request& request) const {
    const auto blockedAt = store_.blockedByAll(update.chat, config_.bots);
    if (!blockedAt) return;
    const auto observation = unsubscriptionOf(update, bot, *blockedAt).dump();
    const kith::sdk::Result result(host_.observe({.json = observation}, &request));
    if (result.isForNow()) throw result.failure();
}

Response Channel::takeUpdate(const kith::sdk::Request& request) const {
    const auto* bot = config_.find(request.param("bot").value_or(""));
    const auto secret = request.header("X-Telegram-Bot-Api-Secret-Token").value_or("");
    if (bot == nullptr || !sameSecret(secret, bot->secretToken)) {
        throw Failure(Status::Unauthorized, "wrong_secret", "No bot of that name has this secret token.");
    }
    auto update = readUpdate(parseUpdate(request.body()));
    if (!update) {
        host_.count("updates_total", {{"bot", bot->name}, {"outcome", "ignored"}});
        return Response::json(R"({"result":"ignored"})");
    }
    const auto link = linkOf(*update, *bot);
    auto text = observe(*update, *bot, link, request);
    kith::sdk::Result result(text);
    if (result.hasError("future_time")) {
        // Telegram's clock is right and ours is slow. What it told counts from its receipt.
        update->atMs = 0;
        text = observe(*update, *bot, link, request);
        result = kith::sdk::Result(text);
    }
    if (link && result.isRejected() && !result.isRepeat() && !result.isForNow()) {
        // Another chat was faster with the link, or nobody can have what it names: the message still counts.
        text = observe(*update, *bot, std::nullopt, request);
        result = kith::sdk::Result(text);
    }
    if (result.isForNow()) throw result.failure();
    if (update->kind == Update::Kind::Blocked) unsubscribe(*update, *bot, request);
    const auto* outcome = result.isRepeat() ? "repeated" : result.isRejected() ? "rejected" : "observed";
    host_.count("updates_total", {{"bot", bot->name}, {"outcome", outcome}});
    return answerOf(result);
}

Response Channel::makeLink(const kith::sdk::Request& request) const {
    const auto link = store_.addLink(readLink(request, host_, config_));
    const std::string_view payload(reinterpret_cast<const char*>(&link.id), sizeof(link.id));
    const auto token = host_.sign(kLinkPurpose, payload, link.expiresAtMs);
    json answer = {{"start", token}, {"expires_at", rfc3339(link.expiresAtMs)}};
    if (const auto& username = config_.find(link.bot)->username; !username.empty())
        answer["url"] = "https://t.me/" + username + "?start=" + token;
    return Response::json(answer.dump(), 201);
}

Response Channel::listBots(const kith::sdk::Request& request) const {
    kith::sdk::Page page(host_, request, "bots");
    const auto updates = store_.lastUpdates();
    for (const auto& bot : config_.bots) {
        const auto last = updates.find(bot.name);
        const bool isHeardOf = last != updates.end();
        page.add(bot.name, {{"name", bot.name},
                            {"username", bot.username.empty() ? json() : json(bot.username)},
                            {"last_update_id", isHeardOf ? json(last->second.id) : json()},
                            {"last_update_at", isHeardOf ? json(rfc3339(last->second.atMs)) : json()}});
    }
    return page.answer();
}

void Channel::apply(kith::sdk::Session session, kith::sdk::Sequence<kith::sdk::Applied, kith_applied> items) {
    store_.apply(session, items);
}

void Channel::panel(kith::sdk::Session session,
                    kith::sdk::Sequence<kith::sdk::Profile, kith_profile> profiles,
                    kith::sdk::ObjectSink out) {
    store_.panel(session, profiles, out);
}

std::size_t Channel::erase(kith::sdk::Session session, const kith::sdk::Profile& person, std::size_t most) {
    return store_.erase(session, person, most);
}

std::string Channel::exported(kith::sdk::Session session, const kith::sdk::Profile& person,
                              std::string_view cursor, kith::sdk::ObjectSink out) {
    return store_.exported(session, person, cursor, out);
}

}  // namespace kith::telegram
