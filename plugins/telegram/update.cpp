// SPDX-License-Identifier: Apache-2.0
#include "update.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <kith/sdk.hpp>
#include <kith/sdk/json.hpp>

namespace kith::telegram {
namespace {

using kith::sdk::Failure;
using kith::sdk::Status;
using nlohmann::json;

constexpr std::array kContents = {"photo",    "document", "voice",     "video", "audio", "sticker",
                                  "location", "contact",  "animation", "poll",  "dice",  "video_note"};

/// A member of an object; null if it is absent or of another type than wanted.
const json* member(const json& object, const char* name, json::value_t type) {
    if (!object.is_object()) return nullptr;
    const auto at = object.find(name);
    if (at == object.end()) return nullptr;
    const bool integer = type == json::value_t::number_integer && at->is_number_integer();
    return integer || at->type() == type ? &*at : nullptr;
}

std::string text(const json& object, const char* name) {
    const auto* found = member(object, name, json::value_t::string);
    return found == nullptr ? std::string{} : found->get<std::string>();
}

std::int64_t number(const json& object, const char* name) {
    const auto* found = member(object, name, json::value_t::number_integer);
    return found == nullptr ? 0 : found->get<std::int64_t>();
}

/// A user name of Telegram; empty if it can't be one.
std::string usernameOf(const json& from) {
    auto name = text(from, "username");
    const bool plain =
        name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    return plain ? name : std::string{};
}

/// Telegram's times are in seconds; what is none, or beyond the year 9999, is undated.
std::int64_t dateOf(const json& event) {
    constexpr std::int64_t last = 253'402'300'799;
    const auto seconds = number(event, "date");
    return seconds > 0 && seconds <= last ? seconds * 1'000 : 0;
}

/// Fills in who it is about. False if that is no person in a private chat.
bool readPerson(const json& event, const json& chat, Update& update) {
    const auto* from = member(event, "from", json::value_t::object);
    update.chat = number(chat, "id");
    if (from == nullptr || update.chat <= 0 || text(chat, "type") != "private") return false;
    if (const auto* bot = member(*from, "is_bot", json::value_t::boolean);
        bot != nullptr && bot->get<bool>()) {
        return false;
    }
    update.username = usernameOf(*from);
    update.firstName = text(*from, "first_name");
    update.lastName = text(*from, "last_name");
    return true;
}

bool readMessage(const json& message, Update& update) {
    const auto* chat = member(message, "chat", json::value_t::object);
    if (chat == nullptr || !readPerson(message, *chat, update)) return false;
    update.atMs = dateOf(message);
    update.text = text(message, "text");
    if (update.text == "/start" || update.text.starts_with("/start ")) {
        update.kind = Update::Kind::Started;
        if (update.text.size() > 7) update.parameter = update.text.substr(7);
        update.text.resize(6);  // A link's token is for nobody's eyes.
        return true;
    }
    if (update.text.empty()) update.text = text(message, "caption");
    for (const auto* content : kContents) {
        if (message.contains(content)) update.content = content;
    }
    return true;
}

bool readPress(const json& press, Update& update) {
    const auto* message = member(press, "message", json::value_t::object);
    if (message == nullptr) return false;
    const auto* chat = member(*message, "chat", json::value_t::object);
    if (chat == nullptr || !readPerson(press, *chat, update)) return false;
    update.kind = Update::Kind::Pressed;
    update.text = text(press, "data");
    return true;
}

bool readMembership(const json& change, Update& update) {
    const auto* chat = member(change, "chat", json::value_t::object);
    const auto* now = member(change, "new_chat_member", json::value_t::object);
    if (chat == nullptr || now == nullptr || !readPerson(change, *chat, update)) return false;
    update.atMs = dateOf(change);
    const auto status = text(*now, "status");
    if (status == "kicked" || status == "left") {
        update.kind = Update::Kind::Blocked;
    } else if (status == "member") {
        update.kind = Update::Kind::Unblocked;
    } else {
        return false;
    }
    return true;
}

}  // namespace

json parseUpdate(std::string_view body) {
    auto update = kith::sdk::parseJson(body);
    if (!update) throw Failure(Status::InvalidInput, "not_json", "The body is no JSON.");
    const auto* id = member(*update, "update_id", json::value_t::number_integer);
    if (id == nullptr) {
        throw Failure(Status::InvalidInput,
                      {{"/update_id", "missing", "An update has a whole number as update_id."}});
    }
    return std::move(*update);
}

std::optional<Update> readUpdate(const json& raw) {
    Update update;
    update.id = number(raw, "update_id");
    bool read = false;
    if (const auto* message = member(raw, "message", json::value_t::object)) {
        read = readMessage(*message, update);
    } else if (const auto* press = member(raw, "callback_query", json::value_t::object)) {
        read = readPress(*press, update);
    } else if (const auto* change = member(raw, "my_chat_member", json::value_t::object)) {
        read = readMembership(*change, update);
    }
    if (!read) return std::nullopt;
    return update;
}

}  // namespace kith::telegram
