// SPDX-License-Identifier: Apache-2.0
#include "registration.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <kith/sdk/json.hpp>

#include "checker.hpp"

namespace kith::push {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using nlohmann::json;

constexpr double kMaxTimeMs = 253'402'300'799'999;  ///< The end of the year 9999.

/// The number of bytes that a base64url text (RFC 4648, section 5, padding or none) decodes to; 0 if it is
/// none.
std::size_t base64urlBytes(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    const auto valid = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    if (!std::all_of(text.begin(), text.end(), valid) || text.size() % 4 == 1) return 0;
    return text.size() * 3 / 4;
}

/// What every registration has: the identifier itself first, then those that the app knows beside it.
json observationFor(const json& body, Checker& check, const Address& address, bool attested) {
    auto identifiers = json::array({{{"type", address.type}, {"value", address.value}}});
    if (const auto more = body.find("identifiers"); more != body.end()) {
        if (more->is_array()) {
            identifiers.insert(identifiers.end(), more->begin(), more->end());
        } else {
            check.add("/identifiers", "invalid", "An array of identifiers.");
        }
    }
    json observation = {{"identifiers", std::move(identifiers)},
                        {"source", {{"type", "plugin"}, {"name", "push"}}}};
    if (const auto at = check.text("at", false); !at.empty()) observation["observed_at"] = at;
    for (const char* field : {"language", "time_zone"}) {
        if (const auto value = check.text(field, false); !value.empty()) observation["fields"][field] = value;
    }
    if (attested) {
        // A token exists because the person allowed notifications on that device.
        observation["endpoints"] = {{{"type", address.type},
                                     {"value", address.value},
                                     {"state", "active"},
                                     {"reason", "double_opt_in"}}};
    }
    return observation;
}

json deviceFor(Checker& check, const Address& address) {
    json device = {{"type", address.type}, {"token", address.value}};
    device["app_id"] = check.text("app_id", true);
    for (const char* name : {"platform", "app_version", "os_version", "model"}) {
        if (const auto value = check.text(name, false); !value.empty()) device[name] = value;
    }
    return device;
}

}  // namespace

json parseBody(std::string_view text) {
    auto body = kith::sdk::parseJson(text);
    if (!body || !body->is_object())
        throw Failure(Status::InvalidInput, "not_an_object", "The body is a JSON object.");
    return std::move(*body);
}

Registration readToken(const json& body, bool attested) {
    Checker check(body);
    check.known({"token", "app_id", "platform", "app_version", "os_version", "model", "identifiers",
                 "language", "time_zone", "at"});
    const auto address = check.address("push_token", check.text("token", true, 512), "/token");
    constexpr std::array<std::string_view, 6> platforms = {"", "android", "ios", "macos", "windows", "other"};
    const auto platform = check.text("platform", false);
    if (std::find(platforms.begin(), platforms.end(), platform) == platforms.end()) {
        check.add("/platform", "invalid", "One of android, ios, macos, windows, other.");
    }
    Registration read{observationFor(body, check, address, attested), deviceFor(check, address)};
    check.finish();
    return read;
}

Registration readSubscription(const json& body, bool attested) {
    Checker check(body);
    check.known({"subscription", "app_id", "platform", "app_version", "os_version", "model", "identifiers",
                 "language", "time_zone", "at"});
    const auto subscription = body.value("subscription", json::object());
    const auto keys = subscription.is_object() ? subscription.value("keys", json::object()) : json::object();
    const auto member = [](const json& object, const char* name) {
        const bool text = object.is_object() && object.contains(name) && object[name].is_string();
        return text ? object[name].get<std::string>() : std::string{};
    };
    const auto endpoint = member(subscription, "endpoint");
    const auto p256dh = member(keys, "p256dh");
    const auto auth = member(keys, "auth");
    if (endpoint.empty()) {
        check.add("/subscription/endpoint", "missing", "The subscription's https URL, at most 512 bytes.");
    }
    const auto address = check.address("web_push", endpoint, "/subscription/endpoint");
    // RFC 8291, section 3.1 and 3.2: an uncompressed P-256 point and 16 bytes of secret.
    if (base64urlBytes(p256dh) != 65 || !p256dh.starts_with("B")) {
        check.add("/subscription/keys/p256dh", "invalid",
                  "The 65 bytes of the subscription's public key in base64url.");
    }
    if (base64urlBytes(auth) != 16) {
        check.add("/subscription/keys/auth", "invalid",
                  "The 16 bytes of the subscription's secret in base64url.");
    }
    Registration read{observationFor(body, check, address, attested), deviceFor(check, address)};
    read.device["p256dh"] = p256dh;
    read.device["auth"] = auth;
    if (const auto at = subscription.find("expirationTime"); at != subscription.end() && at->is_number()) {
        const auto millis = at->get<double>();
        if (millis >= 0 && millis <= kMaxTimeMs) {
            read.device["expires_at"] = static_cast<std::int64_t>(millis);
        } else {
            check.add("/subscription/expirationTime", "invalid", "Milliseconds since 1970, or null.");
        }
    }
    check.finish();
    return read;
}

Registration readDrop(const json& body, const char* type) {
    Checker check(body);
    const std::string member = std::string_view(type) == "web_push" ? "endpoint" : "token";
    check.known({member, "at"});
    const auto address = check.address(type, check.text(member.c_str(), true, 512), "/" + member);
    const auto at = check.text("at", false);
    check.finish();
    json identifier = {{"type", address.type}, {"value", address.value}};
    json state = identifier;
    state.update({{"state", "unsubscribed"}, {"reason", "dropped"}});
    json observation = {{"identifiers", {std::move(identifier)}},
                        {"source", {{"type", "plugin"}, {"name", "push"}}},
                        {"endpoints", {std::move(state)}}};
    if (!at.empty()) observation["observed_at"] = at;
    return {std::move(observation),
            {{"type", address.type}, {"token", address.value}, {"app_id", ""}, {"dropped", true}}};
}

}  // namespace kith::push
