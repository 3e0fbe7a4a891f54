// SPDX-License-Identifier: Apache-2.0
#include "tests/process/traced_people.hpp"

#include <fmt/format.h>

namespace kith::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kMarkedNumber = 7'391'846'205'100;
constexpr std::int64_t kOtherNumber = 1'000'000'000'000;
constexpr std::int64_t kMillion = 1'000'000;

std::string at(int round, int second) {
    return fmt::format("2026-11-20T{:02}:{:02}:{:02}Z", 8 + round / 60, round % 60, second);
}

/// Large text makes pages split often.
std::string padded(std::string text) {
    constexpr int kRepeated = 8;
    std::string all;
    for (int i = 0; i < kRepeated; ++i) all += text + ' ';
    return all;
}

std::string bigEndian(std::int64_t value, int bytes, std::size_t first) {
    constexpr int kByte = 8;
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (kByte * i) & 0xff);
    return text.substr(0, first);
}

}  // namespace

std::vector<std::string> binaryMarks() {
    // 48 bits hold the one, 64 bits the other; what differs from person to person stands in the last ones.
    return {bigEndian(kMarkedNumber, 6, 5), bigEndian(kMarkedNumber / 10 * kMillion, 8, 5)};
}

std::string traceableFields() {
    return "fields=[{key: nickname, type: text, personal: true}, {key: points, type: integer},"
           " {key: price, type: decimal}, {key: agreed, type: boolean}, {key: wedding, type: date},"
           " {key: joined, type: datetime}, {key: tier, type: single_choice, options: {choices: [low, "
           "high]}},"
           " {key: interests, type: multi_choice, options: {choices: [low, high]}}]";
}

std::string TracedPerson::value(const std::string& what) const {
    return fmt::format("{}{} {}", isMarked_ ? "Qzxjvk" : "Other", what, number_);
}

std::string TracedPerson::givenEmail() const {
    return isMarked_ ? fmt::format("Qzxjvk.{}@Mail-QZXJVK.example", number_)
                     : fmt::format("Other.{}@Mail.example", number_);
}

json TracedPerson::externalId() const {
    return {{"type", "external_id"}, {"value", value("C")}};
}

std::string TracedPerson::cookie() const {
    return fmt::format("{}-cookie-0123456789-{:04}", isMarked_ ? "qzxjvk" : "other", number_);
}

std::string TracedPerson::phone() const {
    return isMarked_ ? fmt::format("+38 050 739-18-4{}", number_) : fmt::format("+38 050 200-{:04}", number_);
}

std::int64_t TracedPerson::large() const {
    return (isMarked_ ? kMarkedNumber : kOtherNumber) + number_;
}

std::string TracedPerson::word() const {
    return (isMarked_ ? "qzxjvk" : "other") + std::to_string(number_);
}

json TracedPerson::identifiers(int round) const {
    auto all = json::array({email()});
    if (round % 4 != 0) return all;
    all.push_back({{"type", "phone"}, {"value", phone()}});
    if (number_ % 2 == 0) all.push_back(externalId());
    all.push_back({{"type", "cookie"}, {"value", cookie() + std::to_string(round)}});
    all.push_back({{"type", "push_token"},
                   {"value", word() + "-token-0123456789-0123456789-" + std::to_string(round)}});
    all.push_back(
        {{"type", "web_push"}, {"value", "https://push.example/" + word() + '/' + std::to_string(round)}});
    all.push_back({{"type", "device_id"}, {"value", word() + "-device-0123456789-0123456789"}});
    all.push_back({{"type", "telegram"}, {"value", std::to_string(large())}});
    return all;
}

json TracedPerson::fields(int round) const {
    const auto text = [&](const char* what) { return value(what + std::to_string(round)); };
    // What there is to choose is the organisation's, and tells nobody from the others who chose it.
    const auto* const choice = round % 2 == 0 ? "low" : "high";
    const auto day =
        isMarked_ ? fmt::format("1839-07-1{}", round % 10) : fmt::format("1980-05-1{}", round % 10);
    return {{"first_name", text("first")},
            {"last_name", text("last")},
            {"birth_date", day},
            {"address.country", isMarked_ ? "FJ" : "PE"},
            {"address.region", text("region")},
            {"address.town", text("town")},
            {"address.street", padded(text("street"))},
            {"address.postcode", text("postcode")},
            {"language", fmt::format("en-x-{}-{}-r{}", isMarked_ ? "qzxjvk" : "other", number_, round)},
            {"time_zone", round % 2 == 0 ? "Pacific/Fiji" : "America/Lima"},
            {"tags",
             {{"add", {text("tag"), text("mark")}}, {"remove", {value("tag" + std::to_string(round - 1))}}}},
            {"nickname", padded(text("nick"))},
            {"points", large()},
            {"price", fmt::format("{}.{:02}", large() / 10, round)},
            {"agreed", round % 2 == 0},
            {"wedding", day},
            {"joined", day + "T10:00:00Z"},
            {"tier", choice},
            {"interests", {{"add", {choice}}}}};
}

json TracedPerson::consent(int round) const {
    const auto text = [&](const char* what) { return value(what + std::to_string(round)); };
    const auto ip = fmt::format("{}.{}", isMarked_ ? "203.0.113" : "198.51.100", number_);
    return {{"state", round % 2 == 0 ? "subscribed" : "unsubscribed"},
            {"by", "person"},
            {"at", at(round, 1)},
            {"text", padded(text("wording"))},
            {"ip", ip},
            {"reason", text("why")},
            {"comment", padded(text("comment"))},
            {"proof", padded(text("proof"))}};
}

json TracedPerson::endpoints(int round) const {
    auto all = json::array();
    if (round == 0) {
        all.push_back({{"type", "email"},
                       {"value", givenEmail()},
                       {"state", "blacklisted"},
                       {"reason", "inactive_address"},
                       {"detail", value("detail")},
                       {"at", at(0, 0)}});
    }
    all.push_back({{"type", "phone"},
                   {"value", phone()},
                   {"state", round % 2 == 0 ? "unsubscribed" : "active"},
                   {"reason", value("asked" + std::to_string(round))},
                   {"detail", padded(value("words" + std::to_string(round)))},
                   {"at", at(round, 2)}});
    return all;
}

json TracedPerson::activities(int round) const {
    const auto text = [&](const char* what) { return value(what + std::to_string(round)); };
    const json properties{{"url", padded(text("https://shop.example/"))}, {text("member"), {text("deep")}}};
    return {{{"id", text("delivery")},
             {"channel", "email"},
             {"status", "undelivered"},
             {"reason", text("bounce")},
             {"endpoint", email()},
             {"message", {{"id", text("mailing")}, {"name", text("newsletter")}}},
             {"properties", properties},
             {"at", at(round, 3)}},
            {{"channel", "web"}, {"event", text("event")}, {"properties", properties}, {"at", at(round, 4)}},
            {{"id", text("order")},
             {"channel", "shop"},
             {"kind", "order"},
             {"properties", properties},
             {"at", at(round, 5)}}};
}

json TracedPerson::observation(int round) const {
    return {{"id", value("observation" + std::to_string(round))},
            {"source", {{"type", "import"}, {"name", value("file")}}},
            {"observed_at", at(round, 6)},
            {"identifiers", identifiers(round)},
            {"fields", fields(round)},
            {"subscriptions", {{"news", consent(round)}}},
            {"endpoints", endpoints(round)},
            {"activities", activities(round)}};
}

}  // namespace kith::test
