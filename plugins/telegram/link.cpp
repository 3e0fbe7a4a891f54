// SPDX-License-Identifier: Apache-2.0
#include "link.hpp"

#include <sodium.h>

#include <utility>

#include <kith/sdk/idempotency_key.hpp>
#include <kith/sdk/json.hpp>

namespace kith::telegram {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kMaxLinkDays = 30;

Failure wrong(std::string pointer, std::string detail) {
    return {Status::InvalidInput, {{std::move(pointer), "invalid", std::move(detail)}}};
}

/// The text of a member; empty if there is none, or it is nothing that any identifier could be.
std::string textOf(const json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (found == object.end() || !found->is_string()) return {};
    const auto& text = found->get_ref<const std::string&>();
    const bool plain = text.size() <= 512 && text.find('\0') == std::string::npos;
    return plain ? text : std::string{};
}

std::int64_t newId() {
    return static_cast<std::int64_t>((std::uint64_t{randombytes_random()} << 31U) ^ randombytes_random()) | 1;
}

/// Whoever opens a link speaks as the person, so that programs make it, which have a key, and nobody who is
/// signed in.
std::string_view keyOf(const kith::sdk::Request& request) {
    const auto key = request.header("Authorization");
    if (!key)
        throw Failure(
            Status::Forbidden, "forbidden",
            "A link speaks for the person whose it is. Programs make it, with a key, and nobody who "
            "is signed in.");
    return *key;
}

/// The caller's own key is part of it: what another caller chose is nothing to them. A call without an
/// Idempotency-Key has no repetition.
std::string nameOf(const kith::sdk::Request& request, std::string_view caller, std::int64_t id) {
    const auto key = kith::sdk::idempotencyKey(request);
    if (!key) return "id\n" + std::to_string(id);
    return "key\n" + std::string(caller) + '\n' + std::string(*key);
}

}  // namespace

Link readLink(const kith::sdk::Request& request, const kith::sdk::Host& host, const Config& config) {
    const auto body = kith::sdk::parseJson(request.body());
    if (!body || !body->is_object()) throw wrong("", "The body is an object with bot and identifier.");
    for (const auto& [name, value] : body->items()) {
        if (name != "bot" && name != "identifier" && name != "expires_in_days")
            throw wrong(kith::sdk::pointerTo(name), "There is no such member.");
    }
    const auto* bot = config.find(textOf(*body, "bot"));
    if (bot == nullptr) throw wrong("/bot", "Name one of the configured bots.");
    const auto identifier = body->value("identifier", json());
    Link link{.id = newId(),
              .bot = bot->name,
              .type = textOf(identifier, "type"),
              .value = textOf(identifier, "value")};
    if (link.type.empty() || link.value.empty())
        throw wrong("/identifier", "An identifier has a type and a value.");
    const auto days = body->value("expires_in_days", json(7));
    if (!days.is_number_integer() || days.get<std::int64_t>() < 1 ||
        days.get<std::int64_t>() > kMaxLinkDays) {
        throw wrong("/expires_in_days", "A link lives for 1 to 30 days.");
    }
    link.expiresAtMs = host.nowMs() + days.get<std::int64_t>() * kDayMs;
    link.once = host.keyedHash("link.once", nameOf(request, keyOf(request), link.id));
    link.request = host.keyedHash("link.request", body->dump());
    return link;
}

}  // namespace kith::telegram
