// SPDX-License-Identifier: Apache-2.0
#include "registration.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <vector>

#include <kith/sdk/json.hpp>

namespace kith::push {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using kith::sdk::Violation;
using nlohmann::json;

constexpr double kMaxTimeMs = 253'402'300'799'999;  ///< The end of the year 9999.
constexpr std::size_t kMaxText = 200;

/// U+0000 among them, which a database does not take.
bool hasControl(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

/// Collects what is wrong with a body, so that it is all told together.
class Checker {
public:
    explicit Checker(const json& body) : body_(body) {}

    void known(std::initializer_list<std::string_view> names) {
        for (const auto& [name, value] : body_.items()) {
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                add(kith::sdk::pointerTo(name), "unknown_member", "There is no such member.");
            }
        }
    }

    /// The text of a member, or nothing if it is absent or wrong.
    std::string text(const char* name, bool required, std::size_t most = kMaxText) {
        const auto at = body_.find(name);
        if (at == body_.end() || at->is_null()) {
            if (required) add(kith::sdk::pointerTo(name), "missing", "This member is required.");
            return {};
        }
        if (!at->is_string() || at->get_ref<const std::string&>().size() > most || hasControl(*at)) {
            add(kith::sdk::pointerTo(name), "invalid",
                "A text of at most " + std::to_string(most) + " bytes without control characters.");
            return {};
        }
        return at->get<std::string>();
    }

    void add(std::string pointer, std::string code, std::string detail) {
        wrong_.push_back({std::move(pointer), std::move(code), std::move(detail)});
    }

    void finish() {
        if (!wrong_.empty()) throw Failure(Status::InvalidInput, std::move(wrong_));
    }

private:
    const json& body_;
    std::vector<Violation> wrong_;
};

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
json observationFor(const json& body, Checker& check, const char* type, const std::string& token,
                    bool attested) {
    auto identifiers = json::array({{{"type", type}, {"value", token}}});
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
        observation["endpoints"] = {
            {{"type", type}, {"value", token}, {"state", "active"}, {"reason", "double_opt_in"}}};
    }
    return observation;
}

json deviceFor(Checker& check, const char* type, const std::string& token) {
    json device = {{"type", type}, {"token", token}};
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
    const auto token = check.text("token", true, 512);
    constexpr std::array<std::string_view, 6> platforms = {"", "android", "ios", "macos", "windows", "other"};
    const auto platform = check.text("platform", false);
    if (std::find(platforms.begin(), platforms.end(), platform) == platforms.end()) {
        check.add("/platform", "invalid", "One of android, ios, macos, windows, other.");
    }
    Registration read{observationFor(body, check, "push_token", token, attested),
                      deviceFor(check, "push_token", token)};
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
    if (endpoint.empty() || endpoint.size() > 512) {
        check.add("/subscription/endpoint", "invalid", "The subscription's https URL, at most 512 bytes.");
    }
    // RFC 8291, section 3.1 and 3.2: an uncompressed P-256 point and 16 bytes of secret.
    if (base64urlBytes(p256dh) != 65 || !p256dh.starts_with("B")) {
        check.add("/subscription/keys/p256dh", "invalid",
                  "The 65 bytes of the subscription's public key in base64url.");
    }
    if (base64urlBytes(auth) != 16) {
        check.add("/subscription/keys/auth", "invalid",
                  "The 16 bytes of the subscription's secret in base64url.");
    }
    Registration read{observationFor(body, check, "web_push", endpoint, attested),
                      deviceFor(check, "web_push", endpoint)};
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

Registration readDrop(const json& body, std::string_view type) {
    Checker check(body);
    const bool web = type == "web_push";
    check.known({web ? "endpoint" : "token", "at"});
    const auto token = check.text(web ? "endpoint" : "token", true, 512);
    const auto at = check.text("at", false);
    check.finish();
    json state = {{"type", type}, {"value", token}, {"state", "unsubscribed"}, {"reason", "dropped"}};
    json observation = {{"identifiers", {{{"type", type}, {"value", token}}}},
                        {"source", {{"type", "plugin"}, {"name", "push"}}},
                        {"endpoints", {std::move(state)}}};
    if (!at.empty()) observation["observed_at"] = at;
    return {std::move(observation), {{"type", type}, {"token", token}, {"app_id", ""}, {"dropped", true}}};
}

}  // namespace kith::push
