// SPDX-License-Identifier: Apache-2.0
#include "plugins/email/config.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <kith/sdk/failure.hpp>

#include "embedded.hpp"
#include "support/keys.hpp"

using kith::sdk::Failure;
using kith::sdk::Status;
using kith::test::SigningKey;
using nlohmann::json;

namespace {

/// With the categories news and offers.
kith::email::Config readConfig(const std::string& options) {
    return kith::email::readConfig(
        options, [](std::string_view category) { return category == "news" || category == "offers"; });
}

std::vector<std::string> pointersOf(const json& options) {
    try {
        (void)readConfig(options.dump());
    } catch (const Failure& failure) {
        CHECK(failure.status() == Status::Configuration);
        std::vector<std::string> out;
        for (const auto& violation : failure.violations()) out.push_back(violation.pointer);
        return out;
    }
    return {};
}

}  // namespace

TEST_CASE("everything that is wrong with the options is told together", "[email]") {
    const json options{
        {"sendgrid",
         {{"public_keys",
           {SigningKey::ec().publicKeyBase64(), "nonsense", SigningKey::rsa().publicKeyBase64()}},
          {"groups", {{"one", "news"}, {"12", "offers"}}}}},
        {"domains",
         {{"exa mple.com", json::object()},
          {"example.com", {{"same_as", "-"}}},
          {"example.net", {{"same_as", "example.org"}}},
          {"example.org", {{"same_as", "example.edu"}}},
          {"m\xC3\xBCnchen.de", json::object()},
          {"xn--mnchen-3ya.de", json::object()}}}};
    CHECK(pointersOf(options) ==
          std::vector<std::string>{"/sendgrid/public_keys/1", "/sendgrid/public_keys/2",
                                   "/sendgrid/groups/one", "/domains/exa mple.com", "/domains/example.com",
                                   "/domains/xn--mnchen-3ya.de", "/domains/example.net"});
}

TEST_CASE("a category that isn't there is told by its place and its name", "[email]") {
    const json options{{"ses", {{"categories", {{"daily", "offers"}, {"week/ly", "nwes"}}}}},
                       {"sendgrid", {{"groups", {{"7", "News"}, {"8", "news"}}}}}};
    CHECK(pointersOf(options) == std::vector<std::string>{"/ses/categories/week~1ly", "/sendgrid/groups/7"});
    try {
        (void)readConfig(options.dump());
    } catch (const Failure& failure) {
        const auto& first = failure.violations().front();
        CHECK(first.code == "unknown_category");
        CHECK(first.detail.find("'nwes'") != std::string::npos);
    }
}

TEST_CASE("options name what they allow", "[email]") {
    const auto config = readConfig(json{
        {"ses",
         {{"topics", {"arn:aws:sns:us-west-2:123456789012:T"}},
          {"replay_window_minutes", 5},
          {"message_tag", "campaign"},
          {"categories", {{"weekly", "news"}}}}},
        {"sendgrid", {{"groups", {{"12", "offers"}}}, {"message_argument", "c"}}},
        {"domains", {{"GoogleMail.com", {{"same_as", "Gmail.com"}}}, {"gmail.com", {{"ignore_dots", true}}}}}}
                                       .dump());
    CHECK(config.topics == std::vector<std::string>{"arn:aws:sns:us-west-2:123456789012:T"});
    CHECK(config.snsWindowMs == 300'000);
    CHECK(config.ses.messageTag == "campaign");
    CHECK(config.ses.categories.at("weekly") == "news");
    CHECK(config.sendGrid.groups.at("12") == "offers");
    CHECK(config.sendGrid.messageArgument == "c");
    CHECK(config.domains.at("googlemail.com").sameAs == "gmail.com");
    CHECK(config.domains.at("gmail.com").ignoreDots);
}

TEST_CASE("without options nobody but holders of a key may report", "[email]") {
    const auto config = readConfig("{}");
    CHECK(config.topics.empty());
    CHECK(config.sendGridKeys.empty());
    CHECK(config.domains.empty());
}

TEST_CASE("the defaults in the code are those of the schema", "[email]") {
    const auto schema = json::parse(embedded::kOptionsJson);
    const auto defaultOf = [&](const char* part, const char* name) {
        return schema["properties"][part]["properties"][name]["default"];
    };
    const auto config = readConfig("{}");
    CHECK(defaultOf("ses", "replay_window_minutes") == config.snsWindowMs / 60'000);
    CHECK(defaultOf("ses", "message_tag") == config.ses.messageTag);
    CHECK(defaultOf("sendgrid", "replay_window_minutes") == config.sendGridWindowMs / 60'000);
    CHECK(defaultOf("sendgrid", "message_argument") == config.sendGrid.messageArgument);
}
