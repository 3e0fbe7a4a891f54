// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace kith::test {

/// A notification of event publishing as Amazon documents them, with one recipient.
inline nlohmann::json sesNotification(const std::string& type, const std::string& part,
                                      nlohmann::json content,
                                      const std::string& recipient = "recipient@example.com",
                                      const std::string& messageId = "m-1") {
    return {{"eventType", type},
            {part, std::move(content)},
            {"mail",
             {{"timestamp", "2017-08-05T00:40:02.012Z"},
              {"messageId", messageId},
              {"destination", {recipient}},
              {"commonHeaders", {{"subject", "Hello"}}},
              {"tags", {{"message", {"spring-sale"}}, {"ses:configuration-set", {"ConfigSet"}}}}}}};
}

/// The state of a contact in its list: every topic with its status.
inline nlohmann::json sesPreferences(const std::vector<std::pair<std::string, std::string>>& topics,
                                     bool unsubscribeAll = false) {
    auto list = nlohmann::json::array();
    for (const auto& [topic, status] : topics)
        list.push_back({{"topicName", topic}, {"subscriptionStatus", status}});
    return {{"unsubscribeAll", unsubscribeAll}, {"topicSubscriptionStatus", list}};
}

/// One kind of what Amazon publishes of a message, and what kith makes of it.
struct SesKind {
    std::string type;
    std::string part;
    nlohmann::json content;
    std::string status;
    std::string reason;
    std::string state = "active";  ///< Of the address.
};

/// All but bounces, which come in many ways.
inline std::vector<SesKind> sesKinds(const std::string& recipient = "recipient@example.com") {
    using Json = nlohmann::json;
    const Json recipients = {
        {{"emailAddress", recipient}, {"status", "4.4.1"}, {"diagnosticCode", "smtp; 421 4.4.1 x"}}};
    const auto complaint = [&](const char* member, const char* value) {
        return Json{{"complainedRecipients", recipients}, {member, value}};
    };
    return {
        {"Send", "send", Json::object(), "sent", ""},
        {"Reject", "reject", {{"reason", "Bad content"}}, "skipped", "content_rejected"},
        {"Rendering Failure", "failure", {{"errorMessage", "x"}}, "skipped", "rendering_failure"},
        {"RenderingFailure", "failure", {{"errorMessage", "x"}}, "skipped", "rendering_failure"},
        {"DeliveryDelay",
         "deliveryDelay",
         {{"delayType", "TransientCommunicationFailure"}, {"delayedRecipients", recipients}},
         "delayed",
         "unreachable"},
        {"Open", "open", {{"userAgent", "Mozilla/5.0 (iPhone)"}}, "read", ""},
        {"Click", "click", {{"link", "https://example.com/"}}, "clicked", ""},
        {"Delivery", "delivery", {{"recipients", {recipient}}}, "delivered", ""},
        {"Complaint", "complaint", complaint("complaintSubType", "OnAccountSuppressionList"), "skipped",
         "suppressed"},
        {"Complaint", "complaint", complaint("complaintFeedbackType", "opt-out"), "unsubscribed", "opt-out",
         "unsubscribed"},
        {"Complaint",
         "complaint",
         {{"complainedRecipients", recipients}},
         "complained",
         "complaint",
         "complained"},
        {"Subscription",
         "subscription",
         {{"newTopicPreferences", {{"unsubscribeAll", true}}}},
         "unsubscribed",
         "subscription_page",
         "unsubscribed"},
    };
}

}  // namespace kith::test
