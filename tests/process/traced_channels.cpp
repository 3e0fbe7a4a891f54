// SPDX-License-Identifier: Apache-2.0
#include "tests/process/traced_channels.hpp"

#include <stdexcept>

namespace kith::test {
namespace {

using nlohmann::json;

constexpr const char* kSecret = "0123456789abcdef";
constexpr const char* kWidget = "promo";

json taken(const Answer& answer) {
    if (answer.status < 200 || answer.status >= 300) throw std::runtime_error("not taken: " + answer.body);
    return json::parse(answer.body);
}

/// As Amazon SES tells it.
json mailOf(const TracedPerson& person, const std::string& message) {
    return {{"timestamp", "2026-11-20T12:00:00.000Z"},
            {"source", "news@shop.example"},
            {"messageId", person.word() + message},
            {"destination", {person.givenEmail()}},
            {"commonHeaders", {{"from", {"news@shop.example"}}, {"subject", person.value("subject")}}}};
}

}  // namespace

std::string TracedChannels::bot() {
    return std::string("plugins.load.telegram.options={bots: [{name: shop, secret_token: ") + kSecret + "}]}";
}

TracedChannels::TracedChannels(const KithServer& server, const std::string& key, const std::string& publicKey)
    : client_(server.client(key)), browser_(server.client(publicKey)), telegram_(server.client("")) {
    taken(client_.call("PUT", std::string("/channels/widget/definitions/") + kWidget,
                       json{{"name", "Promo"}}.dump()));
}

void TracedChannels::tell(const TracedPerson& person) {
    tellOfMail(person);
    tellOfDevices(person);
    tellOfChat(person);
    tellOfWidget(person);
}

void TracedChannels::tellOfMail(const TracedPerson& person) {
    const json delivered{{"notificationType", "Delivery"},
                         {"mail", mailOf(person, "-delivered")},
                         {"delivery",
                          {{"timestamp", "2026-11-20T12:00:01.000Z"},
                           {"recipients", {person.givenEmail()}},
                           {"smtpResponse", "250 ok " + person.word()}}}};
    const json bounced{{"notificationType", "Bounce"},
                       {"mail", mailOf(person, "-bounced")},
                       {"bounce",
                        {{"bounceType", "Transient"},
                         {"bounceSubType", "MailboxFull"},
                         {"timestamp", "2026-11-20T12:00:02.000Z"},
                         {"feedbackId", person.word() + "-feedback"},
                         {"bouncedRecipients",
                          {{{"emailAddress", person.givenEmail()},
                            {"status", "4.2.2"},
                            {"diagnosticCode", "smtp; 452 " + person.value("mailbox") + " is full"}}}}}}};
    const auto counts = taken(client_.post("/channels/email/ses", {delivered, bounced}));
    if (counts.value("accepted", 0) != 2) throw std::runtime_error("not taken: " + counts.dump());
}

void TracedChannels::tellOfDevices(const TracedPerson& person) {
    const json about{{"app_id", "shop"},
                     {"model", person.value("model")},
                     {"identifiers", {person.email()}},
                     {"at", "2026-11-20T12:00:03Z"}};
    auto app = about;
    app["token"] = person.word() + "-app-0123456789-0123456789";
    taken(client_.call("PUT", "/channels/push/tokens", app.dump()));
    auto browser = about;
    browser["subscription"] = {
        {"endpoint", "https://push.example/" + person.word() + "/browser"},
        {"keys",
         {{"p256dh",
           "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"},
          {"auth", "BTBZMqHH6r4Tts7J_aSIgg"}}}};
    taken(client_.call("PUT", "/channels/push/subscriptions", browser.dump()));
}

void TracedChannels::tellOfChat(const TracedPerson& person) {
    const json wanted{{"bot", "shop"}, {"identifier", person.email()}};
    const auto link = taken(client_.call("POST", "/channels/telegram/links", wanted.dump(),
                                         "Idempotency-Key: " + person.word() + "-link\r\n"));
    for (const auto& text : {"/start " + link.at("start").get<std::string>(), person.value("message")}) {
        const json update{{"update_id", ++updates_},
                          {"message",
                           {{"message_id", updates_},
                            {"date", 1'795'176'004},
                            {"chat", {{"id", person.large()}, {"type", "private"}}},
                            {"from",
                             {{"id", person.large()},
                              {"is_bot", false},
                              {"first_name", person.value("first")},
                              {"username", person.word()}}},
                            {"text", text}}}};
        taken(telegram_.call("POST", "/channels/telegram/updates/shop", update.dump(),
                             std::string("X-Telegram-Bot-Api-Secret-Token: ") + kSecret + "\r\n"));
    }
}

void TracedChannels::tellOfWidget(const TracedPerson& person) {
    const json event{{"type", "shown"},
                     {"widget", kWidget},
                     {"display", person.word() + "-display-0123456789abcdef"},
                     {"url", "https://shop.example/" + person.word()},
                     {"frequency", {{"kind", "days"}, {"days", 7}}}};
    const json beacon{
        {"cookie", person.cookie() + '0'}, {"session", person.word() + "-session"}, {"events", {event}}};
    const auto results =
        taken(browser_.call("POST", "/channels/widget/events", beacon.dump(),
                            "Content-Type: text/plain\r\nUser-Agent: " + person.word() + "\r\n"))
            .at("results");
    if (results.at(0).at("result") != "accepted") throw std::runtime_error("not taken: " + results.dump());
}

}  // namespace kith::test
