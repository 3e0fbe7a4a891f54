// SPDX-License-Identifier: Apache-2.0
// Chats with the shop's bot: what people write comes as Telegram's updates, what they are sent as the
// sender's observations.
#include <array>

#include "core/app/demo/diary.hpp"

namespace kith::app::demo {
namespace {

constexpr std::array kTexts{"Hello!",
                            "Is the blue one back in stock?",
                            "Дякую!",
                            "Wann kommt mein Paket?",
                            "Merci",
                            "ありがとう",
                            "Where is my order?"};
constexpr std::array kStatuses{"queued", "sent", "delivered", "undelivered"};

/// One person's private chat with the bot. Update ids rise, and are the person's own.
class Chat {
public:
    explicit Chat(const Person& person) {
        const auto chat = std::stoll(person.telegramChat);
        who_ = {{"id", chat},
                {"is_bot", false},
                {"first_name", person.first.native},
                {"last_name", person.last.native},
                {"username", std::string(person.first.latin) + "_" + std::to_string(person.index)}};
        chat_ = {{"id", chat}, {"type", "private"}};
        next_ =
            static_cast<std::int64_t>(person.seed % 10'000) * 10'000'000 + std::int64_t{person.index} * 100;
    }

    [[nodiscard]] Json start(Time at) { return message(at, "/start"); }
    [[nodiscard]] Json message(Time at, const std::string& words) {
        return update(
            "message",
            {{"message_id", next_}, {"from", who_}, {"chat", chat_}, {"date", date(at)}, {"text", words}});
    }
    [[nodiscard]] Json press(Time at) {
        const Json shown{
            {"message_id", next_}, {"chat", chat_}, {"date", date(at)}, {"text", "Track your parcel?"}};
        return update("callback_query",
                      {{"id", std::to_string(next_)}, {"from", who_}, {"message", shown}, {"data", "track"}});
    }
    [[nodiscard]] Json block(Time at) {
        return update("my_chat_member", {{"chat", chat_},
                                         {"from", who_},
                                         {"date", date(at)},
                                         {"old_chat_member", {{"user", bot()}, {"status", "member"}}},
                                         {"new_chat_member", {{"user", bot()}, {"status", "kicked"}}}});
    }

private:
    static Json bot() { return {{"id", 42}, {"is_bot", true}, {"first_name", "Shop"}}; }
    static std::int64_t date(Time at) { return base::toMillis(at) / 1000; }
    Json update(const char* kind, const Json& what) { return {{"update_id", next_++}, {kind, what}}; }

    Json who_;
    Json chat_;
    std::int64_t next_;
};

/// Messages to the chat, by the program that sends them.
void send(Diary& diary, Time at, const char* status, Random& random) {
    const auto address = identifier("telegram", diary.person().telegramChat);
    Json activity{{"id", "tg-" + random.hex(10)},
                  {"channel", "telegram"},
                  {"message", {{"id", "parcel"}, {"name", "Where your parcel is"}}},
                  {"status", status},
                  {"endpoint", address},
                  {"at", text(at)}};
    if (std::string_view(status) == "undelivered") activity["reason"] = "too_many_requests";
    diary.observe(at, source("api", "bot"), Json::array({address}),
                  {{"activities", Json::array({activity})}});
}

}  // namespace

void writeTelegram(Diary& diary) {
    const auto& person = diary.person();
    if (!person.usesTelegram) return;
    auto random = person.random("telegram");
    // Who is in touch in no other way joins by this.
    const bool joinsHere = !person.isCustomer && !person.usesMail;
    const auto day = person.joinedDay + (joinsHere ? 0 : random.between(1, 4));
    Chat chat(person);
    auto at = diary.scale().at(day, random.between(450, 1200));
    const auto start = chat.start(at);
    // Who has an account opens the bot from there, by a link that says who they are.
    if (person.isCustomer) {
        diary.call(at, Route::TelegramStart,
                   {{"identifier", identifier("external_id", person.externalId)}, {"update", start}});
    } else {
        diary.call(at, Route::TelegramUpdate, start);
    }
    const auto exchanges = random.between(2, 6);
    for (unsigned i = 0; i < exchanges; ++i) {
        at += minutes(random.between(10, 6'000));
        diary.call(at, Route::TelegramUpdate, chat.message(at, random.pick(kTexts)));
        send(diary, at + seconds(20), kStatuses[random.chance(80) ? 2 : random.below(kStatuses.size())],
             random);
    }
    // Telegram doesn't say when a button was pressed, so it counts as pressed when it is told.
    if (random.chance(20)) {
        const auto pressed = diary.scale().end() - minutes(random.between(10, 600));
        diary.call(pressed, Route::TelegramUpdate, chat.press(pressed));
    }
    if (random.chance(10) || person.index % 10 == 8) {
        at += hours(5);
        diary.call(at, Route::TelegramUpdate, chat.block(at));
    }
}

}  // namespace kith::app::demo
